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
        nearby: What was decided on the passages before, in words; or nothing.
        rival: Name of a near code that the passage fits as well; or nothing.
    """

    name: str
    evidence: Evidence
    cues: tuple[Quoted, ...] = ()
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
    return tuple(told) or ("no words in particular; all of it together",)


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
    cues = list({(cue.match.kind, cue.match.cue): cue for cue in reversed(grounds.cues)}.values())
    if not cues:
        return ""
    cues.reverse()
    first = cues[0]
    if len(cues) == 1:
        kind = _CUES.get(first.match.kind, "a cue")
        given = quoted(first.match.cue)
        same = quoted(first.words).casefold() == given.casefold()
        about = f"{kind} the codebook gives for {grounds.name}"
        return f"{quoted(first.words)}, {about}" + ("" if same else f" ({given})")
    shown = _listed([quoted(cue.words) for cue in cues[:MOST_QUOTED]])
    return f"{shown}, cues the codebook gives for {grounds.name}"


def _by_hints(grounds: Grounds) -> str:
    hints = grounds.evidence.hints
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
    hinted = {hint.words.casefold() for hint in grounds.evidence.hints}
    terms = [
        term
        for term, weight in grounds.evidence.terms
        if weight > 0 and term.casefold() not in hinted
    ]
    if not terms:
        return "worded like passages coded so"
    shown = [quoted(term) for term in terms[:MOST_QUOTED]]
    return f"{_listed(shown)} {'stands' if len(shown) == 1 else 'stand'} in passages coded so"


def _by_likeness(grounds: Grounds) -> str:
    nearest = grounds.evidence.nearest
    if not nearest:
        return ""
    many = "a passage" if len(nearest) == 1 else f"{len(nearest)} passages"
    return f"like {many} coded so ({quoted(nearest[0].quote)}, {nearest[0].source})"


def _by_neighbours(grounds: Grounds) -> str:
    return "the passages around it speak of it"


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
    (("speaker",), lambda _: "this side often speaks of it"),
    (("kind",), lambda _: "sources of this kind are often coded so"),
    (("frequency",), lambda _: "it is one of the codes used most"),
)
"""Contributions and how the reason they are is worded; the first goes first where two are equal."""
