"""Every reference figure of agreement, where their file is at hand; ours are in the others."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from ethnocode.analysis.agreement.coefficients import (
    Agreement,
    Difference,
    Row,
    Undefined,
    cohen_kappa,
    fleiss_by_value,
    fleiss_kappa,
    holsti,
    interval,
    krippendorff_alpha,
    masi,
    nominal,
    ordinal,
    percent_agreement,
)
from ethnocode.analysis.agreement.unitizing import (
    ValuedUnit,
    binary_u_alpha,
    cu_alpha,
    tallied,
    u_alpha,
)


def value(found: Agreement | Undefined) -> Fraction:
    assert isinstance(found, Agreement), found
    return found.value


def near(row: dict[str, Any], expected: str) -> Any:
    """Return what is as close to an expected figure as the row asks for."""
    return pytest.approx(float(expected), abs=float(row["tol"]))


def rated(rows: list[list[str | None]]) -> list[Row]:
    """Return rows of figures; nothing is a rating that is missing."""
    return [tuple(None if cell is None else int(cell) for cell in row) for row in rows]


def test_cohen_is_that_of_the_reference(oracles: dict[str, Any]) -> None:
    row = oracles["cohen_1960_p45"]
    table = [[int(cell) for cell in line] for line in row["input"]]

    assert float(value(cohen_kappa(table))) == near(row, row["expect"])


def test_fleiss_is_that_of_the_reference(oracles: dict[str, Any]) -> None:
    row = oracles["fleiss_1971"]
    found = fleiss_kappa(rated(row["input"]))
    by_value = fleiss_by_value(rated(row["input"]))

    assert isinstance(found, Agreement)
    assert float(found.value) == near(row, row["expect"]["kappa"])
    assert float(found.observed) == near(row, row["expect"]["observed"])
    assert float(found.expected) == near(row, row["expect"]["expected"])
    assert len(by_value) == len(row["expect"]["per_category"]) == 5
    for category, expected in row["expect"]["per_category"].items():
        kappa = by_value[int(category)]
        assert isinstance(kappa, Fraction)
        assert float(kappa) == near(row, expected)


def test_ten_segments_are_those_of_the_reference(oracles: dict[str, Any]) -> None:
    row = oracles["krippendorff_2004_p224"]
    rows = list(zip(row["input"]["c1"], row["input"]["c2"], strict=True))
    percent, alpha = percent_agreement(rows), krippendorff_alpha(rows)

    assert isinstance(percent, Fraction)
    assert isinstance(alpha, Agreement)
    found = {
        "percent": percent,
        "alpha": alpha.value,
        "Do": alpha.observed,
        "De": alpha.expected,
    }
    assert {key: float(one) for key, one in found.items()} == {
        key: near(row, one) for key, one in row["expect"].items()
    }


@pytest.mark.parametrize(
    ("name", "key", "difference"),
    [
        ("krippendorff_2011_4x12", "alpha_nominal", nominal),
        ("wikipedia_3x15", "alpha_nominal", nominal),
        ("wikipedia_3x15", "alpha_interval", interval),
        ("hayes_krippendorff_2007", "alpha_ordinal", ordinal),
    ],
)
def test_alpha_is_that_of_the_reference(
    oracles: dict[str, Any], name: str, key: str, difference: Difference
) -> None:
    row = oracles[name]
    rows = row["input"]
    if name == "wikipedia_3x15":  # one line a coder, with stars for what is missing
        rows = [[None if c == "*" else c for c in unit] for unit in zip(*rows, strict=True)]

    found = krippendorff_alpha(rated(rows), difference=difference)

    assert float(value(found)) == near(row, row["expect"][key])


def test_the_older_spans_have_the_binary_alpha_of_the_reference(oracles: dict[str, Any]) -> None:
    """The spans themselves, of Krippendorff (2004), p. 254, are not in the file."""
    row = oracles["alpha_binary_2016_same_spans"]
    one = [(75, 145, "c"), (220, 250, "c")]
    other = [(70, 150, "c"), (205, 225, "c"), (250, 270, "c")]

    found = binary_u_alpha(tallied([one, other], length=300))

    assert float(value(found)) == near(row, row["expect"])


def test_the_unitizing_family_is_that_of_the_reference(oracles: dict[str, Any]) -> None:
    row = oracles["u_alpha_toy_L10"]
    layers: list[list[ValuedUnit]] = [
        [(int(start), int(end), code) for start, end, code in row["input"][coder]]
        for coder in ("coder1", "coder2")
    ]
    tally = tallied(layers, length=int(row["input"]["L"]))

    found = {"u_alpha": u_alpha, "alpha_binary": binary_u_alpha, "cu_alpha": cu_alpha}
    assert {key: value(measure(tally)) for key, measure in found.items()} == {
        key: Fraction(expected) for key, expected in row["expect"].items()
    }


def test_masi_is_that_of_the_reference(oracles: dict[str, Any]) -> None:
    row = oracles["masi"]
    one, other = frozenset(row["input"]["a"]), frozenset(row["input"]["b"])

    assert masi(one, other, {}) == masi(other, one, {}) == Fraction(row["expect"])


def test_characters_of_a_manual_are_those_of_the_reference(oracles: dict[str, Any]) -> None:
    row = oracles["nvivo_percent"]
    both, one, none = (int(row["input"][key]) for key in ("both", "one", "none"))
    percent = percent_agreement({(1, 1): both, (1, 0): one, (0, 0): none})

    assert isinstance(percent, Fraction)
    assert float(percent) == near(row, row["expect"]["percent"])
    halves = cohen_kappa([[both, one // 2], [one // 2, none]])
    assert float(value(halves)) == near(row, row["expect"]["kappa_if_75_75"])
    one_sided = cohen_kappa([[both, one], [0, none]])
    assert float(value(one_sided)) == near(row, row["expect"]["kappa_if_150_0"])


def test_holsti_is_that_of_the_reference(oracles: dict[str, Any]) -> None:
    row = oracles["holsti"]

    found = holsti(*(int(row["input"][key]) for key in ("M", "N1", "N2")))

    assert found == Fraction(row["expect"])
