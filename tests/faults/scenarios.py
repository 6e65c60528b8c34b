"""What is broken: one writing command each, on a small study."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

Command = tuple[str, ...]

CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - id: a
    name: First
    definition: The first of two codes, to count with.
    cues: {phrases: ["knew them all"]}
  - id: b
    name: Second
    definition: The other one.   # a comment that stays
    cues: {lemmas: [tin, form]}
    children:
      - {id: c, name: Third, definition: Below the other one.}
"""
LONGER = """\
  - {id: d, name: Fourth, definition: One more, to be imported.}
"""
ROSTER = """\
persons:
  - {pseudonym: Charis, role: tenant, group: resident, aliases: [C]}
  - {pseudonym: Ros, role: researcher, group: resident, author: true}
"""
INTERVIEW = """\
Interview with Charis 13.6.13

Ros: Who came on Tuesdays?

Charis: Everybody. I knew them all, and their mothers. We kept the money in a tin.

Ros: And now?

Charis: Now there's a form. Nobody fills it in.
"""
NOTE = "# 4 March 2013\n\nThe hall was cold. {n} chairs, and the tin on the table.\n\n"
QUOTED = (("a", "I knew them all"), ("b", "money in a tin"), ("b.c", "Nobody fills it in"))
LINES = 30


@dataclass(frozen=True, slots=True)
class Scenario:
    """One command, and what it is for.

    Args:
        name: What the tables call it.
        command: Its arguments; ``{in}`` is the folder of input files, ``{out}`` one for output.
        setup: Commands that make the project ready for it.
        question: SQL whose answer shows whether it was done.
        before: Answer before it, found by hand.
        after: Answer after it, found by hand.
        again: What the command does where it is done already: ``same`` (exit 0, changes
            nothing), ``refused`` (changes nothing), ``more`` (it would do another step).
        schema: Schema of the template; 0 for the newest.
    """

    name: str
    command: Command
    question: str
    before: object
    after: object
    setup: tuple[Command, ...] = ()
    again: str = "same"
    schema: int = 0


BASE: tuple[Command, ...] = (
    ("init", ".", "--name", "Toy", "--author", "ada", "--codebook", "{in}/codebook.yaml"),
    ("ingest", "{in}/first"),
    ("coding", "add", "--from", "{in}/first.jsonl"),
    ("suggest",),
)
"""How the study begins: two sources, three codings, what the cues propose."""

_CODINGS = "select count(*) from codings"
_CODED = "select count(*) from codings join codes on codes.id = code_id where code = '{code}'"
_KIND = "select kind from sources where id = 1"
_ADD = ("coding", "add", "charis.txt", "a", "--quote", "And now?")
_ACCEPT = ("suggest", "accept", *map(str, range(1, 13)))
_IMPORT = ("codebook", "import", "{in}/longer.yaml", "--replace")
_SET = ("source", "set", "charis.txt", "--kind", "document", "--date", "14.6.13")
_REMOVE = ("source", "remove", "note.md", "--with-codings")
_MORE = ("coding", "add", "--from", "{in}/more.jsonl")
_SNAPSHOT = "select count(distinct codebook) from events"

SCENARIOS = (
    Scenario("coding add", _ADD, _CODINGS, 3, 4),
    Scenario("coding add --from", _MORE, _CODINGS, 3, 33),
    Scenario("coding remove", ("coding", "remove", "2"), _CODINGS, 3, 2, again="refused"),
    Scenario("ingest", ("ingest", "{in}/second"), "select count(*) from sources", 2, 4),
    Scenario("update", ("update", "{in}/edited"), "select count(*) from texts", 2, 3),
    Scenario("source set", _SET, _KIND, "interview", "document"),
    Scenario("source remove", _REMOVE, _CODINGS, 33, 3, (_MORE,), again="refused"),
    Scenario(
        "bulk accept",
        _ACCEPT,
        "select count(*) from suggestions where status = 'accepted'",
        0,
        12,
        again="refused",
    ),
    Scenario("codebook import", _IMPORT, _SNAPSHOT, 1, 2),
    Scenario(
        "codebook rename",
        ("codebook", "rename", "a", "alpha"),
        _CODED.format(code="alpha"),
        0,
        1,
        again="refused",
    ),
    Scenario(
        "codebook merge",
        ("codebook", "merge", "a", "b"),
        _CODED.format(code="b"),
        1,
        2,
        again="refused",
    ),
    Scenario(
        "memo add",
        ("memo", "add", "Who came, and who did not?"),
        "select count(*) from memos",
        0,
        1,
        again="more",
    ),
    Scenario(
        "backup", ("backup", "{out}/copy.db"), "select count(*) from events", 4, 4, again="refused"
    ),
    Scenario(
        "restore",
        ("restore", "{out}/copy.db"),
        _CODINGS,
        4,
        3,
        setup=(("backup", "{out}/copy.db"), _ADD, _IMPORT),
        again="more",
    ),
    Scenario(
        "undo restore",
        ("undo",),
        _CODINGS,
        3,
        4,
        setup=(("backup", "{out}/copy.db"), _ADD, _IMPORT, ("restore", "{out}/copy.db")),
        again="more",
    ),
    Scenario(
        "undo codebook rename",
        ("undo",),
        _CODED.format(code="alpha"),
        1,
        0,
        setup=(("codebook", "rename", "a", "alpha"),),
        again="more",
    ),
    Scenario(
        "undo codebook merge",
        ("undo",),
        _CODED.format(code="b"),
        2,
        1,
        setup=(("codebook", "merge", "a", "b"),),
        again="more",
    ),
    Scenario(
        "person import",
        ("person", "import", "{in}/persons.yaml"),
        "select count(*) from persons",
        0,
        2,
    ),
    Scenario("undo coding add", ("undo",), _CODINGS, 4, 3, setup=(_ADD,), again="more"),
    Scenario(
        "undo bulk accept",
        ("undo",),
        "select count(*) from suggestions where status = 'accepted'",
        12,
        0,
        setup=(_ACCEPT,),
        again="more",
    ),
    Scenario(
        "undo coding remove",
        ("undo",),
        _CODINGS,
        2,
        3,
        setup=(("coding", "remove", "2"),),
        again="more",
    ),
    Scenario(
        "undo person import",
        ("undo",),
        "select count(*) from persons",
        2,
        0,
        setup=(("person", "import", "{in}/persons.yaml"),),
        again="more",
    ),
    Scenario(
        "undo ingest",
        ("undo",),
        "select count(*) from sources",
        4,
        2,
        setup=(("ingest", "{in}/second"),),
        again="more",
    ),
    Scenario(
        "undo update",
        ("undo",),
        "select text like '%always%' from sources join texts using (digest) where id = 1",
        1,
        0,
        setup=(("update", "{in}/edited"),),
        again="more",
    ),
    Scenario("undo source set", ("undo",), _KIND, "document", "interview", (_SET,), again="more"),
    Scenario("undo source remove", ("undo",), _CODINGS, 3, 33, (_MORE, _REMOVE), again="more"),
    Scenario(
        "undo codebook import",
        ("undo",),
        "select max(id) from events",
        5,
        6,
        setup=(_IMPORT,),
        again="more",
    ),
    Scenario("redo", ("redo",), _CODINGS, 3, 4, setup=(_ADD, ("undo",)), again="refused"),
    Scenario(
        "redo codebook import",
        ("redo",),
        "select max(id) from events",
        6,
        7,
        setup=(_IMPORT, ("undo",)),
        again="refused",
    ),
    Scenario("migrate", _ADD, _CODINGS, 3, 4, schema=1),
    Scenario(
        "suggest",
        ("suggest",),
        "select count(*) > 0 from suggestions where status = 'undecided'",
        0,
        1,
        setup=(("undo",),),
    ),
)


def scenario_named(name: str) -> Scenario:
    return next(scenario for scenario in SCENARIOS if scenario.name == name)


def write_inputs(folder: Path) -> None:
    """Write the files that the commands read."""
    notes = "".join(NOTE.format(n=n) for n in range(40))
    files = {
        "codebook.yaml": CODEBOOK,
        "longer.yaml": CODEBOOK + LONGER,
        "persons.yaml": ROSTER,
        "first/charis.txt": INTERVIEW,
        "first/note.md": notes,
        "second/later.txt": INTERVIEW.replace("tin", "jar").replace("13.6.13", "14.6.13"),
        "second/later.md": notes.replace("cold", "warm"),
        "edited/charis.txt": INTERVIEW.replace("Everybody.", "Everybody came, always."),
        "first.jsonl": _lines([("charis.txt", code, words, 1) for code, words in QUOTED]),
        "more.jsonl": _lines([("note.md", "b", "the tin", n + 1) for n in range(LINES)]),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _lines(rows: list[tuple[str, str, str, int]]) -> str:
    names = ("source", "code", "quote", "occurrence")
    return "".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows)
