"""Why a code is suggested, in one plain line: the participants' words first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ethnocode.model import CueMatch, Evidence, Hint, Span

LONGEST_LINE = 200
"""Characters of a line of reasons, but for a first reason that is longer by itself."""
LONGEST_QUOTE = 60
ALIKE = 0.12
"""Likeness from which on two passages share more than a word or two."""
LONGEST_PHRASE = 90
"""Characters of a phrase of the codebook, so that the word it is quoted for is seen."""
MOST_REASONS = 3
MOST_QUOTED = 3
"""Words or cues that one reason quotes."""
WORTH_SAYING = 0.1
"""Log-odds that make a further reason, or a word of it, worth saying."""
CONTEXT_WORTH_SAYING = 0.4
"""Log-odds that make it worth saying what other than its words speaks for a passage."""

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
_BADGES = {"negated": "negated here", "reported": "perhaps somebody else's words"}
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
        texts: What the codebook says of the code: its definition and each entry and example.
    """

    name: str
    evidence: Evidence
    cues: tuple[Quoted, ...] = ()
    coded: bool = False
    nearby: str = ""
    rival: str = ""
    texts: tuple[str, ...] = ()


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
    """Return one to three reasons: its words first, then what stands around them.

    An explicit cue comes before all other words: the codebook's author wrote it to be told
    of. The rest is in the order of its weight. What the passages before were coded is said
    as that, never as if words had shown it.
    """
    amounts = {part.name: part.amount for part in grounds.evidence.contributions}
    told = [cue] if (cue := _by_cues(grounds)) else []
    told += _weighty(grounds, amounts, _WORDS, least=WORTH_SAYING)
    if not told:
        told = _weighty(grounds, amounts, _WORDS, least=0.0)[:1] or [_as_a_whole(grounds, amounts)]
    told += _weighty(grounds, amounts, _CONTEXT, least=CONTEXT_WORTH_SAYING)
    carried = amounts.get(CARRIED, 0.0)
    if grounds.nearby and carried > max((amounts.get(name, 0.0) for name in _OWN), default=0.0):
        told = [grounds.nearby, *(words for words in told if words != grounds.nearby)]
    return tuple(told[:MOST_REASONS])


def _weighty(
    grounds: Grounds, amounts: Mapping[str, float], kinds: _Kinds, *, least: float
) -> list[str]:
    """Return the reasons of some kinds that weigh enough, the weightiest first."""
    found = []
    for order, (names, worded) in enumerate(kinds):
        amount = sum(amounts.get(name, 0.0) for name in names)
        if worded is _by_terms:
            # A passage may be like those coded so in much that says nothing to a reader.
            amount = min(amount, sum(weight for _, weight in _terms(grounds)))
        words = worded(grounds) if amount > 0 and amount >= least else ""
        if words:
            found.append((-amount, order, words))
    return [words for _, _, words in sorted(found)]


def _as_a_whole(grounds: Grounds, amounts: Mapping[str, float]) -> str:
    if amounts.get("learned", 0.0) + amounts.get("codebook", 0.0) <= 0:
        return "no words in particular speak for it"
    like = "passages coded so" if grounds.coded else "the codebook's text on it"
    return f"as a whole it is worded like {like}"


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
        plain = (head.rstrip(",;: ") or head) + _ELLIPSIS
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
        if not is_inside(cue.match.span, [other.match.span for other in cues]):
            kept.setdefault(" ".join(cue.words.casefold().split()), cue)
    by_cue = {(cue.match.kind, cue.match.cue): cue for cue in reversed(kept.values())}
    return [cue for cue in kept.values() if by_cue[cue.match.kind, cue.match.cue] is cue]


def is_inside(span: Span, others: Iterable[Span]) -> bool:
    """Whether one of some spans holds another one and more."""
    return any(other.encloses(span) and len(other) > len(span) for other in others)


def _told_by_cues(grounds: Grounds) -> set[str]:
    return {word for cue in grounds.cues for word in cue.words.casefold().split()}


def _by_hints(grounds: Grounds) -> str:
    told = _told_by_cues(grounds)
    hints = [hint for hint in grounds.evidence.hints if hint.words.casefold() not in told]
    if not hints:
        return ""
    first = hints[0]
    together = [hint for hint in hints if _same_text(first, hint, texts=grounds.texts)]
    shown = [quoted(word) for word in dict.fromkeys(hint.words for hint in together)]
    phrase = grounds.name if first.field == "name" else first.phrase
    where = f" ({quoted(phrase, most=LONGEST_PHRASE)})" if phrase else ""
    # The codebook may have another form of the word: "gave" where it says "given".
    return f"{_listed(shown[:MOST_QUOTED])}, as in {_FIELDS.get(first.field, first.field)}{where}"


def _same_text(one: Hint, other: Hint, *, texts: Sequence[str]) -> bool:
    """Whether the phrases of two hints are of one text: of two examples both are not one."""
    if one.field != other.field or one.phrase == other.phrase or one.field == "name":
        return one.field == other.field
    phrases = [hint.phrase.removeprefix("... ").removesuffix(" ...") for hint in (one, other)]
    return not texts or any(all(phrase in text for phrase in phrases) for text in texts)


def _by_terms(grounds: Grounds) -> str:
    terms = _terms(grounds)
    if not terms:
        return ""
    return f"{_listed([quoted(term) for term, _ in terms])}, as in passages coded so"


def _terms(grounds: Grounds) -> list[tuple[str, float]]:
    """Return the words to quote that were learned from codings and are not told otherwise."""
    told = _told_by_cues(grounds) | {hint.words.casefold() for hint in grounds.evidence.hints}
    terms = [
        (term, weight)
        for term, weight in grounds.evidence.terms
        if weight >= WORTH_SAYING and term.casefold() not in told
    ]
    return terms[:MOST_QUOTED] if grounds.coded else []


def _by_likeness(grounds: Grounds) -> str:
    nearest = [near for near in grounds.evidence.nearest if near.similarity >= ALIKE]
    if not nearest:
        return ""
    many = "a passage" if len(nearest) == 1 else f"{len(nearest)} passages"
    return f"like {many} coded so ({quoted(nearest[0].quote)}, {nearest[0].source})"


def _by_neighbours(grounds: Grounds) -> str:
    parts = {part.name: part.amount for part in grounds.evidence.contributions}
    sides = [side for side in ("before", "after") if parts.get(side, 0.0) >= WORTH_SAYING]
    return f"the words just {' and '.join(sides)} speak for it" if sides else ""


def _listed(shown: Sequence[str]) -> str:
    *before, last = shown
    return f"{', '.join(before)} and {last}" if before else last


_Kinds = tuple[tuple[tuple[str, ...], Callable[[Grounds], str]], ...]

CARRIED = "decided nearby"
_OWN = ("cues", "codebook", "name", "learned", "nearest", "vectors")
_WORDS: _Kinds = (
    (("codebook", "name"), _by_hints),
    (("learned",), _by_terms),
    (("nearest",), _by_likeness),
    ((CARRIED,), lambda grounds: grounds.nearby),
    (("vectors",), lambda _: "close in meaning to its definition"),
)
_CONTEXT: _Kinds = (
    (("before", "after"), _by_neighbours),
    (("speaker",), lambda _: "speakers of this group are coded so more often than others"),
    (("kind",), lambda _: "sources of this kind are coded so more often than others"),
    (("frequency",), lambda _: "it is a code that is often used"),
)
"""Contributions and how the reason they are is worded; the first goes first where two are equal."""
