"""Markdown files, with or without front matter."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from ethnocode.errors import CodebookError, SourceError
from ethnocode.ingest.decode import decode
from ethnocode.ingest.reader import Reader, Reading, ReadOptions
from ethnocode.ingest.talk.written_tables import with_talk
from ethnocode.model import Mark, MarkKind
from ethnocode.text.dates import read_date
from ethnocode.text.normalise import Normalised, normalise
from ethnocode.text.strict_yaml import PlainYaml, YamlNode, read_yaml

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
# A line "name: value", which front matter is made of.
_NAMED = re.compile(r"""["']?[\w.-]+(?: [\w.-]+){0,3}["']?[ \t]*:(?:\s|\Z)""")
_YAML = re.compile(rf"""{_NAMED.pattern}|[#{{}}\[\]"'-]|\.\.\.""")
_LONGEST_VALUE_WORDS = 8
_NOTE = re.compile(r"\[\^(?P<label>[^\]\s]+)\]:")
_KIND, _TITLE, _DATE, _WAVE = "kind", "title", "date", "wave"
_AUTHORS = ("author", "from")


def read_markdown(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read a Markdown file; its front matter is no part of the text.

    Raises:
        SourceError: The front matter does not end, is no YAML, or is no mapping.
    """
    decoded = decode(data, label=label, encoding=options.encoding)
    whole = normalise(decoded.words)
    opening = _OPENING.match(whole.text)
    closing = _CLOSING.search(whole.text, opening.end()) if opening else None
    if opening is None or _is_rule(whole.text, opening, closed=closing is not None):
        return with_talk(
            Reading(
                whole,
                marks=_footnotes(whole.text),
                encoding=decoded.encoding,
                warnings=decoded.warnings,
            )
        )
    if closing is None:
        raise SourceError(
            "the front matter that begins here does not end",
            where=f"{label}:1",
            hint="close it with a line '---', or put a blank line first if it is a rule",
        )
    declared = _mapping(whole.text[opening.end() : closing.start()], label=label)
    body = whole.text[closing.end() :].lstrip("\n")
    content = Normalised(body, whole.repairs)
    reading = _reading(content, declared, label=label, day_first=options.day_first)
    return with_talk(
        replace(
            reading,
            marks=_footnotes(body),
            encoding=decoded.encoding,
            warnings=(*decoded.warnings, *reading.warnings),
        )
    )


def _is_rule(text: str, opening: re.Match[str], *, closed: bool) -> bool:
    """Whether ``---`` on the first line is a line across the page, with prose below it.

    What could be front matter with a mistake in it is not taken for prose.
    """
    first = text[opening.end() :].partition("\n")[0]
    if not first.strip():
        return not closed or not _YAML.match(text[opening.end() :].lstrip())
    if not closed:
        return not _NAMED.match(first)
    return not _YAML.match(first) and len(first.split()) > _LONGEST_VALUE_WORDS


def _footnotes(text: str) -> tuple[Mark, ...]:
    """Return the notes, which stand where the file has them, with their labels.

    A note goes on until the next one, or until a line after a blank one that is not
    indented.
    """
    notes: list[Mark] = []
    goes_on, blank, start = False, False, 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip())
        note = _NOTE.match(line)
        if note:
            notes.append(Mark(start, end, MarkKind.FOOTNOTE, note["label"]))
            goes_on = True
        elif line.strip():
            goes_on = goes_on and (not blank or line[0] in " \t")
            if goes_on:
                notes[-1] = replace(notes[-1], end=end)
        blank = not line.strip()
        start += len(line)
    return tuple(notes)


def _mapping(front_matter: str, *, label: str) -> dict[str, YamlNode]:
    try:
        node = read_yaml(front_matter, path=label, first_line=2)
    except CodebookError as error:
        raise SourceError(
            f"front matter: {error.message}", where=error.where, hint=error.hint
        ) from None
    if node.is_text and not node.text().strip():
        return {}
    if not node.is_mapping:
        raise SourceError(
            "the front matter is not made of 'name: value' lines",
            where=f"{label}:{node.position.line}",
            hint="if the file begins with a rule, put a blank line before it",
        )
    return {name.lower(): value for name, value in node.mapping().items()}


def _reading(
    content: Normalised, declared: dict[str, YamlNode], *, label: str, day_first: bool
) -> Reading:
    wave = _word(declared, _WAVE, label=label)
    if wave and not (wave.isdecimal() and int(wave) > 0):
        raise SourceError(
            f"'{wave}' is not the number of a wave",
            where=f"{label}:{declared[_WAVE].position.line}",
            hint="write a whole number from 1",
        )
    written = _word(declared, _DATE, label=label)
    date = read_date(written, day_first=day_first)
    uncertain = bool(written) and date is None
    authors = [word for name in _AUTHORS if (word := _word(declared, name, label=label))]
    taken = {_KIND, _TITLE, *_AUTHORS} if uncertain else {_KIND, _TITLE, _DATE, *_AUTHORS}
    return Reading(
        content,
        kind=_word(declared, _KIND, label=label),
        title=_word(declared, _TITLE, label=label),
        date=date,
        dated=bool(written),
        author=authors[0] if authors else "",
        variables=tuple(
            (name, _as_word(node.plain())) for name, node in declared.items() if name not in taken
        ),
        warnings=(f"the date '{written}' in the front matter is not certain: left undated",)
        if uncertain
        else (),
    )


def _word(declared: dict[str, YamlNode], name: str, *, label: str) -> str:
    """Return a declared value that must be text; empty where it is not declared."""
    node = declared.get(name)
    if node is None:
        return ""
    if not node.is_text:
        raise SourceError(
            f"'{name}' in the front matter is not text",
            where=f"{label}:{node.position.line}",
            hint="write it as one line; quote it if it begins with '[' or '{'",
        )
    return node.text().strip()


def _as_word(value: PlainYaml) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _has_front_matter(data: bytes) -> bool:
    """Whether bytes begin with front matter, the one thing that no other text has."""
    return data.removeprefix(b"\xef\xbb\xbf").startswith((b"---\n", b"---\r\n"))


MARKDOWN = Reader(
    "Markdown", (".md", ".markdown", ".mdown", ".mkd"), _has_front_matter, read_markdown
)
"""Text with headings, emphasis, tables and perhaps front matter."""
