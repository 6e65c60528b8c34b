"""The page that says why a passage is suggested, and its record."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from math import exp
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ethnocode.cli.suggestion_reasons import page, reasons, record
from ethnocode.model import (
    Anchor,
    Band,
    Code,
    Coding,
    Contribution,
    CueMatch,
    Evidence,
    Hint,
    Likeness,
    Near,
    Position,
    Span,
    Suggestion,
    SuggestionStatus,
)
from ethnocode.report.measure import width_of
from ethnocode.services.suggesting.acceptance import BandAcceptance
from ethnocode.services.suggesting.explaining import Explained, Precedent

Cli = Callable[..., Result]

TEXT = "Who came?\n\nCharis: Everybody. I knew them all. We kept it in a tin.\n\nRos: And now?"
WORDS = Span(30, 46)
PLACE = Position("codebook.yaml")
CODE = Code(
    "capital",
    "toy",
    'Social "capital"',
    "Help that comes of knowing people.",
    PLACE,
    include=("favours",),
    exclude=("knowing without help",),
    near=(Near("toy:habitus", "Habitus is the bearing itself.", PLACE), Near("x", "Ex.", PLACE)),
)
RIVAL = Code("habitus", "toy", "Habitus", "A bearing.", PLACE)
LIKE = Likeness("win.txt", Span(3, 20), "d", "She knew the whole stair.", 0.414)
EVIDENCE = Evidence(
    bias=-3.0,
    contributions=(
        Contribution("codebook", 2.0),
        Contribution("cues", 1.5),
        Contribution("length", -0.25),
    ),
    terms=(("tin", 0.31), ("now", -0.12)),
    hints=(Hint("knew", "definition", "comes of knowing people"),),
    nearest=(LIKE,),
    rival="habitus",
    difference="Habitus is the bearing itself",
    exclusion="knowing without help",
    badges=("negated",),
)
SUGGESTION = Suggestion(
    id=12,
    source="charis.txt",
    code="capital",
    anchor=Anchor.at(WORDS, text=TEXT, digest="d"),
    engine="fused/1",
    score=1 / (1 + exp(-0.25)),
    status=SuggestionStatus.UNDECIDED,
    explanation='"knew them all", a phrase the codebook gives',
    matches=(CueMatch("capital", Span(32, 45), "phrase", "know them all"),),
    band=Band.PLAUSIBLE,
    evidence=EVIDENCE,
)
WHY = Explained(
    suggestion=SUGGESTION,
    code=CODE,
    citation="(Interview with Charis 13.6.13)",
    before=TEXT[: WORDS.start],
    after=TEXT[WORDS.end :],
    nearest=(Precedent(LIKE, "(Interview with Win 11.11.14)", "knew the whole stair", False),),
    rival=RIVAL,
    corrected=None,
    record=BandAcceptance(Band.PLAUSIBLE, accepted=14, corrected=1, rejected=2),
)


def with_suggestion(**changes: Any) -> Explained:
    return replace(WHY, suggestion=replace(SUGGESTION, **changes))


def shown(why: Explained) -> str:
    return "\n".join(page(why))


def test_the_page_has_the_words_in_their_passage() -> None:
    assert (
        "    Who came?\n    Charis: Everybody. [I knew them all.] We kept it in a tin.\n"
        "    Ros: And now?\n" in shown(WHY)
    )


def test_the_page_shows_what_adds_up_to_the_score() -> None:
    """The largest part has a bar of 20 signs, 1.5 of 2 one of 15, and .25 one of 2 or 3."""
    assert shown(WHY).split("\n\n")[3].split("\n") == [
        "What adds up to the score, in log-odds (+ for the code, - against it)",
        "    before any evidence                      -3.000",
        "    words of the codebook's text on it       +2.000  ++++++++++++++++++++",
        "    its cues                                 +1.500  +++++++++++++++",
        "    length of the passage                    -0.250  --",
        "    in all                                   +0.250  a score of 0.56",
    ]


def test_the_page_gives_every_reason_there_is() -> None:
    text = " ".join(shown(WHY).split())

    for part in (
        'Suggestion 12: Social "capital" (capital) plausible, score 0.56, by fused/1',
        'Why: "knew them all", a phrase the codebook gives',
        "Mind: negated here",
        'Like, coded so (likeness 0.41): "knew the whole stair" win.txt',
        "Not to be taken for Habitus (habitus): Habitus is the bearing itself",
        'Comes near what it is not: "knowing without help"',
        'Words that weigh most in what was learned: "tin" +0.31, "now" -0.12',
        'The codebook has it too: "knew" in the definition, "comes of knowing people"',
        'Social "capital": Help that comes of knowing people.',
        "- include: favours - not: knowing without help - near x: Ex.",
        "Of 17 plausible suggestions decided in this study so far, 14 accepted, 1 corrected",
        "ethnocode suggest accept 12 ethnocode suggest reject 12 ethnocode suggest correct 12",
    ):
        assert part in text


def test_what_the_line_of_reasons_says_to_mind_is_not_said_again() -> None:
    told = replace(WHY.suggestion, explanation=f"{WHY.suggestion.explanation}; negated here")

    assert "Mind: negated here" in reasons(WHY)
    assert not [line for line in reasons(replace(WHY, suggestion=told)) if "Mind" in line]


def test_the_rival_is_told_once() -> None:
    assert shown(WHY).count("the bearing itself") == 1


def test_a_passage_that_was_changed_or_is_no_longer_coded_so_is_said_to_be() -> None:
    (near,) = WHY.nearest
    edited = replace(WHY, nearest=(replace(near, marked="", changed=True),))
    gone = replace(WHY, nearest=(Precedent(LIKE, "", "", True),))
    uncoded = replace(WHY, nearest=(replace(near, marked=""),))

    assert (
        'stair." win.txt (Interview with Win 11.11.14); its text has changed since'
        in (reasons(edited)[2])
    )
    assert reasons(gone)[2].endswith('"She knew the whole stair." win.txt; the source is gone')
    assert reasons(uncoded)[2].endswith("; not coded so any more")


def test_a_suggestion_without_evidence_has_its_sentence_and_no_figures() -> None:
    why = replace(with_suggestion(evidence=None, engine="cues/1"), nearest=(), rival=None)

    assert reasons(why) == [f"Why: {SUGGESTION.explanation}"]
    assert "log-odds" not in shown(why)
    assert "Help that comes of knowing people." in shown(why)
    assert record(why)["evidence"] is None


def test_a_code_that_the_codebook_lost_is_said_and_cannot_be_accepted() -> None:
    why = replace(WHY, code=None, rival=None)

    assert "The codebook has no code 'capital' any more." in shown(why)
    assert "suggest accept" not in shown(why)
    assert "suggest reject 12" in shown(why)
    assert "Not to be taken for habitus: Habitus is" in shown(why)


def test_a_decided_suggestion_says_who_decided_and_when_and_offers_nothing() -> None:
    why = with_suggestion(
        status=SuggestionStatus.REJECTED, decided_by="ada", decided="2026-01-02T03:04:05.678+00:00"
    )

    assert "rejected by ada on 2026-01-02\n" in shown(why)
    assert "ethnocode suggest" not in shown(why)


def test_a_corrected_suggestion_says_what_it_was_corrected_to() -> None:
    why = with_suggestion(
        status=SuggestionStatus.CORRECTED, decided_by="ada", decided="2026-01-02", correction="g"
    )
    anchor = Anchor.at(Span(20, 29), text=TEXT, digest="d")
    coding = Coding(7, "g", "charis.txt", "habitus", anchor, "ada", "2026-01-02")

    assert 'to coding 7: habitus on "verybody."' in shown(replace(why, corrected=coding))
    assert "the coding made in its place is there no more" in " ".join(shown(why).split())
    assert record(replace(why, corrected=coding))["correction"] == {
        "coding": 7,
        "code": "habitus",
        "start": 20,
        "end": 29,
    }


def test_one_that_is_not_stored_has_no_number_and_no_commands() -> None:
    text = shown(with_suggestion(id=0))

    assert text.startswith('Suggestion: Social "capital" (capital)\n')
    assert "ethnocode suggest" not in text


def test_the_page_fits_and_hides_nothing_whatever_the_texts_hold() -> None:
    """Terminal controls and marks that turn the direction are spelt out; letters stay."""
    hostile = "\x1b[2Jגם אנחנו \u202eכאן " + "x" * 200
    why = replace(
        with_suggestion(
            anchor=replace(SUGGESTION.anchor, quote=hostile),
            explanation=hostile,
            evidence=replace(
                EVIDENCE,
                terms=((hostile, 1.0),),
                hints=(Hint(hostile, "definition", hostile),),
                difference=hostile,
                exclusion=hostile,
                badges=(hostile,),
            ),
        ),
        code=replace(CODE, name=hostile, definition=hostile, exclude=(hostile,)),
        before=hostile,
        citation=hostile,
        nearest=(Precedent(replace(LIKE, quote=hostile), hostile, hostile, False),),
    )

    lines = page(why)

    assert max(map(width_of, lines)) <= 80
    assert "\x1b" not in "".join(lines)
    assert "\u202e" not in "".join(lines)
    assert "\\x1b[2Jגם אנחנו" in "".join(lines)


def test_a_passage_of_50_000_words_is_shown_by_its_ends() -> None:
    quote = f"Begin {'word ' * 50_000}end."

    lines = page(with_suggestion(anchor=replace(SUGGESTION.anchor, quote=quote)))

    assert len(lines) < 80
    assert "[Begin word" in lines[5] or "[Begin word" in lines[6]
    assert f"[... {len(quote) - 1200:,} characters more ...]" in " ".join(" ".join(lines).split())


def test_the_record_has_every_digit() -> None:
    found = record(WHY)

    assert found["evidence"] == {
        "bias": -3.0,
        "contributions": [
            {"name": "codebook", "amount": 2.0},
            {"name": "cues", "amount": 1.5},
            {"name": "length", "amount": -0.25},
        ],
        "total": 0.25,
        "terms": [{"word": "tin", "amount": 0.31}, {"word": "now", "amount": -0.12}],
        "hints": [{"words": "knew", "field": "definition", "phrase": "comes of knowing people"}],
        "nearest": [
            {
                "source": "win.txt",
                "start": 3,
                "end": 20,
                "quote": "She knew the whole stair.",
                "similarity": 0.414,
                "citation": "(Interview with Win 11.11.14)",
                "marked": "knew the whole stair",
                "changed": False,
            }
        ],
        "rival": "habitus",
        "difference": "Habitus is the bearing itself",
        "exclusion": "knowing without help",
    }
    assert (found["band"], found["badges"]) == ("plausible", ["negated"])
    assert found["cues"] == [{"kind": "phrase", "cue": "know them all", "start": 32, "end": 45}]


@pytest.fixture
def explained(cli: Cli, study: Path) -> dict[str, Any]:
    """The suggestion of code a, through the command line."""
    cli("suggest")
    rows = json.loads(cli("suggest", "list", "--format", "json").stdout)
    number = next(row["id"] for row in rows if row["code"] == "a")
    found: dict[str, Any] = json.loads(
        cli("suggest", "explain", str(number), "--format", "json").stdout
    )
    return found


def test_a_suggestion_is_explained_with_the_text_around_it(explained: dict[str, Any]) -> None:
    assert explained["quote"] == "I knew them\nall, and their mothers."
    assert explained["before"].endswith("Ros: Who came on Tuesdays?\n\nCharis: Everybody. ")
    assert explained["after"].startswith(" We kept the money in a tin.\n\nRos: And now?")
    assert '"knew them all", a phrase the codebook gives for First' in explained["explanation"]


def test_what_is_said_for_it_adds_up_to_its_score(explained: dict[str, Any]) -> None:
    evidence = explained["evidence"]

    total = evidence["bias"] + sum(part["amount"] for part in evidence["contributions"])

    assert abs(1 / (1 + exp(-total)) - explained["score"]) < 1e-6
    assert abs(total - evidence["total"]) < 1e-9


def test_a_decision_is_told_by_who_took_it_and_counted(cli: Cli, explained: dict[str, Any]) -> None:
    number = str(explained["id"])
    cli("suggest", "reject", number, "--coder", "ada")

    told = cli("suggest", "explain", number)
    found = json.loads(cli("suggest", "explain", number, "--format", "json").stdout)

    assert "rejected by ada on 20" in told.stdout
    assert (found["decided_by"], found["record"]["rejected"]) == ("ada", 1)
    assert found["decided"] is not None


def test_a_code_taken_out_of_the_codebook_leaves_its_suggestions_readable(
    cli: Cli, study: Path, explained: dict[str, Any]
) -> None:
    codebook = study / "codebook.yaml"
    codebook.write_text(codebook.read_text().replace("id: a\n", "id: z\n"))

    result = cli("suggest", "explain", str(explained["id"]))

    assert result.exit_code == 0
    assert "The codebook has no code 'a' any more." in result.stdout


WIN = """\
Interview with Win 11.11.14

Ros: And the money?

Win: Kept in a biscuit tin, under the counter, and counted on Fridays.

Ros: Who had the key?

Win: Nobody. It was a biscuit tin.
"""


def test_the_nearest_passage_is_shown_as_it_is_now(cli: Cli, study: Path) -> None:
    """It is coded on a part of its words; then its text is edited; then it is taken out."""
    win = study / "win.txt"
    win.write_text(WIN)
    cli("ingest", "win.txt")
    cli("coding", "add", "win.txt", "b", "--quote", "Kept in a biscuit tin, under the counter")
    cli("suggest", "--source", "charis.txt")
    rows = json.loads(cli("suggest", "list", "--format", "json").stdout)
    number = next(str(row["id"]) for row in rows if row["code"] == "b")

    def near() -> dict[str, Any]:
        shown = cli("suggest", "explain", number, "--format", "json").stdout
        (found,) = json.loads(shown)["evidence"]["nearest"]
        return dict(found)

    assert near()["marked"] == "Kept in a biscuit tin, under the counter"
    assert near()["quote"] == "Kept in a biscuit tin, under the counter, and counted on Fridays."
    assert (near()["citation"], near()["changed"]) == ("(Interview with Win 11.11.14)", False)

    cli("coding", "remove", "1")
    assert (near()["marked"], near()["changed"]) == ("", False)

    win.write_text(WIN.replace("Fridays", "Saturdays"))
    cli("update", "win.txt")
    assert (near()["marked"], near()["changed"]) == ("", True)
    text = " ".join(cli("suggest", "explain", number).stdout.split())
    assert "(Interview with Win 11.11.14); its text has changed since" in text

    cli("source", "remove", "win.txt")
    assert (near()["citation"], near()["changed"]) == ("", True)


def test_a_suggestion_on_an_earlier_text_is_shown_with_what_was_kept_of_it(
    cli: Cli, study: Path, explained: dict[str, Any]
) -> None:
    """Its words are edited, so that it stays on the text it was made on."""
    number = str(explained["id"])
    cli("suggest", "reject", number)
    text = (study / "charis.txt").read_text()
    (study / "charis.txt").write_text(text.replace("I knew them\nall", "I had met some of them"))
    cli("update", "charis.txt")

    found = json.loads(cli("suggest", "explain", number, "--format", "json").stdout)

    assert found["quote"] == explained["quote"]
    assert len(found["before"]) <= 32
    assert found["before"].endswith("Charis: Everybody. ")
