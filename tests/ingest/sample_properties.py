"""What is expected of a real file, property by property; read by ``test_samples``."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ethnocode.errors import EthnocodeError
from ethnocode.ingest import Document, Given, ReadOptions, read_document, reader_for
from ethnocode.model import MarkKind, Segment
from ethnocode.services.ingested import speakers_of
from ethnocode.text.normalise import normalise

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not here")
KINDS = {
    "interview": "interview",
    "subtitle": "interview",
    "journal": "field-note",
    "council": "document",
    "document": "document",
    "email": "email",
}
"""What the table of expectations calls the kinds; its ``text`` says nothing of the kind."""

MENDED = {("wpg_hansard_2013-02-27_regular.pdf", "Mayor Katz"): 35}
"""Turns that the table miscounts: it was made from a web page in which one of his turns
runs on from a heading, and stands on a line of its own in the PDF (page 12)."""

_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True)
class Sample:
    """A real file as read."""

    path: Path
    document: Document

    @property
    def text(self) -> str:
        return self.document.text

    def of_kind(self, kind: str) -> list[Segment]:
        return [segment for segment in self.document.segments if segment.kind == kind]

    def marks(self, kind: MarkKind) -> list[str]:
        """Return the words that marks of a kind bring, or else stand on."""
        found = (mark for mark in self.document.marks if mark.kind is kind)
        return [mark.words or mark.of(self.text) for mark in found]

    def own_text(self) -> str:
        """Return the text without what is quoted, attributed or signed."""
        left = list(self.text)
        for mark in self.document.marks:
            if mark.kind in (MarkKind.QUOTED, MarkKind.ATTRIBUTION, MarkKind.SIGNATURE):
                left[mark.start : mark.end] = " " * (mark.end - mark.start)
        return "".join(left)


@cache
def sample(name: str) -> Sample:
    """Return a file of the samples, read as ``ingest`` reads it."""
    path = SAMPLES / name
    return Sample(path, read_document(path.read_bytes(), label=path.name))


def words_of(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def speech(document: Document) -> str:
    """Return all that is said in turns, else the text."""
    turns = [segment for segment in document.segments if segment.kind == "turn"]
    if not turns:
        return document.text
    left = list(document.text)
    for mark in document.marks:
        if mark.kind in (MarkKind.TIME, MarkKind.OBSERVER_COMMENT):
            left[mark.start : mark.end] = " " * (mark.end - mark.start)
    whole = "".join(left)
    return "\n".join(whole[turn.words_from : turn.span.end] for turn in turns)


def recall(words: list[str], other: list[str]) -> float:
    """Return the share of ``words`` that is found in ``other`` in the same order.

    A lower bound of the longest common subsequence, block by block.
    """
    matcher = SequenceMatcher(None, words, other, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(words))


def _labels(found: Sample) -> dict[str, int]:
    return {_plain(s.label): s.turns for s in speakers_of(found.document)}


def _plain(label: str) -> str:
    """Return a label as the table spells it: ``Interviewer1`` is ``Interviewer 1``."""
    return re.sub(r"(?<=[a-z])(?=\d)", " ", " ".join(label.split()))


def kind(found: Sample, value: str) -> None:
    if value != "text":
        assert found.document.kind == KINDS[value]


def turns(found: Sample, value: int) -> None:
    assert len(found.of_kind("turn")) == value


def turns_by_speaker(found: Sample, value: dict[str, int]) -> None:
    labels = _labels(found)
    wanted = {label: MENDED.get((found.path.name, label), n) for label, n in value.items()}
    assert {label: labels.get(label, 0) for label in value} == wanted


def words_by_speaker(found: Sample, value: dict[str, int]) -> None:
    assert {_plain(s.label): s.words for s in speakers_of(found.document)} == value


def speakers(found: Sample, value: list[str]) -> None:
    assert sorted(_labels(found)) == sorted(value)


def first_ts(found: Sample, value: str) -> None:
    assert found.of_kind("turn")[0].time == value


def last_ts(found: Sample, value: str) -> None:
    assert found.of_kind("turn")[-1].time == value


def date(found: Sample, value: str | None) -> None:
    if value is not None and "T" in value:
        assert dict(found.document.variables)["sent"] == value
        value = value[:10]
    assert found.document.date == value


def cues(found: Sample, value: int | None) -> None:
    if value is not None:
        assert len(found.marks(MarkKind.CUE)) == value


def same_words_as(found: Sample, value: str) -> None:
    assert words_of(found.text) == words_of(sample(f"interviews/{value}").text)


def same_text_as(found: Sample, value: str) -> None:
    assert found.text == sample(f"derived/{value}").text


def contains(found: Sample, value: list[str]) -> None:
    assert [part for part in value if part not in found.text] == []


def contains_char(found: Sample, value: str) -> None:
    assert value in found.text


def not_contains(found: Sample, value: list[str]) -> None:
    assert [part for part in value if part in found.text] == []


def equals(found: Sample, value: str) -> None:
    assert found.text.strip() == value


def no_chars(found: Sample, value: list[str]) -> None:
    assert [name for name in value if chr(int(name[2:], 16)) in found.text] == []


def side(found: Sample, value: dict[str, Any]) -> None:
    for name, wanted in value.items():
        if name == "comments":
            assert len(found.marks(MarkKind.COMMENT)) == wanted
        elif name == "authors":
            comments = [m for m in found.document.marks if m.kind is MarkKind.COMMENT]
            assert sorted(mark.author for mark in comments) == sorted(wanted)
        elif name == "deleted":
            assert found.marks(MarkKind.DELETED) == wanted
        else:
            assert len(found.marks(MarkKind(name.removesuffix("s")))) == wanted


def rows(found: Sample, value: list[list[str]]) -> None:
    assert [row.span.of(found.text).split("\t") for row in found.of_kind("row")] == value


def table_rows_min(found: Sample, value: int) -> None:
    assert len(found.of_kind("row")) >= value


def headings(found: Sample, value: bool) -> None:
    assert bool(found.of_kind("heading")) == value


def labels_present(found: Sample, value: bool) -> None:
    numbered = re.search(r"^\W?(?:\d+|[a-z]+|[ivx]+)[.)]\s", found.text, re.MULTILINE | re.I)
    assert bool(numbered) == value


def must_contain_words_of(found: Sample, value: str) -> None:
    other, least = value.split(" >= ")
    wanted, have = Counter(words_of(sample(other).text)), Counter(words_of(found.text))
    assert sum((wanted & have).values()) / wanted.total() >= float(least)


def words(found: Sample, value: int) -> None:
    """Counted as the table counts: runs of what is no white space, in transcripts spoken ones."""
    said = speech(found.document) if found.document.kind == "interview" else found.text
    assert len(said.split()) == value


def words_min(found: Sample, value: int) -> None:
    assert len(found.text.split()) >= value


def pages(found: Sample, value: int) -> None:
    assert len(found.marks(MarkKind.PAGE)) == value


def phrase_page(found: Sample, value: dict[str, int]) -> None:
    flat = re.sub(r"\s", " ", found.text)
    marks = [mark for mark in found.document.marks if mark.kind is MarkKind.PAGE]
    for phrase, page in value.items():
        places = [match.start() for match in re.finditer(re.escape(phrase), flat)]
        held = [m.words for at in places for m in marks if m.start <= at < m.end]
        assert str(page) in held, phrase


def word_recall_vs(found: Sample, value: str) -> None:
    least = float(value.partition(">= ")[2])
    name = found.path.with_suffix(".htm").relative_to(SAMPLES).as_posix()
    there, here = words_of(sample(name).text), words_of(found.text)
    assert recall(there, here) >= least
    assert recall(here, there) >= 0.995


def must_not_match(found: Sample, value: list[str]) -> None:
    for pattern in value:
        assert re.search(pattern, found.text, re.MULTILINE) is None


def must_not_match_line(found: Sample, value: list[str]) -> None:
    for rule in value:
        pattern, _, often = rule.partition(" more than ")
        hits = re.findall(pattern, found.text, re.MULTILINE)
        assert len(hits) <= (1 if often else 0), rule


def entries(found: Sample, value: list[str]) -> None:
    assert [entry.date for entry in found.of_kind("entry")] == value


def encoding(found: Sample, value: str) -> None:
    decoded = normalise(found.path.read_bytes().decode(value)).text
    if found.path.suffix == ".html":
        shown = re.sub(r"(?is)<(script|style).*?</\1>|<!--.*?-->|<[^>]*>", " ", decoded)
        shown = html.unescape(shown)
        missing = Counter(words_of(shown)) - Counter(words_of(everything(found.document)))
        assert missing.total() <= 0.01 * len(words_of(shown)) + 1
    elif found.path.suffix == ".srt":
        said = re.sub(r"(?m)^\d+$|^.*-->.*$|<[^>]*>", " ", decoded)
        assert words_of(found.text) == words_of(said)
    else:
        assert found.text == decoded


def subject(found: Sample, value: str) -> None:
    assert found.document.title == " ".join(value.split())


def from_(found: Sample, value: str) -> None:
    assert dict(found.document.variables)["from"] == value


def own_text_starts(found: Sample, value: str) -> None:
    assert found.own_text().lstrip().startswith(value)


def quoted_spans_min(found: Sample, value: int) -> None:
    assert len(found.marks(MarkKind.QUOTED)) >= value


def voice_speakers(found: Sample, value: list[str]) -> None:
    """The table has voice tags only; a label before the words is a speaker as well."""
    assert set(value) <= set(_labels(found))


def sniffed(found: Sample, value: str) -> None:
    assert found.document.format.casefold() == value


def ok(found: Sample, value: bool) -> None:
    assert bool(found.text.strip()) == value


PROPERTIES: dict[str, Callable[[Sample, Any], None]] = {
    check.__name__: check
    for check in (
        kind, turns, turns_by_speaker, words_by_speaker, speakers, first_ts, last_ts, date, cues,
        same_words_as, same_text_as, contains, contains_char, not_contains, equals, no_chars,
        side, rows, table_rows_min, headings, labels_present, must_contain_words_of, words,
        words_min, pages, phrase_page, word_recall_vs, must_not_match, must_not_match_line,
        entries, encoding, subject, from_, own_text_starts, quoted_spans_min, voice_speakers,
        sniffed, ok,
    )
}  # fmt: skip


def everything(document: Document) -> str:
    """Return the words of a document: its text, what is kept beside it, and its headers."""
    kept = [mark.words for mark in document.marks if mark.start == mark.end]
    kept += [mark.words for mark in document.marks if mark.kind is MarkKind.COMMENT]
    kept += [document.title, *(value for _, value in document.variables)]
    return "\n".join([document.text, *kept])


def expected(name: str) -> dict[str, dict[str, Any]]:
    """Return a table of expectations, by path below its folder."""
    file = SAMPLES / name
    table: dict[str, dict[str, Any]] = json.loads(file.read_text()) if file.exists() else {}
    return table


def refusal(path: Path) -> EthnocodeError | None:
    """Return why a file is refused, or ``None``."""
    try:
        read_document(path.read_bytes(), label=str(path), given=Given(), options=ReadOptions())
    except EthnocodeError as exc:
        return exc
    return None


def messages(path: Path) -> list[Document]:
    """Return the documents in a container."""
    data = path.read_bytes()
    unpack = reader_for(data, label=path.name).unpack
    assert unpack is not None
    parts = unpack(data, label=path.name, options=ReadOptions())
    return [read_document(part.data, label=part.name) for part in parts]
