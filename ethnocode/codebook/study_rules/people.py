"""Persons as texts name them: by pseudonym, alias and the labels that they speak under."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ethnocode.codebook.study_rules.study import Study
from ethnocode.model import Person, Position

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_BEGINS_AFTER = ".!?:;\"'“‘«([-–—\n"

_OFFICES = """
    interviewer interviewee respondent participant informant moderator facilitator researcher
    resident tenant neighbour officer official councillor councilor chairman chairwoman
    chairperson director manager secretary treasurer worker volunteer
"""
_ROLES = """
    a an the of for in at on and no my our her his
    author speaker narrator transcriber translator interpreter host guest voice audience
    member cllr mayor clerk chair head service president minister leader teacher doctor nurse
    person man woman boy girl child mother father mum dad sister brother son daughter aunt
    uncle friend mr mrs ms miss mx dr prof professor rev sir lady lord
"""
_ROLE_WORDS = frozenset(f"{_ROLES} {_OFFICES}".split())
"""Words that say what somebody is, and not who."""
_POST = re.compile(rf"(?i)(?:(?!the )[\w-]+ )*(?:{'|'.join(_OFFICES.split())})s?(?: \d+)?")
"""A label that ends in an office, such as ``Housing Officer 2``: no surname is one of these."""

_EVERYDAY = """
    amber april art august autumn basil bay bill bob brook carol chance chase chuck dale dawn
    dean don drew earl faith fern frank gale gene glen grace grant guy hazel heather holly hope
    iris ivy jack jade jay jean jewel joy june lance lark lily mark may miles mike mo norm olive
    pat pearl penny pip poppy ray reed rich rob robin rose ruby rusty sage sandy scarlet sky skip
    sue summer sunny ted tony tom victor violet wade ward warren way west will win winter wren
    young
"""
_EVERYDAY_NAMES = frozenset(_EVERYDAY.split())
"""Names that are everyday words as well: told by a capital in the middle of a sentence."""

_SHORTEST_IN_IDS = 4


@dataclass(frozen=True, slots=True)
class Label:
    """What texts call a person, other than by her pseudonym.

    Args:
        label: As the texts have it.
        person: The person's pseudonym.
        source: The source in which she speaks under it; empty for an alias.
    """

    label: str
    person: str
    source: str = ""


def person_place(person: Person) -> Position:
    """Return where findings on a person are: she is in no file."""
    return Position(f"person {person.pseudonym}")


def labels_of_persons(study: Study) -> Iterator[Label]:
    """Yield every alias, and every label that a person other than of that name speaks under."""
    for person in study.persons:
        for alias in person.aliases:
            yield Label(alias, person.pseudonym)
    for source, speakers in sorted(study.speakers.items()):
        for speaker in speakers:
            if speaker.person and speaker.person != speaker.label:
                yield Label(speaker.label, speaker.person, source)


def names_to_keep_out(study: Study) -> dict[tuple[str, ...], str]:
    """Return the labels that give a person away, by their words without capitals and accents.

    Left out are pseudonyms, parts of her own pseudonym, labels that say only what she is,
    labels of one letter, and those without any capital.
    """
    pseudonyms = {folded_words(person.pseudonym) for person in study.persons}
    roles = {p.pseudonym: folded_words(f"{p.role} {p.group}") for p in study.persons}
    found: dict[tuple[str, ...], str] = {}
    for one in labels_of_persons(study):
        words = folded_words(one.label)
        plain = {*_ROLE_WORDS, *roles.get(one.person, ()), *folded_words(one.person)}
        telling = [w for w in words if w not in plain and len(w) > 1 and not w.isdigit()]
        is_post = _POST.fullmatch(one.label)
        if telling and not is_post and words not in pseudonyms and not one.label.islower():
            found.setdefault(words, one.label)
    return found


def has_name(text: str, name: tuple[str, ...]) -> bool:
    """Return whether a text names somebody: by capitals, and not by an everyday word."""
    tokens = list(_WORD.finditer(text))
    folded = [_folded(token[0]) for token in tokens]
    for start in range(len(tokens) - len(name) + 1):
        if tuple(folded[start : start + len(name)]) != name:
            continue
        first = tokens[start]
        everyday = len(name) == 1 and name[0] in _EVERYDAY_NAMES
        if not first[0].islower() and not (everyday and _begins_sentence(text, first.start())):
            return True
    return False


def has_name_in_id(id_: str, name: tuple[str, ...]) -> bool:
    """Return whether an id has a name in it; ids have no capitals, so everyday words never."""
    words = folded_words(id_.replace("_", " "))
    if len(name) == 1 and (len(name[0]) < _SHORTEST_IN_IDS or name[0] in _EVERYDAY_NAMES):
        return False
    return any(words[n : n + len(name)] == name for n in range(len(words)))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text without capitals and accents."""
    return tuple(_folded(word) for word in _WORD.findall(text))


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t")
    return not before or before[-1] in _SENTENCE_BEGINS_AFTER
