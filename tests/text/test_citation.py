from __future__ import annotations

import pytest

from ethnocode.text.citation import cite


@pytest.mark.parametrize(
    ("expected", "kind_name", "kind", "title", "who", "date", "page"),
    [
        (
            "(Field note journal 08/02/12)",
            "Field note journal",
            "field-note",
            "",
            "",
            "2012-02-08",
            None,
        ),
        (
            "(Interview with Charis 13.6.13)",
            "Interview",
            "interview",
            "",
            "Charis",
            "2013-06-13",
            None,
        ),
        ("(Email from Elizabeth 02/05/12)", "Email", "email", "", "Elizabeth", "2012-05-02", None),
        (
            "(Commission report, 2011)",
            "Document",
            "document",
            "Commission report",
            "",
            "2011",
            None,
        ),
        (
            "(Panel minutes, 28.4.15)",
            "Document",
            "document",
            "Panel minutes",
            "",
            "2015-04-28",
            None,
        ),
        ("(Panel minutes, 28.4.15, p. 3)", "", "document", "Panel minutes", "", "2015-04-28", 3),
        ("(Field note journal 08/02/12)", "", "field-note", "", "", "2012-02-08", None),
        ("(Diary 08/02/12)", "Diary", "field-note", "", "", "2012-02-08", None),
        ("(Field note journal, n.d.)", "", "field-note", "", "", None, None),
        ("(Interview 13.6.13)", "", "interview", "", "", "2013-06-13", None),
        ("(Interview with Charis, June 2013)", "", "interview", "", "Charis", "2013-06", None),
        ("(Email, n.d.)", "", "email", "", "", None, None),
        ("(Flyer, summer 2006)", "", "document", "Flyer", "", "2006-22", None),
        ("(Document, n.d.)", "", "document", "", "", None, None),
        ("(Group photo, 13.6.13)", "", "group-photo", "", "", "2013-06-13", None),
        ("(Letter, 8.2.1912)", "", "document", "Letter", "", "1912-02-08", None),
    ],
)
def test_passages_are_cited_in_the_house_style(
    expected: str,
    kind_name: str,
    kind: str,
    title: str,
    who: str,
    date: str | None,
    page: int | None,
) -> None:
    assert cite(kind_name, kind=kind, title=title, who=who, date=date, page=page) == expected
