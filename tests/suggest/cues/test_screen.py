"""The screen: what is found with it is what is found without, where words are anywhere."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethnocode.codebook import open_shipped, shipped_books
from ethnocode.model import Code, Cues, Position
from ethnocode.suggest.cues import screen
from ethnocode.suggest.cues.matcher import CueMatcher, build_matcher
from ethnocode.suggest.words.pieces import BORDER, parts_of, pieces_of, plain_marks, stretches_of
from ethnocode.suggest.words.pipeline import Pipeline, load_pipeline

CORPORA = Path(__file__).parents[3] / "corpora"

WORDS = [
    *("we", "they", "said", "says", "saying", "told", "telling", "wage", "wages", "heading"),
    *("wasn't", "wasn’t", "WASN'T", "couldn't", "cannot", "they'd", "it's", "it’s", "y'all"),
    *("not", "allowed", "Allow", "sub-group", "sub", "group", "well-known", "well", "known"),
    *("-", "‑", "...", "(we", "said)", "“told”", "said,we", "told/said", "N.C.", "e.g.", ":)"),
    *("café", "CAFÉ", "İstanbul", "ﬁne", "𝔸b", "我们", "we" * 60, "a.b" * 50, "!" * 120, "`tis"),
]
COLUMNS = ["LOWER", "NORM", "ORTH"]
GAPS = [" "] * 12 + ["  ", "\n", "\t", " \n ", "\n\n", " \n \n", "\u00a0", "\u2003", "\u2028", ""]

texts = st.lists(st.tuples(st.sampled_from(GAPS), st.sampled_from(WORDS)), max_size=60).map(
    lambda parts: "".join(gap + word for gap, word in parts)
)
phrases = st.lists(st.sampled_from([*WORDS, "n't"]), min_size=1, max_size=4).map(" ".join)
values = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: {"IN": words}),
)
tokens: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(lambda name, value: {name: value}, st.sampled_from(COLUMNS), values),
    st.sampled_from(
        [
            {},
            {"IS_PUNCT": True},
            {"LOWER": {"REGEX": "^(we|t)"}},
            {"LOWER": {"NOT_IN": ["we"]}},
            {"LENGTH": {">=": 4}},
            {"LOWER": "we", "IS_TITLE": False},
            {"SPACY": True, "LOWER": "said"},
            {"IS_SENT_START": True, "LOWER": "we"},
        ]
    ),
)
operators = st.sampled_from(["", "", "", "?", "*", "+", "!", "{2}", "{1,3}"])
patterns = st.lists(
    st.builds(lambda token, op: {**token, "OP": op} if op else token, tokens, operators),
    min_size=1,
    max_size=4,
)
# Without a word that every match has, or with one that looks at neighbours, nothing is screened.
screened = patterns.filter(
    lambda pattern: (
        not {"SPACY", "IS_SENT_START"} & {name for token in pattern for name in token}
        and any(
            token.get("OP", "+") in ("+", "{2}", "{1,3}")
            and any(
                isinstance(token.get(name), str) or "IN" in (token.get(name) or {})
                for name in COLUMNS
            )
            for token in pattern
        )
    )
)


@cache
def pipeline() -> Pipeline:
    return load_pipeline()


def code(number: int, cues: Cues) -> Code:
    return Code(f"c{number}", "book", "C", "D.", Position("b"), cues=cues)


def unscreened(matcher: CueMatcher) -> CueMatcher:
    return replace(matcher, screen=None)


def books(pattern: st.SearchStrategy[list[dict[str, Any]]]) -> st.SearchStrategy[list[Code]]:
    cues = st.builds(
        lambda said, stems, looked: Cues(
            phrases=tuple(said), lemmas=tuple(stems), patterns=tuple(map(tuple, looked))
        ),
        st.lists(phrases, max_size=3),
        st.lists(st.sampled_from(WORDS), max_size=2),
        st.lists(pattern, max_size=3),
    )
    return st.lists(cues, min_size=1, max_size=2).map(
        lambda some: [code(number, one) for number, one in enumerate(some)]
    )


@settings(max_examples=60)
@given(book=books(screened), said=st.lists(texts, min_size=1, max_size=3))
def test_a_screen_withholds_nothing_and_adds_nothing(book: list[Code], said: list[str]) -> None:
    matcher = build_matcher(book, pipeline())
    assert matcher.screen is not None

    for text in (*said, " ".join(said) * 5):
        assert matcher.find(text) == unscreened(matcher).find(text)


@settings(max_examples=40)
@given(book=books(patterns), text=texts)
def test_with_any_patterns_at_all_the_same_is_found(book: list[Code], text: str) -> None:
    matcher = build_matcher(book, pipeline())

    assert matcher.find(text) == unscreened(matcher).find(text)


def test_the_shipped_study_has_the_same_cues_of_all_shipped_codebooks_with_a_screen() -> None:
    codes = [one for book in shipped_books() for one in open_shipped(book).own_codes]
    matcher = build_matcher(codes)
    found = 0
    for path in sorted(CORPORA.rglob("*.[mt][dx]*")):
        text = path.read_text(encoding="utf-8")
        matches = matcher.find(text)
        found += len(matches)

        assert matches == unscreened(matcher).find(text), path.name
    assert found > 100


@settings(max_examples=200)
@given(text=texts)
def test_a_chunk_alone_has_the_words_that_it_has_in_its_text(text: str) -> None:
    """What the screen rests on, of spaCy's tokeniser."""
    tokenizer: Any = pipeline().nlp.tokenizer
    for piece in pieces_of(text):
        whole = [(token.text, token.norm_) for token in tokenizer(piece.text.strip())]
        chunks = piece.text.strip().replace(BORDER, f" {BORDER} ").split(" ")
        apart = [(token.text, token.norm_) for chunk in chunks for token in tokenizer(chunk)]

        assert whole == apart


def test_only_what_is_about_cues_is_let_through() -> None:
    """Two words either side of the rarest, since a hyphen may stand between any two."""
    matcher = build_matcher([code(1, Cues(phrases=("know gnomes all",), lemmas=("wage",)))])
    assert matcher.screen is not None
    text = "Nobody said so. We knew gnomes all by name, and\nwages fell.\n\nI know. Of all of them."

    parts = list(matcher.screen.near(text))

    assert [part.text for part in parts] == [f"We knew gnomes all by{BORDER}wages"]
    (part,) = parts
    at = part.text.index("wages")
    assert part.original_span(at, at + 5).of(text) == "wages"


@pytest.mark.parametrize(
    "pattern",
    [
        [{"LOWER": {"REGEX": "^know"}}],
        [{"LOWER": "know", "SPACY": True}],
        [{"LOWER": "know", "OP": "?"}, {"IS_TITLE": True}],
    ],
)
def test_a_pattern_that_may_be_anywhere_leaves_no_screen(pattern: list[dict[str, Any]]) -> None:
    assert build_matcher([code(1, Cues(patterns=(tuple(pattern),)))]).screen is None


@given(text=texts, data=st.data())
def test_parts_of_a_text_lead_back_to_it_as_its_pieces_do(text: str, data: Any) -> None:
    plain = plain_marks(text)
    words = [at for at in range(len(plain)) if not plain[at].isspace()]
    places = sorted(data.draw(st.sets(st.sampled_from(words), max_size=8)) if words else ())
    ranges = list(zip(places[::2], places[1::2], strict=False))

    parts = list(parts_of(plain, ranges))

    led = [
        (part.original(n), part.text[n])
        for part in parts
        for n in range(len(part.text))
        if not part.text[n].isspace()
    ]
    assert led == [(n, plain[n]) for a, b in ranges for n in range(a, b) if not plain[n].isspace()]


def test_a_text_is_one_stretch_unless_a_paragraph_is_cut() -> None:
    talk = "We said so. " * 100
    paragraphs = "\n\n".join([talk] * 20)
    cut = "\n\n".join([talk, talk * 20, talk])

    assert list(stretches_of(paragraphs)) == [(0, len(paragraphs))]
    stretches = list(stretches_of(cut))
    assert (stretches[0][0], stretches[-1][1]) == (0, len(cut))
    assert all(after[0] < before[1] for before, after in pairwise(stretches))
    assert len(stretches) > 2


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n", "\u2003", " \n \n "])
def test_cues_of_paragraphs_that_are_cut_and_of_long_runs_are_the_same(gap: str) -> None:
    """There are cues across every cut, at the ends, and beside and inside long runs."""
    pattern = ({"IS_SPACE": True, "OP": "?"}, {"LOWER": "wages"}, {"LOWER": "fell", "OP": "?"})
    cues = Cues(phrases=("wages fell and fell", "a.b fell"), patterns=(pattern,))
    matcher = build_matcher([code(1, cues)], pipeline())
    talk = gap.join(
        ["wages fell and fell"] * 600 + ["a.b" * 71, "fell", "=" * 100 + "wages fell and fell"] * 40
    )

    for text in (talk, f"{gap}{talk}{gap}", f"{talk}\n\n{talk} \n{talk}"):
        found = matcher.find(text)

        assert len(found) > 600
        assert found == unscreened(matcher).find(text)


def test_what_is_known_of_chunks_is_forgotten_before_it_is_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(screen, "_MOST_KNOWN", 10)
    matcher = build_matcher([code(1, Cues(phrases=("wages fell",)))], pipeline())
    text = " ".join(f"word{n}" for n in range(50)) + " wages fell"

    found = [[match.span.of(said) for match in matcher.find(said)] for said in (text, text[::-1])]
    again = [match.span.of(text) for match in matcher.find(text)]

    assert found == [["wages fell"], []]
    assert again == ["wages fell"]
    assert matcher.screen is not None
    assert len(matcher.screen.known) <= 52
