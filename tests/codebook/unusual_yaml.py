"""One small, correct codebook, written in many unusual ways that are legal YAML."""

from __future__ import annotations

import json
import re

PLAIN = """\
ethnocode: 1
id: allotment
title: Life on an allotment
version: 1.0.0
sources: {B1986: "Bourdieu P (1986) The forms of capital."}
codes:
  - id: waiting
    name: Waiting to be told
    definition: Somebody puts a plan off until word comes.
    include: [an errand put off, a plot left bare for the letter]
    exclude: [nobody else could end it]
    near: [{code: hush, tell_apart: one was promised an answer and the other was not}]
    properties: {holder: [resident, council]}
    examples:
      - {text: "we'll hear when we hear", apply: true, why: hangs on their word}
      - {text: the bus was late, apply: false, why: nobody decides}
    cues: {phrases: [get back to us], lemmas: ["no"]}
    sources: [B1986]
    children:
      - id: years
        name: Put off for years
        definition: It has lasted so long that people count it by seasons.
        include: ["12:30", on, 1e3]
        exclude: [a first month]
        examples:
          - {text: five summers of it, apply: true, why: seasons are counted}
          - {text: since Monday, apply: false, why: days are counted}
  - id: hush
    name: Nobody answers
    definition: Letters and calls are met by nothing at all.
    include: [a call not returned]
    exclude: [a refusal]
    near: [{code: waiting, tell_apart: here no answer was ever promised}]
    examples:
      - {text: not a word back, apply: true, why: nothing came}
      - {text: they said no, apply: false, why: that is an answer}
"""

_INDENTED = re.sub("(?m)^( *)(- )?", lambda m: m[1] * 3 + ("-     " if m[2] else ""), PLAIN)

COMMENTED = (
    PLAIN.replace("\n", "   # note: [not, {a list\n")
    .replace("  - id: hush", "\n# codes:\n\n   #  - id: none\n\t# with a tab\n  - id: hush")
    .replace("\n\t#", "\n    #\t")
)

FOLDED = (
    PLAIN.replace(
        "definition: Somebody puts a plan off until word comes.",
        "definition: >-\n      Somebody puts a plan\n      off until word\n      comes.",
    )
    .replace(
        "definition: Letters and calls are met by nothing at all.",
        "definition: |-\n      Letters and calls are met by nothing at all.",
    )
    .replace(
        "definition: It has lasted so long that people count it by seasons.",
        "definition: >1-  # folded\n         It has lasted so long\n"
        "         that people count it by seasons.",
    )
)

EXPLICIT_KEYS = """\
? ethnocode
: 1
? id
: allotment
? "title"
: 'Life on an allotment'
? version
: "1.0.0"
? sources
: ? B1986
  : Bourdieu P (1986) The forms of capital.
"""


def _explicit() -> str:
    return EXPLICIT_KEYS + PLAIN[PLAIN.index("codes:") :].replace("codes:", "? codes\n:")


def _flow() -> str:
    """As JSON has it, which is YAML too."""
    return json.dumps(_plain(), ensure_ascii=False)


def _plain() -> object:
    from ethnocode.text.strict_yaml import read_yaml

    return read_yaml(PLAIN, path="p").plain()


_SHUFFLED = (
    PLAIN.replace("ethnocode: 1\nid: allotment\n", "").replace("codes:\n", "\ncodes:\n")
    + "id: allotment\nethnocode: 1\n"
)

_MULTILINE_FLOW = PLAIN.replace(
    "[an errand put off, a plot left bare for the letter]",
    "[\n        an errand\n         put off,   # one\n\n        a plot left bare for\n"
    "  the letter,\n    ]",
).replace("{holder: [resident, council]}", "{\n     holder: [ resident\n    , council, ] , }")

_BLOCK = (
    PLAIN.replace(
        "include: [an errand put off, a plot left bare for the letter]",
        "include:\n    - an errand put off\n    -\n      a plot left bare for the letter",
    )
    .replace(
        "near: [{code: hush, tell_apart: one was promised an answer and the other was not}]",
        "near:\n    - tell_apart: one was promised an answer and the other was not\n"
        "      code: hush",
    )
    .replace(
        'cues: {phrases: [get back to us], lemmas: ["no"]}',
        "cues:\n      phrases:\n      - get back\n        to us\n      lemmas:\n      - no",
    )
)

VARIANTS: dict[str, str | bytes] = {
    "carriage returns": PLAIN.replace("\n", "\r\n"),
    "carriage returns alone": PLAIN.replace("\n", "\r"),
    "no last newline": PLAIN.removesuffix("\n"),
    "a byte order mark": ("\ufeff" + PLAIN).encode(),
    "a mark of the start and the end": "---\n" + PLAIN + "...\n",
    "a directive": "%YAML 1.1\n---\n" + PLAIN,
    "deep and uneven indentation": _INDENTED,
    "comments everywhere": COMMENTED,
    "folded and literal text": FOLDED,
    "explicit keys": _explicit(),
    "JSON": _flow(),
    "JSON over many lines": json.dumps(_plain(), indent=7),
    "JSON with escapes alone": json.dumps(_plain()).replace("waiting", "w\\u0061iting"),
    "keys in another order": _SHUFFLED,
    "lists in brackets over many lines": _MULTILINE_FLOW,
    "lists in lines": _BLOCK,
    "quoted keys": PLAIN.replace("id:", '"id":').replace("near:", "'near' :"),
    "quoted ids": PLAIN.replace("id: waiting", "id: 'waiting'").replace("id: hush", 'id: "hush"'),
    "spaces at the end of lines": PLAIN.replace("\n", "   \n"),
    "empty lists and blank values": PLAIN.replace(
        "    properties:",
        "    aliases: []\n    expects: {with: [], never_with: ~}\n    properties:",
    )
    .replace("    sources: [B1986]", "    retired:\n    sources: [B1986]")
    .replace("    retired:\n", ""),
    "blank lines and tabs in comments": PLAIN.replace("\n    ", "\n\n  # \tone\n    "),
    "text over lines without marks": PLAIN.replace(
        "definition: Somebody puts a plan off until word comes.",
        "definition:\n      Somebody puts a\n      plan off\n\n        until word comes.",
    ).replace("plan off\n\n  ", "plan off\n  "),
    "text over lines in quotation marks": PLAIN.replace(
        "definition: Somebody puts a plan off until word comes.",
        'definition: "Somebody puts \\\n      a plan off\n  \\ until word\n      comes."',
    ).replace("off\n  \\ until", "off\n      until"),
    "lists no deeper than their key": PLAIN.replace("\n    ", "\n  ")
    .replace("\n  - id: waiting", "\n- id: waiting")
    .replace("\n  - id: hush", "\n- id: hush"),
    "strings with escapes": PLAIN.replace(
        "name: Nobody answers", 'name: "Nobody\\u0020\\x61nswers"'
    ),
}
"""Each reads as the plain one."""

FOREIGN = (
    PLAIN.replace("Life on an allotment", "Schrebergärten 市民農園 🥕")
    .replace("name: Waiting to be told", "name: Warten, ждать, 待つ 👩‍🌾")
    .replace("five summers of it", "cinq étés 🌻 déjà")
)
"""Names and words in other scripts, with pictures joined by marks that nobody sees."""
