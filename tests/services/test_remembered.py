"""What was decided is not offered again: by code and place, and by code and words."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from proposals import keep, project_with, proposal, suggestion

from ethnocode.model import Anchor, Span, Suggestion, SuggestionStatus
from ethnocode.services.codes import merge_codes, rename_code
from ethnocode.services.correcting import remove_sources
from ethnocode.services.history import redo, undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import (
    Correcting,
    accept_suggestions,
    correct_suggestion,
    reject_suggestions,
)
from ethnocode.services.suggesting.remembered import Remembered
from ethnocode.services.update import update_paths
from ethnocode.services.verify import verify
from ethnocode.store import open_store

CODEBOOK = """\
ethnocode: 1
id: h
version: 1.0.0
codes:
  - {id: a, definition: A.}
  - {id: b, definition: B.}
  - {id: c, definition: C.}
"""
TEXT = """\
Ros: Who came on Tuesdays?

Charis: Everybody. I knew them all, and their mothers. We kept the money in a tin.

Ros: And now?

Charis: Now there's a form. Nobody fills it in, and the tin is gone.
"""
REJECTED = "I knew them all, and their mothers."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_with(tmp_path, codebook=CODEBOOK, text=TEXT)


def rejected(project: Project, quote: str = REJECTED, *, code: str = "a", nth: int = 1) -> int:
    (number,) = keep(project, proposal(project, "charis.txt", code, quote, occurrence=nth))
    reject_suggestions(project, [number])
    return number


def is_decided(
    project: Project, quote: str, *, code: str = "a", nth: int = 1, source: str = "charis.txt"
) -> bool:
    proposed = proposal(project, source, code, quote, occurrence=nth, engine="other/2")
    with open_store(project.folder) as store:
        return Remembered(store, codebook=project.codebook()).decided(proposed)


def edit(project: Project, text: str) -> None:
    file = project.folder.parent / "charis.txt"
    file.write_text(text)
    update_paths(project, [file], force=True, dry_run=False)
    assert verify(project) == []


@pytest.mark.parametrize("again", [REJECTED, "knew them", "Everybody. I", "mothers. We kept"])
def test_a_code_is_not_offered_again_on_words_that_share_a_character(
    project: Project, again: str
) -> None:
    rejected(project)

    assert is_decided(project, again)


def test_other_words_and_other_codes_are_offered(project: Project) -> None:
    rejected(project)

    assert not is_decided(project, "We kept the money in a tin.")
    assert not is_decided(project, "Everybody.")
    assert not is_decided(project, REJECTED, code="b")


def test_a_suggestion_that_waits_is_not_decided(project: Project) -> None:
    keep(project, proposal(project, "charis.txt", "a", REJECTED))

    assert not is_decided(project, REJECTED)


@pytest.mark.parametrize(
    ("edited", "moved"),
    [
        ("\nHer kitchen, and it rained.\n\n" + TEXT, True),
        (TEXT.replace("Nobody fills", "Hardly anybody fills"), False),
        (TEXT.replace("Everybody. ", "Everybody, of course. "), True),
        (TEXT.replace("I knew them all", "I  knew\nthem all"), True),
    ],
    ids=["before", "after", "just before", "inside"],
)
def test_a_rejection_goes_with_its_words_through_an_edit(
    project: Project, edited: str, moved: bool
) -> None:
    number = rejected(project)
    before = suggestion(project, number).anchor

    edit(project, edited)

    after = suggestion(project, number)
    assert after.status is SuggestionStatus.REJECTED
    assert after.anchor.digest != before.digest
    assert (after.anchor.span != before.span) is moved
    assert is_decided(project, "knew")
    assert not is_decided(project, "We kept the money in a tin.")


def test_words_that_were_taken_out_and_put_back_elsewhere_are_known(project: Project) -> None:
    number = rejected(project)
    edit(project, TEXT.replace(f"{REJECTED} ", ""))
    assert suggestion(project, number).anchor.digest  # stays with the earlier text
    elsewhere = "\nCharis: As I said: i KNEW them all – and their “mothers”!\n"
    edit(project, TEXT.replace(f"{REJECTED} ", "") + elsewhere)

    again = "i KNEW them all – and their “mothers”"
    assert is_decided(project, again)
    assert is_decided(project, f"As I said: {again}!")
    assert is_decided(project, "them all – and their")
    assert not is_decided(project, "As I said:")
    assert not is_decided(project, again, code="b")


def test_other_words_in_their_place_are_offered(project: Project) -> None:
    rejected(project)
    edit(project, TEXT.replace(REJECTED, "Half the estate was at every meeting we held."))

    assert not is_decided(project, "Half the estate was at every meeting we held.")


def test_few_words_are_known_again_by_what_stands_beside_them(project: Project) -> None:
    """``tin`` comes twice; what was rejected is the first, which an edit takes out."""
    rejected(project, "tin", nth=1)
    assert is_decided(project, "tin", nth=1)
    assert not is_decided(project, "tin", nth=2)

    edit(project, TEXT.replace(" in a tin", ""))
    assert not is_decided(project, "tin")

    edit(project, TEXT.replace("the money in", "all of the money in"))
    assert is_decided(project, "tin", nth=1)
    assert not is_decided(project, "tin", nth=2)


def test_a_rejection_taken_back_is_none_and_done_again_is_one(project: Project) -> None:
    rejected(project)

    undo(project, steps=1, dry_run=False)
    assert not is_decided(project, REJECTED)

    redo(project, steps=1, dry_run=False)
    assert is_decided(project, REJECTED)


def test_a_rejection_holds_for_the_code_under_its_later_names(project: Project) -> None:
    rejected(project)

    rename_code(project, "a", "first", dry_run=False)
    assert is_decided(project, REJECTED, code="first")

    merge_codes(project, ["first"], "c", dry_run=False)
    assert is_decided(project, REJECTED, code="c")
    assert not is_decided(project, REJECTED, code="b")


def test_a_code_renamed_by_hand_is_the_same(project: Project) -> None:
    rejected(project)
    book = project.codebook_path
    book.write_text(book.read_text().replace("id: a,", "id: z, aliases: [a],"))

    assert is_decided(project, REJECTED, code="z")


def taken_in_again(project: Project, text: str = TEXT) -> None:
    remove_sources(project, ["charis.txt"], with_work=True, dry_run=False)
    file = project.folder.parent / "charis.txt"
    file.write_text(text)
    ingest_paths(project, [file], options=IngestOptions())


def test_a_source_removed_and_taken_in_again_is_still_known(project: Project) -> None:
    rejected(project)
    taken_in_again(project, f"Preface.\n\n{TEXT}")

    assert is_decided(project, REJECTED)
    assert not is_decided(project, "We kept the money in a tin.")
    assert not is_decided(project, REJECTED, code="b")


def test_a_file_taken_in_under_another_name_is_still_known(project: Project) -> None:
    rejected(project)
    old = project.folder.parent / "charis.txt"
    new = old.rename(old.with_name("cook.txt"))
    ingest_paths(project, [new], options=IngestOptions())
    remove_sources(project, ["charis.txt"], with_work=True, dry_run=False)

    assert is_decided(project, REJECTED, source="cook.txt")
    assert not is_decided(project, "We kept the money in a tin.", source="cook.txt")
    assert not is_decided(project, REJECTED, source="cook.txt", code="b")


def test_so_is_one_whose_code_was_merged_in_the_meantime(project: Project) -> None:
    rejected(project)
    remove_sources(project, ["charis.txt"], with_work=True, dry_run=False)
    merge_codes(project, ["a"], "c", dry_run=False)
    ingest_paths(project, [project.folder.parent / "charis.txt"], options=IngestOptions())

    assert is_decided(project, REJECTED, code="c")


def test_what_was_accepted_on_a_removed_source_may_be_offered_again(project: Project) -> None:
    """The work on it went with it; only a refusal is remembered."""
    (number,) = keep(project, proposal(project, "charis.txt", "a", REJECTED))
    accept_suggestions(project, [number])
    taken_in_again(project)

    assert not is_decided(project, REJECTED)


def test_a_rejection_taken_back_after_the_removal_was_is_none(project: Project) -> None:
    rejected(project)
    remove_sources(project, ["charis.txt"], with_work=True, dry_run=False)
    undo(project, steps=2, dry_run=False)

    assert not is_decided(project, REJECTED)


def test_a_source_of_another_name_is_another(project: Project) -> None:
    rejected(project)
    other = project.folder.parent / "other.txt"
    other.write_text(f"Once more.\n\n{TEXT}")
    ingest_paths(project, [other], options=IngestOptions())

    assert not is_decided(project, REJECTED, source="other.txt")


def test_accepted_words_are_decided_in_their_place_and_nowhere_else(project: Project) -> None:
    twice = f"{TEXT}\nCharis: {REJECTED}\n"
    edit(project, twice)
    (number,) = keep(project, proposal(project, "charis.txt", "a", REJECTED))
    accept_suggestions(project, [number])

    assert is_decided(project, REJECTED, nth=1)
    assert not is_decided(project, REJECTED, nth=2)


@pytest.mark.parametrize(
    ("correcting", "elsewhere"),
    [(Correcting(code="b"), True), (Correcting(quote="Everybody. I knew them all"), False)],
)
def test_a_corrected_code_is_refused_on_its_words_but_corrected_words_are_not(
    project: Project, correcting: Correcting, elsewhere: bool
) -> None:
    edit(project, f"{TEXT}\nCharis: {REJECTED}\n")
    (number,) = keep(project, proposal(project, "charis.txt", "a", REJECTED))

    correct_suggestion(project, number, correcting)

    assert is_decided(project, REJECTED, nth=1)
    assert is_decided(project, REJECTED, nth=2) is elsewhere


def test_what_one_coder_rejected_is_offered_to_no_other(project: Project) -> None:
    rejected(project)
    with open_store(project.folder) as store:
        found = store.suggestions.select(names=store.sources.names())

    assert [one.decided_by for one in found] == ["ada"]
    assert is_decided(project, REJECTED)


def test_it_knows_what_a_plain_search_knows(project: Project) -> None:
    """Against a definition written out: spans that overlap, or four words within each other."""
    rng = random.Random(5)
    words = ["the", "tin", "is", "gone", "and", "a", "form", "came", "to", "us", "all", "on"]
    text = " ".join(rng.choice(words) for _ in range(900))
    edit(project, text)
    offsets = [0, *(n + 1 for n, sign in enumerate(text) if sign == " "), len(text) + 1]

    def some(length: int) -> Suggestion:
        first = rng.randrange(len(offsets) - 1 - length)
        span = Span(offsets[first], offsets[first + length] - 1)
        with open_store(project.folder) as store:
            digest = store.sources.all()[0].digest
        anchor = Anchor.at(span, text=text, digest=digest)
        return Suggestion(
            0, "charis.txt", "a", anchor, "hand/1", 0.5, SuggestionStatus.UNDECIDED, "."
        )

    against = {s.anchor.span: s for s in (some(rng.randint(4, 6)) for _ in range(12))}
    reject_suggestions(project, keep(project, *against.values()))
    asked = [some(rng.randint(4, 9)) for _ in range(300)]

    with open_store(project.folder) as store:
        remembered = Remembered(store, codebook=project.codebook())
        found = [remembered.decided(one) for one in asked]

    expected = [
        any(
            one.anchor.span.overlaps(other.anchor.span)
            or f" {other.anchor.quote} " in f" {one.anchor.quote} "
            or f" {one.anchor.quote} " in f" {other.anchor.quote} "
            for other in against.values()
        )
        for one in asked
    ]
    assert found == expected
    assert 30 < sum(expected) < 270
