"""The words of an e-mail that are not its sender's own: quotations, who wrote them, signatures.

Mail programs mark what they quote in a handful of ways: ``>`` before each line, a line such as
``On 2 May 2012, at 10:15, Ros wrote:``, a rule with ``Original Message``, or the headers of the
message that is answered. Lines after a ``>`` block are the sender's own again, wherever they
stand; what follows an unprefixed quotation cannot be told from it, and counts as quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ethnocode.model import Mark, MarkKind, Span
from ethnocode.text.mail_lines import (
    ends_attribution,
    has_address_or_time,
    header_role,
    is_footer_rule,
    is_pgp_line,
    is_prefixed,
    is_rule,
    is_sent_from,
    is_separator,
    is_signature_rule,
    may_begin_attribution,
)

_MOST_ATTRIBUTION_LINES = 4
"""A mail program wraps "On ..., Ros wrote:" into so many at most."""

_MOST_LINES_OF_A_HEADER = 4
"""One header, of many recipients, is wrapped into so many."""

_LEAST_HEADERS = 3
"""So many lines of headers begin a message that is answered."""

_MOST_HEADER_LINES = 40
_MOST_SIGNATURE_LINES = 20
_MOST_FOOTER_LINES = 8


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: str
    role: str
    quoted: bool

    @property
    def blank(self) -> bool:
        return not self.words


def quoted_marks(text: str, *, known: Sequence[Span] = ()) -> tuple[Mark, ...]:
    """Return what is quoted, attributed or signed in the body of an e-mail.

    Args:
        text: The canonical text of the body.
        known: What the format itself says is quoted, sorted.

    Returns:
        Marks of the kinds ``QUOTED``, ``ATTRIBUTION`` and ``SIGNATURE``, sorted and disjoint;
        all words outside them are the sender's own.

    Complexity:
        O(n) for n characters.
    """
    lines = _lines(text, known)
    kinds = _quoted_lines(lines)
    _mark_signatures(lines, kinds)
    return tuple(_merged(lines, kinds))


def _lines(text: str, known: Sequence[Span]) -> tuple[_Line, ...]:
    lines: list[_Line] = []
    start, spans = 0, list(reversed(known))
    for raw in text.split("\n"):
        end = start + len(raw)
        while spans and spans[-1].end <= start:
            spans.pop()
        inside = bool(spans) and spans[-1].start < end
        words = raw.strip()
        first = start + len(raw) - len(raw.lstrip())
        lines.append(
            _Line(first, first + len(words), words, header_role(words), inside or is_prefixed(raw))
        )
        start = end + 1
    return tuple(lines)


def _quoted_lines(lines: Sequence[_Line]) -> list[MarkKind | None]:
    """Return for each line whether it is quoted or an attribution; ``None`` where neither."""
    kinds: list[MarkKind | None] = [None] * len(lines)
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.quoted and not line.blank:
            kinds[at] = MarkKind.QUOTED
        elif not line.blank:
            end, sure = _attribution(lines, at)
            following = _next_words(lines, end)
            quotes = following < len(lines) and lines[following].quoted
            if end > at and (quotes or sure):
                kinds[at:end] = [MarkKind.ATTRIBUTION] * (end - at)
                if not quotes:
                    kinds[end:] = [MarkKind.QUOTED] * (len(lines) - end)
                    break
                at = end
                continue
        at += 1
    return kinds


def _next_words(lines: Sequence[_Line], at: int) -> int:
    """Return the first line from ``at`` that is not blank, or how many lines there are."""
    while at < len(lines) and lines[at].blank:
        at += 1
    return at


def _attribution(lines: Sequence[_Line], at: int) -> tuple[int, bool]:
    """Return where an attribution that begins at a line ends, and whether it is beyond doubt.

    The end is ``at`` where none begins. One that may be the sender's own sentence
    ("As Ros wrote:") counts only before lines that are quoted for certain.
    """
    words = lines[at].words
    if is_separator(words) or is_rule(words):
        headers = _headers_end(lines, _next_words(lines, at + 1), least=1)
        if headers is not None:
            return headers, True
        return (at + 1, True) if is_separator(words) else (at, False)
    headers = _headers_end(lines, at, least=_LEAST_HEADERS)
    if headers is not None:
        return headers, True
    end = _wrote_end(lines, at)
    if end == at:
        return at, False
    whole = " ".join(line.words for line in lines[at:end])
    alone = at == 0 or lines[at - 1].blank or lines[at - 1].quoted
    begins = may_begin_attribution(whole) or "@" in whole
    sure = alone and begins and has_address_or_time(whole)
    # Some programs write the headers below it once more.
    headers = _headers_end(lines, _next_words(lines, end), least=_LEAST_HEADERS)
    return (headers, True) if sure and headers is not None else (end, sure)


def _headers_end(lines: Sequence[_Line], at: int, *, least: int) -> int | None:
    """Return where a block of at least some different mail headers ends, if one begins here."""
    roles: set[str] = set()
    end = at
    last = min(len(lines), at + _MOST_HEADER_LINES)
    while at < last and not lines[at].quoted and at - end < _MOST_LINES_OF_A_HEADER:
        role = lines[at].role
        if role:
            roles.add(role)
            end = at + 1
        elif not roles or (lines[at].blank and not _goes_on(lines, at)):
            break
        at += 1
    return end if "from" in roles and len(roles) >= least else None


def _goes_on(lines: Sequence[_Line], at: int) -> bool:
    """Whether a header follows one blank line, as in bodies that were HTML."""
    return at + 1 < len(lines) and bool(lines[at + 1].role)


def _wrote_end(lines: Sequence[_Line], at: int) -> int:
    """Return where a line such as "On Monday Ros wrote:" ends; it may be wrapped."""
    whole = ""
    begins = may_begin_attribution(lines[at].words)
    for end in range(at, min(at + _MOST_ATTRIBUTION_LINES, len(lines))):
        line = lines[end]
        if line.blank or line.quoted:
            break
        whole = f"{whole} {line.words}".strip()
        if ends_attribution(whole):
            return end + 1
        if not begins:
            break
    return at


def _mark_signatures(lines: Sequence[_Line], kinds: list[MarkKind | None]) -> None:
    """Mark what stands below a signature's rule, and what a device adds of itself."""
    at = 0
    while at < len(lines):
        end = _signature_end(lines, kinds, at) if kinds[at] is None else at
        kinds[at:end] = [MarkKind.SIGNATURE] * (end - at)
        at = max(end, at + 1)


def _signature_end(lines: Sequence[_Line], kinds: Sequence[MarkKind | None], at: int) -> int:
    """Return where a signature that begins at a line ends; ``at`` where none begins."""
    words = lines[at].words
    if is_sent_from(words):
        return at + 1
    if is_pgp_line(words):
        return _pgp_end(lines, at)
    most = _MOST_SIGNATURE_LINES if is_signature_rule(words) else 0
    if is_footer_rule(words):
        most = _MOST_FOOTER_LINES
    end, said = at + 1, 0
    while end < len(lines) and kinds[end] is None and said <= most:
        said += not lines[end].blank
        end += 1
    return end if 0 < said <= most else at


def _pgp_end(lines: Sequence[_Line], at: int) -> int:
    """Return where armour ends: the head of a signed message at a blank line."""
    last = "END PGP" if "SIGNATURE" in lines[at].words else ""
    for end in range(at + 1, len(lines)):
        if last and last in lines[end].words:
            return end + 1
        if not last and lines[end].blank:
            return end
    return at + 1


def _merged(lines: Sequence[_Line], kinds: Sequence[MarkKind | None]) -> Iterator[Mark]:
    """Yield a mark for each run of lines of one kind; blank lines do not end a run."""
    open_kind: MarkKind | None = None
    start = end = 0
    for line, kind in zip(lines, kinds, strict=True):
        if line.blank:
            continue
        if kind is not open_kind:
            if open_kind is not None:
                yield Mark(start, end, open_kind)
            open_kind, start = kind, line.start
        end = line.end
    if open_kind is not None:
        yield Mark(start, end, open_kind)
