"""Slips, one a file: what is written wrongly in a clean codebook, and where it is to be found.

An arrow stands before the place of a finding; the rules are in the order of the arrows.
"""

from __future__ import annotations

from typing import NamedTuple

from unusual_yaml import PLAIN

CLEAN = (
    PLAIN
    + """\
  - id: digging
    name: Turning the soil
    definition: Somebody works the ground by hand.
    include: [spade and fork]
    exclude: [a machine does it]
    examples:
      - {text: turned it all over by Easter, apply: true, why: by hand}
      - {text: had it ploughed, apply: false, why: by machine}
    cues: {phrases: [back was sore]}
"""
)


class Defect(NamedTuple):
    """What is written instead of what, and the rules that find it there."""

    title: str
    old: str
    new: str
    rules: tuple[str, ...]


def _at_end(title: str, text: str, *rules: str) -> Defect:
    last = "    cues: {phrases: [back was sore]}\n"
    return Defect(title, last, last + text, rules)


_FULL = """\
    definition: Somebody keeps hens between the beds.
    include: [a hen house]
    exclude: [wild birds]
    examples:
      - {text: eggs every day, apply: true, why: hens}
      - {text: pigeons took the lot, apply: false, why: wild}
"""

DEFECTS = (
    _at_end("an id given twice", f"  - id: →digging\n    name: Hens\n{_FULL}", "CB001"),
    _at_end("an id in capitals", f"  - id: →Keeping-Hens\n    name: Hens\n{_FULL}", "CB002"),
    Defect(
        "a code that is not there",
        "    cues: {phrases: [back was sore]}",
        "    expects: {with: [→hash]}\n    cues: {phrases: [back was sore]}",
        ("CB003",),
    ),
    Defect(
        "a code that is not there, where another is near",
        "near: [{code: waiting, tell_apart: here",
        "near: [{code: →wating, tell_apart: here",
        ("CB003",),
    ),
    Defect(
        "a code near itself, where another was meant",
        "near: [{code: waiting, tell_apart: here",
        "near: [{code: →hush, tell_apart: here",
        ("CB003",),
    ),
    Defect(
        "an id with a letter of another alphabet, that another code names rightly",
        "id: hush",
        "id: →h\N{CYRILLIC SMALL LETTER U}sh",
        ("CB020",),
    ),
    Defect(
        "an id with a capital, that another code names rightly",
        "id: hush",
        "id: →Hush",
        ("CB002",),
    ),
    _at_end("a code that is retired by a mere no", "    retired: →no\n", "CB038"),
    Defect(
        "an exclude with nothing in it",
        "exclude: [a machine does it]",
        "exclude: →[]",
        ("CB006",),
    ),
    Defect(
        "no definition",
        "id: digging\n    name: Turning the soil\n"
        "    definition: Somebody works the ground by hand.",
        "id: →digging\n    name: Turning the soil",
        ("CB004",),
    ),
    Defect(
        "a definition that only repeats the name",
        "definition: Somebody works the ground by hand.",
        "definition: →Turning of the soil.",
        ("CB005",),
    ),
    Defect(
        "no exclude",
        "id: hush\n    name: Nobody answers\n"
        "    definition: Letters and calls are met by nothing at all.\n"
        "    include: [a call not returned]\n    exclude: [a refusal]\n",
        "id: →hush\n    name: Nobody answers\n"
        "    definition: Letters and calls are met by nothing at all.\n"
        "    include: [a call not returned]\n",
        ("CB006",),
    ),
    Defect(
        "a link one way",
        "    cues: {phrases: [back was sore]}",
        "    near: [{code: →hush, tell_apart: words}]\n    cues: {phrases: [back was sore]}",
        ("CB007",),
    ),
    Defect(
        "a source that is not listed",
        "    cues: {phrases: [back was sore]}",
        "    sources: [→B1968]\n    cues: {phrases: [back was sore]}",
        ("CB008",),
    ),
    Defect("a source nobody names", "{B1986:", "{→L2005: Lukes (2005), B1986:", ("CB009",)),
    Defect("a cue that is the name", "[back was sore]", "[back was sore, →turning it]", ("CB010",)),
    Defect("a shared cue", "[back was sore]", "[→get back to us]", ("CB011",)),
    Defect(
        "siblings that are not told apart",
        "  - id: hush\n",
        "      - id: →weeks\n        name: Put off till Friday\n"
        + _FULL.replace("\n    ", "\n        ").replace("    definition", "        definition", 1)
        + "  - id: hush\n",
        ("CB012",),
    ),
    _at_end(
        "no example that does not apply",
        f"  - id: →hens\n    name: Hens\n{_FULL}".replace(
            "      - {text: pigeons took the lot, apply: false, why: wild}\n", ""
        ),
        "CB013",
    ),
    Defect("a misspelt key", "    exclude: [a refusal]", "    →exlude: [a refusal]", ("CB014",)),
    Defect(
        "no sentence that decides",
        "{code: waiting, tell_apart: here no answer was ever promised}",
        "{code: waiting, tell_apart: →''}",
        ("CB015",),
    ),
    Defect("a value listed twice", "council]}", "council, →Council]}", ("CB016",)),
    Defect(
        "only cues for a trained pipeline",
        "cues: {phrases: [back was sore]}",
        "cues: →{entities: [ORG]}",
        ("CB017",),
    ),
    Defect("a cue without a letter", "[back was sore]", "[back was sore, →'...']", ("CB018",)),
    Defect(
        "a key twice",
        "    exclude: [a refusal]\n",
        "    exclude: [a refusal]\n    →exclude: [a no]\n",
        ("CB019",),
    ),
    Defect("an anchor", "include: [a call", "include: →&calls [a call", ("CB019",)),
    Defect("an alias", "exclude: [a refusal]", "exclude: →*calls", ("CB019",)),
    Defect(
        "a merge key",
        "    exclude: [a refusal]\n",
        "    exclude: [a refusal]\n    →<<: *x\n",
        ("CB019",),
    ),
    Defect("a tag", "version: 1.0.0", "version: →!!float 1.0", ("CB019",)),
    Defect("a tab that indents", "    exclude: [a refusal]", "→\texclude: [a refusal]", ("CB019",)),
    Defect("a list not closed", "[a call not returned]", "→[a call not returned", ("CB019",)),
    Defect("a colon in plain text", "name: Nobody answers", "name: Nobody→: an answer", ("CB019",)),
    Defect("a mark that turns text round", "name: Nobody", "name: No→\u202ebody", ("CB019",)),
    Defect(
        "too deep",
        "version: 1.0.0",
        f"version: 1.0.0\ndescription: {'[' * 39}→[]{']' * 39}",
        ("CB019",),
    ),
    Defect("text for a list", "exclude: [a refusal]", "exclude: →a refusal", ("CB020",)),
    Defect("a list for text", "name: Nobody answers", "name: →[Nobody answers]", ("CB020",)),
    Defect("a code without an id", "  - id: hush\n    name", "  - →name", ("CB020",)),
    Defect("a near without a code", "{code: waiting, tell", "→{tell", ("CB020",)),
    Defect("neither true nor false", "apply: true, why: by", "apply: →maybe, why: by", ("CB020",)),
    Defect("another format", "ethnocode: 1", "ethnocode: →2", ("CB020",)),
    Defect("a list of properties", "{holder: [resident, council]}", "→[holder]", ("CB020",)),
    Defect("a letter that only looks so", "id: digging", "id: →d\u0456gging", ("CB020",)),
    Defect("a misspelt book", "sources: {", "extends: [→bourdeiu]\nsources: {", ("CB021",)),
    Defect("a missing file", "sources: {", "extends: →./base.yaml\nsources: {", ("CB021",)),
    Defect(
        "a former id that is another's",
        "    cues: {phrases: [back was sore]}",
        "    aliases: [→hush]\n    cues: {phrases: [back was sore]}",
        ("CB022",),
    ),
    _at_end("ids alike", f"  - id: →diggings\n    name: Hens\n{_FULL}", "CB023"),
    _at_end("a parent that is not there", f"  - id: →hens.kept\n    name: Hens\n{_FULL}", "CB024"),
    Defect(
        "words that apply and do not",
        "- {text: had it ploughed,",
        "- {text: →turned it all over by Easter,",
        ("CB025",),
    ),
    _at_end("names alike", f"  - id: hens\n    name: →Turning the Soils\n{_FULL}", "CB026"),
    Defect(
        "expected and never expected",
        "    cues: {phrases: [back was sore]}",
        "    expects: {with: [hush], never_with: [→hush]}\n    cues: {phrases: [back was sore]}",
        ("CB027",),
    ),
    Defect("in and out", "[a machine does it]", "[a machine does it, →spade and fork]", ("CB028",)),
    Defect(
        "a successor that is not there",
        "    cues: {phrases: [back was sore]}",
        "    retired: {because: two in one, use: [→spading]}\n    cues: {phrases: [back was sore]}",
        ("CB030",),
    ),
    Defect(
        "former ids out of order",
        "    cues: {phrases: [back was sore]}",
        "    aliases: [turning, →spading]\n    cues: {phrases: [back was sore]}",
        ("CB031",),
    ),
    Defect(
        "an allowance that allows nothing",
        "    include: [spade and fork]",
        "    include: [spade and fork]  →# allow CB006: it is short",
        ("CB032",),
    ),
    Defect(
        "an allowance without a reason",
        "    include: [spade and fork]",
        "    include: [spade and fork]  →# allow CB006",
        ("CB033",),
    ),
    _at_end(
        "a definition copied",
        "  - id: hens\n    name: Hens\n"
        + _FULL.replace(
            "definition: Somebody keeps hens between the beds",
            "definition: →Somebody works the ground by hand",
        ),
        "CB034",
    ),
    Defect("a line twice", "[spade and fork]", "[spade and fork, →Spade and fork]", ("CB037",)),
    Defect("a cue twice", "[back was sore]", "[back was sore, →Back was sore]", ("CB036",)),
)
"""What one slip does to a file."""
