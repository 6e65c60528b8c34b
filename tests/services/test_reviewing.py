"""A review as a person goes through it, on a study small enough to know by heart."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from ethnocode.errors import AnchorError, BusyError, UndoError, UnknownCodeError, UsageError
from ethnocode.interchange import CodingRequest
from ethnocode.model import Coding, Drawn, ReadPassage, Suggestion, SuggestionStatus
from ethnocode.services.coding import add_codings, list_codings
from ethnocode.services.history import read_log, undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.project import Project
from ethnocode.services.record.random_share import RandomShare, ShareCounts, read_random_share
from ethnocode.services.suggesting.deciding import reject_suggestions
from ethnocode.services.suggesting.queues import Wish
from ethnocode.services.suggesting.reviewing import LEARN_EVERY, ORIGIN, Review
from ethnocode.services.suggesting.run import run_suggestions
from ethnocode.services.update import update_paths
from ethnocode.services.verify import verify
from ethnocode.store import Store, open_store

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
CODEBOOK = """\
ethnocode: 1
id: m
version: 1.0.0
codes:
  - id: money
    name: Money
    definition: Cash is kept, counted, or paid out.
    cues: {phrases: ["in the tin"], lemmas: [subs]}
  - id: standing
    name: Standing
    definition: People are known and thought well of.
    cues: {phrases: ["knew them all"]}
  - {id: weather, name: Weather, definition: Rain, wind and sunshine.}
"""
MAUD = (
    "We kept the coins in the tin on the shelf.",
    "Everybody came. I knew them all, and their mothers.",
    "The bus was late again on Tuesday morning.",
    "She knew them all, and the subs went in the tin.",
    "There was a good deal of washing up to do.",
)
WIN = ("The hall smelt of polish.", "He paid his subs in the tin each week.", "Nobody said much.")


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """Two sources of five and three passages, of which four have cues."""
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "maud.txt").write_text("\n\n".join(MAUD) + "\n")
    (tmp_path / "win.txt").write_text("\n\n".join(WIN) + "\n")
    books = [str(tmp_path / "in.yaml")]
    project = init_project(tmp_path / "p", name="p", author="ada", codebooks=books, now=START)
    files = [tmp_path / "maud.txt", tmp_path / "win.txt"]
    ingest_paths(project, files, options=IngestOptions())
    return project


class Clock:
    """Each look at it is a second later."""

    def __init__(self) -> None:
        self._now = START

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture
def now() -> Clock:
    return Clock()


def sitting(
    project: Project,
    queue: Drawn = Drawn.SOURCE,
    *,
    codes: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
    seed: int = 1,
) -> Review:
    return Review(project, Wish(queue, codes, sources), rng=Random(seed))


def passage(review: Review) -> str:
    page = review.page()
    assert page is not None
    return page.span.of(page.text)


def suggested(review: Review) -> str | None:
    page = review.page()
    assert page is not None
    return page.suggestion.code if page.suggestion else None


def to(review: Review, words: str) -> None:
    """Skip up to the passage of these words."""
    for _ in range(20):
        if passage(review) == words:
            return
        review.skip()
    pytest.fail(f"'{words}' does not come")


def codings(project: Project) -> list[Coding]:
    return list(list_codings(project).codings)


def readings(project: Project) -> list[ReadPassage]:
    with open_store(project.folder) as store:
        return store.readings.select(names=store.sources.names())


def decided(project: Project) -> list[Suggestion]:
    with open_store(project.folder) as store:
        found = store.suggestions.select(names=store.sources.names())
    return [one for one in found if one.status is not SuggestionStatus.UNDECIDED]


def test_passages_come_in_order_each_with_all_that_is_suggested(study: Project) -> None:
    review = sitting(study, sources=("maud.txt",), seed=3)
    seen: list[tuple[str, set[str]]] = []

    while (page := review.page()) is not None:
        if not seen or seen[-1][0] != passage(review):
            seen.append((passage(review), set()))
        if page.suggestion:
            assert page.suggestion.code not in seen[-1][1], "offered twice"
            seen[-1][1].add(page.suggestion.code)
        review.skip()

    assert sorted(words for words, _ in seen) == sorted(MAUD)
    found = dict(seen)
    assert "money" in found[MAUD[0]]
    assert "standing" in found[MAUD[1]]
    assert {"money", "standing"} <= found[MAUD[3]]
    assert not found[MAUD[2]]


def test_a_decision_is_stored_at_once_with_how_it_came(study: Project, now: Clock) -> None:
    review = sitting(study, Drawn.CONFIRM)
    to(review, WIN[1])

    review.accept(now=now())

    (coding,) = codings(study)
    (suggestion,) = decided(study)
    assert (coding.code, coding.source, coding.coder) == ("money", "win.txt", "ada")
    assert coding.origin == f"suggestion:{suggestion.id}"
    assert (suggestion.status, suggestion.drawn) == (SuggestionStatus.ACCEPTED, Drawn.CONFIRM)
    assert not verify(study)


def test_in_reading_order_a_passage_is_read_once_all_on_it_is_decided(
    study: Project, now: Clock
) -> None:
    review = sitting(study)
    to(review, MAUD[3])

    review.reject(now=now())
    assert not readings(study), "there is another code to decide on"
    review.accept(now=now())

    (read,) = readings(study)
    assert (read.anchor.quote, read.drawn, read.coder) == (MAUD[3], Drawn.SOURCE, "ada")
    assert review.tally.read == 1
    assert passage(review) != MAUD[3]


def test_a_passage_with_something_skipped_is_not_read(study: Project, now: Clock) -> None:
    review = sitting(study)
    to(review, MAUD[3])

    review.skip()
    review.accept(now=now())

    assert not readings(study)


def test_a_passage_that_is_left_is_read_with_nothing_more_to_code(
    study: Project, now: Clock
) -> None:
    review = sitting(study)
    to(review, MAUD[3])

    review.leave(now=now())

    (read,) = readings(study)
    assert read.anchor.quote == MAUD[3]
    again = sitting(study)
    rest = []
    while again.page() is not None:
        rest.append(passage(again))
        again.skip()
    assert sorted(set(rest)) == sorted({*MAUD, *WIN} - {MAUD[3]})


def test_the_next_review_begins_in_the_source_that_was_read_last(
    study: Project, now: Clock
) -> None:
    review = sitting(study, sources=("win.txt",), seed=0)
    to(review, WIN[0])
    review.leave(now=now())

    order = []
    again = sitting(study, seed=0)
    while (page := again.page()) is not None:
        if page.drawn is Drawn.SOURCE:
            order.append(page.source.name)
        again.skip()

    assert order[0] == "win.txt"
    assert order[-1] == "maud.txt"


def test_a_passage_drawn_at_random_is_judged_whole_and_noted_so(study: Project, now: Clock) -> None:
    review = sitting(study, Drawn.RANDOM)
    to(review, WIN[1])

    while suggested(review) is not None:
        review.accept(now=now())
    assert passage(review) == WIN[1], "she may know of more to code there"
    review.leave(now=now())

    (read,) = readings(study)
    assert (read.anchor.quote, read.drawn) == (WIN[1], Drawn.RANDOM)
    assert {one.drawn for one in decided(study)} == {Drawn.RANDOM}


def share_of(project: Project) -> RandomShare:
    with open_store(project.folder) as store:
        return read_random_share(store, coder="ada", codebook=project.codebook())


def test_what_was_passed_over_on_a_random_passage_is_in_the_record(
    study: Project, now: Clock
) -> None:
    """money and standing are suggested; one is skipped, none decided, weather added."""
    review = sitting(study, Drawn.RANDOM)
    to(review, MAUD[3])
    page = review.page()
    assert page is not None
    assert page.suggestion is not None
    assert {page.suggestion.code, *page.further} == {"money", "standing"}
    events = len(read_log(study))

    review.skip()
    review.add(now=now(), code="weather", words="went in the tin")
    review.leave(now=now())

    assert len(read_log(study)) == events + 2, "the coding, and the reading with its refusals"
    assert [(one.status, one.drawn) for one in decided(study)] == [
        (SuggestionStatus.REJECTED, Drawn.RANDOM)
    ] * 2
    assert share_of(study).counts == {
        "money": ShareCounts(rejected=1),
        "standing": ShareCounts(rejected=1),
        "weather": ShareCounts(added=1),
    }
    assert (review.tally.rejected, review.tally.read) == (2, 1)
    assert not verify(study)


def test_passing_over_is_taken_back_in_one_step(study: Project, now: Clock) -> None:
    review = sitting(study, Drawn.RANDOM)
    to(review, MAUD[3])
    before = review.page()
    review.leave(now=now())

    review.undo(now=now())

    assert review.page() == before
    assert not decided(study)
    assert not readings(study)
    assert review.tally.rejected == 0


def test_a_code_of_her_own_that_is_suggested_is_no_missed_one(study: Project, now: Clock) -> None:
    """money on other words than suggested; standing, typed by hand, on those suggested."""
    review = sitting(study, Drawn.RANDOM)
    to(review, MAUD[3])

    assert review.add(now=now(), code="money", words="subs went")
    (waiting,) = [review.page()]
    assert waiting is not None
    assert waiting.suggestion is not None
    assert review.add(now=now(), code="standing")
    review.leave(now=now())

    counts = share_of(study).counts
    assert counts["money"] == ShareCounts(corrected=1)
    assert counts["standing"] == ShareCounts(accepted=1)
    assert sorted(coding.code for coding in codings(study)) == ["money", "standing"]


def test_correcting_to_a_code_that_is_suggested_too_decides_both(
    study: Project, now: Clock
) -> None:
    review = sitting(study, Drawn.RANDOM)
    to(review, MAUD[3])
    first = suggested(review)
    other = {"money": "standing", "standing": "money"}[str(first)]

    review.correct(now=now(), code=other, words="She knew")

    assert suggested(review) is None
    assert {one.code: one.status for one in decided(study)} == {
        first: SuggestionStatus.REJECTED,
        other: SuggestionStatus.CORRECTED,
    }
    review.undo(now=now())
    assert suggested(review) == first
    assert not decided(study)
    assert not codings(study)


def test_a_skip_is_taken_back_like_any_other_step(study: Project, now: Clock) -> None:
    review = sitting(study)
    to(review, MAUD[3])
    first = suggested(review)
    review.accept(now=now())
    review.skip()
    elsewhere = passage(review)
    assert elsewhere != MAUD[3]

    review.undo(now=now())
    assert passage(review) == MAUD[3]
    assert suggested(review) not in (first, None)
    assert len(codings(study)) == 1
    review.undo(now=now())
    assert (passage(review), suggested(review)) == (MAUD[3], first)
    assert not codings(study)
    review.leave(now=now())
    assert passage(review) == elsewhere, "what was put back comes next"


def test_what_was_decided_in_another_queue_is_not_drawn_at_random(
    study: Project, now: Clock
) -> None:
    review = sitting(study, Drawn.CONFIRM)
    to(review, WIN[1])
    review.reject(now=now())

    drawn = []
    for one in (review, sitting(study, Drawn.RANDOM), sitting(study, Drawn.CONFIRM)):
        while (page := one.page()) is not None:
            drawn += [passage(one)] if page.drawn is Drawn.RANDOM else []
            one.skip()

    assert drawn
    assert WIN[1] not in drawn


def test_what_anybody_has_read_is_not_drawn_at_random(study: Project, now: Clock) -> None:
    ben = replace(study, coder="ben")
    review = sitting(ben)
    to(review, MAUD[4])
    review.leave(now=now())
    add_codings(study, [CodingRequest("win.txt", "weather", quote="polish")])

    drawn = []
    again = sitting(study, Drawn.RANDOM)
    while again.page() is not None:
        drawn.append(passage(again))
        again.skip()

    assert MAUD[4] not in drawn
    assert WIN[0] not in drawn
    assert len(set(drawn)) == 6


def test_another_code_is_given_and_the_one_suggested_refused(study: Project, now: Clock) -> None:
    review = sitting(study, Drawn.CONFIRM)
    to(review, WIN[1])

    review.correct(now=now(), code="standing", words="paid his subs")

    (coding,) = codings(study)
    (suggestion,) = decided(study)
    assert (coding.code, coding.anchor.quote) == ("standing", "paid his subs")
    assert (suggestion.code, suggestion.status) == ("money", SuggestionStatus.CORRECTED)
    assert suggestion.correction == coding.guid


def test_words_that_are_not_in_the_passage_are_refused_and_change_nothing(
    study: Project, now: Clock
) -> None:
    review = sitting(study, Drawn.CONFIRM)
    to(review, WIN[1])

    with pytest.raises(AnchorError, match="not in this passage"):
        review.correct(now=now(), words="The hall smelt")
    with pytest.raises(AnchorError, match="more than once"):
        review.add(now=now(), code="weather", words="s")

    assert passage(review) == WIN[1]
    assert not codings(study)


def test_a_code_of_her_own_leaves_what_is_suggested_to_be_decided(
    study: Project, now: Clock
) -> None:
    review = sitting(study)
    to(review, MAUD[0])

    added = review.add(now=now(), code="weather", words="on the shelf")
    again = review.add(now=now(), code="weather", words="on the shelf")

    (coding,) = codings(study)
    assert (added, again) == (True, False)
    assert (coding.code, coding.anchor.quote, coding.origin) == ("weather", "on the shelf", ORIGIN)
    assert suggested(review) == "money"


def test_the_passages_between_two_codes_of_her_own_are_not_taken_for_read(
    study: Project, now: Clock
) -> None:
    review = sitting(study, Drawn.CONFIRM)
    for words in (MAUD[0], MAUD[3]):
        review = sitting(study, Drawn.CONFIRM)
        to(review, words)
        review.add(now=now(), code="weather", words=words[:8])

    rest = set()
    again = sitting(study)
    while again.page() is not None:
        rest.add(passage(again))
        again.skip()

    assert {MAUD[1], MAUD[2]} <= rest


def test_undo_goes_back_to_the_passage_and_takes_the_reading_with_it(
    study: Project, now: Clock
) -> None:
    review = sitting(study)
    to(review, MAUD[0])
    code = suggested(review)
    review.accept(now=now())
    assert readings(study)

    review.undo(now=now())

    assert (passage(review), suggested(review)) == (MAUD[0], code)
    assert not codings(study)
    assert not readings(study)
    assert not decided(study)
    assert review.tally.accepted == 0


def test_after_undo_what_was_before_her_comes_again(study: Project, now: Clock) -> None:
    review = sitting(study)
    to(review, MAUD[0])
    review.leave(now=now())
    following = passage(review)

    review.undo(now=now())
    review.leave(now=now())

    assert passage(review) == following


def test_undo_refuses_what_was_done_elsewhere_and_nothing_at_all(
    study: Project, now: Clock
) -> None:
    review = sitting(study, Drawn.CONFIRM)
    with pytest.raises(UndoError, match="nothing was decided"):
        review.undo(now=now())
    review.accept(now=now())
    other = replace(study, coder="ben", now=now())
    add_codings(other, [CodingRequest("win.txt", "weather", quote="polish")])

    with pytest.raises(UndoError, match="coding add by ben"):
        review.undo(now=now())

    assert len(codings(study)) == 2


def test_decisions_of_a_review_can_be_taken_back_after_it(study: Project, now: Clock) -> None:
    review = sitting(study, Drawn.CONFIRM)
    review.accept(now=now())

    undo(replace(study, now=now()), steps=1, dry_run=False)

    assert not codings(study)
    assert [event.action for event in read_log(study)][:2] == ["undo", "suggest accept"]


def test_quitting_midway_keeps_everything_and_offers_only_the_rest(
    study: Project, now: Clock
) -> None:
    review = sitting(study, Drawn.CONFIRM)
    first = (passage(review), suggested(review))
    review.accept(now=now())
    second = (passage(review), suggested(review))
    review.reject(now=now())
    del review

    again = sitting(study, Drawn.CONFIRM)
    offered = []
    while again.page() is not None:
        offered.append((passage(again), suggested(again)))
        again.skip()

    assert len(codings(study)) == 1
    assert len(decided(study)) == 2
    assert first not in offered
    assert second not in offered


def test_a_suggestion_that_waits_is_decided_under_its_number(study: Project, now: Clock) -> None:
    run_suggestions(replace(study, now=now()))
    with open_store(study.folder) as store:
        waiting = store.suggestions.select(names=store.sources.names())
    review = sitting(study, Drawn.CONFIRM)
    to(review, WIN[1])

    review.accept(now=now())

    (suggestion,) = decided(study)
    assert suggestion.id in [one.id for one in waiting]


def test_what_was_decided_elsewhere_meanwhile_is_skipped_with_a_word(
    study: Project, now: Clock
) -> None:
    run_suggestions(replace(study, now=now()))
    review = sitting(study, Drawn.CONFIRM)
    page = review.page()
    assert page is not None
    assert page.suggestion is not None
    with open_store(study.folder) as store:
        (same,) = (
            one
            for one in store.suggestions.select(names=store.sources.names())
            if (one.code, one.anchor.span) == (page.suggestion.code, page.suggestion.anchor.span)
            and one.source == page.source.name
        )
    reject_suggestions(replace(study, coder="ben", now=now()), [same.id])

    with pytest.raises(UsageError, match="was rejected by ben"):
        review.accept(now=now())
    lines = review.look_around()

    assert lines == [f"{same.code} was decided on elsewhere meanwhile: skipped"]
    assert review.page() != page
    assert not codings(study)


def test_a_source_that_was_changed_meanwhile_does_not_come_again(
    study: Project, now: Clock, tmp_path: Path
) -> None:
    review = sitting(study)
    to(review, MAUD[0])
    (tmp_path / "maud.txt").write_text("\n\n".join(("A new first line.", *MAUD)) + "\n")
    update_paths(replace(study, now=now()), [tmp_path / "maud.txt"], dry_run=False, force=False)

    lines = review.look_around()
    rest = []
    while (page := review.page()) is not None:
        rest.append(page.source.name)
        review.skip()

    assert lines == ["maud.txt was changed meanwhile: a new review has it again"]
    assert set(rest) <= {"win.txt"}


def test_a_codebook_that_was_changed_meanwhile_is_told_once(study: Project, now: Clock) -> None:
    review = sitting(study, Drawn.CONFIRM)
    to(review, WIN[1])
    retired = CODEBOOK.replace("id: money", "id: cash")
    study.codebook_path.write_text(retired)

    first, second = review.look_around(), review.look_around()

    assert first == ["the codebook was changed meanwhile: q, and a new review goes by it"]
    assert second == []
    with pytest.raises(UnknownCodeError, match="no code 'money'"):
        review.accept(now=now())
    assert passage(review) == WIN[1]
    assert not codings(study)


def test_a_review_goes_on_where_another_program_kept_writing(
    study: Project, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = sitting(study, Drawn.CONFIRM)
    before = review.page()

    @contextmanager
    def busy(*_: object, **__: object) -> Callable[..., None]:  # type: ignore[misc]
        raise BusyError("another program is writing to the project")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", busy)
        with pytest.raises(BusyError):
            review.accept(now=now())

    assert review.page() == before
    assert review.tally.accepted == 0
    review.accept(now=now())
    assert len(codings(study)) == 1


def test_what_is_learned_changes_what_is_suggested_later(study: Project, now: Clock) -> None:
    """Nothing in the codebook ties late buses to the weather; a coder who does so does."""
    more = study.folder.parent / "more.txt"
    lines = [f"The bus was late again on {day} morning." for day in DAYS]
    lines += [f"Tea was taken at the long table on {day}." for day in DAYS]
    more.write_text("\n\n".join(lines) + "\n")
    ingest_paths(replace(study, now=now()), [more], options=IngestOptions())
    review = sitting(study, sources=("more.txt",))
    before = _score(review, f"The bus was late again on {DAYS[-1]} morning.")

    review = sitting(study, sources=("more.txt",))
    while review.page() is not None:
        if passage(review) == f"The bus was late again on {DAYS[-1]} morning.":
            review.skip()
            continue
        if passage(review).startswith("The bus"):
            review.add(now=now(), code="weather")
        review.leave(now=now())
    review.learn()

    assert review.learned == len(DAYS) - 1
    assert _score(review, f"The bus was late again on {DAYS[-1]} morning.") > before


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _score(review: Review, words: str) -> float:
    """Return how likely the ranker holds weather to be on a passage."""
    likely = review._sitting.likely
    for one in likely.likeliest("weather"):
        source = review._sitting.source(one.row)
        with open_store(review._sitting.project.folder) as store:
            text = store.sources.text(source)
        if likely.study.corpus.passage(one.row).span.of(text) == words:
            return one.score
    pytest.fail("there is no such passage")


def test_it_is_time_to_learn_after_twenty_decisions(study: Project, now: Clock) -> None:
    more = study.folder.parent / "more.txt"
    more.write_text("\n\n".join(f"Line {n} says nothing at all." for n in range(30)) + "\n")
    ingest_paths(replace(study, now=now()), [more], options=IngestOptions())
    review = sitting(study, sources=("more.txt",))

    for _ in range(LEARN_EVERY - 1):
        review.leave(now=now())
    assert not review.due
    review.leave(now=now())
    assert review.due
    review.learn()

    assert not review.due


def test_nothing_is_before_her_where_there_is_nothing(study: Project) -> None:
    review = sitting(study, Drawn.CONFIRM, codes=("weather",), sources=("win.txt",))
    while review.page() is not None:
        review.skip()

    assert review.page() is None
