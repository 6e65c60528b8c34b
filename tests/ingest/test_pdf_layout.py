"""Columns, tables and furniture. Courier at 10 points is 6 points wide for each letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethnocode.ingest import ReadOptions
from ethnocode.ingest.pdf.reader import read_pdf
from ethnocode.ingest.reader import Reading
from ethnocode.model import MarkKind
from tests.ingest.pdf_writer import pdf_of, print_at, print_lines
from tests.ingest.read_back import read_printed


def blocks(reading: Reading) -> list[tuple[str, str]]:
    assert reading.layout is not None
    text = reading.content.text
    return [(str(block.kind), block.span.of(text)) for block in reading.layout.blocks]


def furniture(reading: Reading) -> list[str]:
    return [mark.words for mark in reading.marks if mark.kind is MarkKind.FURNITURE]


def prose(name: str, count: int, *, words: int = 7) -> list[str]:
    return [" ".join([f"{name}{number}", *["word"] * (words - 1)]) for number in range(count)]


def in_order(text: str, *names: str) -> bool:
    places = [text.index(name) for name in names]
    return places == sorted(places)


def test_two_columns_are_read_one_after_the_other() -> None:
    reading = read_printed(
        print_lines(prose("left", 8), x=40) + print_lines(prose("right", 8), x=320)
    )

    assert in_order(reading.content.text, "left0", "left7", "right0", "right7")


def test_two_columns_drawn_line_by_line_are_read_one_after_the_other() -> None:
    pairs = zip(prose("left", 8), prose("right", 8), strict=True)
    content = "".join(
        print_at(40, 700 - 12 * number, left) + print_at(320, 700 - 12 * number, right)
        for number, (left, right) in enumerate(pairs)
    )

    assert in_order(read_printed(content).content.text, "left0", "left7", "right0", "right7")


def test_three_columns_under_a_title_are_read_after_it() -> None:
    columns = [("first", 40), ("second", 225), ("third", 410)]
    content = "".join(
        print_lines(prose(name, 9, words=5), x=x, size=9) for name, x in reversed(columns)
    ) + print_at(150, 740, "A title over all three of the columns", size=14)

    text = read_printed(content).content.text
    assert in_order(text, "A title", "first0", "first8", "second0", "second8", "third0", "third8")


def test_columns_above_and_below_a_line_over_both_are_read_apart() -> None:
    content = (
        print_lines(prose("upleft", 5), x=40)
        + print_lines(prose("upright", 5), x=320)
        + print_at(40, 620, " ".join(["across"] * 12))
        + print_lines(prose("lowleft", 5), x=40, top=600)
        + print_lines(prose("lowright", 5), x=320, top=600)
    )

    text = read_printed(content).content.text
    assert in_order(text, "upleft0", "upleft4", "upright0", "upright4", "across")
    assert in_order(text, "across", "lowleft0", "lowleft4", "lowright0", "lowright4")


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    left = [*prose("left", 5), "the meeting went on and nobody would say"]
    right = ["when it was to end, for the caretaker", *prose("right", 5)]
    reading = read_printed(print_lines(left, x=40) + print_lines(right, x=320))

    assert "nobody would say when it was to end" in reading.content.text


def test_a_gutter_a_little_narrower_than_a_line_is_high_parts_columns() -> None:
    left = prose("left", 8)
    right = print_lines(prose("right", 8), x=40 + 6 * len(left[0]) + 8)

    text = read_printed(print_lines(left, x=40) + right).content.text
    assert in_order(text, "left0", "left7", "right0", "right7")


def test_a_short_heading_over_both_columns_stands_between_what_is_above_and_below() -> None:
    content = (
        print_lines(prose("upleft", 5), x=40)
        + print_lines(prose("upright", 5), x=320)
        + print_at(40, 620, "Short heading", size=14)
        + print_lines(prose("lowleft", 5), x=40, top=596)
        + print_lines(prose("lowright", 5), x=320, top=596)
    )

    text = read_printed(content).content.text
    assert in_order(text, "upleft4", "upright0", "upright4", "Short heading")
    assert in_order(text, "Short heading", "lowleft0", "lowleft4", "lowright0", "lowright4")


def test_two_lines_of_columns_beside_longer_ones_are_columns_too() -> None:
    content = (
        print_lines(prose("upleft", 9), x=40)
        + print_lines(prose("upright", 9), x=320)
        + print_at(40, 570, " ".join(["across"] * 12))
        + print_lines(prose("lowleft", 2), x=40, top=540)
        + print_lines(prose("lowright", 2), x=320, top=540)
    )

    text = read_printed(content).content.text
    assert in_order(text, "upright8", "across", "lowleft0", "lowleft1", "lowright0", "lowright1")


def test_an_address_that_runs_out_of_its_column_does_not_mix_the_columns() -> None:
    left = prose("left", 9)
    left[4] = "https://example.org/minutes/of/the/estates/committee/of/may"
    content = print_lines(left, x=40) + print_lines(prose("right", 9), x=320)

    text = read_printed(content).content.text
    assert in_order(text, "left0", "left3", "https", "left5", "left8", "right0", "right8")


def test_text_over_and_under_a_table_is_no_part_of_it() -> None:
    content = print_lines(["The budget of each ward was read out by the chair, who is", "new."])
    for number in range(4):
        for x, cell in ((50, f"Ward {number}"), (250, f"{number}00"), (400, "spent")):
            content += print_at(x, 660 - 16 * number, cell)
    content += print_at(50, 570, "Nobody asked.")

    found = blocks(read_printed(content))
    assert [kind for kind, _ in found] == ["paragraph", *["row"] * 4, "paragraph"]
    assert found[0][1].endswith("who is new.")
    assert found[1][1] == "Ward 0\t000\tspent"


def test_words_broken_in_a_cell_are_made_whole() -> None:
    content = ""
    for number in range(3):
        content += print_lines(["Repairs to the boi-", "ler house"], top=700 - 40 * number)
        content += print_at(300, 700 - 40 * number, "Estates")

    assert [words for _, words in blocks(read_printed(content))] == 3 * [
        "Repairs to the boiler house\tEstates"
    ]


def test_a_table_is_read_row_by_row() -> None:
    rows = [("Member", "Present", "Vote"), ("Win Reed", "yes", "for"), ("Maud Ash", "no", "none")]
    content = "".join(
        print_at(x, 700 - 20 * number, cell)
        for number, row in enumerate([*rows, ("Cllr Orme", "yes", "against")])
        for x, cell in zip((50, 250, 400), row, strict=True)
    )

    assert blocks(read_printed(content)) == [
        ("row", "Member\tPresent\tVote"),
        ("row", "Win Reed\tyes\tfor"),
        ("row", "Maud Ash\tno\tnone"),
        ("row", "Cllr Orme\tyes\tagainst"),
    ]


def test_figures_that_end_below_each_other_are_cells() -> None:
    rows = [("Item", "Budget", "Spent"), ("Dredging", "12,000", "11,450")]
    rows += [("Quay wall", "8,300", "9,120"), ("Lighting", "450", "-")]
    content = print_lines(["What the harbour cost in the year is shown below, in full, by item."])
    for number, (item, *figures) in enumerate(rows):
        content += print_at(50, 660 - 12 * number, item)
        for right, figure in zip((200, 260), figures, strict=True):
            content += print_at(right - 6 * len(figure), 660 - 12 * number, figure)

    assert [words for kind, words in blocks(read_printed(content)) if kind == "row"] == [
        "\t".join(row) for row in rows
    ]


def test_a_line_that_runs_over_the_cells_of_the_table_below_is_none_of_its_rows() -> None:
    content = print_at(50, 680, "The estimates of the coming year.")
    for number, figures in enumerate(
        (("1,200", "998", "1"), ("45", "0", "2"), ("12,345", "76", "3"))
    ):
        content += print_at(50, 660 - 20 * number, f"Ward {number}")
        for right, figure in zip((180, 300, 400), figures, strict=True):
            content += print_at(right - 6 * len(figure), 660 - 20 * number, figure)

    assert blocks(read_printed(content)) == [
        ("paragraph", "The estimates of the coming year."),
        ("row", "Ward 0\t1,200\t998\t1"),
        ("row", "Ward 1\t45\t0\t2"),
        ("row", "Ward 2\t12,345\t76\t3"),
    ]


def test_cells_of_several_lines_stay_whole_where_the_file_draws_them_one_by_one() -> None:
    rows = [
        (["Repairs to the", "boiler house"], ["Estates", "committee"]),
        (["New lamps for", "the yard"], ["Works"]),
        (["A bench"], ["Estates", "committee"]),
    ]
    content = ""
    for number, cells in enumerate(rows):
        for x, lines in zip((50, 300), cells, strict=True):
            content += print_lines(lines, x=x, top=700 - 40 * number)

    assert blocks(read_printed(content)) == [
        ("row", "Repairs to the boiler house\tEstates committee"),
        ("row", "New lamps for the yard\tWorks"),
        ("row", "A bench\tEstates committee"),
    ]


def test_numbers_hanging_left_of_their_paragraphs_make_no_table() -> None:
    content = ""
    for number in range(4):
        top = 700 - 60 * number
        content += print_at(50, top, f"{number + 1}.")
        content += print_lines(
            [f"Item{number} which runs over the whole of the line here", "and on the next."],
            x=86,
            top=top,
        )

    found = blocks(read_printed(content))
    assert [kind for kind, _ in found] == ["paragraph"] * 4
    assert found[1][1] == ("2. Item1 which runs over the whole of the line here and on the next.")


def test_bullets_within_bullets_make_no_table() -> None:
    content = ""
    for number in range(4):
        top = 700 - 40 * number
        content += print_at(50, top, "\x95") + print_at(70, top, f"Item{number} of the list")
        content += print_at(80, top - 14, "-") + print_at(100, top - 14, f"Part{number} of it")

    assert blocks(read_printed(content))[:2] == [
        ("paragraph", "• Item0 of the list"),
        ("paragraph", "- Part0 of it"),
    ]


def pages(count: int, *, header: str = "Estates Committee") -> list[str]:
    return [
        print_at(200, 770, header)
        + print_lines(prose(f"page{number}line", 20), x=50, top=720)
        + print_at(290, 30, str(number))
        for number in range(1, count + 1)
    ]


def test_running_headers_and_page_numbers_are_kept_beside_the_text() -> None:
    reading = read_printed(*pages(4))

    assert "Estates" not in reading.content.text
    assert furniture(reading).count("Estates Committee") == 4
    assert set(furniture(reading)) == {"Estates Committee", "1", "2", "3", "4"}


def test_a_title_printed_larger_than_the_running_header_is_text() -> None:
    first, *others = pages(4)
    title = print_at(150, 770, "Estates Committee", size=18)
    reading = read_printed(first.replace(print_at(200, 770, "Estates Committee"), title), *others)

    assert blocks(reading)[0] == ("heading", "Estates Committee")
    assert furniture(reading).count("Estates Committee") == 3


def test_a_label_at_page_tops_that_also_stands_between_lines_is_no_furniture() -> None:
    pages_ = [
        print_lines(
            ["Interviewee", f"I was there, {n}.", "", "Interviewee", f"For {n} years."],
            top=780,
        )
        + print_lines(["Interviewee", f"That was {n}."], top=400)
        for n in ("two", "three", "four")
    ]
    reading = read_printed(*pages_)

    assert furniture(reading) == []
    assert reading.content.text.count("Interviewee") == 9


@pytest.mark.parametrize("words", ["Page 1 of 1", "- 1 -", "1/5", "iv"])
def test_a_lone_page_number_at_the_foot_is_furniture(words: str) -> None:
    reading = read_printed(print_lines(prose("line", 8)) + print_at(280, 30, words))

    assert furniture(reading) == [words]


def test_a_number_in_the_middle_of_a_page_is_text() -> None:
    reading = read_printed(print_lines([*prose("line", 8), "", "42", "", *prose("more", 8)]))

    assert "\n42\n" in reading.content.text
    assert furniture(reading) == []


@pytest.mark.parametrize("by_line", [True, False])
def test_numbers_of_lines_in_the_margin_are_furniture(by_line: bool) -> None:
    numbers = [str(number) for number in range(1, 13)]
    content = print_lines(numbers, x=20) + print_lines(prose("line", 12))
    if by_line:
        pairs = enumerate(zip(numbers, prose("line", 12), strict=True))
        content = "".join(
            print_at(30, 700 - 12 * row, number) + print_at(50, 700 - 12 * row, line)
            for row, (number, line) in pairs
        )
    reading = read_printed(content)

    assert reading.content.text.startswith("line0 word")
    assert " 2 " not in reading.content.text
    assert sorted(furniture(reading), key=int) == [str(number) for number in range(1, 13)]


def test_what_is_printed_up_the_margin_is_furniture() -> None:
    reading = read_printed(
        print_lines(prose("line", 12)) + print_at(20, 300, "Draft of May", up=True)
    )

    assert furniture(reading) == ["Draft of May"]


def test_what_is_printed_outside_of_the_page_is_kept_beside_the_text() -> None:
    numbers = print_lines([str(number) for number in range(50, 70)], x=20, top=-40)
    reading = read_printed(*(page + numbers for page in pages(4)))

    assert reading.content.text.split()[0] == "page1line0"
    assert {"1", "2", "3", "4", "50", "69"} <= set(furniture(reading))
    assert "1" not in reading.content.text.split()


def test_nothing_is_furniture_where_nothing_else_is_left() -> None:
    page = print_at(50, 770, "Nobody came.")

    assert read_printed(page, page).content.text == "Nobody came.\n\nNobody came."


def test_a_page_that_is_turned_on_its_side_is_read_upright() -> None:
    lines = "".join(
        print_at(100 + 12 * number, 50, line, up=True)
        for number, line in enumerate(["The table is as wide as the page is", "long, said Win."])
    )
    reading = read_pdf(pdf_of(lines, rotate=90), label="a.pdf", options=ReadOptions())

    assert blocks(reading) == [("paragraph", "The table is as wide as the page is long, said Win.")]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_is_read_the_same_however_it_is_shown(rotate: int) -> None:
    page = print_lines(prose("left", 8), x=40) + print_lines(prose("right", 8), x=320)
    shown = read_pdf(pdf_of(page, rotate=rotate), label="a.pdf", options=ReadOptions())

    assert blocks(shown) == blocks(read_printed(page))


def test_page_numbers_are_furniture_even_where_sections_are_numbered_alike() -> None:
    sections = [
        print_lines(prose("line", 8))
        + "".join(
            print_at(50, 560 - 80 * n, str(n + 1)) + print_at(90, 560 - 80 * n, f"Item of page {p}")
            for n in range(3)
        )
        for p in range(5)
    ]
    counting = [page + print_at(295, 110, str(n)) for n, page in enumerate(sections, 4)]
    scattered = [
        page + print_at(295, 110, str(n)) for n, page in zip((7, 2, 9, 4, 4), sections, strict=True)
    ]

    assert furniture(read_printed(*counting)) == ["4", "5", "6", "7", "8"]
    assert furniture(read_printed(*scattered)) == []


def test_every_word_of_a_page_is_in_the_text_or_beside_it() -> None:
    reading = read_printed(*pages(3))

    kept = sorted((reading.content.text + " " + " ".join(furniture(reading))).split())
    words = " ".join(
        " ".join(["Estates Committee", *prose(f"page{number}line", 20), str(number)])
        for number in (1, 2, 3)
    )
    assert kept == sorted(words.split())


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 38)), unique=True, max_size=60),
        min_size=1,
        max_size=4,
    )
)
def test_words_printed_anywhere_are_kept_once(places: list[list[tuple[int, int]]]) -> None:
    printed = [
        [(20 + 95 * x, 20 + 20 * y, f"w{page}x{x}y{y}") for x, y in cells]
        for page, cells in enumerate(places)
    ]
    pages_ = ["".join(print_at(*at) for at in page) for page in printed]
    reading = read_printed(print_at(20, 790, "always"), *pages_)

    kept = (reading.content.text + " " + " ".join(furniture(reading))).split()
    assert sorted(kept) == sorted(["always", *(word for page in printed for _, _, word in page)])
