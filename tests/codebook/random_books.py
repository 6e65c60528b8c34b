"""Codebooks drawn at random, as a tree of plain values and as YAML in many styles."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

NAMES = ("kin", "gate", "rota", "till", "mast", "pew")


@dataclass
class Drawn:
    """A code of the tree: what its text says, and nothing of how."""

    local: str
    definition: str = ""
    near: list[tuple[str, str]] = field(default_factory=list)
    expects: list[str] = field(default_factory=list)
    exclude: list[str] = field(default_factory=list)
    use: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    children: list[Drawn] = field(default_factory=list)


def walk(codes: list[Drawn], parent: str = "") -> Iterator[tuple[str, Drawn, list[Drawn]]]:
    """Yield each code with its full id and the list that it is in, parents first."""
    for code in codes:
        id_ = f"{parent}.{code.local}" if parent else code.local
        yield id_, code, codes
        yield from walk(code.children, id_)


def drawn_tree(rng: random.Random) -> list[Drawn]:
    """Draw codes of up to three levels that name one another."""

    def level(depth: int) -> list[Drawn]:
        some = rng.sample(NAMES, rng.choice((0, 1, 1, 2, 3)) if depth else rng.randint(2, 4))
        return [Drawn(name, children=level(depth + 1) if depth < 2 else []) for name in some]

    tree = level(0)
    ids = [id_ for id_, _, _ in walk(tree)]
    for n, (_, code, _) in enumerate(walk(tree)):
        code.definition = rng.choice(("", "Short.", f"It is number {n}: with a colon."))
        code.definition = rng.choice(
            (code.definition, "Line one.\nLine two.\n", "Over some words.")
        )
        if rng.random() < 0.4:
            code.near = [(rng.choice(ids), f"not as {rng.choice(ids)} is")]
        if rng.random() < 0.3:
            code.expects = rng.sample(ids, min(2, len(ids)))
        if rng.random() < 0.4:
            code.exclude = [f"see {rng.choice(ids)}, or toy:{rng.choice(ids)}.", "a thing"]
        if rng.random() < 0.1:
            code.use = [rng.choice(ids)]
        if rng.random() < 0.2:
            code.aliases = [f"was{n}"]
    return tree


def drawn_text(rng: random.Random, tree: list[Drawn]) -> str:
    """Write the codes as YAML, in a style that is drawn too."""
    writer = _Writer(rng)
    lines = ["# The book", "ethnocode: 1", "id: toy", "codes:" + writer.comment()]
    lines += writer.block(tree, rng.choice((0, 2, 4)))
    lines += rng.choice(([], ["", "# the end"], ["sources: {}"]))
    ending = rng.choice(("\n", "\r\n"))
    mark = rng.choice(("", "", "\ufeff"))
    return mark + ending.join(lines) + rng.choice(("", ending, ending))


class _Writer:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._step, self._keys = rng.choice((0, 2, 2, 3)), rng.choice((2, 2, 4))
        self._gap = rng.choice((0, 0, 1, 2))
        self._braces = rng.choice((0.0, 0.2))
        self._comments = rng.choice((0.0, 0.3))

    def comment(self) -> str:
        return "  # said" if self._rng.random() < self._comments / 2 else ""

    def block(self, codes: list[Drawn], dash: int) -> list[str]:
        lines: list[str] = []
        for n, code in enumerate(codes):
            lines += [""] * (self._gap if n else 0)
            if self._rng.random() < self._comments:
                lines += [" " * dash + f"# on {code.local}"] * self._rng.randint(1, 2)
            if self._rng.random() < self._braces:
                lines.append(" " * dash + "- " + self.braces(code))
                continue
            keys = self.keys(code, dash + self._keys)
            indent = " " * (dash + self._keys)
            first, *rest = [indent + key if key else key for key in keys]
            lines += [" " * dash + "-" + " " * (self._keys - 1) + first.lstrip(" "), *rest]
            if self._rng.random() < self._comments / 2:
                lines.append(indent + "# below")
        return lines

    def keys(self, code: Drawn, indent: int) -> list[str]:
        """Return the lines of a code, as they stand after its indentation."""
        parts = [[f"id: {self.name(code.local)}{self.comment()}"]]
        if code.definition:
            parts.append(self.definition(code.definition))
        if code.near:
            ((other, why),) = code.near
            entry = f"{{code: {self.name(other)}, tell_apart: {why}}}"
            block = ["near:", f"  - code: {self.name(other)}", f"    tell_apart: {why}"]
            parts.append(self._rng.choice(([f"near: [{entry}]"], block)))
        if code.expects:
            names = [self.name(other) for other in code.expects]
            block = ["expects:", "  with:", *(f"  - {n}{self.comment()}" for n in names)]
            parts.append(self._rng.choice(([f"expects: {{with: [{', '.join(names)}]}}"], block)))
        if code.exclude:
            parts.append(["exclude:", *(f"- {words}" for words in code.exclude)])
        if code.use:
            parts.append([f"retired: {{because: old, use: [{self.name(code.use[0])}]}}"])
        if code.aliases:
            parts.append(
                self._rng.choice(
                    (
                        [f"aliases: {code.aliases}"],
                        ["aliases:", *(f"- {alias}" for alias in code.aliases)],
                    )
                )
            )
        if self._rng.random() < 0.2:
            self._rng.shuffle(parts)
        if code.children:
            below = self.block(code.children, indent + self._step)
            margin = len(" " * indent)
            below = [line[margin:] if line.strip() else "" for line in below]
            parts.append(["children:" + self.comment(), *below])
        elif self._rng.random() < 0.1:
            parts.append([self._rng.choice(("children: []", "children:"))])
        return [line for part in parts for line in part]

    def definition(self, words: str) -> list[str]:
        if words.endswith("\n"):
            return ["definition: |", *("  " + line for line in words.splitlines())]
        first, _, last = words.partition(" ")
        styles = [["definition: " + json.dumps(words)]]
        if ":" not in words:
            styles += [[f"definition: {words}"], [f"definition: {first}", f"  {last}"]][
                : 1 + bool(last)
            ]
            styles.append(["definition: >-", f"  {words}"])
        return self._rng.choice(styles)

    def braces(self, code: Drawn) -> str:
        words = [f"id: {self.name(code.local)}"]
        if code.definition:
            words.append(f"definition: {json.dumps(code.definition)}")
        if code.near:
            ((other, why),) = code.near
            words.append(f"near: [{{code: {self.name(other)}, tell_apart: {json.dumps(why)}}}]")
        if code.expects:
            words.append(f"expects: {{with: [{', '.join(map(self.name, code.expects))}]}}")
        if code.exclude:
            words.append(f"exclude: {json.dumps(code.exclude)}")
        if code.use:
            words.append(f"retired: {{because: old, use: [{code.use[0]}]}}")
        if code.aliases:
            words.append(f"aliases: {code.aliases}")
        if code.children:
            words.append(f"children: [{', '.join(map(self.braces, code.children))}]")
        return "{" + ", ".join(words) + "}"

    def name(self, id_: str) -> str:
        return self._rng.choice((id_, id_, f'"{id_}"', f"'{id_}'"))
