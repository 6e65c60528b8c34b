"""The passages behind figures, in a page: named beside each figure, their words once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ethnocode.model import Opened, Quotation
from ethnocode.report.figures import opened_rest, opened_title, quotation_head
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
        yield f'<ul class="cell-passages" id="{self.anchors[cell.key]}">'
        for quotation in cell.quotations:
            number = self.numbers[_place(quotation)]
            head = html_text(quotation_head(quotation))
            yield f'<li><a href="#p{number}">[{number}]<span> {head}</span></a></li>'
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
            number, words = self.numbers[place], html_text(place[-1].strip())
            codes = tuple(sorted({code for quotation in same for code in quotation.codes}))
            head = html_text(quotation_head(replace(same[0], codes=codes)))
            yield (
                f'<blockquote id="p{number}"><p class="prose">{words}</p>'
                f"<footer>[{number}] {head}</footer></blockquote>"
            )


def _place(quotation: Quotation) -> _Place:
    return (quotation.source, quotation.start, quotation.end, quotation.words)
