"""Pages of a Word document, as far as it knows them."""

from __future__ import annotations


class Pages:
    """Counts the page breaks that a document names.

    Word writes down where it last broke pages; a break that somebody put in is
    usually written down twice, and counted once.
    """

    def __init__(self) -> None:
        self.number = 1
        self._laid_out = False
        self._just_broken = False

    @property
    def label(self) -> str:
        """Label of the page."""
        return str(self.number)

    @property
    def known(self) -> bool:
        """Whether any page break has been met."""
        return self.number > 1

    def wrote(self) -> None:
        """Remember that words stand on the page."""
        self._just_broken = False

    def break_here(self) -> None:
        """Begin a page, because somebody said so."""
        self.number += 1
        self._just_broken = True

    def broke_here(self) -> None:
        """Begin a page, because Word did when it last laid the document out."""
        self._laid_out = True
        if not self._just_broken:
            self.number += 1
        self._just_broken = False

    def break_before(self) -> None:
        """Begin a page before a paragraph that asks for it, unless Word's own breaks say it."""
        if not self._laid_out and self.number > 1:
            self.break_here()
