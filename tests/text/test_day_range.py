"""Which days a fuzzy date may mean."""

from __future__ import annotations

import pytest

from ethnocode.text.day_range import day_range


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2012-02-08", "2012-02-08", "2012-02-08"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2013-02", "2013-02-01", "2013-02-28"),
        ("2012", "2012-01-01", "2012-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("2006-21", "2006-03-01", "2006-05-31"),
        ("2006-22", "2006-06-01", "2006-08-31"),
        ("2006-23", "2006-09-01", "2006-11-30"),
        ("2006-24", "2005-12-01", "2007-02-28"),
        ("1998~", "1998-01-01", "1998-12-31"),
        ("2012-02-08?", "2012-02-08", "2012-02-08"),
        ("2013-06-13/2013-06-15", "2013-06-13", "2013-06-15"),
        ("2012-11/2013", "2012-11-01", "2013-12-31"),
        ("[2013-06-14,2013-06-13]", "2013-06-13", "2013-06-14"),
        ("[2013-06-13..2013-06-15]", "2013-06-13", "2013-06-15"),
    ],
)
def test_a_fuzzy_date_reaches_from_its_first_day_to_its_last(
    date: str, first: str, last: str
) -> None:
    assert day_range(date) == (first, last)


@pytest.mark.parametrize("date", ["", "yesterday", "2012-13", "2012-02/", "/2012", "0000-01"])
def test_what_is_no_date_means_no_days(date: str) -> None:
    assert day_range(date) is None
