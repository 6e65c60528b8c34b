"""Graph files, read back by another program's reader."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import networkx as nx
import pytest

from ethnocode.interchange.graphs import GRAPH_FORMATS
from ethnocode.model import Edge, Network, Node

WRITE = {format_.name: format_.write for format_ in GRAPH_FORMATS}
HOSTILE = 'a<b>&"q"\\n\\"]; evil [x=1\x00\x1b\u202eü '


def node(code: str, n: int, look: int, *, x: float = 0.0, y: float = 0.0) -> Node:
    return Node(code, code.split(".")[0], n, look, "#d55e00", x, y)


def network(name: str = "habitus") -> Network:
    return Network(
        title=f"Links of {name}",
        nodes=(node(name, 9, 0, x=60.5, y=40.0), node("capital.social", 4, 1, x=10.0, y=90.0)),
        edges=(
            Edge("capital.social", name, 3, 2, 0.25, 0.5, 3.0, True),
            Edge("capital.social", "voice", 1, 1, None, 0.1, 1.0, False),
        ),
        seeming=(),
        alone=(node("tokenism", 2, 2),),
        crowded_out=(node("voice", 1, 3),),
        stress=0.1,
        caption=(),
    )


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networkx_reads_back_every_code_and_every_meeting(name: str) -> None:
    graph = read(name, WRITE[name](network()))

    assert not graph.is_directed()
    assert sorted(graph.nodes) == ["capital.social", "habitus", "tokenism", "voice"]
    assert graph.nodes["capital.social"]["parent"] == "capital"
    assert graph.nodes["habitus"]["n"] == 9
    assert graph.nodes["habitus"]["label"] == "habitus"
    assert graph.nodes["habitus"]["colour"] == "#d55e00"
    edge = graph.edges["capital.social", "habitus"]
    assert (edge["weight"], edge["n_ab"], edge["n_ba"], edge["c"]) == (3.0, 3, 2, 0.25)
    assert edge["drawn"] is True
    assert "c" not in graph.edges["capital.social", "voice"]


def read(name: str, text: str) -> nx.Graph:
    if name == "graphml":
        return nx.parse_graphml(text)
    return nx.read_gexf(io.BytesIO(text.encode()), version="1.3")


def test_graphml_has_places_of_the_codes_that_are_drawn() -> None:
    graph = nx.parse_graphml(WRITE["graphml"](network()))

    assert (graph.nodes["habitus"]["x"], graph.nodes["habitus"]["y"]) == (60.5, 40.0)
    assert "x" not in graph.nodes["tokenism"]


def test_gexf_has_places_sizes_and_colours_where_gephi_looks_for_them() -> None:
    """Its vertical axis points up, so 40 from the top is -40."""
    viz = nx.read_gexf(io.BytesIO(WRITE["gexf"](network()).encode()), version="1.3")

    look = viz.nodes["habitus"]["viz"]
    assert (look["position"]["x"], look["position"]["y"]) == (60.5, -40.0)
    assert (look["color"]["r"], look["color"]["g"], look["color"]["b"]) == (213, 94, 0)
    assert look["size"] == 20.0
    assert "position" not in viz.nodes["tokenism"]["viz"]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_hostile_name_is_read_back_but_for_what_xml_cannot_hold(name: str) -> None:
    graph = read(name, WRITE[name](network(HOSTILE)))

    expected = HOSTILE.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")
    assert expected in graph.nodes


def test_every_value_in_gexf_is_of_an_attribute_that_is_declared() -> None:
    space = "{http://gexf.net/1.3}"
    root = ElementTree.fromstring(WRITE["gexf"](network()))

    for owner in ("node", "edge"):
        declared = {
            attribute.get("id")
            for group in root.iter(f"{space}attributes")
            if group.get("class") == owner
            for attribute in group
        }
        used = {
            value.get("for")
            for element in root.iter(f"{space}{owner}")
            for value in element.iter(f"{space}attvalue")
        }
        assert used == declared


def statements(text: str) -> list[list[str]]:
    """Return the quoted strings of each statement of a DOT file, unescaped, by its grammar."""
    found = []
    for line in text.splitlines()[1:-1]:
        strings = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', "S", line)
        assert re.fullmatch(r"  (\w+|S( -- S)?) \[\w+=\w+(, \w+=\w+)*\];", bare), line
        found.append([re.sub(r"\\(.)", r"\1", string) for string in strings])
    return found


def test_dot_has_every_code_and_every_meeting() -> None:
    text = WRITE["dot"](network())

    assert text.startswith("graph codes {\n")
    assert text.endswith("}\n")
    lines = statements(text)
    assert sum(line[0] == line[1] for line in lines[2:]) == 4
    assert [line[:2] for line in lines[-2:]] == [
        ["capital.social", "habitus"],
        ["capital.social", "voice"],
    ]
    assert 'pos="45.38,-30.00"' in text  # 60.5 and 40 pixels in points


def test_every_code_has_a_place_in_dot_and_no_two_the_same() -> None:
    """Or ``neato -n`` refuses the whole file."""
    places = re.findall(r'pos="([^"]+)"', WRITE["dot"](network()))

    assert len(set(places)) == len(places) == 4


def test_a_hostile_name_stays_one_string_in_dot() -> None:
    lines = statements(WRITE["dot"](network(HOSTILE)))

    plain = "".join(char if char.isprintable() else "\ufffd" for char in HOSTILE)
    assert any(line[0] == plain for line in lines)


def test_the_list_of_lines_has_the_columns_that_gephi_looks_for() -> None:
    rows = list(csv.DictReader(io.StringIO(WRITE["edges"](network()))))

    assert [(row["Source"], row["Target"], row["Type"], row["Weight"]) for row in rows] == [
        ("capital.social", "habitus", "Undirected", "3.0"),
        ("capital.social", "voice", "Undirected", "1.0"),
    ]
    assert [row["c"] for row in rows] == ["0.25", ""]


@pytest.mark.parametrize("name", list(WRITE))
def test_a_network_of_nothing_is_a_file_all_the_same(name: str) -> None:
    text = WRITE[name](Network("T", (), (), (), (), (), None, ()))

    assert text.endswith("\n")
    if name in ("graphml", "gexf"):
        assert len(read(name, text)) == 0


@pytest.mark.parametrize("name", list(WRITE))
def test_a_file_is_the_same_on_every_run(name: str) -> None:
    assert WRITE[name](network()) == WRITE[name](network())
