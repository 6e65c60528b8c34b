"""From the tokens of RTF to the blocks of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime

from ethnocode.ingest.blocks import Block, BlockKind, BlockMark
from ethnocode.ingest.office.beside import all_words
from ethnocode.ingest.rtf.fonts import Fonts
from ethnocode.ingest.rtf.groups import (
    FURNITURE_GROUPS,
    OPEN_GROUPS,
    PLAIN_GROUPS,
    STORY_GROUPS,
    Group,
    Stylesheet,
    heading_level,
)
from ethnocode.ingest.rtf.notes import NOTE_WORDS, NoteNumbers
from ethnocode.ingest.rtf.pending import Pending
from ethnocode.ingest.rtf.story import Place, Story
from ethnocode.ingest.rtf.tokens import Token
from ethnocode.model import MarkKind

_CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "softline": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "~": "\u00a0",
    "_": "-",
}
_GROUPS_WITH_WORDS = STORY_GROUPS | PLAIN_GROUPS
_PARAGRAPH_ENDS = ("par", "sect", "page", "column", "\n", "\r")
_MOST_GROUPS = 2000
_PACKED = re.compile(r"-?[0-9]{1,10}")


class Interpreter:
    """Reads tokens in order; ``blocks`` are what they come to.

    Raises:
        RecursionError: Groups are nested as no program nests them.
    """

    def __init__(self) -> None:
        from striprtf.striprtf import destinations

        self.title = ""
        self.closed = False
        self.furniture: dict[str, None] = {}
        self._unread = destinations
        self._fonts = Fonts()
        self._styles = Stylesheet()
        self._body = Story()
        self._group = Group(self._body)
        self._groups: list[Group] = []
        self._pending = Pending(self._fonts)
        self._defined_font = 0
        self._default_font: int | None = None
        self._notes = NoteNumbers()
        self._endnote = False
        self._revisers: list[str] = []
        self._comment_from: dict[str, Place] = {}
        self._comment_to: dict[str, Place] = {}
        self._said: dict[str, str] = {}

    def read(self, token: Token) -> None:
        """Take in the next token."""
        font = self._group.font
        if token.data:
            self._pending.add(token.data)
        elif token.word in ("{", "}"):
            self._flush()
            self._pending.end_group()
            self._open() if token.word == "{" else self._close()
        elif token.word in _CHARACTERS:
            self._pending.character(_CHARACTERS[token.word], font=font)
        elif token.word == "u":
            fallback = self._group.fallback
            self._pending.unicode(token.number or 0, font=font, fallback=fallback)
        else:
            self._control(token.word, token.number)

    def blocks(self) -> list[Block]:
        """Return what was read; running headers first."""
        self._flush()
        furniture = [Block(words, BlockKind.FURNITURE) for words in self.furniture]
        return [*furniture, *self._body.finish()]

    def _flush(self) -> None:
        """Write what has been read of words where the group says that they go."""
        group = self._group
        words = self._pending.take(font=group.font)
        if group.skipped or not words:
            return
        if group.plain is not None:
            group.plain.append(words)
        elif group.deleted:
            who = self._revisers[group.deleter : group.deleter + 1]
            group.story.delete(
                words, author=who[0] if who else "", date=_date(str(group.deleted_on))
            )
        else:
            group.story.write(words)

    def _open(self) -> None:
        if len(self._groups) >= _MOST_GROUPS:
            raise RecursionError
        self._groups.append(self._group)
        group = copy(self._group)
        group.opened, group.optional = "", False
        # Of words that are there twice, the first are for older programs.
        group.skipped = group.skipped or group.twofold
        self._group = group

    def _close(self) -> None:
        group = self._group
        if self._groups:
            self._group = self._groups.pop()
        self.closed = not self._groups
        if group.skipped:
            return
        if group.opened in STORY_GROUPS:
            self._end_story(group)
        elif group.opened in PLAIN_GROUPS:
            self._end_plain(group.opened, "".join(group.plain or ()))
        elif group.inside == "stylesheet" and group.plain:
            self._styles.named("".join(group.plain).strip(" ;"))
            group.plain.clear()

    def _control(self, word: str, number: int | None) -> None:
        group = self._group
        if group.optional:
            self._choose(group, word)
        if word == "*":
            group.optional = True
        elif group.skipped or word in OPEN_GROUPS:
            return
        elif word in _GROUPS_WITH_WORDS:
            self._begin(word)
        elif word in _HANDLERS:
            self._flush()
            _HANDLERS[word](self, number)
        elif word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word in NOTE_WORDS:
            self._notes.follow(word, number)
        elif word == "upr":
            group.twofold = True
        elif word in self._unread:
            self._flush()
            group.skipped = True

    def _choose(self, group: Group, word: str) -> None:
        """Skip an optional group, unless its first word is known."""
        group.optional = False
        if word == "ud" and group.twofold:
            group.skipped = group.twofold = False
        elif word not in _GROUPS_WITH_WORDS and word not in OPEN_GROUPS:
            group.skipped = True

    def _begin(self, word: str) -> None:
        """Make the group one of a note, a comment, a header, or of plain words."""
        self._flush()
        group = self._group
        group.opened = word
        if word in PLAIN_GROUPS:
            group.plain, group.inside = [], word
            return
        group.story, group.plain, group.inside = Story(), None, ""
        group.in_table, group.outline, group.style = False, None, 0
        self._endnote = False

    def _end_paragraph(self) -> None:
        self._flush()
        group = self._group
        if group.plain is not None:
            group.plain.append("\n")
            return
        level = self._styles.levels.get(group.style, 0)
        if group.outline is not None:
            level = heading_level(group.outline)
        group.story.end_paragraph(level=level, in_table=group.in_table)
        if group.style in self._styles.titles and group.story.blocks:
            self.title = self.title or " ".join(group.story.blocks[-1].words.split())

    def _end_story(self, group: Group) -> None:
        """Put a note, comment, header or text box where it belongs."""
        blocks = group.story.finish()
        around = self._group.story
        if group.opened in FURNITURE_GROUPS:
            self.furniture.setdefault(all_words(blocks))
        elif group.opened == "annotation":
            self._comment(all_words(blocks), around)
        elif group.opened == "footnote":
            around.add(list(self._noted(blocks)))
        else:
            around.add(blocks)

    def _noted(self, blocks: list[Block]) -> Iterator[Block]:
        kind = MarkKind.ENDNOTE if self._endnote else MarkKind.FOOTNOTE
        self._endnote = False
        label = self._notes.next(kind)
        for block in blocks:
            if block.kind is BlockKind.FURNITURE or not block.words.strip():
                yield block
                continue
            part_of = f"{kind} {label}"
            mark = BlockMark(kind, 0, len(block.words), label, part_of=part_of)
            yield Block(block.words, block.kind, level=block.level, marks=(mark, *block.marks))

    def _comment(self, words: str, story: Story) -> None:
        said, self._said = self._said, {}
        id = said.get("atnref", "")
        here = story.place()
        mark = BlockMark(
            MarkKind.COMMENT,
            0,
            0,
            words,
            said.get("atnauthor") or said.get("atnid", ""),
            _date(said.get("atndate", "")),
            part_of=f"comment {id}",
        )
        end = self._comment_to.pop(id, here)
        story.comment(mark, start=self._comment_from.pop(id, end), end=end)

    def _end_plain(self, word: str, words: str) -> None:
        """Take in what a group of plain words says."""
        words = words.strip()
        story = self._group.story
        if word in ("listtext", "pntext"):
            if words and self._group.plain is None and not self._group.deleted:
                story.write(f"{' '.join(words.split())} ")
        elif word == "title":
            self.title = " ".join(words.split()) or self.title
        elif word == "revtbl":
            self._revisers = [name.strip() for name in words.split(";")]
        elif word == "atrfstart":
            self._comment_from[words] = story.place()
        elif word == "atrfend":
            self._comment_to[words] = story.place()
        elif word.startswith("atn"):
            self._said[word] = words

    def _set_font(self, number: int | None) -> None:
        if self._group.inside == "fonttbl":
            self._defined_font = number or 0
        self._group.font = number

    def _charset(self, number: int | None) -> None:
        self._fonts.define(self._defined_font, charset=number or 0)

    def _font_page(self, number: int | None) -> None:
        self._fonts.define(self._defined_font, page=number)

    def _page(self, number: int | None) -> None:
        self._fonts.declare(number or 0)

    def _default(self, number: int | None) -> None:
        self._default_font = number

    def _plain(self, _: int | None) -> None:
        self._group.font, self._group.deleted = self._default_font, False

    def _fallback(self, number: int | None) -> None:
        self._group.fallback = max(0, 1 if number is None else number)

    def _delete(self, number: int | None) -> None:
        self._group.deleted = number != 0

    def _deleter(self, number: int | None) -> None:
        self._group.deleter = max(0, number or 0)

    def _deleted_on(self, number: int | None) -> None:
        self._group.deleted_on = number or 0

    def _new_paragraph(self, _: int | None) -> None:
        self._group.in_table, self._group.outline, self._group.style = False, None, 0

    def _in_table(self, _: int | None) -> None:
        self._group.in_table = True

    def _outline(self, number: int | None) -> None:
        level = 9 if number is None else number
        if self._group.inside == "stylesheet":
            self._styles.outline(level)
        self._group.outline = level

    def _style(self, number: int | None) -> None:
        if self._group.inside == "stylesheet":
            self._styles.number(number or 0)
        self._group.style = number or 0

    def _cell(self, _: int | None) -> None:
        self._group.story.end_cell()

    def _inner_cell(self, _: int | None) -> None:
        self._group.story.end_paragraph(in_table=True)

    def _row(self, _: int | None) -> None:
        self._group.story.end_row()

    def _endnotes(self, _: int | None) -> None:
        self._endnote = True


_HANDLERS: dict[str, Callable[[Interpreter, int | None], None]] = {
    "ansicpg": Interpreter._page,
    "mac": lambda reading, _: reading._fonts.declare("mac_roman"),
    "pc": lambda reading, _: reading._fonts.declare("cp437"),
    "pca": lambda reading, _: reading._fonts.declare("cp850"),
    "deff": Interpreter._default,
    "f": Interpreter._set_font,
    "fcharset": Interpreter._charset,
    "cpg": Interpreter._font_page,
    "plain": Interpreter._plain,
    "uc": Interpreter._fallback,
    "deleted": Interpreter._delete,
    "revauthdel": Interpreter._deleter,
    "revdttmdel": Interpreter._deleted_on,
    "pard": Interpreter._new_paragraph,
    "intbl": Interpreter._in_table,
    "outlinelevel": Interpreter._outline,
    "s": Interpreter._style,
    "cell": Interpreter._cell,
    "nestcell": Interpreter._inner_cell,
    "row": Interpreter._row,
    "ftnalt": Interpreter._endnotes,
}


def _date(packed: str) -> str | None:
    """Return the time that bits say: minute, hour, day, month, year since 1900."""
    if not _PACKED.fullmatch(packed) or not int(packed):
        return None
    bits = int(packed)  # the day of the week, in the highest three, may make it negative
    try:
        when = datetime(  # as the file says it, in no known zone
            1900 + (bits >> 20 & 0x1FF),
            bits >> 16 & 0xF,
            bits >> 11 & 0x1F,
            bits >> 6 & 0x1F,
            bits & 0x3F,
        )
    except ValueError:
        return None
    return when.isoformat(timespec="minutes")
