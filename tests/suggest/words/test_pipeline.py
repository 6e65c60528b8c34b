"""Pipelines: what a trained one adds to reading, and what is said of one that cannot be used."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from trained import NAME, VERSION, describe, install, trained

from ethnocode.errors import PipelineError
from ethnocode.model import Code, Cues, Example, Position, Span
from ethnocode.suggest.cues.matcher import CueMatcher, build_matcher
from ethnocode.suggest.reading.passages import Stretch, cut_passages
from ethnocode.suggest.reading.source import Reading, read_source
from ethnocode.suggest.reading.vectors import vectors_of_codes
from ethnocode.suggest.words.pipeline import Pipeline, load_pipeline


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    install(trained(), folder)
    return folder


@pytest.fixture(scope="module")
def tiny(site: Path) -> Iterator[Pipeline]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(site))
        yield load_pipeline(NAME)


def code(cues: Cues, *, definition: str = "What it means.") -> Code:
    return Code("c", "book", "C", definition, Position("book.yaml"), cues=cues)


def pattern(*tokens: Mapping[str, Any]) -> Cues:
    return Cues(patterns=(tokens,))


def reading(text: str, matcher: CueMatcher) -> Reading:
    passages = cut_passages(text, [Stretch(Span(0, len(text)))], sentences=[])
    return read_source(text, passages, matcher=matcher)


def found(text: str, cues: Cues, pipeline: Pipeline | None) -> list[tuple[str, str]]:
    read = reading(text, build_matcher([code(cues)], pipeline))
    return [(cue.kind, cue.span.of(text)) for cue in read.cues]


def test_a_pipeline_tells_what_it_has_without_running_code_of_its_package(tiny: Pipeline) -> None:
    assert tiny.label == f"{NAME} {VERSION}"
    assert tiny.language == "en"
    assert {"POS", "TAG", "DEP", "ENT_TYPE"} <= tiny.gives
    assert tiny.labels == {"ORG", "PERSON"}
    assert tiny.width == 3


def test_blank_english_has_no_name_and_gives_nothing() -> None:
    blank = load_pipeline("")

    assert (blank.label, blank.gives, blank.width) == ("", frozenset(), 0)


def test_a_lemma_of_the_pipeline_finds_a_cue(tiny: Pipeline) -> None:
    text = "Council wanted the better form."

    assert found(text, Cues(phrases=("good form",)), None) == []
    assert found(text, Cues(phrases=("good form",)), tiny) == [("phrase", "better form")]
    read = reading(text, build_matcher([], tiny))
    assert read.stems[read.words.index("better")] == "good"


def test_a_phrase_is_found_in_any_inflection_with_a_pipeline_too(tiny: Pipeline) -> None:
    text = "Maud wanted wages\nagain, and she can’t know them."

    assert found(text, Cues(phrases=("want the wage", "want wage", "cannot know")), tiny) == [
        ("phrase", "wanted wages"),
        ("phrase", "can’t know"),
    ]


def test_parts_of_speech_find_a_pattern(tiny: Pipeline) -> None:
    cues = pattern({"POS": "VERB"}, {"LOWER": "the"}, {"POS": "NOUN"})

    assert found("Maud closed the door.", cues, tiny) == [("pattern", "closed the door")]


def test_a_dependency_finds_words_that_hang_together(tiny: Pipeline) -> None:
    who: Sequence[Mapping[str, Any]] = (
        {"RIGHT_ID": "verb", "RIGHT_ATTRS": {"NORM": "closing"}},
        {
            "LEFT_ID": "verb",
            "REL_OP": ">",
            "RIGHT_ID": "object",
            "RIGHT_ATTRS": {"DEP": "dobj", "LOWER": "door"},
        },
    )
    cues = Cues(dependencies=(tuple(who),))

    assert found("Maud closed the door.", cues, tiny) == [("dependency", "closed the door")]
    assert found("Maud opened the door.", cues, tiny) == []


def test_an_entity_is_a_cue(tiny: Pipeline) -> None:
    cues = Cues(entities=("ORG",))

    assert found("Brightpath closed the panel.", cues, tiny) == [("entity", "Brightpath")]
    assert found("Brightpath closed the panel.", cues, None) == []


def test_a_parser_finds_a_denial(tiny: Pipeline) -> None:
    """The negation goes with the verb, which the denied thing hangs on."""
    matcher = build_matcher([code(Cues(lemmas=("door",)))], tiny)

    assert reading("We did not want the door.", matcher).badges == ("negated",)
    assert reading("Maud wanted the door.", matcher).badges == ("",)


def test_vectors_bring_words_of_one_meaning_together(tiny: Pipeline) -> None:
    text = "The gate."
    read = reading(text, build_matcher([], tiny))
    codes = [
        code(Cues(), definition="A door."),
        Code(
            "d",
            "book",
            "D",
            "Said.",
            Position("b"),
            include=("money",),
            examples=(Example("A wage.", True, ""), Example("A door.", False, "")),
        ),
        code(Cues(), definition="Nothing known."),
    ]

    table = vectors_of_codes(tiny, codes)

    assert read.vectors is not None
    assert table is not None
    assert read.vectors.shape == (1, 3)
    assert float((read.vectors**2).sum()) == pytest.approx(1)
    near, far, none = (table @ read.vectors[0]).tolist()
    # Worked by hand: (.9, .1, 0) is .906 long; money + wage is (0, 1.9, .1), 1.9026 long.
    assert near == pytest.approx(0.9 / 0.82**0.5, rel=1e-5)
    assert far == pytest.approx(0.1 / 0.82**0.5 * 1.9 / 3.62**0.5, rel=1e-5)
    assert none == 0


def test_without_vectors_there_are_none() -> None:
    assert reading("The gate.", build_matcher([])).vectors is None
    assert vectors_of_codes(load_pipeline(), [code(Cues())]) is None


def test_cues_that_need_what_is_missing_are_skipped_and_named(tiny: Pipeline) -> None:
    cues = Cues(
        phrases=("door",),
        patterns=(({"POS": "NOUN"},), ({"LEMMA": "go"}, {"ENT_TYPE": "ORG"})),
        dependencies=(({"RIGHT_ID": "a", "RIGHT_ATTRS": {"LOWER": "a"}},),),
        entities=("ORG", "GPE"),
    )

    skipped = build_matcher([code(cues)]).skipped

    assert [words.rpartition(": ")[2] for words in skipped] == [
        "needs a pipeline with a tagger",
        "needs a pipeline with a lemmatizer and an entity recogniser",
        "needs a pipeline with a parser",
        "needs a pipeline with an entity recogniser",
        "needs a pipeline with an entity recogniser",
    ]
    assert all("'c'" in words for words in skipped)
    assert [words for words in build_matcher([code(cues)], tiny).skipped if "GPE" in words] == [
        f"entity GPE of 'c': {NAME} {VERSION} has no such label"
    ]


def test_a_dependency_that_cannot_be_used_is_named() -> None:
    broken = Cues(dependencies=(({"RIGHT_ATTRS": {"LOWER": "a"}},),))

    with pytest.raises(PipelineError, match="dependency 1 of code 'c'"):
        build_matcher([code(broken)])


def test_a_reading_is_the_same_twice(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(site))
    text = "Maud closed the door. Brightpath wanted the better form.\n\n" * 20
    cues = Cues(phrases=("good form",), entities=("ORG",))

    one, other = (reading(text, build_matcher([code(cues)], load_pipeline(NAME))) for _ in range(2))

    assert (one.words, one.stems, one.cues) == (other.words, other.stems, other.cues)
    assert sum(cue.kind == "phrase" for cue in one.cues) == 20
    assert one.tokens.tolist() == other.tokens.tolist()


@pytest.mark.parametrize("name", ["../evil", "models/evil", "/tmp/evil", "a.b", "en core", " "])
def test_a_path_is_no_pipeline(name: str) -> None:
    with pytest.raises(PipelineError, match="not the name of a package") as caught:
        load_pipeline(name)

    assert "path" in caught.value.hint


def test_a_missing_pipeline_says_what_to_run() -> None:
    with pytest.raises(PipelineError, match="'en_no_such_md' is not installed") as caught:
        load_pipeline("en_no_such_md")

    assert "python -m spacy download en_no_such_md" in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_not_installed_is_not_loaded(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(site / NAME, tmp_path / "en_loose")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(PipelineError, match="'en_loose' is not installed"):
        load_pipeline("en_loose")


def test_a_package_that_is_no_pipeline_is_refused() -> None:
    with pytest.raises(PipelineError, match="'numpy' is installed, but is no spaCy pipeline"):
        load_pipeline("numpy")


def test_a_pipeline_of_another_spacy_is_refused(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(site, tmp_path, dirs_exist_ok=True)
    meta = tmp_path / NAME / "meta.json"
    meta.write_text(meta.read_text().replace('">=3.', '">=2.0,<2.1,>=1.'))
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(PipelineError, match=r"was built for spaCy >=2\.0,<2\.1") as caught:
        load_pipeline(NAME)

    assert f"python -m spacy download {NAME}" in caught.value.hint


@pytest.mark.parametrize(
    "part", ["config.cfg", "meta.json", "tagger/model", "vocab/strings.json", "ner/moves"]
)
def test_a_damaged_pipeline_is_refused_in_one_line(
    part: str, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(site, tmp_path, dirs_exist_ok=True)
    path = tmp_path / NAME / (part if part == "meta.json" else f"{NAME}-{VERSION}/{part}")
    path.write_bytes(path.read_bytes()[:-20] + b"\xff" if part != "config.cfg" else b"[nlp")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(PipelineError, match="cannot be loaded") as caught:
        load_pipeline(NAME)

    assert "\n" not in str(caught.value)


def test_a_package_without_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en_void").mkdir()
    (tmp_path / "en_void" / "meta.json").write_text("[1]")
    describe(tmp_path, "en_void")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(PipelineError, match="no spaCy pipeline"):
        load_pipeline("en_void")


def test_a_package_named_as_it_is_downloaded_is_told_its_name() -> None:
    with pytest.raises(PipelineError) as caught:
        load_pipeline("en-core-web-md")

    assert caught.value.hint == "did you mean en_core_web_md?"
