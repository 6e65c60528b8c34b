"""An example contradicts its own 'apply'.

Why: examples settle what a definition leaves open, and suggestions learn from them.
Words that both apply and do not apply, that apply though 'exclude' has them, or that
do not apply though 'include' has them, teach a coder to guess. So does an example
that applies for the reason that it does not.

Fails:
    - id: withdrawal
      examples:
        - {text: I stopped going after that, apply: true, why: leaves and says why}
        - {text: "I stopped going, after that.", apply: false, why: no reason is given}
Passes:
    - id: withdrawal
      examples:
        - {text: I stopped going after that, apply: true, why: leaves and says why}
        - {text: I stopped going for the summer, apply: false, why: means to come back}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Example, Finding, Severity

_FEWEST_WORDS = 4
"""Words that an example must have to be found within a longer line."""

_MOST_MORE_WORDS = 2
"""How many more words that line may have: with more it is about something narrower."""

Words = tuple[str, ...]
Lines = tuple[Words, ...]

_SAYS_NOT = re.compile(
    r"(?:it |this |that |the code |code )?"
    r"(?:(?:does|do|should|would|must|can)(?: not|n't) (?:apply|belong|count|qualify|fit)\b"
    r"|(?:is|was)(?: not|n't) (?:an? )?(?:example|instance|case)\b"
    r"|not (?:an? )?(?:example|instance|case) of\b|excluded\b|counter-?example\b)",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"(?:it |this |that |the code |code )?"
    r"(?:(?:clearly |plainly |fully )?(?:applies|belongs here|counts|qualifies|fits)(?: here)?\Z"
    r"|(?:clearly |plainly |fully )?applies because\b"
    r"|(?:is |was )?(?:an? )?(?:clear|plain|typical|good|perfect|textbook)"
    r" (?:example|instance|case) of (?:it|this|the code)\b)",
    re.IGNORECASE,
)


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each example that its code contradicts."""
    for code in scope.own:
        included, excluded = map(scope.words_of, code.include), map(scope.words_of, code.exclude)
        lines = {False: ("include", tuple(included)), True: ("exclude", tuple(excluded))}
        first: dict[tuple[str, ...], tuple[int, Example]] = {}
        for n, example in enumerate(code.examples):
            words = scope.words_of(example.text)
            if not words:
                continue
            m, earlier = first.setdefault(words, (n, example))
            field = "text"
            if earlier.apply is not example.apply:
                other = "applies" if earlier.apply else "does not apply"
                against = f"but {other} in line {code.place_of(f'examples.{m}.text').line}"
            elif not (against := _in_a_line(code, words, lines[example.apply])):
                against, field = _by_its_reason(example), "why"
            if against:
                verdict = "applies" if example.apply else "does not apply"
                yield rule.at(
                    code.place_of(f"examples.{n}.{field}"),
                    f"the example '{_short(example.text)}' of '{code.id}' {verdict}, {against}",
                    hint="decide whether the code applies, and let both say the same",
                )


def _in_a_line(code: Code, words: Words, against: tuple[str, Lines]) -> str:
    """Return which line of a code speaks against an example, or ""."""
    field, lines = against
    for n, line in enumerate(lines):
        if _is_within(words, line):
            return f"but '{field}' has it in line {code.place_of(f'{field}.{n}').line}"
    return ""


def _by_its_reason(example: Example) -> str:
    """Return what the example's own reason says against its 'apply', or ""."""
    says = (_SAYS_NOT if example.apply else _SAYS_SO).match(example.why)
    return f"but its 'why' says '{example.why}'" if says else ""


def _is_within(words: Words, line: Words) -> bool:
    """Whether a line is the words, or has little more than them where they are not few."""
    more = len(line) - len(words)
    if more < 0:
        return False
    if more == 0 or len(words) < _FEWEST_WORDS or more > _MOST_MORE_WORDS:
        return words == line
    return any(line[at : at + len(words)] == words for at in range(more + 1))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


RULE = Rule("CB025", "contradictory-example", Severity.ERROR, check)
