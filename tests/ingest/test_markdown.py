from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import SourceError
from ethnocode.ingest import ReadOptions, read_document
from ethnocode.ingest.notes.markdown import MARKDOWN
from ethnocode.ingest.reader import Reading
from ethnocode.model import MarkKind

NOTES = """\
---
title: The Hut
date: 28.4.15
---
The plan
========

Win came[^1], so we
cooked.

```
# not a heading
```

Two words
---

A sentence.
---

[^1]: Twice, she said,
and again.

    And once more.
[^b]: Never.

End.
"""


def read(text: str) -> Reading:
    return MARKDOWN.read(text.encode(), label="a.md", options=ReadOptions())


def test_front_matter_is_taken_off_and_the_words_stay_as_written() -> None:
    reading = read(NOTES)

    assert reading.content.text == NOTES[NOTES.index("The plan") :]
    assert (reading.title, reading.date) == ("The Hut", "2015-04-28")


def test_footnotes_are_marked_with_their_labels() -> None:
    reading = read(NOTES)

    assert [(m.kind, m.words, m.of(reading.content.text)) for m in reading.marks] == [
        (MarkKind.FOOTNOTE, "1", "[^1]: Twice, she said,\nand again.\n\n    And once more."),
        (MarkKind.FOOTNOTE, "b", "[^b]: Never."),
    ]


def test_headings_are_segments_and_code_is_none() -> None:
    document = read_document(NOTES.encode(), label="a.md")

    headings = [s.heading for s in document.segments if s.kind == "heading"]
    assert headings == ["The plan", "Two words"]


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nToday I went out.\n",
        "---\nToday I went out.\n",
        "---\n# A heading\n\nWords.\n",
        "---\nMinutes of the panel\n\nheld on 1.2.15\n\nPresent: Win\n",
        "---\n- pans\n- pots\n",
        "---\nToday I went out to see the whole wide world again.\n\n---\n\nAnd back.\n",
    ],
)
def test_a_rule_on_the_first_line_is_no_front_matter(text: str) -> None:
    assert read(text).content.text == text


@pytest.mark.parametrize(
    "text", ["---\ntitle: A\n\nWords.\n", "---\n\ntitle: [A\n---\n", "---\na b: c\n"]
)
def test_what_could_be_front_matter_is_not_taken_for_words(text: str) -> None:
    with pytest.raises(SourceError, match="front matter"):
        read(text)


@pytest.mark.parametrize("label", ["a.md", "a.markdown", "a.mdown"])
def test_markdown_is_known_by_its_endings(label: str) -> None:
    assert read_document(b"# A\n\nWords.", label=label).format == "Markdown"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        MARKDOWN.read(data, label="a.md", options=ReadOptions())


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(NOTES.encode())
    cut = whole[: data.draw(st.integers(1, len(whole)))]
    for place in data.draw(st.lists(st.integers(0, len(cut) - 1), max_size=5)):
        cut[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(SourceError):
        MARKDOWN.read(bytes(cut), label="a.md", options=ReadOptions())
