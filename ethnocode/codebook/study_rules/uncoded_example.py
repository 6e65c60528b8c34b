"""Words given as a case of a code stand in a coded source, not coded with it.

Looked at are examples that name their source, where the coding of it has gone
past them: some coding there is on them or after them. A coding of the code, or
of one below it, on any of the words is enough, wherever they stand.

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
from ethnocode.codebook.study_rules.examples import find_example, own_examples
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.codebook.study_rules.wording import argument
from ethnocode.model import Code, Coding, Finding, Severity, Span


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each example of an own code that the coders have passed over."""
    cases = [
        example
        for example in own_examples(study)
        if example.apply and example.source and not example.code.retired
    ]
    wanted = {example.source for example in cases}
    codings: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in study.anchored() if wanted else ():
        if coding.source in wanted:
            codings[coding.source].append(coding)
    codes = study.codes_used() if codings else {}
    for example in cases:
        there, id_ = codings[example.source], example.code.id
        places = find_example(study.texts.get(example.source, ""), example.text) if there else []
        if places and all(_is_passed_over(id_, place, there, codes) for place in places):
            yield rule.at(
                example.position,
                f"an example of '{id_}' is not coded with it, at "
                f"{study.place(example.source, places[0].start)}",
                hint=f"'ethnocode coding add {argument(example.source)} {id_} --quote WORDS' "
                "codes it; or change the example",
            )


def _is_passed_over(
    id_: str, place: Span, codings: list[Coding], codes: dict[str, Code | None]
) -> bool:
    """Return whether codings have come to a place, and none on it is of the code of an id."""
    if all(coding.anchor.span.end <= place.start for coding in codings):
        return False
    on_it = (codes[coding.code] for coding in codings if coding.anchor.span.overlaps(place))
    return not any(code and id_ in (code.id, *code.ancestors) for code in on_it)


RULE = Rule("CD012", "uncoded-example", Severity.WARNING, check, can_judge=is_coded)
