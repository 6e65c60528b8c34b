"""Cues: found in every shape that people write them in, and at the right place."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import pytest

from ethnocode.errors import PipelineError
from ethnocode.model import Code, CueMatch, Cues, Position, Span
from ethnocode.suggest.cues.matcher import CueMatcher, build_matcher
from ethnocode.text.stem import stem


def code(
    id_: str,
    *,
    phrases: Sequence[str] = (),
    lemmas: Sequence[str] = (),
    patterns: Sequence[Sequence[Mapping[str, Any]]] = (),
) -> Code:
    cues = Cues(tuple(phrases), tuple(lemmas), tuple(map(tuple, patterns)))
    return Code(id_, "book", id_, "What it means.", Position("book.yaml"), cues=cues)


@cache
def matcher_of(*phrases: str) -> CueMatcher:
    return build_matcher([code("c", phrases=phrases)])


def quotes(text: str, *codes: Code) -> list[str]:
    return [match.span.of(text) for match in build_matcher(codes).find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "knew them all",
        "She Knew Them All.",
        "to know\nthem all",
        "knowing  them\tall",
        "knows \n them all!",
        "*known them all*",
        "“know them all”",
        "knew-them-all",
    ],
)
def test_a_phrase_is_found_in_any_inflection_and_across_white_space(text: str) -> None:
    (match,) = matcher_of("knew them all").find(text)

    assert (match.code, match.kind, match.cue) == ("c", "phrase", "knew them all")
    assert [stem(word) for word in re.findall(r"\w+", match.span.of(text))] == [
        "know",
        "them",
        "all",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "knew them\n\nall",
        "knew them\n \t\nall",
        "knew them. All of us",
        "knew them alltogether",
        "unknew them all",
        "knew all",
        "all them knew",
    ],
)
def test_a_phrase_is_not_found_across_a_blank_line_inside_words_or_with_a_gap(text: str) -> None:
    assert matcher_of("knew them all").find(text) == ()


@pytest.mark.parametrize("cue", ["can't afford to", "can’t afford to", "cannot afford to"])
@pytest.mark.parametrize(
    "words", ["can't afford to", "can’t afford to", "CAN’T\nafford  to", "cannot afford to"]
)
def test_contractions_match_however_they_are_written(cue: str, words: str) -> None:
    text = f"We {words} be there."

    (match,) = matcher_of(cue).find(text)

    assert match.span.of(text) == words


@pytest.mark.parametrize(
    ("cue", "words"),
    [
        ("I'm not educated", "I am not educated"),
        ("who am I to", "who was I to"),
        ("they are only volunteers", "they're only volunteers"),
        ("doesn't wash", "does not wash"),
        ("won't wash", "will not wash"),
        ("we'd never ask", "we’d never asked"),
        ("plan b", "Plan B"),
        ("the council's money", "the council’s money"),
    ],
)
def test_contractions_match_their_full_forms(cue: str, words: str) -> None:
    text = f"Well, {words}. Then"

    assert [match.span.of(text) for match in matcher_of(cue).find(text)] == [words]


def test_a_cue_does_not_match_the_verb_of_its_own_denial() -> None:
    assert matcher_of("I can").find("No, I can't. I cannot.") == ()


def test_a_match_that_begins_inside_a_contraction_takes_it_in_whole() -> None:
    text = "It wasn’t good enough; ‘It's not good enough’"

    found = [match.span.of(text) for match in matcher_of("not good enough").find(text)]

    assert found == ["wasn’t good enough", "not good enough"]


@pytest.mark.parametrize("word", ["wage", "wages", "WAGED", "wage’s", "'wages'"])
def test_a_lemma_is_found_in_any_inflection(word: str) -> None:
    text = f"The {word}, they said."

    (match,) = build_matcher([code("c", lemmas=["wage"])]).find(text)

    assert match.kind == "lemma"
    assert match.span.of(text).lower().startswith("wage")


@pytest.mark.parametrize("text", ["wager", "unwaged", "sewage", "10wage"])
def test_a_lemma_is_not_found_inside_a_word(text: str) -> None:
    assert quotes(text, code("c", lemmas=["wage"])) == []


def test_a_lemma_in_ing_is_a_noun() -> None:
    assert quotes("Headings head on a heading", code("c", lemmas=["heading"])) == [
        "Headings",
        "heading",
    ]


def test_a_noun_in_ing_does_not_stand_for_its_verb() -> None:
    both = code("c", lemmas=["heading", "head"])

    assert quotes("heads", both) == ["heads"]


@pytest.mark.parametrize("cue", ["sub group", "sub-group", "sub‑groups"])
@pytest.mark.parametrize("words", ["sub group", "sub-groups", "sub‑group", "sub\ngroup"])
def test_a_hyphen_is_as_good_as_a_space(cue: str, words: str) -> None:
    assert quotes(f"the {words}.", code("c", phrases=[cue])) == [words]


def test_a_pattern_reads_lower_case_norms_and_curly_apostrophes() -> None:
    gap: list[dict[str, Any]] = [
        {"NORM": "knowing"},
        {"LOWER": {"IN": ["All", "them"]}, "OP": "?"},
        {"LOWER": "too"},
    ]
    denial: list[dict[str, Any]] = [{"LOWER": {"IN": ["not", "n’t"]}}, {"LOWER": "allowed"}]
    text = "We knew\nthem  too. You know too. It isn’t allowed."

    assert quotes(text, code("c", patterns=[gap, denial])) == [
        "knew\nthem  too",
        "know too",
        "isn’t allowed",
    ]


def test_a_pattern_of_any_token_stays_within_its_paragraph() -> None:
    pattern = [{"LOWER": "one"}, {}, {"LOWER": "two"}]

    assert quotes("one\n\ntwo. one\n\nx two", code("c", patterns=[pattern])) == []


def test_a_pattern_reports_its_longest_match_only() -> None:
    pattern = [{"LOWER": "very", "OP": "+"}, {"LOWER": "late"}]

    assert quotes("very very very late, very late", code("c", patterns=[pattern])) == [
        "very very very late",
        "very late",
    ]


def test_spans_begin_and_end_on_a_word_even_where_cues_have_marks() -> None:
    quoted = [{"ORTH": "("}, {"LOWER": "sic"}, {"ORTH": ")"}]
    found = quotes("No way! (sic)", code("c", phrases=["“No way!”"], patterns=[quoted]))

    assert found == ["No way", "sic"]


def test_matches_of_several_codes_are_sorted() -> None:
    text = "wages again"
    codes = [
        code("b", lemmas=["wage"]),
        code("a", lemmas=["wage"], phrases=["wages again"], patterns=[[{"LOWER": "wages"}]]),
    ]

    assert build_matcher(codes).find(text) == (
        CueMatch("a", Span(0, 5), "lemma", "wage"),
        CueMatch("a", Span(0, 5), "pattern", "wages"),
        CueMatch("b", Span(0, 5), "lemma", "wage"),
        CueMatch("a", Span(0, 11), "phrase", "wages again"),
    )


def test_cues_that_differ_only_in_form_are_one() -> None:
    """The first as written, phrases before lemmas."""
    same = code("c", phrases=["Told  us", "tell us", "tells-us"], lemmas=["wage", "Wages"])
    text = "They tell us our wage."

    assert [match.cue for match in build_matcher([same]).find(text)] == ["Told  us", "wage"]


def test_an_abbreviation_and_its_words_are_two_cues() -> None:
    """spaCy gives ``N.C.`` the norm "north carolina", as one token."""
    text = "N.C. or North Carolina"
    codes = [code("a", phrases=["N.C."]), code("b", phrases=["North Carolina"])]

    found = [(match.code, match.span.of(text)) for match in build_matcher(codes).find(text)]

    assert found == [("a", "N.C"), ("b", "North Carolina")]


def test_codes_without_cues_find_nothing() -> None:
    assert build_matcher([]).find("knew them all") == ()
    assert build_matcher([code("c"), code("d", phrases=["  ", "?!"])]).find("knew ?! all") == ()


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "\n\nknew", "knew\n\n", "\U0001f600 knew \U0001f468‍\U0001f469"]
)
def test_offsets_are_code_points_at_the_edges_of_a_text(text: str) -> None:
    pattern = [{"LOWER": {"REGEX": "^kn.w$"}}]

    assert quotes(text, code("c", lemmas=["know"], patterns=[pattern])) == [
        "knew" for _ in range(2 * text.count("knew"))
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        [],
        [{"LOWER": {"REGEX": "("}}],
        [{"COLOUR": "red"}],
        [{"LOWER": "a", "OP": "several"}],
        [{"LOWER": "a", "OP": "{3,1}"}],
        [{"LOWER": 5}],
        [{"LENGTH": "long"}],
    ],
)
def test_a_pattern_that_cannot_be_used_is_named_with_its_code(
    pattern: list[dict[str, object]],
) -> None:
    fine = [{"LOWER": "fine"}]

    with pytest.raises(PipelineError) as caught:
        build_matcher([code("x"), code("tokenism.placation", patterns=[fine, pattern])])

    assert "pattern 2 of code 'tokenism.placation'" in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.where.startswith("book.yaml")
    assert caught.value.hint


def test_importing_suggestions_imports_neither_spacy_nor_numpy() -> None:
    check = (
        "import sys, ethnocode.suggest;"
        "sys.exit(any(name in sys.modules for name in ('spacy', 'numpy')))"
    )

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_a_cue_is_found_wherever_a_long_paragraph_is_cut() -> None:
    """Two of three spaces are inside a cue, and a cut at one of them must not lose it."""
    for ahead in ("", "so ", "so so "):
        text = ahead + "knew them all " * 9_000

        found = matcher_of("know them all").find(text)

        assert [match.span.start for match in found] == [
            match.start() for match in re.finditer("knew them all", text)
        ]


def test_a_long_run_of_marks_takes_no_time() -> None:
    """Tokenised in one go, the run alone would take minutes; the test would never end."""
    text = "(" * 50_000 + " knew them all " + "'s" * 25_000

    assert [match.span.of(text) for match in matcher_of("know them all").find(text)] == [
        "knew them all"
    ]


# Random texts against a definition that knows no tokeniser.

WORDS = ["know", "knew", "knowing", "them", "all", "tell", "told", "wages", "a", "b"]
JOINING = [" ", "  ", "\n", "\t", " \n ", "-"]
PARTING = [". ", "\n\n", "\n \n", ", ", "/"]
PHRASES = ("knew them", "them all", "tell a b", "know", "told tell", "b b")


def by_definition(text: str) -> set[tuple[int, int, str]]:
    """Every run of words, joined by white space or a hyphen, whose stems are a phrase's."""
    words = [(*match.span(), stem(match.group())) for match in re.finditer(r"\w+", text)]
    found = set()
    for first, last in combinations(range(len(words) + 1), 2):
        run = words[first:last]
        between = [text[one[1] : other[0]] for one, other in pairwise(run)]
        if not all(gap in JOINING for gap in between):
            continue
        for phrase in PHRASES:
            if [word[2] for word in run] == [stem(word) for word in phrase.split()]:
                found.add((run[0][0], run[-1][1], phrase))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_phrases_are_found_where_the_definition_finds_them(seed: int) -> None:
    rng = random.Random(seed)
    text = ""
    for _ in range(30):
        text += rng.choice(WORDS) + rng.choice(JOINING * 3 + PARTING)
    text += "end"

    found = {
        (match.span.start, match.span.end, match.cue) for match in matcher_of(*PHRASES).find(text)
    }

    assert found == by_definition(text)


TEXT = (
    "We knew them all, and we couldn't say it’s only wages. He told them: they can’t know! "
    "The sub-group wasn't told, “not allowed to ask” it was.\n\nPeople like us knew "
    "them.\n\nAll wages went. They'd said so, didn't they?"
)
SEVERAL = (
    code("one", phrases=["knew them all", "it is only", "can't know"], lemmas=["wage", "tell"]),
    code(
        "two",
        phrases=["people like us", "sub group", "they'd said"],
        patterns=[
            [{"LOWER": {"IN": ["not", "n't"]}}, {"NORM": "allow"}, {"LOWER": "to", "OP": "?"}],
            [{"LOWER": "we"}, {"OP": "*"}, {"NORM": "say"}],
            [{"LOWER": "them"}, {"IS_PUNCT": True, "OP": "?"}, {"LOWER": {"IN": ["they", "all"]}}],
        ],
    ),
)


@cache
def several() -> CueMatcher:
    return build_matcher(SEVERAL)


@pytest.mark.parametrize("seed", range(40))
def test_more_white_space_never_changes_what_is_found(seed: int) -> None:
    rng = random.Random(seed)
    parts = re.split(r"(?<=\S) (?=\S)", TEXT)
    text = parts[0]
    for part in parts[1:]:
        text += rng.choice([" ", "  ", "\n", " \n", "\t", "\n   "]) + part
    plain = several().find(TEXT)
    assert len(plain) >= 12

    found = several().find(text)

    assert [(m.code, m.kind, m.cue, m.span.of(text).split()) for m in found] == [
        (m.code, m.kind, m.cue, m.span.of(TEXT).split()) for m in plain
    ]
    for match in found:
        words = match.span.of(text)
        assert words[0].isalnum()
        assert words[-1].isalnum()


@pytest.mark.parametrize("seed", range(40))
def test_the_shape_of_apostrophes_never_changes_what_is_found(seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice("'’") if letter in "'’" else letter for letter in TEXT)

    assert several().find(text) == several().find(TEXT)
