"""``ethnocode suggest explain``: why a passage is suggested, as a page and as a record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import exp
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import FormatOption, ListFormat, ProjectOption
from ethnocode.cli.output import wrapped, write_json, write_text
from ethnocode.cli.usage import LARGEST
from ethnocode.model import Coding, Evidence, SuggestionStatus
from ethnocode.report.figures import counted
from ethnocode.report.measure import pad, width_of
from ethnocode.report.records import code_record, evidence_record, suggestion_record
from ethnocode.report.safe import visible
from ethnocode.report.text import PAGE_WIDTH
from ethnocode.services.suggesting.explaining import Explained, Precedent, explain_suggestion
from ethnocode.suggest.reasons.wording import badge_words

_MARGIN = "    "
_LABEL_WIDTH = 38
_BAR_WIDTH = 20
_LEAST_SHOWN = 0.0005
_LONGEST_SHOWN = 1200
_LONGEST_QUOTE = 160
_BREAKS = re.compile(r"\n\s*\n")

_NAMES = {
    "codebook": "words of the codebook's text on it",
    "name": "words of its name",
    "cues": "its cues",
    "learned": "words it has learned",
    "nearest": "passages coded so that it is like",
    "frequency": "how often the code is used",
    "before": "words of the passage before",
    "after": "words of the passage after",
    "decided nearby": "codes given on the passages before",
    "length": "length of the passage",
    "speaker": "who speaks",
    "kind": "kind of source",
    "vectors": "closeness in meaning to its definition",
}
_FIELDS = {"include": "what it covers", "example": "an example"}


def explain(
    number: Annotated[int, typer.Argument(min=1, max=LARGEST, help="Number of the suggestion.")],
    format_: FormatOption = ListFormat.TEXT,
    project: ProjectOption = None,
) -> None:
    """Say why a passage is suggested, with the definition to judge it by.

    What speaks for and against the code is listed with its log-odds, which add up to
    the score; JSON has them with all their digits.

    \b
    Examples:
      ethnocode suggest explain 12
      ethnocode suggest explain 12 --format json
    """
    why = explain_suggestion(here(project), number)
    if format_ is ListFormat.JSON:
        write_json(record(why))
        return
    write_text("\n".join(page(why)) + "\n")


def record(why: Explained) -> dict[str, object]:
    """Return all that is known of a suggestion, for scripts."""
    suggestion, code = why.suggestion, why.code
    found = suggestion_record(suggestion)
    found |= {"citation": why.citation, "before": why.before, "after": why.after}
    found["cues"] = [
        {"kind": m.kind, "cue": m.cue, "start": m.span.start, "end": m.span.end}
        for m in suggestion.matches
    ]
    found["correction"] = _correction(why.corrected)
    found["evidence"] = _evidence(why, suggestion.evidence) if suggestion.evidence else None
    found["record"] = {
        "band": why.record.band.value,
        "decided": why.record.decided,
        "accepted": why.record.accepted,
        "corrected": why.record.corrected,
        "rejected": why.record.rejected,
    }
    if code is not None:
        known = code_record(code, codings=0, below=0)
        found |= {key: known[key] for key in ("name", "definition", "include", "exclude", "near")}
    return found


def page(why: Explained) -> list[str]:
    """Return everything that speaks for and against a suggestion, in lines of 80 columns."""
    blocks = [
        _head(why),
        _passage(why),
        reasons(why),
        _sum(why.suggestion.evidence),
        _words(why.suggestion.evidence),
        _definition(why),
        _record_so_far(why),
        _commands(why),
    ]
    lines = ["\n".join(_fitted(block)) for block in blocks if block]
    return "\n\n".join(lines).split("\n")


def reasons(why: Explained) -> list[str]:
    """Return in a few lines why a passage is suggested and what to mind; not yet wrapped."""
    suggestion, evidence = why.suggestion, why.suggestion.evidence
    lines = [f"Why: {suggestion.explanation}"]
    if evidence is None:
        return lines
    # The line of reasons has room for them but for a long one.
    badges = [badge_words(badge) for badge in evidence.badges]
    lines += [f"Mind: {words}" for words in badges if words not in suggestion.explanation]
    lines += [line for near in why.nearest for line in _precedent(near)]
    if evidence.rival and not (evidence.difference and evidence.difference in lines[0]):
        name = f"{why.rival.name} ({why.rival.id})" if why.rival else evidence.rival
        told = f": {evidence.difference}" if evidence.difference else ""
        lines.append(f"Not to be taken for {name}{told}")
    if evidence.exclusion:
        lines.append(f'Comes near what it is not: "{_short(evidence.exclusion)}"')
    return lines


def _head(why: Explained) -> list[str]:
    suggestion = why.suggestion
    code = f"{why.code.name} ({why.code.id})" if why.code else suggestion.code
    number = f"Suggestion {suggestion.id}" if suggestion.id else "Suggestion"
    lines = [
        f"{number}: {code}",
        f"{suggestion.band}, score {suggestion.score:.2f}, by {suggestion.engine}",
        f"{suggestion.source} {why.citation}",
    ]
    return [*lines, *_decision(why)]


def _decision(why: Explained) -> list[str]:
    suggestion = why.suggestion
    if suggestion.status is SuggestionStatus.UNDECIDED:
        return ["undecided"]
    day = f" on {suggestion.decided[:10]}" if suggestion.decided else ""
    line = f"{suggestion.status} by {suggestion.decided_by}{day}"
    if suggestion.status is not SuggestionStatus.CORRECTED:
        return [line]
    if why.corrected is None:
        return [f"{line}; the coding made in its place is there no more"]
    coding = why.corrected
    return [f'{line}, to coding {coding.id}: {coding.code} on "{_short(coding.anchor.quote)}"']


def _passage(why: Explained) -> list[str]:
    quote = why.suggestion.anchor.quote
    if len(quote) > _LONGEST_SHOWN:
        half = _LONGEST_SHOWN // 2
        left_out = counted(len(quote) - 2 * half, "character")
        quote = f"{quote[:half]} [... {left_out} more ...] {quote[-half:]}"
    text = f"{why.before}[{quote}]{why.after}"
    return [_MARGIN + " ".join(part.split()) for part in _BREAKS.split(text.strip())]


def _precedent(near: Precedent) -> list[str]:
    likeness = near.likeness
    words = near.marked or likeness.quote
    where = f"{likeness.source} {near.citation}".rstrip()
    line = f'Like, coded so (likeness {likeness.similarity:.2f}): "{_short(words)}" {where}'
    if near.changed:
        line += "; its text has changed since" if near.citation else "; the source is gone"
    elif not near.marked:
        line += "; not coded so any more"
    return [line]


def _sum(evidence: Evidence | None) -> list[str]:
    """Return what adds up to the score, with a bar for each part."""
    if evidence is None:
        return []
    parts = [
        (_NAMES.get(part.name, part.name), part.amount)
        for part in evidence.contributions
        if abs(part.amount) >= _LEAST_SHOWN
    ]
    largest = max((abs(amount) for _, amount in parts), default=0.0)
    lines = ["What adds up to the score, in log-odds (+ for the code, - against it)"]
    lines.append(_figure("before any evidence", evidence.bias))
    for name, amount in parts:
        size = round(_BAR_WIDTH * abs(amount) / largest) if largest else 0
        lines.append(_figure(name, amount, bar=("+" if amount > 0 else "-") * size))
    score = 1 / (1 + exp(-evidence.logit))
    return [*lines, _figure("in all", evidence.logit, bar=f"a score of {score:.2f}")]


def _figure(name: str, amount: float, *, bar: str = "") -> str:
    return f"{_MARGIN}{pad(name, _LABEL_WIDTH)} {amount:+8.3f}  {bar}".rstrip()


def _words(evidence: Evidence | None) -> list[str]:
    """Return the words behind the figures: those learned, and those of the codebook."""
    if evidence is None:
        return []
    lines = []
    if evidence.terms:
        shown = ", ".join(f'"{word}" {amount:+.2f}' for word, amount in evidence.terms)
        lines.append(f"Words that weigh most in what was learned: {shown}")
    for hint in evidence.hints:
        where = _FIELDS.get(hint.field, f"the {hint.field}")
        phrase = f', "{_short(hint.phrase)}"' if hint.phrase != hint.words else ""
        lines.append(f'The codebook has it too: "{hint.words}" in {where}{phrase}')
    return lines


def _definition(why: Explained) -> list[str]:
    code = why.code
    if code is None:
        return [f"The codebook has no code '{why.suggestion.code}' any more."]
    rival = why.rival.id if why.rival else ""
    others = [near for near in code.near if near.code.rpartition(":")[2] != rival]
    return [
        f"{code.name}: {code.definition}",
        *(f"  - include: {entry}" for entry in code.include),
        *(f"  - not: {entry}" for entry in code.exclude),
        *(f"  - near {near.code}: {near.tell_apart}" for near in others),
    ]


def _record_so_far(why: Explained) -> list[str]:
    known = why.record
    if not known.decided:
        return []
    return [
        f"Of {counted(known.decided, f'{known.band} suggestion')} decided in this study so far, "
        f"{known.accepted} accepted, {known.corrected} corrected, {known.rejected} rejected."
    ]


def _commands(why: Explained) -> list[str]:
    number = why.suggestion.id
    if not number or why.suggestion.status is not SuggestionStatus.UNDECIDED:
        return []
    accept = [f"ethnocode suggest accept {number}"] if why.code else []
    return [
        *accept,
        f"ethnocode suggest reject {number}",
        f"ethnocode suggest correct {number} --code CODE",
    ]


def _short(words: str) -> str:
    plain = " ".join(words[: 2 * _LONGEST_QUOTE].split())
    if len(plain) <= _LONGEST_QUOTE and len(words) <= 2 * _LONGEST_QUOTE:
        return plain
    return f"{plain[:_LONGEST_QUOTE].rpartition(' ')[0] or plain[:_LONGEST_QUOTE]} ..."


def _fitted(block: Iterable[str]) -> list[str]:
    lines = [visible(line) for line in block]
    # What fits stays as it is: wrapping would pull the columns of figures together.
    return [
        part
        for line in lines
        for part in ([line] if width_of(line) <= PAGE_WIDTH else wrapped(line))
    ]


def _evidence(why: Explained, evidence: Evidence) -> dict[str, object]:
    found = evidence_record(evidence)
    for kept, near in zip(found["nearest"], why.nearest, strict=True):
        kept |= {"citation": near.citation, "marked": near.marked, "changed": near.changed}
    return found


def _correction(coding: Coding | None) -> dict[str, object] | None:
    if coding is None:
        return None
    span = coding.anchor.span
    return {"coding": coding.id, "code": coding.code, "start": span.start, "end": span.end}
