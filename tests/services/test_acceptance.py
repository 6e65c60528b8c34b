"""What coders made of suggestions, band by band: counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.model import Anchor, Band, Drawn, Span, Suggestion, SuggestionStatus
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.suggesting.acceptance import (
    BandAcceptance,
    acceptance_by_band,
    acceptance_line,
)
from ethnocode.store import Store, open_store

NOW = datetime(2026, 1, 2, tzinfo=UTC)
ACCEPTED, REJECTED = SuggestionStatus.ACCEPTED, SuggestionStatus.REJECTED
CORRECTED, UNDECIDED = SuggestionStatus.CORRECTED, SuggestionStatus.UNDECIDED
TEXT = "One sentence stands here and is long enough for all of them.\n"
DECIDED = (
    (Band.STRONG, ACCEPTED, "ada", Drawn.LIST),
    (Band.STRONG, ACCEPTED, "ada", Drawn.RANDOM),
    (Band.STRONG, REJECTED, "ben", Drawn.RANDOM),
    (Band.STRONG, UNDECIDED, "", None),
    (Band.PLAUSIBLE, CORRECTED, "ada", Drawn.SOURCE),
    (Band.PLAUSIBLE, UNDECIDED, "", None),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT)
    project = init_project(tmp_path / "s", name="s", author="ada", codebooks=(), now=NOW)
    ingest_paths(project, [tmp_path / "a.txt"], options=IngestOptions())
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor="ada", action="suggest", now=NOW) as transaction,
    ):
        (source,) = store.sources.all()
        text = store.sources.text(source)
        for n, (band, status, coder, drawn) in enumerate(DECIDED):
            anchor = Anchor.at(Span(n, n + 5), text=text, digest=source.digest)
            made = Suggestion(0, "a.txt", "c", anchor, "e/1", 0.5, UNDECIDED, "", band=band)
            (number,) = store.suggestions.add_all(
                transaction, [made], sources={"a.txt": source.id}, now=project.stamp
            )
            stored = Suggestion(number, "a.txt", "c", anchor, "e/1", 0.5, UNDECIDED, "")
            if drawn is not None:
                store.suggestions.decide(
                    transaction, stored, status=status, coder=coder, now=project.stamp, drawn=drawn
                )
        transaction.summary = "some"
    return project.folder


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with open_store(folder) as opened:
        yield opened


def test_decisions_are_counted_by_band_and_undecided_ones_never(store: Store) -> None:
    strong, plausible, weak = acceptance_by_band(store)

    assert strong == BandAcceptance(Band.STRONG, accepted=2, corrected=0, rejected=1)
    assert plausible == BandAcceptance(Band.PLAUSIBLE, accepted=0, corrected=1, rejected=0)
    assert weak == BandAcceptance(Band.WEAK, accepted=0, corrected=0, rejected=0)
    assert (strong.rate, plausible.rate, weak.rate) == (2 / 3, 0.0, None)


def test_one_coder_and_the_random_share_are_counted_apart(store: Store) -> None:
    (ada, _, _) = acceptance_by_band(store, coder="ada")
    (random, other, _) = acceptance_by_band(store, drawn=Drawn.RANDOM)
    (both, _, _) = acceptance_by_band(store, coder="ben", drawn=Drawn.RANDOM)

    assert (ada.accepted, ada.rejected) == (2, 0)
    assert (random.accepted, random.rejected, other.decided) == (1, 1, 0)
    assert (both.accepted, both.rejected) == (0, 1)


def test_until_200_decisions_the_line_has_counts_and_then_shares(store: Store) -> None:
    said = acceptance_line(acceptance_by_band(store))
    weak = BandAcceptance(Band.WEAK, accepted=6, corrected=0, rejected=10)

    assert said == "strong: 2 of 3 accepted so far; plausible: 0 of 1"
    for accepted, expected in (
        (153, "strong: 153 of 183 accepted so far; weak: 6 of 16"),
        (154, "strong: 84 % (154 of 184) accepted so far; weak: 38 % (6 of 16)"),
    ):
        strong = BandAcceptance(Band.STRONG, accepted=accepted, corrected=10, rejected=20)
        assert acceptance_line([strong, weak]) == expected


def test_nothing_is_said_before_a_decision() -> None:
    assert acceptance_line([BandAcceptance(Band.STRONG, 0, 0, 0)]) == ""
