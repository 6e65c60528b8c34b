"""An example says which source it is from, and its words are not there.

Words are compared as codings find them: white space, quotation marks and dashes
count as alike, and quotation marks around the whole need not be there. What stands
for left-out words, `...` or `[them]`, may stand for anything.

Why: a reader takes the example for a participant's own words. If they cannot be
looked up, the codebook misquotes the people whom it is about.

Fails:
    codes:
      - id: capital
        examples: [{text: knew all of them, apply: true, source: notes.md}]
    sources: {notes.md: She knew nearly all of them.}
Passes:
    codes:
      - id: capital
        examples: [{text: She knew ... them, apply: true, source: notes.md}]
    sources: {notes.md: She knew nearly all of them.}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.examples import find_example, own_examples
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import argument, did_you_mean
from ethnocode.model import Finding, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each example of an own code whose source does not have its words."""
    names = {source.name for source in study.sources}
    for example in own_examples(study):
        id_, name = example.code.id, example.source
        if name and name not in names:
            near = did_you_mean(name, sorted(names), between="/")
            yield rule.at(
                example.position,
                f"an example of '{id_}' is from '{name}', and no source is called that",
                hint=near or "take its 'source' away",
            )
        elif name and not find_example(study.texts.get(name, ""), example.text):
            yield rule.at(
                example.position,
                f"an example of '{id_}' is not in '{name}': '{_short(example.text)}'",
                hint=f"quote it as 'ethnocode source show {argument(name)}' has it, or take "
                "its 'source' away",
            )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:57]}..."


RULE = Rule("CD008", "example-not-in-source", Severity.ERROR, check)
