"""Suggestions decided: codings that know where they come from, and decisions that are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from proposals import keep, note_read, project_with, proposal, suggestion

from ethnocode.errors import AnchorError, EthnocodeError, UnknownCodeError, UsageError
from ethnocode.interchange import CodingRequest
from ethnocode.model import (
    Band,
    Coding,
    Contribution,
    Drawn,
    Evidence,
    Hint,
    Likeness,
    Span,
    Suggestion,
    SuggestionStatus,
)
from ethnocode.services.backup import MANY
from ethnocode.services.codes import merge_codes, rename_code
from ethnocode.services.coding import add_codings, list_codings, remove_codings
from ethnocode.services.correcting import remove_sources
from ethnocode.services.history import read_log, redo, undo
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import (
    Correcting,
    accept_suggestions,
    correct_suggestion,
    reject_suggestions,
    waiting_suggestions,
)
from ethnocode.services.update import update_paths
from ethnocode.services.verify import verify
from ethnocode.store import open_store, snapshots

CODEBOOK = """\
ethnocode: 1
id: h
version: 1.0.0
codes:
  - {id: a, definition: A., properties: {side: [left, right]}}
  - {id: b, definition: B.}
  - {id: c, definition: C.}
"""
TEXT = """\
Ros: Who came on Tuesdays?

Charis: Everybody. I knew them all, and their mothers. We kept the money in a tin.

Ros: And now?

Charis: Now there's a form. Nobody fills it in, and the tin is gone.
"""
KNEW = "I knew them all, and their mothers."
KEPT = "We kept the money in a tin."
FORM = "Now there's a form."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_with(tmp_path, codebook=CODEBOOK, text=TEXT)


def waiting(project: Project, quote: str = KNEW, *, code: str = "a") -> int:
    (number,) = keep(project, proposal(project, "charis.txt", code, quote))
    return number


def codings(project: Project) -> tuple[Coding, ...]:
    return list_codings(project).codings


def edit(project: Project, text: str) -> None:
    file = project.folder.parent / "charis.txt"
    file.write_text(text)
    update_paths(project, [file], force=True, dry_run=False)


def refused(project: Project, number: int | Suggestion, correcting: Correcting) -> EthnocodeError:
    """Return why a correction was refused; it changed nothing."""
    events = len(read_log(project))
    with pytest.raises(EthnocodeError) as caught:
        correct_suggestion(project, number, correcting)
    assert len(read_log(project)) == events
    assert verify(project) == []
    return caught.value


def test_another_code_takes_the_place_of_the_suggested_one(project: Project) -> None:
    number = waiting(project)

    result = correct_suggestion(
        project, number, Correcting(code="b"), memo="about people", drawn=Drawn.RANDOM
    )

    (coding,) = codings(project)
    assert result.added[0].id == coding.id
    assert (coding.code, coding.anchor.quote, coding.memo) == ("b", KNEW, "about people")
    assert (coding.origin, coding.coder) == (f"suggestion:{number}", "ada")
    found = suggestion(project, number)
    assert (found.status, found.code) == (SuggestionStatus.CORRECTED, "a")
    assert (found.correction, found.decided_by, found.drawn) == (coding.guid, "ada", Drawn.RANDOM)
    assert verify(project) == []


@pytest.mark.parametrize(
    ("correcting", "quote"),
    [
        (Correcting(quote="Everybody. I knew them all"), "Everybody. I knew them all"),
        (Correcting(start_end=(TEXT.index("knew"), TEXT.index(" all,"))), "knew them"),
        (Correcting(quote="tin", occurrence=2), "tin"),
    ],
)
def test_other_words_take_the_place_of_the_suggested_ones(
    project: Project, correcting: Correcting, quote: str
) -> None:
    number = waiting(project)

    correct_suggestion(project, number, correcting, properties=[("side", "left")])

    (coding,) = codings(project)
    assert (coding.code, coding.anchor.quote) == ("a", quote)
    assert coding.properties == (("side", "left"),)
    assert suggestion(project, number).correction == coding.guid


def test_both_may_be_other_and_the_property_is_the_new_codes(project: Project) -> None:
    number = waiting(project, code="b")

    correct_suggestion(
        project, number, Correcting(code="a", quote=KEPT), properties=[("side", "right")]
    )

    (coding,) = codings(project)
    assert (coding.code, coding.anchor.quote) == ("a", KEPT)


def test_of_several_places_of_a_quote_the_one_at_the_suggested_words_is_meant(
    project: Project,
) -> None:
    """``the tin is gone`` has the second ``tin``; ``in`` is four times in it."""
    number = waiting(project, "the tin is gone")
    assert TEXT.count("tin") == 2

    correct_suggestion(project, number, Correcting(quote="tin"))

    (coding,) = codings(project)
    assert coding.anchor.span.start == TEXT.rindex("tin")


def test_a_quote_in_doubt_is_not_guessed(project: Project) -> None:
    number = waiting(project)

    error = refused(project, number, Correcting(quote="tin"))

    assert isinstance(error, AnchorError)
    assert "is there 2 times" in error.message


def test_a_correction_that_corrects_nothing_is_refused(project: Project) -> None:
    number = waiting(project)

    for nothing in (Correcting(code="a"), Correcting(quote=KNEW), Correcting()):
        error = refused(project, number, nothing)
        assert isinstance(error, UsageError)
        assert "accept it" in error.hint


def test_a_correction_by_an_unknown_code_is_refused(project: Project) -> None:
    number = waiting(project)

    assert isinstance(refused(project, number, Correcting(code="nope")), UnknownCodeError)
    assert suggestion(project, number).status is SuggestionStatus.UNDECIDED


def test_a_decision_is_taken_once(project: Project) -> None:
    number = waiting(project)
    correct_suggestion(project, number, Correcting(code="b"))

    error = refused(project, number, Correcting(code="c"))

    assert error.message == f"suggestion {number} was corrected by ada"


def test_a_correction_that_is_coded_already_names_that_coding(project: Project) -> None:
    (there,) = add_codings(project, [CodingRequest("charis.txt", "b", quote=KNEW)]).added
    number = waiting(project)

    result = correct_suggestion(project, number, Correcting(code="b"))

    assert [coding.id for coding in result.already] == [there.id]
    assert suggestion(project, number).correction == there.guid
    assert len(codings(project)) == 1


def test_accepting_what_was_coded_meanwhile_makes_no_second_coding(project: Project) -> None:
    number = waiting(project)
    (there,) = add_codings(project, [CodingRequest("charis.txt", "a", quote=KNEW)]).added

    result = accept_suggestions(project, [number])

    assert [coding.id for coding in result.already] == [there.id]
    assert suggestion(project, number).status is SuggestionStatus.ACCEPTED
    assert [coding.origin for coding in codings(project)] == ["manual"]


@pytest.mark.parametrize("correcting", [None, Correcting(code="b")])
def test_a_suggestion_on_words_that_are_gone_is_not_accepted(
    project: Project, correcting: Correcting | None
) -> None:
    number = waiting(project)
    edit(project, TEXT.replace(KNEW, "Half of the estate was at every meeting."))

    with pytest.raises(AnchorError, match="on words of an earlier text") as caught:
        if correcting is None:
            accept_suggestions(project, [number])
        else:
            correct_suggestion(project, number, correcting)

    assert "'ethnocode suggest'" in caught.value.hint
    assert codings(project) == ()
    assert verify(project) == []


def test_it_can_be_rejected_or_put_on_words_that_are_there(project: Project) -> None:
    first, second = waiting(project), waiting(project, code="b")
    edit(project, TEXT.replace(KNEW, "Half of the estate was at every meeting."))

    reject_suggestions(project, [first])
    correct_suggestion(project, second, Correcting(quote="Half of the estate"))

    (coding,) = codings(project)
    assert (coding.code, coding.anchor.quote) == ("b", "Half of the estate")
    assert verify(project) == []


def test_one_refused_of_several_refuses_all(project: Project) -> None:
    numbers = [waiting(project), waiting(project, KEPT), 99]

    with pytest.raises(UsageError, match="no suggestion 99"):
        accept_suggestions(project, numbers)
    with pytest.raises(UsageError, match="no suggestion 99"):
        reject_suggestions(project, numbers)

    assert codings(project) == ()
    assert len(waiting_suggestions(project)) == 2


def test_one_that_was_only_shown_is_stored_with_its_decision(project: Project) -> None:
    shown = proposal(project, "charis.txt", "a", KNEW, band=Band.STRONG, score=0.875)

    accept_suggestions(project, [shown], drawn=Drawn.SOURCE)

    (coding,) = codings(project)
    found = suggestion(project, int(coding.origin.removeprefix("suggestion:")))
    assert (found.status, found.drawn) == (SuggestionStatus.ACCEPTED, Drawn.SOURCE)
    assert (found.band, found.score, found.anchor) == (Band.STRONG, 0.875, shown.anchor)
    undo(project, steps=1, dry_run=False)
    assert waiting_suggestions(project) == []
    assert verify(project) == []


def test_one_that_was_shown_anew_is_the_stored_one_with_what_was_shown(project: Project) -> None:
    number = waiting(project)
    shown = proposal(project, "charis.txt", "a", KNEW, band=Band.STRONG, score=0.875)

    (done,) = reject_suggestions(project, [shown], drawn=Drawn.FILL)

    found = suggestion(project, number)
    assert done.id == number
    assert (found.status, found.drawn) == (SuggestionStatus.REJECTED, Drawn.FILL)
    assert (found.band, found.score) == (Band.STRONG, 0.875)
    with pytest.raises(UsageError, match=f"suggestion {number} was rejected by ada"):
        correct_suggestion(project, shown, Correcting(code="b"))


def test_a_correction_follows_the_coding_that_its_own_becomes_part_of(project: Project) -> None:
    """b goes into c, where the same words are coded already by an older coding."""
    (older,) = add_codings(project, [CodingRequest("charis.txt", "c", quote=KNEW)]).added
    later = replace(project, now=project.now + timedelta(hours=1))
    number = waiting(later)
    correct_suggestion(later, number, Correcting(code="b"))

    merge_codes(later, ["b"], "c", dry_run=False)

    assert [(one.id, one.guid) for one in codings(later)] == [(older.id, older.guid)]
    assert suggestion(later, number).correction == older.guid
    assert verify(later) == []
    undo(later, steps=1, dry_run=False)
    assert suggestion(later, number).correction not in ("", older.guid)
    assert verify(later) == []


def test_of_two_suggestions_that_become_one_the_decided_one_stays(project: Project) -> None:
    """Accepted before corrected before rejected before undecided."""
    numbers = [waiting(project, quote, code=code) for quote in (KNEW, KEPT, FORM) for code in "ab"]
    accept_suggestions(project, [numbers[1]])
    correct_suggestion(project, numbers[0], Correcting(code="c"))
    correct_suggestion(project, numbers[2], Correcting(code="c"))
    reject_suggestions(project, [numbers[3], numbers[5]])

    merge_codes(project, ["a"], "b", dry_run=False)

    with open_store(project.folder) as store:
        left = store.suggestions.select(names=store.sources.names())
    assert {one.id: one.status.value for one in left} == {
        numbers[1]: "accepted",
        numbers[2]: "corrected",
        numbers[5]: "rejected",
    }
    assert {one.code for one in left} == {"b"}
    assert verify(project) == []


def test_reasons_stay_as_they_were_written_when_codes_are_renamed(project: Project) -> None:
    """They say what was thought that day; ``b`` was the rival then, whatever it is called now."""
    digest = proposal(project, "charis.txt", "a", KEPT).anchor.digest
    evidence = Evidence(
        bias=-1.5,
        contributions=(Contribution("codebook", 2.25), Contribution("length", -0.125)),
        terms=(("knew", 0.5),),
        hints=(Hint("mothers", "definition", "who were mothers"),),
        nearest=(Likeness("charis.txt", Span(0, 4), digest, "Ros:", 0.25),),
        rival="b",
        difference="b is about money",
        badges=("negated",),
    )
    shown = replace(proposal(project, "charis.txt", "a", KNEW), evidence=evidence)
    (number,) = keep(project, shown)
    correct_suggestion(project, number, Correcting(code="c"))

    rename_code(project, "b", "beta", dry_run=False)
    rename_code(project, "a", "alpha", dry_run=False)

    found = suggestion(project, number)
    assert (found.code, found.evidence) == ("alpha", evidence)
    undo(project, steps=3, dry_run=False)
    assert suggestion(project, number) == replace(shown, id=number)
    assert verify(project) == []


def refused_by_ada(project: Project) -> list[str]:
    """Return the words of what counts as refused when suggestions are learned."""
    with open_store(project.folder) as store:
        text = store.sources.text(store.sources.all()[0])
        return [text[one.start : one.end] for one in store.basis.refused("ada")]


def test_an_accepted_coding_that_is_removed_stays_accepted_and_counts_as_refused(
    project: Project,
) -> None:
    numbers = [waiting(project), waiting(project, KEPT)]
    first, _ = accept_suggestions(project, numbers).added
    assert refused_by_ada(project) == []

    remove_codings(project, [first.id], dry_run=False)

    assert suggestion(project, numbers[0]).status is SuggestionStatus.ACCEPTED
    assert refused_by_ada(project) == [KNEW]
    assert verify(project) == []
    undo(project, steps=1, dry_run=False)
    assert refused_by_ada(project) == []


def test_a_code_that_was_corrected_is_refused_and_one_with_other_words_is_not(
    project: Project,
) -> None:
    numbers = [waiting(project), waiting(project, KEPT), waiting(project, FORM)]
    correct_suggestion(project, numbers[0], Correcting(code="b"))
    correct_suggestion(project, numbers[1], Correcting(quote="kept the money"))
    reject_suggestions(replace(project, coder="ben"), [numbers[2]])

    assert refused_by_ada(project) == [KNEW]


def test_origins_and_decisions_survive_edits_undoing_and_doing_again(project: Project) -> None:
    accepted, refused_, corrected = (waiting(project, words) for words in (KNEW, KEPT, FORM))
    accept_suggestions(project, [accepted])
    reject_suggestions(project, [refused_])
    correct_suggestion(project, corrected, Correcting(code="b"))
    decided = [suggestion(project, n) for n in (accepted, refused_, corrected)]
    origins = [(one.code, one.origin, one.guid) for one in codings(project)]

    def is_all_there() -> bool:
        now = [suggestion(project, n) for n in (accepted, refused_, corrected)]
        return [(one.code, one.origin, one.guid) for one in codings(project)] == origins and [
            replace(one, anchor=before.anchor) for one, before in zip(now, decided, strict=True)
        ] == decided

    edit(project, f"Her kitchen.\n\n{TEXT}")
    assert is_all_there()
    undo(project, steps=1, dry_run=False)
    assert is_all_there()
    redo(project, steps=1, dry_run=False)
    assert is_all_there()
    undo(project, steps=4, dry_run=False)
    assert codings(project) == ()
    assert len(waiting_suggestions(project)) == 3
    redo(project, steps=4, dry_run=False)
    assert is_all_there()
    assert verify(project) == []


def test_only_what_waits_on_words_that_are_there_is_found_by_a_filter(project: Project) -> None:
    strong = proposal(project, "charis.txt", "a", KEPT, band=Band.STRONG)
    other = proposal(project, "charis.txt", "b", FORM, band=Band.STRONG)
    gone = proposal(project, "charis.txt", "a", KNEW, band=Band.STRONG)
    plain = proposal(project, "charis.txt", "a", FORM)
    done = proposal(project, "charis.txt", "a", "And now?", band=Band.STRONG)
    numbers = keep(project, strong, other, gone, plain, done)
    reject_suggestions(project, numbers[-1:])
    edit(project, TEXT.replace(KNEW, "Half of the estate was at every meeting."))

    def found(**filter_: str | Band) -> list[int]:
        return [one.id for one in waiting_suggestions(project, **filter_)]  # type: ignore[arg-type]

    assert found() == [numbers[0], numbers[3], numbers[1]]
    assert found(band=Band.STRONG) == [numbers[0], numbers[1]]
    assert found(code="a") == [numbers[0], numbers[3]]
    assert found(code="a", band=Band.STRONG, source="charis.txt") == [numbers[0]]


def test_a_snapshot_is_taken_before_many_or_where_it_is_asked_for(project: Project) -> None:
    few = [waiting(project, KNEW), waiting(project, KEPT)]
    accept_suggestions(project, few[:1])
    assert len(snapshots(project.folder)) == 0
    reject_suggestions(project, few[1:], copy_first=True)
    assert len(snapshots(project.folder)) == 1

    later = replace(project, now=project.now + timedelta(minutes=1))
    words = [proposal(later, "charis.txt", "c", word) for word in set(TEXT.split()[:MANY])]
    numbers = keep(later, *words)
    assert len(numbers) == MANY
    before = len(read_log(later))
    accept_suggestions(later, numbers)
    assert len(snapshots(project.folder)) == 2
    assert len(read_log(later)) == before + 1


READ = KNEW + " " + KEPT


@pytest.mark.parametrize(
    ("edited", "counts"),
    [
        (f"Her kitchen.\n\n{TEXT}", True),
        (TEXT.replace("And now?", "And what about now?"), True),
        (TEXT.replace("knew", "know"), False),
        (TEXT.replace("I knew", "I  knew"), False),
        (TEXT.replace(READ, "We met."), False),
    ],
)
def test_a_passage_that_was_read_counts_until_its_words_are_touched(
    project: Project, edited: str, counts: bool
) -> None:
    number = note_read(project, "charis.txt", READ, drawn=Drawn.RANDOM)

    edit(project, edited)

    with open_store(project.folder) as store:
        (read,) = store.readings.select(names=store.sources.names())
        (source,) = store.sources.all()
    assert (read.id, read.drawn, read.anchor.quote) == (number, Drawn.RANDOM, READ)
    assert (read.anchor.digest == source.digest) is counts
    assert verify(project) == []


def test_it_counts_again_once_its_words_are_back(project: Project) -> None:
    note_read(project, "charis.txt", READ)
    edit(project, TEXT.replace("knew", "know"))
    note_read(project, "charis.txt", READ.replace("knew", "know"))
    edit(project, TEXT)

    with open_store(project.folder) as store:
        read = store.readings.select(names=store.sources.names())
        (source,) = store.sources.all()
    assert [one.anchor.quote for one in read if one.anchor.digest == source.digest] == [READ]
    assert verify(project) == []


def test_two_passages_that_come_to_be_one_are_read_once(project: Project) -> None:
    """The text goes back to an earlier one, in which the same passage was read before."""
    note_read(project, "charis.txt", READ)
    edit(project, TEXT.replace("knew", "know"))
    edit(project, f"Her kitchen.\n\n{TEXT}")
    note_read(project, "charis.txt", READ)

    edit(project, TEXT)

    with open_store(project.folder) as store:
        read = store.readings.select(names=store.sources.names())
        (source,) = store.sources.all()
    assert len(read) == 2
    assert [one.id for one in read if one.anchor.digest == source.digest] == [1]
    assert verify(project) == []


def test_readings_go_and_come_with_their_source(project: Project) -> None:
    note_read(project, "charis.txt", READ)

    remove_sources(project, ["charis.txt"], with_work=True, dry_run=False)
    with open_store(project.folder) as store:
        assert store.readings.select(names=store.sources.names()) == []
    undo(project, steps=1, dry_run=False)

    with open_store(project.folder) as store:
        (read,) = store.readings.select(names=store.sources.names())
    assert read.anchor.quote == READ
    assert verify(project) == []
