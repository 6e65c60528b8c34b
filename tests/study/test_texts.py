"""The texts of the shipped study: how many, whose, when, and in whose words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from netherfold import CORPUS, FOLDERS, Study

from ethnocode.codebook import open_shipped
from ethnocode.model import SegmentKind
from ethnocode.services.demo import CODEBOOKS
from ethnocode.services.sources import SourceText

STEMS = """
    habitus capital doxa doxic hysteresis misrecogni symbol officialis legitim reproduc resist
    withdr[ae]w gate-?keep representati facilitat responsibilis participa manipulat therap token
    consult placat professionalis co-?produc co-?design co-?commission co-?deliver co-?plan
    empower prioriti[sz] credential surveill rhetoric discourse power
"""
WHOLE = """
    fields? conversions? norms? norming normativ\\w+ phases? phased phasing clarity closures?
    expertise agency agencies informing partnerships?
"""
SPOKEN = re.compile(
    rf"\b(?:(?:{'|'.join(STEMS.split())})[\w-]*|(?:{'|'.join(WHOLE.split())}))\b", re.IGNORECASE
)
"""Words of theory: nobody in the study says any of them."""
PHRASES = ("delegated power", "citizen control", "social network")

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DATED = re.compile(
    r"\b(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:[a-z]*day|s|rs|urs|nes)?\.?,?[ ]"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ /.-](?P<month>(?i:{'|'.join(MONTHS)})[a-z]*|\d{{1,2}})"
    r"[ /.-](?P<year>\d{4}|\d{2})\b"
)
ENTRY_WITH_WEEKDAY = re.compile(r"^## (?=(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))(.*)$", re.MULTILINE)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def spoken_words_of_theory(text: str) -> list[str]:
    return [match[0] for match in SPOKEN.finditer(text)]


def wrong_weekdays(text: str) -> list[str]:
    """Return full dates whose weekday is not the calendar's."""
    return [
        match[0]
        for match in DATED.finditer(text)
        if DAYS[_date(match).weekday()] != match["weekday"].lower()
    ]


def repeated(sentences: Iterable[tuple[str, str]], *, words: int = 5) -> list[str]:
    """Return sentences of so many words that occur more than once, with their sources."""
    places: dict[str, list[str]] = {}
    for source, sentence in sentences:
        said = WORD.findall(sentence.casefold())
        if len(said) >= words:
            places.setdefault(" ".join(said), []).append(source)
    return [f"{said}: {where}" for said, where in places.items() if len(where) > 1]


def sentences(text: SourceText) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a source, without table rows and quoted lines of replies."""
    rows = [s.span for s in text.segments if s.kind is SegmentKind.ROW]
    for segment in text.segments:
        if segment.kind is not SegmentKind.SENTENCE:
            continue
        line = text.text.rfind("\n", 0, segment.span.start) + 1
        quoted = text.text.startswith(">", line)
        if not quoted and not any(row.overlaps(segment.span) for row in rows):
            yield text.card.source.name, segment.span.of(text.text)


def _date(match: re.Match[str]) -> date:
    month, year = match["month"], int(match["year"])
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    return date(year + 2000 * (year < 100), number, int(match["day"]))


@pytest.mark.parametrize(
    "word", ["Habitus", "tokenistic", "co-produced", "withdrew", "prioritised", "the field", "norm"]
)
def test_a_word_of_theory_is_heard(word: str) -> None:
    assert spoken_words_of_theory(f"She said {word}, twice.")


def test_everyday_words_are_not_taken_for_theory() -> None:
    said = "A professional conversation about normal information, a phrase in Sheffield."

    assert spoken_words_of_theory(said) == []


def test_a_wrong_weekday_is_named() -> None:
    """8 September 2014 was a Monday, 15 September 2015 a Tuesday."""
    text = "## Mon 8/9/14\nTuesday 15 September 2015\nWed 15/9/15\nThurs 8.9.2014\nFri, 5 Jun 2015"

    assert wrong_weekdays(text) == ["Wed 15/9/15", "Thurs 8.9.2014"]


def test_a_repeated_sentence_is_named() -> None:
    said = [("a", "The bus was late again."), ("b", "the bus was\nlate again"), ("c", "The bus.")]

    assert repeated([*said, said[2]]) == ["the bus was late again: ['a', 'b']"]


def test_the_study_is_large_enough_to_test_reports_on(study: Study) -> None:
    kinds = Counter(source.kind for source in study.sources)

    assert len(study.sources) >= 30
    assert sum(source.words for source in study.sources) >= 25_000
    assert kinds["interview"] >= 10
    assert kinds["document"] >= 8
    assert kinds["email"] >= 8
    assert kinds["field-note"] == 1


def test_every_file_is_read_as_the_kind_its_folder_says(study: Study) -> None:
    files = {path.name: path.parent.name for path in CORPUS.glob("*/*")}

    assert {s.name: s.kind for s in study.sources} == {
        name: FOLDERS[folder] for name, folder in files.items()
    }


def test_the_journal_has_dated_entries_of_a_year_and_a_half(study: Study) -> None:
    (journal,) = study.of_kind("field-note")
    dates = [s.date for s in journal.segments if s.kind is SegmentKind.ENTRY]
    first, last = date.fromisoformat(dates[0] or ""), date.fromisoformat(dates[-1] or "")

    assert len(dates) >= 25
    assert dates == sorted(set(dates), key=str)
    assert (last.year - first.year) * 12 + last.month - first.month >= 18


def test_every_source_has_a_date(study: Study) -> None:
    assert [source.name for source in study.sources if not source.date] == []


def test_every_speaker_and_every_writer_is_on_the_roster(study: Study) -> None:
    spoken = {s.person for text in study.texts.values() for s in text.card.speakers}
    written = {s.author for s in study.sources if s.kind in ("email", "field-note", "interview")}

    assert spoken <= set(study.persons)
    assert written <= set(study.persons)
    assert len(spoken) == 13


def test_each_interview_is_two_voices_and_the_author_is_one(study: Study) -> None:
    for text in study.of_kind("interview"):
        people = [speaker.person for speaker in text.card.speakers]
        assert people[0] == "Ros", text.card.source.name
        assert people[1:] == [text.card.source.author], text.card.source.name


def test_no_sentence_is_said_twice(study: Study) -> None:
    said = [sentence for text in study.texts.values() for sentence in sentences(text)]

    assert len(said) > 2000
    assert repeated(said) == []


def test_nobody_speaks_a_word_of_theory(study: Study) -> None:
    heard = {
        name: words
        for name, text in study.texts.items()
        if (words := spoken_words_of_theory(text.text))
    }

    assert heard == {}


def test_nobody_speaks_the_name_of_a_code(study: Study) -> None:
    names = [code.name for book in CODEBOOKS for code in open_shipped(book)]
    wanted = [" ".join(WORD.findall(name.casefold().replace("-", " "))) for name in names]
    wanted = [name for name in (*wanted, *PHRASES) if " " in name]
    heard = [
        (source, name)
        for source, text in study.texts.items()
        for said in [" " + " ".join(WORD.findall(text.text.casefold().replace("-", " "))) + " "]
        for name in wanted
        if f" {name} " in said
    ]

    assert len(wanted) > 25
    assert heard == []


def test_weekdays_are_those_of_the_calendar(study: Study) -> None:
    files = [path.read_text("utf-8") for path in CORPUS.glob("*/*")]
    checked = [match for text in files for match in DATED.finditer(text)]
    heads = [head for text in files for head in ENTRY_WITH_WEEKDAY.findall(text)]

    assert [wrong for text in files for wrong in wrong_weekdays(text)] == []
    assert [head for head in heads if not DATED.match(head)] == []
    assert len(heads) >= 8
    assert len(checked) >= len(heads) + 10, "every e-mail has a weekday in its header"


def test_the_readme_tells_of_every_source_and_person(study: Study) -> None:
    readme = (CORPUS / "README.md").read_text("utf-8")
    words = sum(source.words for source in study.sources)

    assert [s.name for s in study.sources if s.kind != "email" and s.name not in readme] == []
    assert [p.pseudonym for p in study.persons.values() if f"| {p.pseudonym} |" not in readme] == []
    assert f"{len(study.sources)} sources" in readme
    assert f"{words // 1000:,},000 words" in readme
    assert f"{len(study.codings)} codings" in readme
