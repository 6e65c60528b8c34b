"""Why a code is suggested, in one plain line: the participants' words first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ethnocode.model import CueMatch, Evidence

LONGEST_LINE = 200
"""Characters of a line of reasons, but for a first reason that is longer by itself."""
LONGEST_QUOTE = 60
MOST_REASONS = 3
MOST_QUOTED = 3
"""Words or cues that one reason quotes."""
WORTH_SAYING = 0.1
"""Log-odds that make a further reason worth saying."""

_ELLIPSIS = " ..."
_CUES = {
    "phrase": "a phrase",
    "lemma": "a word",
    "pattern": "a wording",
    "dependency": "a wording",
    "entity": "a name of a sort",
}
_FIELDS = {
    "name": "its name",
    "definition": "its definition",
    "include": "what it covers",
    "example": "an example of it",
}
_BADGES = {"negated": "negated here", "reported": "somebody else's words"}
_LANGUAGE = "language"
_WRITTEN_PLAINLY = ("phrase", "lemma", "entity")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A cue with the participants' words that it was found in."""

    words: str
    match: CueMatch


@dataclass(frozen=True, slots=True)
class Grounds:
    """What reasons are worded from.

    Args:
        name: Of the code.
        evidence: With its terms, hints, nearest passages and badges.
        cues: The code's cues in the passage, in text order.
        coded: Whether the code was given before: what was learned of it is else of the
            codebook's text alone.
        nearby: What was decided on the passages before, in words; or nothing.
        rival: Name of a near code that the passage fits as well; or nothing.
    """

    name: str
    evidence: Evidence
    cues: tuple[Quoted, ...] = ()
    coded: bool = False
    nearby: str = ""
    rival: str = ""


def line_of(grounds: Grounds) -> str:
    """Return the reasons and what to mind in one line, without a full stop."""
    line, *more = reasons_of(grounds)
    more += [badge_words(badge) for badge in grounds.evidence.badges]
    if grounds.rival:
        told = grounds.evidence.difference
        also = f"also fits {grounds.rival}"
        whole = f"{also}: {told}" if told else also
        room = LONGEST_LINE - sum(map(len, (line, *more))) - len("; ") * (len(more) + 1)
        more.append(whole if len(whole) <= room else also)
    for part in more:
        if len(line) + len("; ") + len(part) <= LONGEST_LINE:
            line = f"{line}; {part}"
    return line


def reasons_of(grounds: Grounds) -> tuple[str, ...]:
    """Return one to three reasons, the strongest first.

    An explicit cue is always among them: the codebook's author wrote it to be told of.
    What the passages before were coded is said as that, never as if words had shown it.
    """
    amounts = {part.name: part.amount for part in grounds.evidence.contributions}
    cue = _by_cues(grounds)
    found = []
    for order, (names, worded) in enumerate(_KINDS):
        amount = sum(amounts.get(name, 0.0) for name in names)
        words = cue if worded is _by_cues else worded(grounds) if amount > 0 else ""
        if words:
            found.append((-amount, order, words))
    said = [words for minus, _, words in sorted(found) if -minus >= WORTH_SAYING or words == cue]
    strongest = [words for _, _, words in sorted(found)[:1]]
    told = (said or strongest)[:MOST_REASONS]
    if cue and cue not in told:
        told[-1] = cue
    if told:
        return tuple(told)
    if amounts.get("learned", 0.0) + amounts.get("codebook", 0.0) <= 0:
        return ("no words in particular speak for it",)
    like = "passages coded so" if grounds.coded else "the codebook's text on it"
    return (f"as a whole it is worded like {like}",)


def badge_words(badge: str) -> str:
    """Return what a badge tells a reader: ``language:German`` says that it reads like German."""
    kind, _, language = badge.partition(":")
    if kind == _LANGUAGE:
        return f"reads like {language}" if language else "reads like another language"
    return _BADGES.get(badge, badge)


def quoted(words: str, *, most: int = LONGEST_QUOTE) -> str:
    """Return words in quotation marks, in one line, shortened between words where too long.

    Quotation marks within become single ones, so that it is plain where the quote ends.
    """
    # A quote can be the whole of a long text: what cannot be shown is not looked at.
    near = words.lstrip()[: 4 * most]
    plain = " ".join(near.split()).replace('"', "'").replace("“", "'").replace("”", "'")
    if len(plain) > most or len(words.strip()) > len(near):
        kept = plain[: most - len(_ELLIPSIS) + 1]
        head = kept.rpartition(" ")[0] or kept[:-1]
        plain = head + _ELLIPSIS
    return f'"{plain}"'


def _by_cues(grounds: Grounds) -> str:
    cues = _distinct(grounds.cues)
    if not cues:
        return ""
    if len(cues) > 1:
        shown = [quoted(cue.words) for cue in cues[:MOST_QUOTED]]
        return f"{_listed(shown)}, cues the codebook gives for {grounds.name}"
    (cue,) = cues
    said, given = quoted(cue.words), quoted(cue.match.cue)
    about = f"{_CUES.get(cue.match.kind, 'a cue')} the codebook gives for {grounds.name}"
    # How a pattern is written says nothing to a reader; how a phrase is may differ by inflection.
    plain = cue.match.kind in _WRITTEN_PLAINLY and said.casefold() != given.casefold()
    return f"{said}, {about} ({given})" if plain else f"{said}, {about}"


def _distinct(cues: Sequence[Quoted]) -> list[Quoted]:
    """Return the cues, each once, without those inside a longer one."""
    kept: dict[str, Quoted] = {}
    for cue in cues:
        span = cue.match.span
        inside = any(
            other.match.span.encloses(span) and len(other.match.span) > len(span) for other in cues
        )
        if not inside:
            kept.setdefault(" ".join(cue.words.casefold().split()), cue)
    by_cue = {(cue.match.kind, cue.match.cue): cue for cue in reversed(kept.values())}
    return [cue for cue in kept.values() if by_cue[cue.match.kind, cue.match.cue] is cue]


def _told_by_cues(grounds: Grounds) -> set[str]:
    return {word for cue in grounds.cues for word in cue.words.casefold().split()}


def _by_hints(grounds: Grounds) -> str:
    told = _told_by_cues(grounds)
    hints = [hint for hint in grounds.evidence.hints if hint.words.casefold() not in told]
    if not hints:
        return ""
    first = hints[0]
    words = dict.fromkeys(hint.words for hint in hints if hint.field == first.field)
    where = _FIELDS.get(first.field, first.field)
    shown = [quoted(word) for word in list(words)[:MOST_QUOTED]]
    are = "is a word" if len(shown) == 1 else "are words"
    phrase = "" if first.field == "name" or not first.phrase else f" ({quoted(first.phrase)})"
    return f"{_listed(shown)} {are} of {where}{phrase}"


def _by_terms(grounds: Grounds) -> str:
    """Quote words that were learned: like those of passages coded so, be they there or not."""
    told = _told_by_cues(grounds) | {hint.words.casefold() for hint in grounds.evidence.hints}
    terms = [
        term
        for term, weight in grounds.evidence.terms
        if weight > 0 and term.casefold() not in told
    ]
    if not terms or not grounds.coded:
        return ""
    shown = _listed([quoted(term) for term in terms[:MOST_QUOTED]])
    return f"worded like passages coded so ({shown})"


def _by_likeness(grounds: Grounds) -> str:
    nearest = grounds.evidence.nearest
    if not nearest:
        return ""
    many = "a passage" if len(nearest) == 1 else f"{len(nearest)} passages"
    return f"like {many} coded so ({quoted(nearest[0].quote)}, {nearest[0].source})"


def _by_neighbours(grounds: Grounds) -> str:
    return "the passages around it speak of it too"


def _listed(shown: Sequence[str]) -> str:
    *before, last = shown
    return f"{', '.join(before)} and {last}" if before else last


_KINDS: tuple[tuple[tuple[str, ...], Callable[[Grounds], str]], ...] = (
    (("cues",), _by_cues),
    (("codebook", "name"), _by_hints),
    (("learned",), _by_terms),
    (("nearest",), _by_likeness),
    (("decided nearby",), lambda grounds: grounds.nearby),
    (("before", "after"), _by_neighbours),
    (("vectors",), lambda _: "close in meaning to its definition"),
    (("speaker",), lambda _: "what this side says is often coded so"),
    (("kind",), lambda _: "sources of this kind are often coded so"),
    (("frequency",), lambda _: "it is one of the codes used most"),
)
"""Contributions and how the reason they are is worded; the first goes first where two are equal."""
