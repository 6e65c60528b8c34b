"""What stands inside the paragraphs of a Word document."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from ethnocode.ingest.blocks import BlockMark
from ethnocode.ingest.docx.comments import Comments
from ethnocode.ingest.docx.draft import Draft, NoteReference
from ethnocode.ingest.docx.drawings import drawn
from ethnocode.ingest.docx.forms import chosen_in_form
from ethnocode.ingest.docx.names import (
    ID,
    MC,
    RUN_PROPERTIES,
    M,
    W,
    chosen,
    is_on,
    value_of,
)
from ethnocode.ingest.docx.package import Package
from ethnocode.ingest.docx.pages import Pages
from ethnocode.ingest.docx.styles import Styles
from ethnocode.ingest.office.symbols import sign
from ethnocode.model import MarkKind

_INSTRUCTION, _RESULT = "instruction", "result"
_WITHOUT_WORDS = frozenset(
    f"{W}{name}"
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData"),
        *("instrText", "delInstrText", "proofErr", "bookmarkStart", "bookmarkEnd"),
        *("annotationRef", "footnoteRef", "endnoteRef"),
    )
)


class Runs:
    """Reads paragraphs, one after the other.

    Args:
        package: The document.
        styles: Its styles, which may hide words.
        comments: Its comments.
        pages: Counts page breaks.
    """

    def __init__(
        self, package: Package, *, styles: Styles, comments: Comments, pages: Pages
    ) -> None:
        self._package = package
        self._styles = styles
        self.comments = comments
        self.pages = pages
        self._fields: list[str] = []
        self._forms: list[str] = []
        self._hidden_style = False
        self._current = Element(f"{W}r")

    def read(self, paragraph: Element, draft: Draft, *, style: str) -> None:
        """Write what stands in a paragraph into a draft."""
        self._fields, self._forms = [], []
        self._hidden_style = self._styles.is_hidden(style)
        self.comments.go_on(draft)
        self._inline(paragraph, draft)
        self.comments.pause(draft)

    def _inline(self, element: Element, draft: Draft) -> None:
        for child in element:
            tag = child.tag
            if tag in _WITHOUT_WORDS:
                continue
            handle = _HANDLERS.get(tag)
            if handle is None:
                self._inline(child, draft)
            else:
                handle(self, child, draft)

    def _run(self, run: Element, draft: Draft) -> None:
        """Read a run; what is hidden, or instructs a field, is kept beside the words."""
        self._current = run
        if not self._is_shown(run):
            aside = Draft(length=draft.length)
            self._inline(run, aside)
            draft.hide(aside)
        else:
            self._inline(run, draft)

    def _is_shown(self, run: Element) -> bool:
        properties = run.find(RUN_PROPERTIES)
        if properties is None:
            return not self._hidden_style
        own = properties.find(f"{W}vanish")
        if own is not None:
            return not is_on(own)
        style = properties.find(f"{W}rStyle")
        return not (self._hidden_style or self._styles.is_hidden(value_of(style)))

    def _words(self, element: Element, draft: Draft) -> None:
        words = element.text
        if not words:
            return
        if _INSTRUCTION in self._fields:
            draft.hidden.append(words)
            return
        if not words.isspace():
            self._wrote(draft)
        draft.write(words)

    def _wrote(self, draft: Draft) -> None:
        """Remember that words stand on the page."""
        self.pages.wrote()
        draft.page = draft.page or self.pages.label

    def _break(self, element: Element, draft: Draft) -> None:
        if element.get(f"{W}type") == "page":
            self.pages.break_here()
            self._page(draft)
        else:
            draft.write("\n")

    def _broken_page(self, element: Element, draft: Draft) -> None:
        before = self.pages.number
        self.pages.broke_here()
        if self.pages.number > before:
            self._page(draft)

    def _page(self, draft: Draft) -> None:
        """Mark a page that begins among the words."""
        if draft.page:
            draft.marks.append(
                BlockMark(MarkKind.PAGE, draft.length, draft.length, self.pages.label)
            )

    def _symbol(self, element: Element, draft: Draft) -> None:
        try:
            number = int(element.get(f"{W}char", ""), 16)
            draft.write(sign(number, font=element.get(f"{W}font", "")))
        except (ValueError, OverflowError):
            return

    def _field(self, element: Element, draft: Draft) -> None:
        """Follow a field: its instruction is no part of the words, its result is.

        Fields may run over several paragraphs, but only their results do.
        """
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_INSTRUCTION)
            self._forms.append(chosen_in_form(element))
        elif kind == "separate" and self._fields:
            self._fields[-1] = _RESULT
        elif kind == "end" and self._fields:
            self._fields.pop()
            if form := self._forms.pop():
                draft.write(form)
                self._wrote(draft)

    def _deleted(self, element: Element, draft: Draft) -> None:
        aside = Draft(length=draft.length)
        self._inline(element, aside)
        draft.delete(
            aside, author=element.get(f"{W}author", ""), date=element.get(f"{W}date") or None
        )

    def _alternatives(self, element: Element, draft: Draft) -> None:
        choice = chosen(element)
        if choice is not None:
            self._inline(choice, draft)

    def _drawing(self, element: Element, draft: Draft) -> None:
        shown = drawn(element, self._package)
        draft.attached += shown.boxes
        draft.beside += shown.beside

    def _note(self, element: Element, draft: Draft) -> None:
        kind = "footnote" if element.tag == f"{W}footnoteReference" else "endnote"
        sign = ""
        if element.get(f"{W}customMarkFollows") in ("1", "true", "on"):
            sign = "".join(words.text or "" for words in self._current.iter(f"{W}t"))
        draft.attached.append(NoteReference(kind, element.get(ID, ""), sign))

    def _comment_start(self, element: Element, draft: Draft) -> None:
        self.comments.start(element.get(ID, ""), draft)

    def _comment_end(self, element: Element, draft: Draft) -> None:
        self.comments.end(element.get(ID, ""), draft)

    def _comment_reference(self, element: Element, draft: Draft) -> None:
        self.comments.refer(element.get(ID, ""), draft)

    def _reading(self, element: Element, draft: Draft) -> None:
        """Keep how a word is read aloud, which stands small above it, beside the words."""
        aside = Draft()
        self._inline(element, aside)
        draft.beside.append(aside.words())

    def _below_the_line(self, element: Element, draft: Draft) -> None:
        draft.write("/")
        self._inline(element, draft)


def _writes(words: str) -> Callable[[Runs, Element, Draft], None]:
    """Return what writes a character that has an element of its own."""

    def write(runs: Runs, element: Element, draft: Draft) -> None:
        draft.write(words)

    return write


_HANDLERS: dict[str, Callable[[Runs, Element, Draft], None]] = {
    f"{W}r": Runs._run,
    f"{W}t": Runs._words,
    f"{W}delText": Runs._words,
    f"{M}t": Runs._words,
    f"{M}den": Runs._below_the_line,
    f"{W}tab": _writes("\t"),
    f"{W}ptab": _writes("\t"),
    f"{W}cr": _writes("\n"),
    f"{W}noBreakHyphen": _writes("\u2011"),
    f"{W}softHyphen": _writes("\u00ad"),
    f"{W}br": Runs._break,
    f"{W}lastRenderedPageBreak": Runs._broken_page,
    f"{W}sym": Runs._symbol,
    f"{W}fldChar": Runs._field,
    f"{W}del": Runs._deleted,
    f"{W}moveFrom": Runs._deleted,
    f"{W}drawing": Runs._drawing,
    f"{W}pict": Runs._drawing,
    f"{W}object": Runs._drawing,
    f"{W}footnoteReference": Runs._note,
    f"{W}endnoteReference": Runs._note,
    f"{W}commentRangeStart": Runs._comment_start,
    f"{W}commentRangeEnd": Runs._comment_end,
    f"{W}commentReference": Runs._comment_reference,
    f"{W}rt": Runs._reading,
    f"{MC}AlternateContent": Runs._alternatives,
}
