from __future__ import annotations

import pytest

from ethnocode.text.citation import cite


@pytest.mark.parametrize(
    ("expected", "kind_name", "kind", "title", "who", "date", "place"),
    [
        (
            "(Field note journal 08/02/12)",
            "Field note journal",
            "field-note",
            "",
            "",
            "2012-02-08",
            "",
        ),
        (
            "(Interview with Charis 13.6.13)",
            "Interview",
            "interview",
            "",
            "Charis",
            "2013-06-13",
            "",
        ),
        ("(Email from Elizabeth 02/05/12)", "Email", "email", "", "Elizabeth", "2012-05-02", ""),
        (
            "(Commission report, 2011)",
            "Document",
            "document",
            "Commission report",
            "",
            "2011",
            "",
        ),
        (
            "(Panel minutes, 28.4.15)",
            "Document",
            "document",
            "Panel minutes",
            "",
            "2015-04-28",
            "",
        ),
        (
            "(Panel minutes, 28.4.15, p. 3)",
            "",
            "document",
            "Panel minutes",
            "",
            "2015-04-28",
            "p. 3",
        ),
        ("(Field note journal 08/02/12)", "", "field-note", "", "", "2012-02-08", ""),
        (
            "(Interview with Charis 13.6.13, 00:12:04)",
            "",
            "interview",
            "",
            "Charis",
            "2013-06-13",
            "00:12:04",
        ),
        ("(Diary 08/02/12)", "Diary", "field-note", "", "", "2012-02-08", ""),
        ("(Field note journal, n.d.)", "", "field-note", "", "", None, ""),
        ("(Interview 13.6.13)", "", "interview", "", "", "2013-06-13", ""),
        ("(Interview with Charis, June 2013)", "", "interview", "", "Charis", "2013-06", ""),
        ("(Email, n.d.)", "", "email", "", "", None, ""),
        ("(Flyer, summer 2006)", "", "document", "Flyer", "", "2006-22", ""),
        ("(Document, n.d.)", "", "document", "", "", None, ""),
        ("(Group photo, 13.6.13)", "", "group-photo", "", "", "2013-06-13", ""),
        ("(Flyer, c. 1998)", "", "document", "Flyer", "", "1998~", ""),
        ("(Flyer, 1998?)", "", "document", "Flyer", "", "1998?", ""),
        ("(Flyer, 1990s)", "", "document", "Flyer", "", "199X", ""),
        ("(Flyer, 2011–2012)", "", "document", "Flyer", "", "2011/2012", ""),
        ("(Interview, 13.6.13 or 14.6.13)", "", "interview", "", "", "[2013-06-13,2013-06-14]", ""),
        (
            "(Field note journal 08/02/12–09/02/12)",
            "",
            "field-note",
            "",
            "",
            "2012-02-08/2012-02-09",
            "",
        ),
        ("(Letter, 8.2.1912)", "", "document", "Letter", "", "1912-02-08", ""),
    ],
)
def test_passages_are_cited_in_the_house_style(
    expected: str,
    kind_name: str,
    kind: str,
    title: str,
    who: str,
    date: str | None,
    place: str,
) -> None:
    assert cite(kind_name, kind=kind, title=title, who=who, date=date, place=place) == expected
