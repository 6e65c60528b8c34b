"""A codebook's text being changed: what is written where, and what it shall mean.

Every change is kept twice, as words put into the text and as what the file shall
then say. Only if the changed text reads as exactly that is it given out, so that
unusual but legal YAML is refused rather than damaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ethnocode.codebook.lines import (
    comments_in,
    content_end,
    end_of_line_before,
    end_with_comments,
    is_flow,
    line_end,
    line_start,
    newline,
    quoted,
)
from ethnocode.errors import CodebookError
from ethnocode.text.strict_yaml import (
    PlainYaml,
    YamlNode,
    YamlReading,
    read_yaml_tolerantly,
)
from ethnocode.text.yaml_nodes import many_values


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """A code where it is written.

    Args:
        id: Its full id.
        parent: Full id of the code it is written below; empty at the top.
        node: Its mapping.
        key: ``codes`` or ``children``, as written above it.
        siblings: The list it is in.
    """

    id: str
    parent: str
    node: YamlNode
    key: YamlNode
    siblings: YamlNode

    @property
    def id_node(self) -> YamlNode:
        """Where its own part of the id is written."""
        return self.node.mapping()["id"]


@dataclass(frozen=True, slots=True)
class NameList:
    """A list in which a code names others: ``near``, ``with``, ``never_with`` or ``use``.

    Args:
        key: Its key.
        node: The list.
        entries: For each entry the node of the entry and that of the name in it.
    """

    key: YamlNode
    node: YamlNode
    entries: tuple[tuple[YamlNode, YamlNode], ...]


class Draft:
    """The text of a codebook, to be changed in a few places.

    Args:
        text: As written, read already or not; a codebook that can be read.
        path: Name shown in messages.
        by_hand: What to do where the text is written too unusually to be changed.
    """

    def __init__(self, text: str | YamlReading, *, path: str, by_hand: str) -> None:
        reading = read_yaml_tolerantly(text, path=path)
        if reading.faults:
            raise reading.faults[0]
        self.text, self.path, self._by_hand = reading.text, path, by_hand
        self.top = reading.top
        self._splices: list[tuple[int, int, str]] = []
        # What nodes shall mean, by the offset at which each starts.
        self._values: dict[int, PlainYaml] = {}
        self._gone: set[int] = set()
        self._keys: dict[int, dict[str, PlainYaml]] = {}
        # Stretches that were taken out, in which nothing else can be changed.
        self._left: list[tuple[int, int]] = []
        self._next: dict[int, PlainYaml] = {}
        self._previous: dict[int, PlainYaml] = {}

    def codes(self) -> Iterator[WrittenCode]:
        """Yield the codes, parents before children."""
        for key, node in self.top.pairs():
            if key.value == "codes":
                yield from _codes_in(key, node, parent="")

    def put(self, node: YamlNode, new: str) -> None:
        """Write a name in place of another, with its quotation marks if it has any."""
        at, length, words = self.name_in(node, new)
        self.splice(at, at + length, words)
        old = node.text().strip()
        self._values[node.start] = node.text().replace(old, new)

    def name_in(self, node: YamlNode, new: str) -> tuple[int, int, str]:
        """Return where a name is written, how long it is, and what to write in its place."""
        raw = self.text[node.start : node.end]
        old = node.text().strip()
        if raw.count(old) != 1:
            raise self.refusal()
        # A name with its book before it, 'power:agency', needs no quotation marks either.
        bare = raw.rstrip() == old and ":" not in new
        return node.start + raw.index(old), len(old), quoted(new) if bare else new

    def mean(self, node: YamlNode, value: PlainYaml) -> None:
        """Say what a value shall be."""
        self._values[node.start] = value

    def mean_key(self, mapping: YamlNode, key: str, value: PlainYaml) -> None:
        """Say that a mapping shall have a key more."""
        self._keys.setdefault(mapping.start, {})[key] = value

    def mean_beside(self, node: YamlNode, value: PlainYaml, *, before: bool) -> None:
        """Say that a list shall have another entry beside one."""
        (self._previous if before else self._next)[node.start] = value

    def mean_gone(self, node: YamlNode) -> None:
        """Say that an entry of a list, or a key of this value, shall be gone."""
        self._gone.add(node.start)

    def is_gone(self, node: YamlNode) -> bool:
        """Whether a value is, or is part of, what shall be gone."""
        return any(start <= node.start < end for start, end in self._left)

    def splice(self, start: int, end: int, words: str) -> None:
        """Write words in place of a stretch of the text."""
        self._splices.append((start, end, words))

    def below_line(self, offset: int, line: str) -> None:
        """Write a line below that of an offset."""
        at = line_end(self.text, offset)
        self.splice(at, at, newline(self.text) + line)

    def drop(self, key: YamlNode, siblings: YamlNode, entries: Sequence[YamlNode]) -> list[str]:
        """Take entries out of a list, each with the comments directly above, and set in below.

        Returns:
            The comments that go with them.
        """
        spliced = len(self._splices)
        self._drop(key, siblings, entries)
        return [
            comment
            for start, end, _ in self._splices[spliced:]
            for comment in comments_in(self.text, siblings, start, end)
        ]

    def _drop(self, key: YamlNode, siblings: YamlNode, entries: Sequence[YamlNode]) -> None:
        starts = {entry.start for entry in entries}
        nodes = siblings.nodes()
        self._left += [(entry.start, content_end(self.text, entry)) for entry in entries]
        left = [node for node in nodes if node.start not in starts]
        if not left:
            self._empty(key, siblings)
            return
        for entry in entries:
            self.mean_gone(entry)
        if is_flow(self.text, siblings):
            self._drop_from_brackets(nodes, starts)
            return
        for entry in entries:
            first = self.first_line(entry)
            last = self.last_line_end(entry, siblings)
            self.splice(end_of_line_before(self.text, first), last, "")

    def first_line(self, entry: YamlNode) -> int:
        """Return where the lines of a block entry start, with the comment directly above."""
        first = line_start(self.text, self.text.rfind("-", 0, entry.start))
        dash = len(self.text[first : entry.start]) - len(self.text[first : entry.start].lstrip(" "))
        if not self.text.startswith("-", first + dash):
            raise self.refusal()
        mark = " " * dash + "#"
        while first:
            above = line_start(self.text, end_of_line_before(self.text, first))
            if not self.text.startswith(mark, above):
                break
            first = above
        return first

    def last_line_end(self, entry: YamlNode, siblings: YamlNode) -> int:
        """Return where the lines of a block entry end, with the comments set in below it."""
        dash = siblings.position.column - 1
        return end_with_comments(self.text, content_end(self.text, entry), deeper_than=dash)

    def refusal(self) -> CodebookError:
        """Return the error of a text that is too unusual to be changed."""
        return CodebookError(
            "the codebook is written in a way that cannot be changed by command",
            where=self.path,
            hint=self._by_hand,
        )

    def finished(self) -> str:
        """Return the changed text.

        Raises:
            CodebookError: It would not read as meant.
        """
        return self.finished_reading().text

    def finished_reading(self) -> YamlReading:
        """Return the changed text, as it was read to see whether it says what is meant.

        Raises:
            CodebookError: It would not read as meant.
        """
        parts, at = [], 0
        for start, end, words in sorted(self._splices, key=lambda splice: splice[:2]):
            if start < at:
                raise self.refusal()
            parts += [self.text[at:start], words]
            at = end
        edited = "".join(parts) + self.text[at:]
        after = read_yaml_tolerantly(edited, path=self.path)
        with many_values():
            is_as_meant = not after.faults and after.top.plain() == self._meant(self.top)
        if not is_as_meant:
            raise self.refusal()
        return after

    def _empty(self, key: YamlNode, siblings: YamlNode) -> None:
        self.mean(siblings, [])
        end = content_end(self.text, siblings)
        if is_flow(self.text, siblings):
            self.splice(siblings.start, end, "[]")
            return
        colon = self.text.index(":", key.end) + 1
        self.splice(colon, colon, " []")
        last = self.last_line_end(siblings.nodes()[-1], siblings)
        self.splice(line_end(self.text, colon), last, "")

    def _drop_from_brackets(self, nodes: Sequence[YamlNode], starts: set[int]) -> None:
        kept = next(n for n, node in enumerate(nodes) if node.start not in starts)
        stretches = [(nodes[0].start, nodes[kept].start)] if kept else []
        stretches += [
            (before.end, node.end)
            for before, node in zip(nodes[kept:], nodes[kept + 1 :], strict=False)
            if node.start in starts
        ]
        for start, end in stretches:
            if "#" in self.text[start:end]:  # a comment, which may be another entry's
                raise self.refusal()
            self.splice(start, end, "")

    def _meant(self, node: YamlNode) -> PlainYaml:
        if node.start in self._values:
            return self._values[node.start]
        if node.is_mapping:
            left = {k: v for k, v in node.mapping().items() if v.start not in self._gone}
            kept = {key: self._meant(value) for key, value in left.items()}
            return {**kept, **self._keys.get(node.start, {})}
        if not node.is_list:
            return node.text()
        entries: list[PlainYaml] = []
        for entry in node.nodes():
            if entry.start in self._previous:
                entries.append(self._previous[entry.start])
            if entry.start not in self._gone:
                entries.append(self._meant(entry))
            if entry.start in self._next:
                entries.append(self._next[entry.start])
        return entries


def written(codes: Sequence[WrittenCode], id_: str, *, path: str) -> WrittenCode:
    """Return where the code of an id is written.

    Raises:
        CodebookError: It is not written exactly once.
    """
    found = [code for code in codes if code.id == id_]
    if len(found) != 1:
        raise CodebookError(
            f"'{id_}' is defined {len(found)} times",
            where=path,
            hint="'ethnocode codebook lint' shows where",
        )
    return found[0]


def name_lists(code: WrittenCode) -> Iterator[NameList]:
    """Yield the lists in which a code names others."""
    for key, node in code.node.pairs():
        if key.value == "near":
            yield NameList(key, node, tuple((n, n.mapping()["code"]) for n in node.nodes()))
        if key.value in ("expects", "retired") and node.is_mapping:
            for below, names in node.pairs():
                if below.value in ("with", "never_with", "use"):
                    yield NameList(below, names, tuple((n, n) for n in names.nodes()))


def _codes_in(key: YamlNode, siblings: YamlNode, *, parent: str) -> Iterator[WrittenCode]:
    for node in siblings.nodes():
        local = node.mapping()["id"].text()
        id_ = f"{parent}.{local}" if parent else local
        yield WrittenCode(id_, parent, node, key, siblings)
        for below, children in node.pairs():
            if below.value == "children":
                yield from _codes_in(below, children, parent=id_)
