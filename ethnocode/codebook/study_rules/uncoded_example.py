"""Words given as a case of a code stand in a coded source, not coded with it.

Looked at are examples that name their source, where the coding of it has gone
past them: some coding there is on them or after them. A coding of the code, or
of one below it, on any of the words is enough.

Why: the codebook's own case is missing from every count. Either it was passed
over, or nobody thinks any more that it is one.

Fails:
    codes:
      - {id: capital, examples: [{text: knew them all, apply: true, source: notes.md}]}
      - {id: habitus}
    sources: {notes.md: She knew them all. Nobody came.}
    codings: [{source: notes.md, code: habitus, quote: Nobody came}]
Passes:
    codes: [{id: capital, examples: [{text: knew them all, apply: true, source: notes.md}]}]
    sources: {notes.md: She knew them all. Nobody came.}
    codings: [{source: notes.md, code: capital, quote: knew them}]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.examples import example_place, find_example
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import argument
from ethnocode.model import Code, Coding, CodingStatus, Finding, Severity, Span


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each example of an own code that the coders have passed over."""
    cases = [
        (code, n, example)
        for code in study.codebook.own_codes
        for n, example in enumerate(code.examples)
        if example.apply and example.source and not code.retired
    ]
    wanted = {example.source for _, _, example in cases}
    codings: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in study.codings if wanted else ():
        if coding.source in wanted and coding.status is CodingStatus.ANCHORED:
            codings[coding.source].append(coding)
    codes = study.codes_used() if codings else {}
    for code, n, example in cases:
        there = codings[example.source]
        place = find_example(study.texts.get(example.source, ""), example.text) if there else None
        if place and _is_passed_over(code, place, there, codes):
            yield rule.at(
                example_place(code, n),
                f"an example of '{code.id}' is not coded with it, at "
                f"{study.place(example.source, place.start)}",
                hint=f"'ethnocode coding add {argument(example.source)} {code.id} --quote WORDS' "
                "codes it; or change the example",
            )


def _is_passed_over(
    code: Code, place: Span, codings: list[Coding], codes: dict[str, Code | None]
) -> bool:
    """Return whether codings have come to a place, and none on it is of a code."""
    if all(coding.anchor.span.end <= place.start for coding in codings):
        return False
    on_it = (codes[coding.code] for coding in codings if coding.anchor.span.overlaps(place))
    return not any(found and f"{found.id}.".startswith(f"{code.id}.") for found in on_it)


RULE = Rule("CD012", "uncoded-example", Severity.WARNING, check)
