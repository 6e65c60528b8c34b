"""The record on passages drawn at random, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.model import (
    Anchor,
    Codebook,
    Coding,
    Drawn,
    ReadPassage,
    Span,
    Suggestion,
    SuggestionStatus,
)
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.record.random_share import RandomShare, ShareCounts, read_random_share
from ethnocode.services.record.tables import random_table
from ethnocode.store import Store, Transaction, open_store

NOW = datetime(2026, 1, 2, tzinfo=UTC)
ACCEPTED, REJECTED = SuggestionStatus.ACCEPTED, SuggestionStatus.REJECTED
CORRECTED, UNDECIDED = SuggestionStatus.CORRECTED, SuggestionStatus.UNDECIDED
FIRST, SECOND, THIRD = Span(0, 20), Span(22, 42), Span(44, 64)
"""Three passages: two that chance drew, one that the list led to."""
TEXT = "\n\n".join(["A passage of twenty."] * 3) + "\n"
CODEBOOK = """\
ethnocode: 1
id: r
title: R
version: 1.0.0
codes:
  - {id: a, name: A, definition: One.}
  - {id: b, name: B, definition: Two.}
  - {id: c, name: C, definition: Three., aliases: [old]}
"""


class Desk:
    """Writes what a test says into a small study."""

    def __init__(self, store: Store, transaction: Transaction, codebook: Codebook) -> None:
        self.store, self.transaction, self.codebook = store, transaction, codebook
        (self.source,) = store.sources.all()
        self.text = store.sources.text(self.source)

    def anchor(self, span: Span) -> Anchor:
        return Anchor.at(span, text=self.text, digest=self.source.digest)

    def reads(self, span: Span, drawn: Drawn, coder: str = "ada") -> None:
        read = ReadPassage(0, "t.txt", self.anchor(span), coder, drawn, "2026-01-02T00:00:00Z")
        self.store.readings.add_all(self.transaction, [read], sources={"t.txt": self.source.id})

    def suggests(
        self,
        code: str,
        span: Span,
        status: SuggestionStatus,
        drawn: Drawn = Drawn.RANDOM,
        coder: str = "ada",
    ) -> None:
        made = Suggestion(0, "t.txt", code, self.anchor(span), "e/1", 0.5, UNDECIDED, "")
        stamp = "2026-01-02T00:00:00Z"
        (number,) = self.store.suggestions.add_all(
            self.transaction, [made], sources={"t.txt": self.source.id}, now=stamp
        )
        if status is not UNDECIDED:
            self.store.suggestions.decide(
                self.transaction,
                replace(made, id=number),
                status=status,
                coder=coder,
                now=stamp,
                drawn=drawn,
            )

    def codes(self, code: str, span: Span, coder: str = "ada", origin: str = "manual") -> None:
        guid = f"{code}-{span.start}-{coder}"
        coding = Coding(
            0, guid, "t.txt", code, self.anchor(span), coder, "2026-01-02T00:00:00Z", origin
        )
        self.store.codings.add_all(self.transaction, [coding], sources={"t.txt": self.source.id})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "t.txt").write_text(TEXT)
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    project = init_project(
        tmp_path / "s", name="s", author="ada", codebooks=(str(tmp_path / "book.yaml"),), now=NOW
    )
    ingest_paths(project, [tmp_path / "t.txt"], options=IngestOptions())
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor="ada", action="test", now=NOW) as transaction,
    ):
        transaction.summary = "test"
        desk = Desk(store, transaction, project.codebook())
        desk.reads(FIRST, Drawn.RANDOM)
        desk.reads(SECOND, Drawn.RANDOM)
        desk.reads(THIRD, Drawn.SOURCE)
        yield desk


def share(desk: Desk) -> RandomShare:
    return read_random_share(desk.store, coder="ada", codebook=desk.codebook)


def test_every_fate_is_counted_by_pair_of_passage_and_code(desk: Desk) -> None:
    """a: accepted on the first, rejected on the second; b: corrected to other words of the
    first, and not shown on the second, where it waits; c: added to both."""
    desk.suggests("a", FIRST, ACCEPTED)
    desk.codes("a", FIRST, origin="suggestion:1")
    desk.suggests("a", SECOND, REJECTED)
    desk.suggests("b", Span(0, 9), CORRECTED)
    desk.codes("b", Span(2, 19), origin="suggestion:3")
    desk.suggests("b", SECOND, UNDECIDED)
    desk.codes("c", FIRST)
    desk.codes("old", SECOND)

    found = share(desk)

    assert found.passages == 2
    assert found.counts == {
        "a": ShareCounts(accepted=1, rejected=1),
        "b": ShareCounts(corrected=1),
        "c": ShareCounts(added=2),
    }
    assert (found.total.suggested, found.total.right, found.total.given) == (3, 2, 4)


def test_what_waits_on_a_passage_was_not_shown_there(desk: Desk) -> None:
    """It may have been made afterwards, by what was learned of this very passage."""
    desk.suggests("a", FIRST, UNDECIDED)
    desk.suggests("b", FIRST, UNDECIDED)
    desk.codes("b", FIRST)

    assert share(desk).counts == {"b": ShareCounts(added=1)}


def test_a_suggestion_corrected_to_another_code_is_wrong_and_the_other_was_missed(
    desk: Desk,
) -> None:
    desk.suggests("a", FIRST, CORRECTED)
    desk.codes("b", FIRST, origin="suggestion:1")

    assert share(desk).counts == {"a": ShareCounts(rejected=1), "b": ShareCounts(added=1)}


def test_what_chance_did_not_draw_plays_no_part(desk: Desk) -> None:
    """Another passage, another way to decide, another coder."""
    desk.suggests("a", THIRD, ACCEPTED)
    desk.codes("a", THIRD)
    desk.suggests("b", FIRST, ACCEPTED, Drawn.LIST)
    desk.codes("b", FIRST, origin="suggestion:2")
    desk.suggests("c", SECOND, REJECTED, coder="ben")
    desk.codes("a", SECOND, "ben")
    desk.reads(THIRD, Drawn.RANDOM, coder="ben")

    assert share(desk) == RandomShare(2, {})


def test_the_table_has_shares_with_the_intervals_of_wilson(desk: Desk) -> None:
    """15 of 148: .0624 to .1605 (Newcombe 1998, table I, method 3)."""
    table = random_table(RandomShare(90, {"a": ShareCounts(accepted=15, rejected=133)}))
    names = [column.name for column in table.columns]
    row = dict(zip(names, table.rows[0], strict=True))

    assert row["precision"] == pytest.approx(15 / 148)
    assert (row["precision_low"], row["precision_high"]) == (
        pytest.approx(0.0624, abs=5e-5),
        pytest.approx(0.1605, abs=5e-5),
    )
    assert row["recall"] == 1.0
    assert table.notes == ("n = 90 passages that nobody and nothing selected.",)


def test_with_nothing_drawn_the_table_says_what_fills_it() -> None:
    table = random_table(RandomShare(0, {}))
    row = dict(zip((column.name for column in table.columns), table.rows[0], strict=True))

    assert (row["precision"], row["recall"]) == (None, None)
    assert row["reason"] == "nothing was suggested; nothing was given"
    assert table.notes == ("n = 0: 'ethnocode review --queue random' fills this.",)
