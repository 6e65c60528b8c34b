"""The shipped codebooks: whole, in people's words, told apart, and their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from netherfold import ROOT
from typer.testing import CliRunner

from ethnocode.cli.main import app
from ethnocode.codebook import open_shipped
from ethnocode.model import Code, Codebook
from ethnocode.services.demo import CODEBOOKS

FILES = [ROOT / "codebooks" / f"{name}.yaml" for name in CODEBOOKS]
OUTLINES = ROOT.parent / "shared" / "reference" / "codebooks"
RUNGS = (
    "participation.nonparticipation.manipulation",
    "participation.nonparticipation.therapy",
    "tokenism.informing",
    "tokenism.consultation",
    "tokenism.placation",
    "participation.partnership",
    "participation.delegated_power",
    "participation.citizen_control",
)
"""Arnstein's ladder (1969), from the lowest rung."""
_SMALL_WORDS = """
    a about all an and any are as at be been before by can do for from had has have how in into is
    it its of off on or out over that the their them they this to up was what when which who with
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
Run = tuple[str, ...]


@cache
def books() -> tuple[Codebook, ...]:
    return tuple(open_shipped(name) for name in CODEBOOKS)


def codes() -> list[Code]:
    return [code for book in books() for code in book.own_codes]


def words(text: str) -> Run:
    return tuple(WORD.findall(text.casefold()))


def runs(text: str, *, length: int) -> set[Run]:
    """Return every run of so many words."""
    said = words(text)
    return {said[n : n + length] for n in range(len(said) - length + 1)}


def taken_sentences(ours: Iterable[str], theirs: Iterable[str], *, length: int) -> list[str]:
    """Return our sentences of at least so many words that occur in their texts."""
    known = " | ".join(" ".join(("", *words(text), "")) for text in theirs)
    return [
        sentence
        for text in ours
        for sentence in re.split(r"(?<=[.!?;:])\s+", text)
        if len(words(sentence)) >= length and " ".join(("", *words(sentence), "")) in known
    ]


def scalars(node: Any) -> Iterator[str]:
    """Yield every text of a YAML file, keys left out."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from scalars(each)
    elif isinstance(node, str):
        yield node


def outlines() -> list[str]:
    """Return the texts of the outlines that the books grew from."""
    files = sorted(OUTLINES.glob("*.yaml"))
    return [text for path in files for text in scalars(yaml.safe_load(path.read_text("utf-8")))]


def prose(path: Path) -> list[str]:
    """Return the texts of a codebook file; references are nobody's own words."""
    book = yaml.safe_load(path.read_text("utf-8"))
    return list(scalars({key: value for key, value in book.items() if key != "sources"}))


def cue_words(code: Code) -> Iterator[tuple[str, str]]:
    """Yield each word of each cue, with the cue; expressions are read as words too."""
    cues = [*code.cues.phrases, *code.cues.lemmas]
    cues += [" ".join(scalars([dict(token) for token in p])) for p in code.cues.patterns]
    for cue in cues:
        for word in words(cue):
            yield word, cue


def own_words(code: Code) -> set[str]:
    return set(words(f"{code.name} {code.id}".replace("_", " "))) - SMALL_WORDS


def test_a_sentence_taken_over_is_named() -> None:
    taken = "One actor gets another to do something. Short one."
    known = ["We say: one actor GETS another to do something, always."]

    assert taken_sentences([taken], known, length=7) == ["One actor gets another to do something."]
    assert taken_sentences([taken], known, length=8) == []
    assert taken_sentences(["One actor gets others to do something."], known, length=7) == []


def test_runs_of_words_are_compared_across_line_breaks() -> None:
    assert runs("a b,\nc D", length=3) == {("a", "b", "c"), ("b", "c", "d")}


def test_there_are_four_books_of_at_least_69_codes() -> None:
    assert len(CODEBOOKS) == 4
    assert len(codes()) >= 69


def test_full_ids_are_unique_across_the_books() -> None:
    ids = [code.id for code in codes()]

    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("id_", ["habitus", "capital", "professionalisation", "tokenism", *RUNGS])
def test_a_code_that_studies_rely_on_is_there(id_: str) -> None:
    assert id_ in {code.id for code in codes()}


@pytest.mark.parametrize(
    "field", ["definition", "include", "exclude", "near", "properties", "examples", "cues"]
)
def test_every_code_has(field: str) -> None:
    assert [code.id for code in codes() if not getattr(code, field)] == []


def test_every_code_names_a_reference_that_its_book_lists() -> None:
    for book in books():
        listed = dict(book.sources)
        for code in book.own_codes:
            assert code.sources, code.id
            assert set(code.sources) <= set(listed), code.id


def test_every_code_has_an_example_of_either_sort_with_its_reason() -> None:
    for code in codes():
        assert {example.apply for example in code.examples} == {True, False}, code.id
        assert all(example.text and example.why for example in code.examples), code.id


def test_every_property_has_values_to_choose_from() -> None:
    few = [
        (code.id, name) for code in codes() for name, values in code.properties if len(values) < 2
    ]

    assert few == []


def test_every_kind_of_cue_is_used_and_a_code_has_several() -> None:
    for kind in ("phrases", "lemmas", "patterns"):
        assert sum(bool(getattr(code.cues, kind)) for code in codes()) >= 20, kind
    assert [c.id for c in codes() if sum(1 for _ in {cue for _, cue in cue_words(c)}) < 4] == []


def test_the_linter_finds_nothing() -> None:
    done = CliRunner().invoke(
        app, ["codebook", "lint", *map(str, FILES), "--strict", "--format", "json"]
    )

    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == "[]"


def test_near_links_go_both_ways_across_the_books() -> None:
    links = {
        (code.id, near.code.rpartition(":")[2]): near.tell_apart
        for code in codes()
        for near in code.near
    }
    ids = {code.id for code in codes()}

    assert [link for link in links if link[::-1] not in links] == []
    assert [link for link in links if link[1] not in ids or link[0] == link[1]] == []
    assert [link for link, sentence in links.items() if len(words(sentence)) < 5] == []


def test_a_near_link_into_another_book_names_the_book_of_that_code() -> None:
    home = {code.id: code.book for code in codes()}
    wrong = [
        (code.id, near.code)
        for code in codes()
        for near in code.near
        if (near.code.rpartition(":")[0] or code.book) != home[near.code.rpartition(":")[2]]
    ]

    assert wrong == []


def test_no_cue_contains_a_word_of_its_own_codes_name() -> None:
    given_away = [
        (code.id, cue)
        for code in codes()
        for word, cue in cue_words(code)
        if word in own_words(code)
    ]

    assert given_away == []


def test_every_pattern_is_one_that_spacy_accepts() -> None:
    import spacy
    from spacy.matcher import Matcher

    matcher = Matcher(spacy.blank("en").vocab, validate=True)
    patterns = [(code.id, pattern) for code in codes() for pattern in code.cues.patterns]
    for number, (id_, pattern) in enumerate(patterns):
        matcher.add(f"{id_} {number}", [[dict(token) for token in pattern]])

    assert len(matcher) == len(patterns) >= 20


@pytest.mark.skipif(not OUTLINES.is_dir(), reason="the outlines are not beside the repository")
def test_no_sentence_is_taken_from_the_outlines() -> None:
    theirs = outlines()
    ours = [text for path in FILES for text in prose(path)]

    assert len(theirs) > 500
    assert taken_sentences(ours, theirs, length=8) == []


@pytest.mark.skipif(not OUTLINES.is_dir(), reason="the outlines are not beside the repository")
def test_no_six_words_of_a_definition_are_taken_from_the_outlines() -> None:
    theirs = outlines()
    known = {run for text in theirs for run in runs(text, length=6)}
    taken = {code.id: runs(code.definition, length=6) & known for code in codes()}

    assert {id_: run for id_, run in taken.items() if run} == {}
