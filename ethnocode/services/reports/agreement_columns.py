"""What the columns of the agreement report mean."""

from __future__ import annotations

from collections.abc import Sequence

from ethnocode.model import Column

DEFINITION_COLUMNS = (
    Column("code", "Code", "full id"),
    Column("disagreements", "Times", "disagreements in which it is at issue"),
    Column("definition", "Definition", "as the codebook has it", prose=True),
    Column("include", "Covers", "what it covers", narrow=False, prose=True),
    Column("exclude", "Does not", "what it does not cover", narrow=False, prose=True),
    Column("near", "Told apart", "from codes that are near, and by what", prose=True),
)
WHOLE_COLUMNS = (
    Column("measure", "Key", "name of the measure", narrow=False),
    Column("label", "Measure", "what it looks at", prose=True),
    Column("value", "Value", "n/a where the data cannot define it"),
    Column("low", "From", "lower end of its 95 % interval"),
    Column("high", "To", "upper end"),
    Column("reason", "Why not", "why something is not defined", prose=True, below=True),
)


def list_columns(coders: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the list of disagreements."""
    return (
        Column("number", "No.", "of the disagreement, by code and place"),
        Column("code", "Code", "code at issue; full id"),
        Column(
            "other",
            "Or",
            "code that those gave who did not give the first, to words that overlap or because "
            "the two are near",
        ),
        *(
            Column(f"coder_{n}", coder, f"all that {coder} gave there", below=True)
            for n, coder in enumerate(coders, start=1)
        ),
        Column("citation", "Where", "citation", below=True),
        Column(
            "words",
            "Words",
            "of the unit; of long ones, those that were coded",
            prose=True,
            below=True,
            quoted=True,
        ),
        Column("definitions", "Definitions", "of the codes at issue", prose=True, below=True),
        Column(
            "tell_apart",
            "Telling apart",
            "what decides between the codes given there that are near",
            prose=True,
            below=True,
        ),
        Column("source", "Source", "name of the source", narrow=False),
        Column("start", "Start", "first character", narrow=False),
        Column("end", "End", "one past the last character", narrow=False),
        Column("codings", "Codings", "numbers of the codings at issue", narrow=False),
    )


def code_columns(coders: Sequence[str], *, on_chars: bool) -> tuple[Column, ...]:
    """Return the columns of the table of codes."""
    what = "characters" if on_chars else "units"
    two = len(coders) == 2
    return (
        Column("code", "Code", "full id, with all codes below it"),
        *(_two_cells(coders, what) if two else _more_cells(what)),
        Column("percent", "Percent", f"share of {what} on which coders agree, of all pairs"),
        *_ends("percent", "Percent"),
        *(
            (
                Column("cohen", "Cohen", "Cohen's kappa (1960)"),
                *_ends("cohen", "Cohen"),
                Column("scott", "Scott", "Scott's pi (1955)", narrow=False),
                *_ends("scott", "Scott"),
            )
            if two
            else (Column("fleiss", "Fleiss", "Fleiss' kappa (1971)"), *_ends("fleiss", "Fleiss"))
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
        Column("reason", "Why not", "why something is not defined", prose=True, below=True),
    )


def _ends(name: str, label: str) -> tuple[Column, Column]:
    return (
        Column(f"{name}_low", f"{label} from", "lower end of its 95 % interval", narrow=False),
        Column(f"{name}_high", f"{label} to", "upper end", narrow=False),
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
