"""What suggestions learn from: who speaks where, and what a coder decided on each passage."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from ethnocode.model import Anchor, Drawn, Mark, MarkKind, ReadPassage, Segment, SegmentKind, Span
from ethnocode.services.project import Project, open_project
from ethnocode.services.suggesting.learning import (
    StudyCorpus,
    decisions_of,
    passages_of,
    read_corpus,
)
from ethnocode.services.suggesting.voices import voices_of
from ethnocode.store import NewSource, Store, open_store
from ethnocode.text.normalise import sha256_of

Cli = Callable[..., Result]

NOW = datetime(2026, 1, 2, tzinfo=UTC)
CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - id: a
    name: Tins
    definition: Money kept in tins.
    cues: {phrases: [in a tin]}
    children:
      - {id: b, name: Lids, definition: Lids of tins.}
  - {id: c, name: Buses, definition: Buses that are late.}
"""
PARAGRAPHS = (
    "Nought is about the tin and the lid.",  # 0..36
    "One is about the bus, and it was late.",
    "Two is short.",
    "Three tells of a meeting in the hall.",
    "Four tells of the money in a tin.",
)
TEXT = "\n\n".join(PARAGRAPHS) + "\n"
STARTS = [TEXT.index(paragraph) for paragraph in PARAGRAPHS]


def span_of(first: int, last: int | None = None) -> str:
    last = first if last is None else last
    return f"{STARTS[first]}:{STARTS[last] + len(PARAGRAPHS[last])}"


@pytest.fixture
def study(cli: Cli, tmp_path: Path) -> Path:
    """Five paragraphs, nothing coded."""
    (tmp_path / "notes.txt").write_text(TEXT)
    (tmp_path / "codebook-in.yaml").write_text(CODEBOOK)
    assert cli("init", ".", "--codebook", "codebook-in.yaml").exit_code == 0
    assert cli("ingest", "notes.txt", "--kind", "document").exit_code == 0
    return tmp_path


@contextmanager
def opened(folder: Path, *, coder: str = "author") -> Iterator[tuple[Project, Store, StudyCorpus]]:
    project = open_project(folder, start=folder, coder=coder, now=NOW)
    with open_store(folder, write=True) as store:
        yield project, store, read_corpus(project, store, codebook=project.codebook())


def decided(folder: Path, *, coder: str = "author") -> tuple[list[int], set[object], set[object]]:
    """Return rows read, and pairs of row and code given and refused."""
    with opened(folder, coder=coder) as (_, store, study):
        found = decisions_of(store, study, coder=coder)
        return (
            found.read.nonzero()[0].tolist(),
            {(int(row), study.codes[n]) for row, n in zip(*found.given.nonzero(), strict=True)},
            {(int(row), study.codes[n]) for row, n in zip(*found.refused.nonzero(), strict=True)},
        )


def suggested(cli: Cli, code: str) -> str:
    """Return the number of the one suggestion of a code that the cues make."""
    assert cli("suggest", "--engine", "cues").exit_code == 0
    listed = json.loads(cli("suggest", "list", "--format", "json").stdout)
    (found,) = [one for one in listed if one["code"] == code]
    return str(found["id"])


def test_nothing_is_decided_where_nothing_is_coded(study: Path) -> None:
    assert decided(study) == ([], set(), set())


def test_a_coding_over_three_paragraphs_is_on_each_of_them(cli: Cli, study: Path) -> None:
    cli("coding", "add", "notes.txt", "a", "--span", span_of(1, 3))

    assert decided(study) == ([1, 2, 3], {(1, "a"), (2, "a"), (3, "a")}, set())


def test_a_coding_that_touches_a_neighbour_by_three_characters_is_not_on_it(
    cli: Cli, study: Path
) -> None:
    start, end = STARTS[0], STARTS[1] + 3
    cli("coding", "add", "notes.txt", "a", "--span", f"{start}:{end}")

    assert decided(study) == ([0], {(0, "a")}, set())


def test_a_coding_of_one_word_is_on_its_paragraph(cli: Cli, study: Path) -> None:
    cli("coding", "add", "notes.txt", "c", "--quote", "bus")

    assert decided(study) == ([1], {(1, "c")}, set())


def test_half_of_a_short_paragraph_is_enough(cli: Cli, study: Path) -> None:
    """Paragraph 2 has 13 characters: 7 of them are half of it, 6 are not."""
    for code, characters in (("a", 7), ("c", 6)):
        end = STARTS[2] + characters
        cli("coding", "add", "notes.txt", code, "--span", f"{STARTS[1]}:{end}")

    assert decided(study)[1] == {(1, "a"), (2, "a"), (1, "c")}


def test_what_lies_between_two_codings_was_read_and_left(cli: Cli, study: Path) -> None:
    cli("coding", "add", "notes.txt", "c", "--quote", "the bus")
    cli("coding", "add", "notes.txt", "a", "--quote", "money in a tin")

    assert decided(study) == ([1, 2, 3, 4], {(1, "c"), (4, "a")}, set())


def test_accepted_suggestions_do_not_make_what_lies_between_them_read(
    cli: Cli, study: Path
) -> None:
    cli("coding", "add", "notes.txt", "a", "--quote", "the tin and")
    cli("suggest", "accept", suggested(cli, "a"))

    assert decided(study) == ([0, 4], {(0, "a"), (4, "a")}, set())


def test_a_coding_of_a_parent_is_not_one_of_its_child(cli: Cli, study: Path) -> None:
    cli("coding", "add", "notes.txt", "a.b", "--quote", "the lid")
    cli("coding", "add", "notes.txt", "a", "--quote", "in a tin")

    assert decided(study)[1] == {(0, "a.b"), (4, "a")}


def test_another_coder_plays_no_part(cli: Cli, study: Path) -> None:
    number = suggested(cli, "a")
    cli("coding", "add", "notes.txt", "c", "--quote", "bus", "--coder", "ben")
    cli("suggest", "reject", number, "--coder", "ben")

    assert decided(study) == ([], set(), set())
    assert decided(study, coder="ben") == ([1], {(1, "c")}, {(4, "a")})


def test_a_coding_that_waits_for_review_plays_no_part(cli: Cli, study: Path) -> None:
    text = TEXT + "".join(f"\n\nParagraph {n} tells of the hall.\n" for n in range(50))
    (study / "long.txt").write_text(text)
    cli("ingest", "long.txt", "--kind", "document")
    cli("coding", "add", "long.txt", "c", "--quote", "the bus")
    assert len(decided(study)[1]) == 1

    (study / "long.txt").write_text(text.replace("the bus", "a train"))
    assert "1 needs review" in cli("update", "long.txt", "--force").stderr

    assert decided(study) == ([], set(), set())


def test_a_coding_under_a_former_id_is_one_of_the_code(cli: Cli, study: Path) -> None:
    cli("coding", "add", "notes.txt", "c", "--quote", "bus")
    path = study / "codebook.yaml"
    path.write_text(path.read_text().replace("{id: c,", "{id: late, aliases: [c],"))

    assert decided(study)[1] == {(1, "late")}


def test_a_rejected_suggestion_is_refused_and_its_passage_not_read(cli: Cli, study: Path) -> None:
    cli("suggest", "reject", suggested(cli, "a"))

    assert decided(study) == ([], set(), {(4, "a")})


def test_what_was_given_all_the_same_is_not_refused(cli: Cli, study: Path) -> None:
    cli("suggest", "reject", suggested(cli, "a"))
    cli("coding", "add", "notes.txt", "a", "--quote", "money in a tin")

    assert decided(study) == ([4], {(4, "a")}, set())


def test_a_suggestion_corrected_to_another_code_is_refused_for_its_own(
    cli: Cli, study: Path
) -> None:
    done = cli("suggest", "correct", suggested(cli, "a"), "--code", "c")

    assert done.exit_code == 0, done.stderr
    assert decided(study) == ([4], {(4, "c")}, {(4, "a")})


def test_a_suggestion_corrected_in_its_words_is_refused_for_nothing(cli: Cli, study: Path) -> None:
    cli("suggest", "correct", suggested(cli, "a"), "--quote", "a meeting in the hall")

    assert decided(study) == ([3], {(3, "a")}, set())


def test_a_passage_that_was_gone_through_was_read(study: Path) -> None:
    with opened(study) as (project, store, corpus):
        (source,) = corpus.sources
        span = Span(STARTS[2], STARTS[2] + len(PARAGRAPHS[2]))
        anchor = Anchor.at(span, text=TEXT.rstrip(), digest=source.digest)
        read = ReadPassage(0, source.name, anchor, "author", Drawn.SOURCE, NOW.isoformat())
        with store.write(actor="author", action="review", now=project.now) as transaction:
            store.readings.add_all(transaction, [read], sources={source.name: source.id})

    assert decided(study) == ([2], set(), set())
    assert decided(study, coder="ben") == ([], set(), set())


def add_source(folder: Path, text: str, **fields: object) -> None:
    """Store a source cut as given, whatever a reader would make of it."""
    plain = {
        "guid": "x",
        "path": "x.txt",
        "kind": "document",
        "title": "X",
        "date": None,
        "wave": None,
        "author": "",
        "original": text.encode(),
        "text": text,
        "digest": sha256_of(text),
        "words": len(text.split()),
        "segments": (),
        "marks": (),
        "segment_words": (),
        "variables": (),
    }
    with (
        open_store(folder, write=True) as store,
        store.write(actor="author", action="ingest", now=NOW) as transaction,
    ):
        store.sources.add(transaction, NewSource(**{**plain, **fields}), now=NOW.isoformat())  # type: ignore[arg-type]


def passages(folder: Path, name: str) -> list[tuple[str, str, bool]]:
    """Return words, group and whether the researcher asks, of each passage of a source."""
    with opened(folder) as (project, store, _):
        source = store.sources.named(name)
        assert source is not None
        text = store.sources.text(source)
        voices = voices_of(project, store)
        found = passages_of(store, source, text=text, voices=voices)
        return [(one.span.of(text), one.group, one.asks) for one in found]


def test_a_turn_is_its_words_without_the_label_and_has_its_speakers_side(
    cli: Cli, study: Path
) -> None:
    (study / "persons.yaml").write_text(
        "persons:\n"
        "  - {pseudonym: Charis, group: resident, aliases: [Ch]}\n"
        "  - {pseudonym: Ros, author: true}\n"
    )
    (study / "talk.txt").write_text(
        "Ros: Who came?\n\nCh: Everybody came.\n\nRos: And now?\n\nStranger: Nobody comes.\n\n"
        "Ch: They did.\n"
    )
    assert cli("person", "import", "persons.yaml").exit_code == 0
    assert cli("ingest", "talk.txt", "--kind", "interview").exit_code == 0

    assert passages(study, "talk.txt") == [
        ("Who came?", "", True),
        ("Everybody came.", "resident", False),
        ("And now?", "", True),
        ("Nobody comes.", "", False),
        ("They did.", "resident", False),
    ]


@pytest.mark.parametrize("label", ["[Author]", "Author", "Interviewer", "RESEARCHER", "author"])
def test_the_author_asks_though_no_person_is_known_by_her_label(study: Path, label: str) -> None:
    text = f"{label}: Why?\n\nMaud: So."
    at = text.index("Maud")
    turns = (
        Segment(SegmentKind.TURN, Span(0, at - 2), len(label) + 2, speaker=label),
        Segment(SegmentKind.TURN, Span(at, len(text)), at + 6, speaker="Maud"),
    )
    add_source(study, text, segments=turns, segment_words=((0, 1), (1, 1)), kind="interview")

    assert passages(study, "x.txt") == [("Why?", "", True), ("So.", "", False)]


def test_an_email_speaks_for_the_side_of_its_sender(cli: Cli, study: Path) -> None:
    (study / "persons.yaml").write_text("persons:\n  - {pseudonym: Ijaz, group: council}\n")
    cli("person", "import", "persons.yaml")
    whole = (Segment(SegmentKind.PARAGRAPH, Span(0, 8), 0),)
    add_source(
        study, "Noted, I", kind="email", author="ijaz", segments=whole, segment_words=((0, 2),)
    )

    assert passages(study, "x.txt") == [("Noted, I", "council", False)]


def test_what_nobody_says_there_is_in_no_passage(study: Path) -> None:
    """Quoted words, their attribution, a signature and a comment of the observer are left out."""
    parts = ("Our words. ", "On Monday she wrote: ", "Her words. ", "Ours again. ", "Yours, M. W.")
    text = "".join(parts)
    at = [sum(map(len, parts[:n])) for n in range(len(parts) + 1)]
    kinds = {1: MarkKind.ATTRIBUTION, 2: MarkKind.QUOTED, 4: MarkKind.SIGNATURE}
    marks = tuple(Mark(at[n], at[n + 1], kind) for n, kind in kinds.items())
    comment = Mark(len(text) - 1, len(text), MarkKind.COMMENT, words="spelling?")
    whole = (Segment(SegmentKind.PARAGRAPH, Span(0, len(text)), 0),)
    add_source(study, text, segments=whole, segment_words=((0, 12),), marks=(*marks, comment))

    assert [words for words, _, _ in passages(study, "x.txt")] == ["Our words.", "Ours again."]


def test_words_within_words_that_nobody_says_are_left_out_once(study: Path) -> None:
    text = "Ours. Theirs, with [a comment] in it. Ours."
    marks = (
        Mark(6, 37, MarkKind.QUOTED),
        Mark(19, 30, MarkKind.OBSERVER_COMMENT),
    )
    whole = (Segment(SegmentKind.PARAGRAPH, Span(0, len(text)), 0),)
    add_source(study, text, segments=whole, segment_words=((0, 8),), marks=marks)

    assert [words for words, _, _ in passages(study, "x.txt")] == ["Ours.", "Ours."]


def test_a_source_of_nothing_but_a_quoted_mail_has_no_passages(study: Path) -> None:
    whole = (Segment(SegmentKind.PARAGRAPH, Span(0, 10), 0),)
    marks = (Mark(0, 10, MarkKind.QUOTED),)
    add_source(study, "Her words.", segments=whole, segment_words=((0, 2),), marks=marks)

    assert passages(study, "x.txt") == []
    assert decided(study) == ([], set(), set())


def test_headings_are_in_no_passage(cli: Cli, study: Path) -> None:
    (study / "note.md").write_text(
        "# The tin\n\nIt was full.\n\n## The bus\nIt was late.\n\n"
        "The council\n===========\n\nNobody came.\n"
    )
    assert cli("ingest", "note.md", "--kind", "document").exit_code == 0

    assert [words for words, _, _ in passages(study, "note.md")] == [
        "It was full.",
        "It was late.",
        "Nobody came.",
    ]


def test_the_date_above_an_entry_is_in_no_passage(cli: Cli, study: Path) -> None:
    (study / "journal.txt").write_text(
        "12 May 2024\n\nThe bus was late.\n\n13 May 2024\n\nIt was on time.\n"
    )
    assert cli("ingest", "journal.txt", "--kind", "field-note").exit_code == 0

    assert [words for words, _, _ in passages(study, "journal.txt")] == [
        "The bus was late.",
        "It was on time.",
    ]


def test_the_title_of_an_interview_is_in_no_passage_and_the_scene_is(cli: Cli, study: Path) -> None:
    (study / "talk.txt").write_text(
        "Interview with Charis 13.6.13\nHer kitchen. The tin is on the table.\n\n"
        "Ros: Who came?\n\nCharis: Everybody.\n\nRos: And now?\n\nCharis: Nobody.\n"
    )
    assert cli("ingest", "talk.txt", "--kind", "interview").exit_code == 0

    assert [words for words, _, _ in passages(study, "talk.txt")] == [
        "Her kitchen. The tin is on the table.",
        "Who came?",
        "Everybody.",
        "And now?",
        "Nobody.",
    ]


def test_a_first_line_that_is_all_there_is_stays_a_passage(cli: Cli, study: Path) -> None:
    """A title is taken away only where others speak below it."""
    (study / "one.txt").write_text("We kept the money in a tin\n")
    (study / "two.txt").write_text("We kept the money in a tin\n\nThe bus was late\n")
    assert cli("ingest", "one.txt", "two.txt", "--kind", "document").exit_code == 0

    assert len(passages(study, "one.txt")) == 1
    assert len(passages(study, "two.txt")) == 2
