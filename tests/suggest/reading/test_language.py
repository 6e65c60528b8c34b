"""Languages: a passage in another one is told, and English is left in peace."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from ethnocode.model import Span
from ethnocode.suggest.cues.matcher import build_matcher
from ethnocode.suggest.reading.language import language_note, languages_of
from ethnocode.suggest.reading.passages import Stretch, cut_passages
from ethnocode.suggest.reading.source import Reading, read_source

TEXTS = {
    "de": "Wir haben damals alle zusammen in der alten Halle gesessen und niemand von der "
    "Verwaltung hat uns gesagt, was mit dem Geld ist und wann es kommt.",
    "fr": "Nous avons attendu tout le matin dans la salle et personne de la mairie ne nous a dit "
    "ce que nous devions faire avec les papiers ni quand ils viendraient.",
    "es": "Nosotros estuvimos toda la mañana en la sala y nadie del ayuntamiento nos dijo lo que "
    "teníamos que hacer con los papeles ni cuando iban a venir para eso.",
    "it": "Noi abbiamo aspettato tutta la mattina nella sala e nessuno del comune ci ha detto che "
    "cosa dovevamo fare con le carte e quando sarebbero venuti da noi.",
    "nl": "Wij hebben de hele ochtend in de zaal gewacht en niemand van de gemeente heeft ons "
    "gezegd wat wij met de papieren moesten doen of wanneer zij zouden komen.",
    "sv": "Vi satt där hela förmiddagen och ingen från kommunen sade till oss vad vi skulle göra "
    "med alla papper eller när de skulle komma tillbaka till oss igen.",
    "zh": "我们整个上午都在大厅里等着，没有一个市政府的人告诉我们应该怎么处理这些文件，"
    "也没有人说他们什么时候会来。我们已经等了很多年了。",
    "ru": "Мы ждали всё утро в зале, и никто из администрации не сказал нам, что мы должны были "
    "делать с этими бумагами и когда они к нам придут, а мы так и сидели там.",
}
ENGLISH = "We sat there all morning and nobody from the council told us what to do with the forms."
NAMES = "Anna Schmidt, Jörg Müller, Frankfurt, Berlin, die Linke, Hamburg and Ruhrgebiet: " * 2


def reading(*texts: str) -> Reading:
    whole = "\n\n".join(texts)
    edges = [0]
    for text in texts:
        edges.append(edges[-1] + len(text) + 2)
    stretches = [Stretch(Span(a, b - 2)) for a, b in pairwise(edges)]
    passages = cut_passages(whole, stretches, sentences=[])
    return read_source(whole, passages, matcher=build_matcher([]))


@pytest.mark.parametrize("language", TEXTS)
def test_a_passage_in_another_language_is_told(language: str) -> None:
    assert languages_of(reading(ENGLISH, TEXTS[language], "Yes.")) == ("", language, "")


def test_a_passage_in_english_looks_foreign_to_a_german_pipeline() -> None:
    found = languages_of(reading(ENGLISH + " " + ENGLISH, TEXTS["de"]), language="de")

    assert found == ("en", "")


@pytest.mark.parametrize("text", ["Ja.", "Wir haben nichts gewusst.", "\U0001f600", NAMES])
def test_short_passages_and_names_have_no_language(text: str) -> None:
    assert languages_of(reading(text)) == ("",)


def test_no_passage_of_the_shipped_study_looks_foreign() -> None:
    folder = Path(__file__).parents[3] / "corpora"
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".txt"))
    texts = [path.read_text("utf-8").replace("\n\n", "\n") for path in paths]
    assert len(texts) > 20

    assert set(languages_of(reading(*texts))) == {""}


def test_a_line_says_which_passages_look_foreign() -> None:
    assert language_note(["", "de", "de", "fr"], source="win.txt") == (
        "3 passages of win.txt look like German; the engine reads English"
    )
    assert language_note(["fr"], source="win.txt") == (
        "1 passage of win.txt looks like French; the engine reads English"
    )
    assert language_note(["", ""], source="win.txt") == ""


def test_to_a_pipeline_of_many_languages_no_passage_looks_foreign() -> None:
    assert set(languages_of(reading(ENGLISH + " " + ENGLISH, *TEXTS.values()), language="xx")) == {
        ""
    }
