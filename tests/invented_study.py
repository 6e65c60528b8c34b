"""Studies as case files and manual pages write them, for rules that judge a study.

The keys are those of the cases: ``codebook`` (a file's text) or ``codes``, ``sources``,
``codings``, ``memos``, ``persons``, ``speakers``, ``kinds``, ``groups``, and ``then``, the text
of the codebook under which the first codings were made. A source is its text, or a mapping with
``text`` and, if it is not its name, its ``path``; or it ``repeat``s a line so many times, and a
coding is then on ``every`` so many of these lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ethnocode.codebook import Comparison, read_codebook
from ethnocode.codebook.study_rules import Earlier, Study
from ethnocode.model import (
    Anchor,
    Codebook,
    Coding,
    CodingStatus,
    Memo,
    MemoKind,
    Person,
    Settings,
    Source,
    SourceId,
    Span,
    Speaker,
)
from ethnocode.text.normalise import sha256_of

KEYS = frozenset(
    "codebook codes sources codings memos persons speakers kinds groups then".split()  # noqa: SIM905
)
PATH = "codebook.yaml"
LINE = "We met again.\n"


def study_of(case: Mapping[str, Any]) -> Study:
    """Return the study that a case writes down."""
    sources = {name: _source(name, given) for name, given in case.get("sources", {}).items()}
    texts = {name: text for name, (text, _) in sources.items()}
    settings = Settings("invented")
    codebook = read_codebook(_codebook(case), path=PATH)
    return Study(
        codebook,
        tuple(source for _, source in sources.values()),
        {name: _speakers(given) for name, given in case.get("speakers", {}).items()},
        tuple(_in_text_order(_codings(case.get("codings", ()), texts))),
        tuple(_memo(n, given, texts) for n, given in enumerate(case.get("memos", ()), start=1)),
        tuple(_person(given) for given in case.get("persons", ())),
        texts,
        kinds=tuple(case.get("kinds", settings.kinds)),
        groups=tuple(case.get("groups", settings.groups)),
        paths=_paths(case.get("sources", {})),
        earlier=_earlier(case["then"], codebook) if "then" in case else {},
    )


def _earlier(text: str, codebook: Codebook) -> dict[str, Earlier]:
    then = read_codebook(text, path=PATH)
    comparison, found = Comparison(then, codebook), {}
    for old in then:
        if code := codebook.code_named(old.id):
            fields = tuple(change.field for change in comparison.fields(old, code))
            found[code.id] = Earlier(then.version, "2026-01-01T00:00:00.000+00:00", fields)
    return found


def _paths(sources: Mapping[str, Any]) -> dict[str, str]:
    given = {name: fields for name, fields in sources.items() if isinstance(fields, dict)}
    return {fields.get("path", name): name for name, fields in given.items()}


def _codebook(case: Mapping[str, Any]) -> str:
    if "codebook" in case:
        return str(case["codebook"])
    return yaml.safe_dump({"codes": case.get("codes", [])})


def _source(name: str, given: Any) -> tuple[str, Source]:
    fields = given if isinstance(given, dict) else {"text": given}
    text = LINE * fields["repeat"] if "repeat" in fields else fields["text"]
    date = fields.get("date", "2015-04-28")
    source = Source(
        SourceId(1),
        name,
        name,
        fields.get("kind", "field-note"),
        name,
        date and str(date),
        fields.get("wave"),
        sha256_of(text),
        "",
        len(text),
        len(text.split()),
    )
    return text, source


def _codings(given: Any, texts: Mapping[str, str]) -> Iterator[Coding]:
    number = 0
    for row in given:
        text = texts[row["source"]]
        for span in _spans(row, text):
            number += 1
            yield Coding(
                number,
                str(number),
                row["source"],
                row["code"],
                _anchor(row, span, text),
                row.get("coder", "author"),
                "2026-01-01T00:00:00+00:00",
                status=CodingStatus(row.get("status", "anchored")),
                memo=row.get("memo", ""),
                properties=tuple(sorted(row.get("properties", {}).items())),
            )


def _spans(row: Mapping[str, Any], text: str) -> Iterator[Span]:
    if "every" in row:
        for start in range(0, len(text), len(LINE) * row["every"]):
            yield Span(start, start + len(LINE) - 1)
    elif "span" in row:
        yield Span(*map(int, row["span"].split(":")))
    else:
        start = max(text.find(row["quote"]), 0)  # what waits for review is not there
        yield Span(start, start + len(row["quote"]))


def _anchor(row: Mapping[str, Any], span: Span, text: str) -> Anchor:
    return Anchor(span, row.get("quote", span.of(text)), "", "", sha256_of(text))


def _in_text_order(codings: Iterator[Coding]) -> list[Coding]:
    return sorted(codings, key=lambda c: (c.source, c.anchor.span, c.code, c.coder))


def _memo(number: int, given: Mapping[str, Any], texts: Mapping[str, str]) -> Memo:
    source = given.get("source", "")
    anchor = None
    if "quote" in given:
        (span,) = _spans(given, texts[source])
        anchor = _anchor(given, span, texts[source])
    return Memo(
        number,
        str(number),
        MemoKind.ANALYTIC,
        given.get("title", ""),
        given["body"],
        "author",
        "2026-01-01T00:00:00+00:00",
        source=source,
        anchor=anchor,
        status=CodingStatus(given.get("status", "anchored")),
    )


def _person(given: Mapping[str, Any]) -> Person:
    return Person(**{**given, "aliases": tuple(given.get("aliases", ()))})


def _speakers(given: Mapping[str, str | None]) -> tuple[Speaker, ...]:
    return tuple(Speaker(label, person, 2, 20) for label, person in given.items())
