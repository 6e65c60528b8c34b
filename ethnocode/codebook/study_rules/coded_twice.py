"""A coder puts one code twice on overlapping words.

One finding for each run of codings that overlap, at the second of them. Codings
that record other values of a property are not the same; nor are those of
another coder.

Why: it is one case, and lists, exports and memos show two. Tables of units count
it once, tables of codings twice.

Fails:
    codes: [{id: capital}]
    sources: {notes.md: She knew them all.}
    codings:
      - {source: notes.md, code: capital, quote: She knew them}
      - {source: notes.md, code: capital, quote: knew them all}
Passes:
    codes: [{id: capital}]
    sources: {notes.md: She knew them all.}
    codings:
      - {source: notes.md, code: capital, quote: She knew}
      - {source: notes.md, code: capital, quote: them all}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.model import Coding, Finding, Severity, Span

_SHOWN = 5

Layer = tuple[str, str, str, tuple[tuple[str, str], ...]]
"""Source, coder, code and property values of codings that say the same."""


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each run of overlapping codings that say the same."""
    codes = study.codes_used()
    layers: defaultdict[Layer, list[Coding]] = defaultdict(list)
    for coding in study.anchored():
        code = codes[coding.code]
        id_ = code.id if code else coding.code
        layers[coding.source, coding.coder, id_, coding.properties].append(coding)
    for (_, coder, id_, _), codings in sorted(layers.items()):
        for run in _runs(codings):
            more = f" and {len(run) - _SHOWN:,} more" if len(run) > _SHOWN else ""
            yield rule.at(
                study.place_of(run[1]),
                f"{coder} codes overlapping words with '{id_}' {len(run):,} times: "
                f"codings {_numbers(run, between=', ')}{more}",
                hint=_hint(run),
            )


def _hint(run: list[Coding]) -> str:
    whole = Span(run[0].anchor.span.start, max(coding.anchor.span.end for coding in run))
    kept = next((coding for coding in run if coding.anchor.span == whole), run[0])
    others = [coding for coding in run if coding is not kept]
    keep = f"keep one: 'ethnocode coding remove {_numbers(others, between=' ')}'"
    if kept.anchor.span == whole:
        return keep
    return f"{keep}, then 'ethnocode coding move {kept.id} --span {whole.start}:{whole.end}'"


def _numbers(codings: list[Coding], *, between: str) -> str:
    return between.join(str(coding.id) for coding in codings[:_SHOWN])


def _runs(codings: Iterable[Coding]) -> Iterator[list[Coding]]:
    """Yield each run of two codings or more of which each overlaps one before it."""
    run: list[Coding] = []
    end = 0
    for coding in sorted(codings, key=lambda c: (c.anchor.span, c.id)):
        if coding.anchor.span.start >= end:
            if len(run) > 1:
                yield run
            run = []
        run.append(coding)
        end = max(end, coding.anchor.span.end)
    if len(run) > 1:
        yield run


RULE = Rule("CD011", "coded-twice", Severity.WARNING, check, can_judge=is_coded)
