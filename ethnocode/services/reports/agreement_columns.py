"""What the columns of the agreement report mean."""

from __future__ import annotations

from collections.abc import Sequence

from ethnocode.model import Column

WHOLE_COLUMNS = (
    Column("measure", "Key", "name of the measure", narrow=False),
    Column("label", "Measure", "what it looks at"),
    Column("value", "Value", "n/a where the data cannot define it"),
    Column("low", "From", "lower end of its 95 % interval"),
    Column("high", "To", "upper end"),
    Column("reason", "Why not", "why something is not defined", prose=True),
)


def code_columns(coders: Sequence[str], *, on_chars: bool) -> tuple[Column, ...]:
    """Return the columns of the table of codes."""
    what = "characters" if on_chars else "units"
    two = len(coders) == 2
    return (
        Column("code", "Code", "full id, with all codes below it"),
        *(_two_cells(coders, what) if two else _more_cells(what)),
        Column("percent", "Percent", f"share of {what} on which coders agree, of all pairs"),
        *(
            (
                Column("cohen", "Cohen", "Cohen's kappa (1960)"),
                Column("scott", "Scott", "Scott's pi (1955)", narrow=False),
            )
            if two
            else (Column("fleiss", "Fleiss", "Fleiss' kappa (1971)"),)
        ),
        Column("alpha", "Alpha", f"Krippendorff's alpha, nominal, on {what}"),
        Column("alpha_low", "From", "lower end of the 95 % interval of alpha"),
        Column("alpha_high", "To", "upper end"),
        Column(
            "u_alpha", "|u-alpha", "Krippendorff's binary alpha for unitizing (2016): marked or not"
        ),
        Column("u_low", "u from", "lower end of the 95 % interval of |u-alpha", narrow=False),
        Column("u_high", "u to", "upper end", narrow=False),
        Column(
            "prevalence",
            "Prevalence",
            f"share of {what} with the code, mean of the coders",
            narrow=False,
        ),
        Column(
            "coverage",
            "Coverage",
            "share of the characters with the code, mean of the coders",
            decimals=3,
            narrow=False,
        ),
        Column(
            "k_alpha",
            "(k)cu-alpha",
            "Krippendorff's alpha (2016) of this code, itself and not those below it, against "
            "others where two coders coded",
            narrow=False,
        ),
        Column(
            "k_coverage",
            "k coverage",
            "share of the code's characters that it rests on",
            narrow=False,
        ),
        Column("reason", "Why not", "why something is not defined", narrow=False, prose=True),
    )


def _two_cells(coders: Sequence[str], what: str) -> tuple[Column, ...]:
    one, other = coders
    return (
        Column("both", "Both", f"{what} to which both gave it"),
        Column("only_first", f"Only {one}", f"{what} to which only {one} gave it"),
        Column("only_second", f"Only {other}", f"{what} to which only {other} gave it"),
        Column("neither", "Neither", f"{what} to which neither gave it"),
    )


def _more_cells(what: str) -> tuple[Column, ...]:
    return (
        Column("all", "All", f"{what} to which all gave it"),
        Column("some", "Some", f"{what} to which some gave it, and others did not"),
        Column("none", "None", f"{what} to which nobody gave it"),
    )
