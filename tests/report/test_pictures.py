"""Networks, strips and heat maps as files of their own: whole, safe, legible, repeatable."""

from __future__ import annotations

import re
import struct
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from ethnocode.errors import UsageError
from ethnocode.model import (
    Edge,
    HeatMap,
    Network,
    Node,
    Passage,
    Report,
    Stretch,
    Strip,
)
from ethnocode.report import render
from ethnocode.report.drawing import colour, shape
from ethnocode.report.network import box, radius
from ethnocode.report.pictures import picture_svg
from ethnocode.report.png import png_bytes
from ethnocode.report.strip import voice_names

SPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert(1)</script> & "q" \x1b[31m \u202e{var(--x)}'


def network(name: str = "") -> Network:
    nodes = (
        Node(f"habitus{name}", f"habitus{name}", 9, 0, colour(0), 60.0, 40.0),
        Node("tokenism", "tokenism", 1, 1, colour(1), 200.0, 90.0),
        Node("voice", "voice", 4, 2, colour(2), 240.0, 30.0),
    )
    edges = (
        Edge(nodes[0].code, "tokenism", 1, 1, 0.1, 0.3, 1.0, True),
        Edge(nodes[0].code, "voice", 4, 4, 0.4, 0.6, 4.0, True),
        Edge("tokenism", "voice", 1, 1, None, 0.5, 1.0, False),
    )
    seeming = ((nodes[0].code, "tokenism"),)
    return Network(f"Links{name}", nodes, edges, seeming, (), (), 0.1, (f"Said.{name}",))


def strip(name: str = "") -> Strip:
    passages = (
        Passage(f"(Interview 2019){name}", f"Maud{name}", "2019-03-04"),
        Passage("(Interview 2019)", "Ros"),
        Passage("(Interview 2019)", ""),
        Passage("(Interview 2019)", f"Maud{name}", "2019-03-05"),
    )
    rows = (
        (f"habitus{name}", (Stretch(0.5, 2.0, f"We kept{name}"),)),
        ("voice", (Stretch(3.0, 3.25, "Nobody"),)),
    )
    return Strip(f"Strip{name}", passages, rows, (f"Said.{name}",))


def report(picture: Network | Strip | None, *, heat: HeatMap | None = None) -> Report:
    parameters = (("relation", "unit"), ("count", "units"))
    return Report(
        "r", "R", parameters, ("A note.",), (), (), heat, study="Netherfold", picture=picture
    )


HEAT = HeatMap("Meetings", ("a", "b"), ((None, 3.0), (3.0, None)))
REPORTS = [report(network()), report(strip()), report(None, heat=HEAT)]
PARTS = ["network", "strip", "heat map"]


@pytest.mark.parametrize("made", REPORTS, ids=PARTS)
def test_a_file_has_a_title_a_description_and_says_what_was_counted(made: Report) -> None:
    root = ElementTree.fromstring(picture_svg(made))

    assert root.get("role") == "img"
    assert (root.findtext(f"{SPACE}title") or "").strip()
    said = " ".join(text.text or "" for text in root.iter(f"{SPACE}text"))
    described = root.findtext(f"{SPACE}desc") or ""
    for words in ("relation unit", "count units", "Netherfold"):
        assert words in described
        assert words in said


@pytest.mark.parametrize("made", REPORTS, ids=PARTS)
def test_a_file_needs_nothing_else(made: Report) -> None:
    svg = picture_svg(made)

    assert "var(" not in svg
    assert "href" not in svg
    assert not re.search(r"url\(|@import", svg)


@pytest.mark.parametrize("made", REPORTS, ids=PARTS)
def test_files_are_the_same_on_every_run(made: Report) -> None:
    assert picture_svg(made) == picture_svg(made)
    assert png_bytes(picture_svg(made), dpi=96) == png_bytes(picture_svg(made), dpi=96)


@pytest.mark.parametrize("made", [report(network(HOSTILE)), report(strip(HOSTILE))], ids=PARTS[:2])
def test_a_hostile_name_stays_text(made: Report) -> None:
    svg = picture_svg(made)
    root = ElementTree.fromstring(svg)

    assert not list(root.iter(f"{SPACE}script"))
    assert "\x1b" not in svg
    assert "\u202e" not in svg
    assert png_bytes(svg, dpi=48).startswith(b"\x89PNG")
    assert "<script>alert" not in render(made, "html")


def test_nothing_to_draw_is_said_in_a_picture() -> None:
    root = ElementTree.fromstring(picture_svg(report(None)))

    words = [text.text for text in root.iter(f"{SPACE}text")]
    assert "There is nothing to draw." in words
    assert "A note." in words


@pytest.mark.parametrize("dpi", [96, 300])
def test_a_png_is_as_large_as_its_resolution_asks_and_states_it(dpi: int) -> None:
    svg = picture_svg(REPORTS[0])
    root = ElementTree.fromstring(svg)

    png = png_bytes(svg, dpi=dpi)
    width, height = struct.unpack(">II", png[16:24])
    at = png.index(b"pHYs") + 4
    across, down, unit = struct.unpack(">IIB", png[at : at + 9])

    assert width == pytest.approx(int(root.get("width", "0")) * dpi / 96, abs=1)
    assert height == pytest.approx(int(root.get("height", "0")) * dpi / 96, abs=1)
    assert across == down == pytest.approx(dpi / 0.0254, abs=0.5)
    assert unit == 1


def test_a_png_has_words_in_it() -> None:
    """The same picture without its texts has other bytes: a typeface was found."""
    svg = picture_svg(REPORTS[0])
    mute = re.sub(r">[^<>]*</text>", "></text>", svg)

    assert png_bytes(svg, dpi=96) != png_bytes(mute, dpi=96)


def test_a_network_draws_the_lines_that_it_says_and_titles_every_mark() -> None:
    """The least line of 1.5 pixels, and one of four times its weight four times as wide."""
    root = ElementTree.fromstring(picture_svg(REPORTS[0]))

    lines = [line for line in root.iter(f"{SPACE}line") if line.get("class") == "edge"]
    widths = {
        line.findtext(f"{SPACE}title"): float(line.get("stroke-width", "0")) for line in lines
    }
    assert widths == {"habitus × voice: 4": 6.0, "habitus × tokenism: 1": 1.5}
    titles = [
        g.findtext(f"{SPACE}title") for g in root.iter(f"{SPACE}g") if g.get("class") == "node"
    ]
    assert titles == ["habitus: 9", "tokenism: 1", "voice: 4"]
    (ring,) = [path for path in root.iter(f"{SPACE}path") if path.get("class") == "ring"]
    assert (ring.findtext(f"{SPACE}title") or "").startswith("habitus and tokenism never meet")


def test_marks_differ_without_their_colour() -> None:
    """72 tops in a row have different looks, and the first nine have different shapes."""
    looks = {(colour(n), shape(n, 0, 0, 5)) for n in range(72)}

    assert len(looks) == 72
    assert len({shape(n, 0, 0, 5) for n in range(9)}) == 9


@pytest.mark.parametrize("r", [4.5, 5.37, 7.74, 7.77, 12.96, 15.0])
def test_a_circle_is_round(r: float) -> None:
    """Arcs of one radius, each twice as wide: else the longer way around is no circle."""
    number = r"(-?[\d.]+)"
    (drawn,) = re.findall(rf"a{number} {number} 0 1 0 {number} 0a", shape(0, 9, 9, r))

    assert float(drawn[0]) == float(drawn[1]) == float(drawn[2]) / 2


def test_ids_that_differ_in_the_middle_only_are_told_apart() -> None:
    codes = [f"a_very_long_id_that_somebody_{n:02}_wrote_and_it_goes_on" for n in range(40)]
    nodes = tuple(Node(c, c, 1, 0, colour(0), 60.0 * n, 40.0) for n, c in enumerate(codes))
    rows = tuple((c, (Stretch(0.0, 1.0, "w"),)) for c in codes)
    pictures = (
        report(Network("N", nodes, (), (), (), (), None, ())),
        report(Strip("S", (Passage("", ""),), rows, ())),
        report(None, heat=HeatMap("H", tuple(codes), ((1.0,) * 40,) * 40)),
    )

    for made, times in zip(pictures, (1, 1, 2), strict=True):
        root = ElementTree.fromstring(picture_svg(made))
        said = ["".join(text.itertext()) for text in root.iter(f"{SPACE}text")]
        labels = [words for words in said if "goes_on" in words]
        for group in (labels[:40], labels[40:])[:times]:
            assert len(set(group)) == 40


def test_the_key_says_what_widths_and_sizes_stand_for() -> None:
    root = ElementTree.fromstring(picture_svg(REPORTS[0]))

    words = [text.text for text in root.iter(f"{SPACE}text")]
    for entry in ("line of 1", "line of 4", "mark of 1", "mark of 9", "near, but never meet"):
        assert entry in words


def test_the_key_has_tops_of_several_marks_only() -> None:
    """A mark that is alone under its top has its label."""
    codes = ("capital", "capital.social", "voice")
    nodes = tuple(
        Node(c, c.split(".")[0], 1, n == 2, colour(n == 2), 80.0 * n, 40.0)
        for n, c in enumerate(codes)
    )
    root = ElementTree.fromstring(
        picture_svg(report(Network("N", nodes, (), (), (), (), None, ())))
    )

    words = ["".join(text.itertext()) for text in root.iter(f"{SPACE}text")]
    assert words.count("voice") == 1
    assert sum(word.startswith("capital") for word in words) == 3


def test_an_arrowhead_points_to_what_comes_later_more_often() -> None:
    nodes = (
        Node("a", "a", 1, 0, colour(0), 100.0, 40.0),
        Node("b", "b", 1, 1, colour(1), 300.0, 40.0),
    )

    def tip(n_ab: int, n_ba: int) -> list[float]:
        edge = Edge("a", "b", n_ab, n_ba, None, 0.5, float(max(n_ab, n_ba)), True)
        made = Network("N", nodes, (edge,), (), (), (), None, (), directed=True)
        root = ElementTree.fromstring(picture_svg(report(made)))
        arrows = [p.get("d", "") for p in root.iter(f"{SPACE}path") if p.get("class") == "arrow"]
        return [float(x) for d in arrows for x in re.findall(r"[ML]([\d.]+) ", d)]

    forth, back = tip(3, 1), tip(1, 3)
    assert forth[0] > max(forth[1:])
    assert back[0] < min(back[1:])
    assert tip(2, 2) == []


def test_a_strip_of_many_passages_goes_on_in_lines_with_their_own_numbers() -> None:
    """By hand: 860 pixels hold 86 columns, so 200 are three lines, of 67, 67 and 66."""
    passages = tuple(Passage("", f"v{n % 2}") for n in range(200))
    rows = (
        ("first", (Stretch(0.0, 1.0, "one"),)),
        ("over", (Stretch(66.0, 68.0, "two"),)),
    )
    root = ElementTree.fromstring(picture_svg(report(Strip("S", passages, rows, ()))))

    assert int(root.get("width", "0")) < 1200
    words = ["".join(text.itertext()) for text in root.iter(f"{SPACE}text")]
    assert [words.count(word) for word in ("who speaks", "firstfirst", "overover")] == [3, 1, 2]
    for number in ("1", "68", "135", "200"):
        assert words.count(number) == 1
    letters = [word for word in words if word in ("A", "B")]
    assert len(letters) == 200 + 2  # of each passage, and in the key
    halves = [
        float(rect.get("width", "0"))
        for rect in root.iter(f"{SPACE}rect")
        if (rect.findtext(f"{SPACE}title") or "").startswith("over")
    ]
    assert halves == pytest.approx([860 / 67, 860 / 67], abs=0.1)


def test_a_png_that_no_program_would_open_is_refused() -> None:
    svg = picture_svg(REPORTS[0])

    with pytest.raises(UsageError, match="too large") as refused:
        png_bytes(re.sub(r'height="\d+"', 'height="60000"', svg, count=1), dpi=600)
    assert "--dpi" in (refused.value.hint or "")


@pytest.mark.parametrize("look", range(8))
def test_a_colour_stands_out_from_the_paper(look: int) -> None:
    """At least 2 to 1: a mark has its shape and its label, too; text is in ink alone."""

    def light(colour_: str) -> float:
        parts = [int(colour_[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert (light("#fcfbf8") + 0.05) / (light(colour(look)) + 0.05) >= 2


def test_the_area_of_a_mark_grows_and_its_box_holds_the_label() -> None:
    sizes = [radius(n, most=100) for n in (1, 25, 100)]

    assert all(one < other for one, other in pairwise(sizes))
    assert box("a" * 20, 1, most=100)[0] > 20 * 6.6


def test_a_strip_draws_stretches_in_proportion_to_its_columns() -> None:
    """Columns are 26 wide: from the middle of the first to the end of the second is 39."""
    root = ElementTree.fromstring(picture_svg(REPORTS[1]))

    found = {
        (rect.findtext(f"{SPACE}title") or ""): rect
        for rect in root.iter(f"{SPACE}rect")
        if rect.find(f"{SPACE}title") is not None
    }
    one = found["habitus · Maud · (Interview 2019): We kept"]
    other = found["voice · Maud · (Interview 2019): Nobody"]
    assert float(one.get("width", "0")) == pytest.approx(39, abs=0.1)
    assert float(other.get("width", "0")) == pytest.approx(6.5, abs=0.1)
    apart = float(other.get("x", "0")) - float(one.get("x", "0"))
    assert apart == pytest.approx(2.5 * 26, abs=0.2)


def test_voices_have_letters_in_the_order_in_which_they_are_heard() -> None:
    many = tuple(Passage("", f"v{n:02}") for n in range(28))

    letters = voice_names(Strip("", many, (), ()))

    assert (letters["v00"], letters["v25"], letters["v26"], letters["v27"]) == (
        "A",
        "Z",
        "AA",
        "AB",
    )


def test_a_strip_in_text_marks_every_passage() -> None:
    """By hand: habitus covers half of the first passage and all of the second; voice a quarter."""
    text = render(report(strip()), "text")

    assert "who speaks AB-A\n" in text
    assert "new date   |  |\n" in text
    assert "habitus    ██··\n" in text
    assert "voice      ···▄\n" in text
    assert "Who speaks: A Maud · B Ros" in text
    assert "Dates by passage: 1 2019-03-04 · 4 2019-03-05" in text


def test_a_long_strip_in_text_goes_on_in_bands_of_80_columns() -> None:
    passages = tuple(Passage("", "") for _ in range(200))
    rows = (("a", (Stretch(0.0, 1.0, ""),)), ("b", (Stretch(150.0, 151.0, ""),)))

    text = render(report(Strip("S", passages, rows, ())), "text")
    lines = text.splitlines()

    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("a ") for line in lines) == 1
    assert sum(line.startswith("b ") for line in lines) == 1
    assert sum(line.startswith("passage") for line in lines) == 3
    row = next(line for line in lines if line.startswith("b "))
    ruler = lines[next(n for n, line in enumerate(lines) if line == row) - 1]
    # Passage 151 stands one place behind the zero of 150.
    assert row.index("█") == ruler.index("150") + 3


@pytest.mark.parametrize("name", ["text", "md", "csv", "json", "html"])
def test_every_format_takes_a_report_with_a_picture(name: str) -> None:
    assert render(REPORTS[0], name)
    assert render(REPORTS[1], name)


def test_a_page_has_the_picture_in_it() -> None:
    page = render(REPORTS[0], "html")

    assert '<svg class="drawing"' in page
    assert ".drawing .edge" in page
