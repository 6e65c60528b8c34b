"""``--fix``: what is safe is mended, all other bytes stay, and nothing gets worse."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from ethnocode.codebook import read_codebook
from ethnocode.codebook.mending import Mended, mended
from ethnocode.errors import CodebookError
from ethnocode.model import Finding


def fixed(text: str, *rules: str) -> Mended:
    def wanted(findings: Sequence[Finding]) -> list[Finding]:
        return [f for f in findings if f.rule in (rules or ("CB007", "CB031"))]

    done = mended(text, path=Path("b.yaml"), library=(), wanted=wanted)
    again = mended(done.text, path=Path("b.yaml"), library=(), wanted=wanted)
    assert (again.text, again.fixed, again.left) == (done.text, (), done.left)
    return done


A_TO_B = "codes:\n  - id: a\n    near: [{code: b, tell_apart: a waits}]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "  - id: b # so\n    name: B\n    cues: {}\n",
            "  - id: b # so\n    name: B\n    near:\n"
            '      - {code: a, tell_apart: "a waits"}\n    cues: {}\n',
        ),
        ("  - {id: b}\n", '  - {id: b, near: [{code: a, tell_apart: "a waits"}]}\n'),
        (
            "  - id: b\n    near: []  # none\n",
            '  - id: b\n    near: [{code: a, tell_apart: "a waits"}]  # none\n',
        ),
        (
            "  - id: b\n    near: [ {code: c} ]\n  - id: c\n    near: [b]\n",
            None,
        ),
        (
            "  - id: b\n    near:\n    - code: c  # c\n      tell_apart: x\n\n"
            "  - id: c\n    near: [{code: b, tell_apart: x}]",
            "  - id: b\n    near:\n    - code: c  # c\n      tell_apart: x\n"
            '    - {code: a, tell_apart: "a waits"}\n\n'
            "  - id: c\n    near: [{code: b, tell_apart: x}]",
        ),
    ],
)
def test_the_missing_entry_is_written_with_the_same_sentence(
    before: str, after: str | None
) -> None:
    if after is None:
        with pytest.raises(CodebookError):
            fixed(A_TO_B + before)
        return
    for newline in ("\n", "\r\n"):
        done = fixed((A_TO_B + before).replace("\n", newline))

        assert done.text == (A_TO_B + after).replace("\n", newline)
        assert [f.rule for f in done.fixed] == ["CB007"]
        assert done.left == ()


def test_two_missing_entries_of_one_code_are_written_in_the_order_of_the_codes() -> None:
    text = (
        "codes:\n  - {id: a, near: [{code: c, tell_apart: one}]}\n"
        "  - {id: b, near: [{code: c, tell_apart: two}]}\n  - id: c\n"
    )

    assert fixed(text).text == text + (
        "    near:\n      - {code: a, tell_apart: one}\n      - {code: b, tell_apart: two}\n"
    )


def test_what_was_mended_is_named_where_it_stood_before_lines_were_added() -> None:
    """The aliases of b move from line 5 to 7 as its missing entry is written above them."""
    text = f"{A_TO_B}  - id: b\n    aliases: [d, c]\n"

    done = fixed(text)

    assert "\n    aliases: [c, d]\n" in done.text
    assert [f"{f.rule} {f.position.line}" for f in done.fixed] == ["CB007 3", "CB031 5"]


def test_without_a_sentence_nothing_is_written_for_that_would_be_worse() -> None:
    text = "codes:\n  - {id: a, near: [{code: b}]}\n  - id: b\n"

    done = fixed(text)

    assert (done.text, done.fixed) == (text, ())
    assert [f.rule for f in done.left] == ["CB007"]


def test_what_is_allowed_is_not_mended() -> None:
    text = (
        "codes:\n  - id: a\n    near: [{code: b, tell_apart: x}] # allow CB007: b is going\n"
        "  - id: b\n"
    )

    assert fixed(text).text == text


def test_what_is_not_wanted_is_not_mended() -> None:
    text = A_TO_B + "  - {id: b, aliases: [z, y]}\n"

    assert fixed(text, "CB031").text == text.replace("[z, y]", "[y, z]")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("aliases: [z, 'y', x]   # kept", "aliases: [x, 'y', z]   # kept"),
        ('aliases:\n      - z\n      - "y"', 'aliases:\n      - "y"\n      - z'),
        ("aliases: [\n      z,\n      y,\n    ]", "aliases: [\n      y,\n      z,\n    ]"),
        ("aliases: [  z ,y ]", "aliases: [  y ,z ]"),
    ],
)
def test_aliases_are_sorted_where_they_stand(before: str, after: str) -> None:
    for newline in ("\n", "\r\n"):
        text = f"codes:\n  - id: a\n    {before}\n    name: A\n".replace("\n", newline)

        assert fixed(text).text == text.replace(
            before.replace("\n", newline), after.replace("\n", newline)
        )


@pytest.mark.parametrize(
    "aliases", ["aliases:\n      - z  # 2019\n      - y", "aliases: [z, # 2019\n      y]"]
)
def test_aliases_with_comments_among_them_are_left(aliases: str) -> None:
    text = f"codes:\n  - id: a\n    {aliases}\n"

    done = fixed(text)

    assert done.text == text
    assert [f.rule for f in done.left] == ["CB031"]


def test_one_that_cannot_be_mended_does_not_keep_the_others_from_it() -> None:
    """'x' has 'y' as a former id, so that 'b' naming it would still not name 'y' back."""
    text = (
        "codes:\n  - {id: x, aliases: [y]}\n"
        "  - {id: y, near: [{code: b, tell_apart: one}]}\n"
        "  - {id: a, near: [{code: b, tell_apart: two}]}\n  - {id: b}\n"
    )

    done = fixed(text)

    assert done.text == text.replace("{id: b}", "{id: b, near: [{code: a, tell_apart: two}]}")
    assert [f.message[:3] for f in done.fixed] == ["'a'"]
    assert [f.message[:3] for f in done.left] == ["'y'"]


def test_a_code_of_another_book_is_left_as_it_is() -> None:
    other = read_codebook("{id: o, codes: [{id: x, near: [{code: 'b:z'}]}]}", path="o.yaml")
    text = "codes:\n  - {id: a, near: [{code: 'o:x', tell_apart: s}]}\n"

    done = mended(text, path=Path("b.yaml"), library=(other,), wanted=list)

    assert (done.text, done.fixed) == (text, ())
    assert [f.rule for f in done.left] == ["CB007"]


def random_book(rng: random.Random) -> str:
    """Return a book of some codes that name one another, in several ways of writing."""
    ids = [f"c{n}" for n in range(rng.randint(2, 6))]
    lines = ["codes:"]
    for id_ in ids:
        others = rng.sample(ids, rng.randint(0, len(ids) - 1))
        near = [
            f"{{code: {other}, tell_apart: {id_} or {other}}}" for other in others if other != id_
        ]
        aliases = [f"{rng.choice('abz')}_{id_}_{n}" for n in range(rng.randint(0, 3))]
        style = rng.randrange(3)
        if style == 0:
            parts = [f"id: {id_}"]
            parts += [f"near: [{', '.join(near)}]"] if near or rng.random() < 0.5 else []
            parts += [f"aliases: [{', '.join(aliases)}]"] if aliases else []
            lines.append(f"  - {{{', '.join(parts)}}}  # {id_}")
            continue
        lines.append(f"  - id: {id_}  # allow CB013: of {id_}")
        lines += [f"    # above {id_}", f"    aliases: [{', '.join(aliases)}]  # former"]
        if near and style == 1:
            lines += ["    near:", *(f"      - {one}  # so" for one in near)]
        elif near:
            lines.append(f"    near: [{', '.join(near)}]")
        lines += ["    definition: |", f"      # not a comment of {id_}", "    # allow CB018: so"]
    return rng.choice(["\n", "\r\n"]).join(lines) + rng.choice(["\n", ""])


@pytest.mark.parametrize("seed", range(60))
def test_of_any_book_only_near_and_the_order_of_aliases_change(seed: int) -> None:
    """By brute force: each pair names one another after, by the first one's sentence."""
    text = random_book(random.Random(seed))
    before = {code.id: code for code in read_codebook(text, path="b.yaml")}

    done = fixed(text)

    after = {code.id: code for code in read_codebook(done.text, path="b.yaml")}
    pairs = {(c.id, n.code): n.tell_apart for c in before.values() for n in c.near}
    wanted = pairs | {(b, a): pairs[a, b] for a, b in pairs if (b, a) not in pairs}
    assert {(c.id, n.code): n.tell_apart for c in after.values() for n in c.near} == wanted
    assert [c.aliases for c in after.values()] == [
        tuple(sorted(c.aliases)) for c in before.values()
    ]
    assert [c.definition for c in after.values()] == [c.definition for c in before.values()]
    assert len(done.fixed) == len(wanted) - len(pairs) + sum(
        c.aliases != tuple(sorted(c.aliases)) for c in before.values()
    )
    for line in set(text.splitlines()) - set(done.text.splitlines()):
        assert "near: [" in line or "aliases: [" in line or "{id: " in line
