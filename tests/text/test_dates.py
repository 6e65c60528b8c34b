from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.text.dates import find_date, leading_date, read_date

DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("08/02/12", "2012-02-08"),
        (" 8/2/2012 ", "2012-02-08"),
        ("13.6.13", "2013-06-13"),
        ("13-6-2013", "2013-06-13"),
        ("2012-02-08", "2012-02-08"),
        ("2012/2/8", "2012-02-08"),
        ("2012-02-08T23:30:00+01:00", "2012-02-08"),
        ("8 February 2012", "2012-02-08"),
        ("8 FEB. 2012", "2012-02-08"),
        ("12th of May '13", "2013-05-12"),
        ("February 8, 2012", "2012-02-08"),
        ("Wed 8th Feb 2012", "2012-02-08"),
        ("Tuesday, 28 April 2015", "2015-04-28"),
        ("28/4/15 (Tuesday)", "2015-04-28"),
        ("1/1/69", "2069-01-01"),
        ("1/1/70", "1970-01-01"),
        ("29.2.12", "2012-02-29"),
        ("Feb 2012", "2012-02"),
        ("10/2015", "2015-10"),
        ("2012-02", "2012-02"),
        ("2011", "2011"),
        ("spring 2006", "2006-21"),
        ("summer of 2006", "2006-22"),
        ("the autumn of 2006", "2006-23"),
        ("Winter 2006", "2006-24"),
        ("2006-22", "2006-22"),
        ("8/2/'12", "2012-02-08"),
        ("8. 2. 2012", "2012-02-08"),
        ("8 / 2 / 2012", "2012-02-08"),
        ("8–2–2012", "2012-02-08"),
        ("2012.02.08", "2012-02-08"),
        ("20120208", "2012-02-08"),
        ("2012-W06-3", "2012-02-08"),
        ("2012-02-08 14:30", "2012-02-08"),
        ("2012-02-08 14:30:00+01:00", "2012-02-08"),
        ("8 Feb 2012 at 2 pm", "2012-02-08"),
        ("14:30 8/2/12", "2012-02-08"),
        ("8 Feb '12", "2012-02-08"),
        ("8-Feb-12", "2012-02-08"),
        ("8/Feb/2012", "2012-02-08"),
        ("08FEB2012", "2012-02-08"),
        ("2012 Feb 8", "2012-02-08"),
        ("8 February, 2012", "2012-02-08"),
        ("8 Feb., 2012", "2012-02-08"),
        ("the 8th of February 2012", "2012-02-08"),
        ("on the 8th day of February, 2012", "2012-02-08"),
        ("Wednesday the 8th of February 2012", "2012-02-08"),
        ("Wednesday, February 8th, 2012", "2012-02-08"),
        ("Feb. 8 2012", "2012-02-08"),
        ("Feb 8 '12", "2012-02-08"),
        ("Feb 8, 12", "2012-02-08"),
        ("(Wed) 8/2/12", "2012-02-08"),
        ("[August 30, 1803]", "1803-08-30"),
        ("27th of November Tuesday 1804", "1804-11-27"),
        ("12th Novr. 1803", "1803-11-12"),
        ("Mittwoch, 8. Februar 2012", "2012-02-08"),
        ("Mi., 8. Feb. 2012", "2012-02-08"),
        ("mercredi 8 février 2012", "2012-02-08"),
        ("1er août 2012", "2012-08-01"),
        ("13. März 2012", "2012-03-13"),
        ("8\u00a0February\u00a02012", "2012-02-08"),
        ("８/２/１２", "2012-02-08"),
        ("Feb '12", "2012-02"),
        ("February of 2012", "2012-02"),
        ("02-2012", "2012-02"),
        ("c. 1998", "1998~"),
        ("circa 1998", "1998~"),
        ("about Feb 2012", "2012-02~"),
        ("1998?", "1998?"),
        ("the 1990s", "199X"),
        ("13-15 June 2013", "2013-06-13/2013-06-15"),
        ("13th to 15th June 2013", "2013-06-13/2013-06-15"),
        ("Thu 13 - Sat 15 June 2013", "2013-06-13/2013-06-15"),
        ("June 13-15, 2013", "2013-06-13/2013-06-15"),
        ("28 April - 2 May 2013", "2013-04-28/2013-05-02"),
        ("April 28 to May 2, 2013", "2013-04-28/2013-05-02"),
        ("30/12/12 - 2/1/13", "2012-12-30/2013-01-02"),
        ("2013-06-13/2013-06-15", "2013-06-13/2013-06-15"),
        ("13 and 14 June 2013", "2013-06-13/2013-06-14"),
        ("13 or 14 June 2013", "[2013-06-13,2013-06-14]"),
        ("March-May 2015", "2015-03/2015-05"),
        ("2011-2012", "2011/2012"),
        ("Mi 08.02.2012 10:15", "2012-02-08"),
        ("Do, 5. Nov. 2015", "2015-11-05"),
        ("Dienstag, den 3. November 2015", "2015-11-03"),
        ("am 3. November 2015", "2015-11-03"),
        ("3.11.2015, 14 Uhr", "2015-11-03"),
        ("3 November 2015 (morning)", "2015-11-03"),
        ("Tuesday evening, 3 November 2015", "2015-11-03"),
        ('"3 November 2015"', "2015-11-03"),
        ("‘3 Nov 2015’", "2015-11-03"),
        ("3 Nov 2015?", "2015-11-03?"),
    ],
)
def test_a_string_that_is_wholly_a_date_is_read(written: str, expected: str) -> None:
    assert read_date(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "31.2.13",
        "29.2.13",
        "02/25/13",
        "2012-13-01",
        "2012-25",
        "2014-15",
        "Mon 8th Feb 2012",
        "Sat 13 June 2013",
        "28/4/15 (Wednesday)",
        "32 May 2013",
        "13/2015",
        "8.2/12",
        "8 Smarch 2012",
        "early 2012",
        "12",
        "8/2",
        "",
        "08/02/12 and more",
        "12.30",
        "12:30",
        "1/2",
        "13 June",
        "June 13",
        "Feb 12",
        "8 Feb 1230",
        "8 May 1630 hrs",
        "192.168.1.12",
        "12/12/12/12",
        "8/2/123",
        "8 Feb 0012",
        "20121308",
        "15-13 June 2013",
        "13 and 16 June 2013",
        "2011/12",
        "Winter 2011/12",
        "winter 2006-2007",
        "Christmas 2011",
        "week of 8 Feb 2012",
        "about",
        "c. Sat 13 June 2013",
        "29 Feb - 2 March 2011",
        "04032015",
        "Mo 08.02.2012",
        "Wednesday evening, 3 November 2015",
        "31.2.12?",
        "mid-June 2012",
        "99/99/99",
        "3 November 2015 or 2016",
    ],
)
def test_what_is_not_a_certain_date_gives_none(written: str) -> None:
    """8 February 2012 was a Wednesday, 13 June 2013 a Thursday, 28 April 2015 a Tuesday."""
    assert read_date(written) is None


def test_month_first_reads_the_other_order_and_leaves_iso_alone() -> None:
    assert read_date("02/08/12", day_first=False) == "2012-02-08"
    assert read_date("02/25/13", day_first=False) == "2013-02-25"
    assert read_date("25/02/13", day_first=False) is None
    assert read_date("2012-02-08", day_first=False) == "2012-02-08"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Thursday, 05/21/2020", "2020-05-21"),
        ("Tue 05/06/2012", "2012-06-05"),
        ("Wed 02/08/12", "2012-02-08"),
        ("Wed 8/2/12", "2012-02-08"),
        ("Sun 05/06/2012", "2012-05-06"),
        ("Mon 05/06/2012", None),
    ],
)
def test_numbers_are_swapped_only_where_the_weekday_proves_it(
    written: str, expected: str | None
) -> None:
    """Tuesday was 5 June 2012 and Sunday 6 May 2012, whatever the order of the settings."""
    assert read_date(written) == expected
    assert read_date(written, day_first=False) == expected


@given(st.text(max_size=90))
def test_no_string_is_an_exception(text: str) -> None:
    assert read_date(text) is None or len(text) >= 4
    find_date(text)
    leading_date(text)


@given(DAYS, st.booleans())
def test_every_day_is_read_back_in_every_order(day: date, day_first: bool) -> None:
    short = day.strftime("%d/%m/%y" if day_first else "%m/%d/%y")

    assert read_date(short, day_first=day_first) == day.isoformat()
    assert read_date(f"{day:%A} {day.day} {day:%B} {day.year}") == day.isoformat()


@given(DAYS, st.integers(1, 6))
def test_a_wrong_weekday_is_never_believed(day: date, shift: int) -> None:
    wrong = day + timedelta(days=shift)

    assert read_date(f"{wrong:%a} {day.day} {day:%b} {day.year}") is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Interview with Charis 13.6.13", "2013-06-13"),
        ("held on Tuesday 28 April 2015 at 2 pm", "2015-04-28"),
        ("adopted (3 February 2015), with one amendment", "2015-02-03"),
        ("Recorded 2015-04-28.", "2015-04-28"),
        ("on 28 April 2015 sat with Win", "2015-04-28"),
        ("Sat 13 June 2013, moved to 5 July 2013", "2013-07-05"),
        ("under clause 3.2.15 the Panel", None),
        ("version 4.2.15", None),
        ("8 February 12 people came", None),
        ("from 28 to 29 April 2015", None),
        ("28-29 April 2015", None),
        ("10.1.12.4", None),
        ("the 2015-18 offer of £38,000", None),
        ("Feb 2012", None),
        ("Meeting held on 28 April 2015", "2015-04-28"),
        ("Minutes of the Meeting held on Tuesday 28 April 2015 at 2pm", "2015-04-28"),
        ("MINUTES 15-3-2016", "2016-03-15"),
        ("Date: 28/4/15", "2015-04-28"),
        ("28 April 2015 - 2 pm", "2015-04-28"),
        ("the letter of 3 May 2011 said", None),
        ("your email dated 3 May 2011", None),
        ("the letter of 3 May 2011, read on 28 April 2015", "2015-04-28"),
        ("Date of next meeting: 5 June 2015", None),
        ("minutes of the previous meeting held on 3 March 2015", None),
        ("since 5 June 2015", None),
        ("from 3 May 2015 to 4 June 2015", None),
        ("8 April - 2 May 2015", None),
        ("in 2012 May 8 people came", None),
        ("3.2.15 The Panel", None),
        ("## 3.2.15 The Panel", None),
        ("13.6.13 Interview with Charis", "2013-06-13"),
        ("08.02.12 Field notes", "2012-02-08"),
        ("Date of birth: 3/11/1950", None),
        ("Accessed 3 November 2015", None),
        ("Review date: 3/11/2017", None),
        ("Founded 3 November 1950", None),
        ("Your ref: 3/11/15", None),
        ("From 3 November 2015 until further notice", None),
        ("2. Minutes of 3 March 2015", None),
        ("To approve the minutes of the meeting held on 3 March 2015", None),
        ("The minutes of the meeting of 3 March 2015 were approved", None),
        ("Minutes of the meeting of 3 March 2015", "2015-03-03"),
        ("The meeting held on 28 April 2015 was well attended.", "2015-04-28"),
        ("We met first on 3 March 2011.", None),
        ("Went to the Hut with Win. On 3 March 2011 she had come", None),
    ],
)
def test_the_first_certain_full_date_of_running_text_is_found(
    line: str, expected: str | None
) -> None:
    assert find_date(line) == expected


def test_a_leading_date_comes_with_its_length() -> None:
    assert leading_date("08/02/12 - the Hut") == ("2012-02-08", 8)
    assert leading_date("31/02/12 - the Hut") == (None, 8)
    assert leading_date("The Hut 08/02/12") is None
    assert leading_date("8-9 February 2012 the Hut") == ("2012-02-08/2012-02-09", 17)


def test_a_weekday_after_a_date_is_none_where_it_is_the_verb() -> None:
    """8 February 2012 was a Wednesday."""
    assert leading_date("2012-02-08 Sat with Win") == ("2012-02-08", 10)
    assert leading_date("2012-02-08 Sat") == (None, 14)
