"""Two codes have almost the same name.

Why: the name is what coders pick from a list and what readers see in a table. Two
that differ in nothing but case, punctuation, a plural, the order of their words or a
slip of the pen are taken for one, and their counts are split by chance.

Compared are codes below the same parent. The same name below two parents is a pattern
that many codebooks have ('Barriers: cost', 'Enablers: cost') and is let be; but names
of several words that are almost the same there are a slip. A slip is a letter missing
or swapped with its neighbour in a word of eight letters or more, or another letter in
one of eleven or more, never the first. Retired codes are passed over.

Fails:
    - {id: clarity, name: Clarity of role}
    - {id: role, name: Role clarity}
Passes:
    - {id: clarity, name: Clarity of role}
    - {id: uptake, name: Uptake of the role}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ethnocode.codebook.rules.confusable_ids import looks_of
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.codebook.rules.words import FUNCTION_WORDS, words_of
from ethnocode.model import Code, Finding, Severity

_ARTICLES = ("a", "an", "the")
_MISSING_LETTER_CHARS = 8
_OTHER_LETTER_CHARS = 11

Label = tuple[str, ...]


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each own code whose name an earlier one almost has."""
    own = set(map(id, scope.own))
    groups: dict[tuple[str | None, str], dict[str, Code]] = {}
    labels: dict[int, Label] = {}
    for code in scope.codebook.codes:
        label = labels[id(code)] = _label(code.name, scope)
        if code.retired or not label:
            continue
        anywhere = _is_telling(label)
        keys = [(code.parent, "".join(label)), *(("", "".join(label)) for _ in range(anywhere))]
        keys += [("" if anywhere else code.parent, form) for form in _forms(label)]
        mine = [groups.setdefault(key, {}) for key in keys]
        other = next((o for group in mine for o in _confused(code, group, labels)), None)
        if other is not None and id(code) in own:
            yield rule.at(
                code.place_of("name"),
                f"'{code.id}' is named '{code.name}', and '{other.id}' is named '{other.name}'",
                hint="name what makes them different, or merge them",
            )
        for group in mine:
            # Of those with one and the same name, one is enough to compare with.
            group.setdefault(code.name.casefold(), code)


def _label(name: str, scope: Scope) -> Label:
    """Return the words of a name as they are compared."""
    said = (word for word in words_of(name) if word not in _ARTICLES)
    words = tuple(scope.singular(word).replace("iz", "is") for word in said)
    if len(words) == 3 and words[1] == "of":
        return words[2], words[0]
    if len(words) == 3 and words[1] in ("and", "or"):
        return (*sorted((words[0], words[2])), words[1])
    return words


def _is_telling(label: Label) -> bool:
    return sum(word not in FUNCTION_WORDS for word in label) > 1


def _forms(label: Label) -> Iterator[str]:
    """Yield what a label has in common with any that is the same but for a slip."""
    for n, word in enumerate(label):
        if len(word) >= _MISSING_LETTER_CHARS - 1:
            others = " ".join((*label[:n], str(n), *label[n + 1 :], ""))
            yield others + word
            for at in range(1, len(word)):
                yield others + word[:at] + word[at + 1 :]


def _confused(code: Code, group: Mapping[str, Code], labels: Mapping[int, Label]) -> Iterator[Code]:
    """Yield the codes of a group whose names may be taken for a code's."""
    label = labels[id(code)]
    for name, other in group.items():
        if other.parent != code.parent:
            related = other.id in code.ancestors or code.id in other.ancestors
            if related or name == code.name.casefold():
                continue
        elif other.id == code.id or _is_of_ids(code, other):
            continue
        its = labels[id(other)]
        if "".join(label) == "".join(its) or _is_slip(label, its):
            yield other


def _is_of_ids(code: Code, other: Code) -> bool:
    """Whether two names are but ids that another rule finds alike."""
    ids = [one.id.rpartition(".")[2] for one in (code, other)]
    return [code.name, other.name] == ids and looks_of(ids[0]) == looks_of(ids[1])


def _is_slip(one: Label, other: Label) -> bool:
    """Whether two labels differ in one letter of one long word."""
    if len(one) != len(other):
        return False
    different = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(different) == 1 and _is_misspelt(*different[0])


def _is_misspelt(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) < _MISSING_LETTER_CHARS or not (one.isalpha() and other.isalpha()):
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if at == 0:
        return False
    if len(long) > len(short):
        at_end = at == len(short)
        return short[at:] == long[at + 1 :] and (not at_end or len(long) >= _OTHER_LETTER_CHARS)
    if short[at + 2 :] == long[at + 2 :] and short[at : at + 2] == long[at : at + 2][::-1]:
        return True
    return short[at + 1 :] == long[at + 1 :] and len(long) >= _OTHER_LETTER_CHARS


RULE = Rule("CB026", "near-duplicate-labels", Severity.WARNING, check)
