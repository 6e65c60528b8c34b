"""The passages behind figures, in a page: named beside each figure, their words once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ethnocode.model import Opened, Quotation
from ethnocode.report.figures import opened_rest, opened_title, quotation_head
from ethnocode.report.quoting import read_words, runs
from ethnocode.report.safe import html_text

_Place = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Passages:
    """The opened cells of a report with anchors that say nothing of the study.

    Args:
        cells: As the report has them.
        anchors: The anchor of each cell's list, by its key.
        numbers: The number of each passage, by its place, from 1 on.
    """

    cells: tuple[Opened, ...]
    anchors: Mapping[tuple[str, ...], str]
    numbers: Mapping[_Place, int]

    @classmethod
    def of(cls, cells: tuple[Opened, ...]) -> Passages:
        """Number cells as they come and passages by source and place."""
        places = sorted({_place(quotation) for cell in cells for quotation in cell.quotations})
        return cls(
            cells,
            {cell.key: f"o{number}" for number, cell in enumerate(cells, start=1)},
            {place: number for number, place in enumerate(places, start=1)},
        )

    def counted(self) -> dict[tuple[str, ...], int]:
        """Return how many passages there are behind each cell, with those left out."""
        return {cell.key: len(cell.quotations) + cell.left_out for cell in self.cells}

    def lists(self) -> Iterable[str]:
        """Yield each cell with the names of its passages."""
        for cell in self.cells:
            yield from self._cell(cell)

    def _cell(self, cell: Opened) -> Iterable[str]:
        yield f"<details><summary>{html_text(opened_title(cell))}</summary>"
        yield from _key(cell)
        yield f'<ul class="cell-passages" id="{self.anchors[cell.key]}">'
        for quotation in cell.quotations:
            number = self.numbers[_place(quotation)]
            head = html_text(quotation_head(quotation))
            coded = _coded(quotation, cell.key)
            yield f'<li{coded}><a href="#p{number}">[{number}]<span> {head}</span></a></li>'
        yield "</ul>"
        if cell.left_out:
            yield f'<p class="more">{html_text(opened_rest(cell))}</p>'
        yield "</details>"

    def words(self) -> Iterable[str]:
        """Yield each passage once, by source and place."""
        found: dict[_Place, list[Quotation]] = {place: [] for place in self.numbers}
        for cell in self.cells:
            for quotation in cell.quotations:
                found[_place(quotation)].append(quotation)
        for place, same in found.items():
            number, words = self.numbers[place], html_text(read_words(place[-1]))
            codes = tuple(sorted({code for quotation in same for code in quotation.codes}))
            head = html_text(quotation_head(replace(same[0], codes=codes)))
            yield (
                f'<blockquote id="p{number}"><p class="prose">{words}</p>'
                f"<footer>[{number}] {head}</footer></blockquote>"
            )


def _key(cell: Opened) -> Iterable[str]:
    """Yield how words of each code are marked, which the script does."""
    coded = [quotation for quotation in cell.quotations if quotation.coded]
    found = {run.codes for quotation in coded for run in runs(quotation)}
    if not any(found):
        return
    marks = [_mark(cell.key, (code,), code) for code in cell.key]
    if any(len(codes) > 1 for codes in found):
        marks.append(_mark(cell.key, cell.key, "both"))
    yield f'<p class="key" hidden>{" ".join(marks)}</p>'


def _mark(key: Sequence[str], codes: Sequence[str], words: str) -> str:
    kind = " ".join(f"code-{key.index(code) + 1}" for code in codes)
    return f'<mark class="{kind}">{html_text(words)}</mark>'


def _coded(quotation: Quotation, key: Sequence[str]) -> str:
    """Return where words bear which of a cell's codes, for the script: start, end, numbers."""
    if not quotation.coded:
        return ""
    found, at = [], 0
    for run in runs(quotation):
        end = at + _script_length(run.words)
        numbers = "".join(str(key.index(code) + 1) for code in run.codes if code in key)
        if numbers:
            found.append(f"{at} {end} {numbers}")
        at = end
    return f' data-coded="{",".join(found)}"' if found else ""


def _script_length(words: str) -> int:
    """Return how long a script takes words to be: it counts in UTF-16."""
    return len(words.encode("utf-16-le")) // 2


def _place(quotation: Quotation) -> _Place:
    return (quotation.source, quotation.start, quotation.end, quotation.words)
