"""Reading one file: bytes in, a document out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ethnocode.errors import EmptySourceError, SourceError, UsageError
from ethnocode.ingest.day_names import day_in_name, day_of_name
from ethnocode.ingest.guess import (
    Look,
    entry_dates,
    guess_date,
    guess_title,
    loudest_speaker,
    named_interviewee,
)
from ethnocode.ingest.kinds import guess_kind, has_turns
from ethnocode.ingest.reader import Document, Reading, ReadOptions
from ethnocode.ingest.readers import reader_for
from ethnocode.ingest.segmenting import segments_of
from ethnocode.model import (
    BUILT_IN_KINDS,
    DOCUMENT,
    FIELD_NOTE,
    INTERVIEW,
    Mark,
    MarkKind,
    Span,
    mark_order,
)
from ethnocode.text.dates import find_date, read_date
from ethnocode.text.entries import EntryHead
from ethnocode.text.observer import observer_comments
from ethnocode.text.turns import Turn
from ethnocode.text.words import passage_words

_MOST_DOUBTFUL = 5
_SHOWN_OF_MANY = 3
_LEAST_EVENTS = 3
_LEAST_TURNED = 2
_INTERVIEWEE_KEYS = ("interviewee", "with", "participant")


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller knows of a file, which goes before what the file says.

    Args:
        kind: Kind of the source, or ``None``.
        date: Date of the source as people write it, or ``None``.
        kinds: The kinds that the study has.
    """

    kind: str | None = None
    date: str | None = None
    kinds: tuple[str, ...] = BUILT_IN_KINDS


def read_document(
    data: bytes,
    *,
    label: str,
    given: Given = Given(),
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
) -> Document:
    """Read the bytes of a file as a document.

    What the caller says goes before what the file declares, and that before what
    its words and its name show.

    Args:
        data: The bytes.
        label: Name of the file, or its path; names it in messages.
        given: What the caller knows.
        options: How to read.

    Raises:
        EmptySourceError: There are no words in it.
        UnknownFormatError: No reader takes it.
        UndecodableSourceError: Its encoding cannot be known.
        ProtectedSourceError: It needs a password.
        DamagedSourceError: It is cut short or broken.
        UnsafeSourceError: It would unpack to far more than it holds.
        SourceError: It declares an unknown kind, or its front matter is broken.
        UsageError: The date given is no certain date.
    """
    stated = _stated(given, day_first=options.day_first)
    reader = reader_for(data, label=label)
    reading = reader.read(data, label=label, options=options)
    if not reading.content.text.strip():
        raise EmptySourceError("there are no words in it", where=label, hint="leave it out")
    declared = given.kind or reading.kind
    if declared and declared not in given.kinds:
        raise SourceError(
            f"unknown kind '{declared}'", where=label, hint=f"kinds here: {', '.join(given.kinds)}"
        )
    look = Look.at(
        reading, label=label, day_first=options.day_first, interview=declared == INTERVIEW
    )
    kind = declared or guess_kind(look)
    kind_from = "given" if given.kind else "declared" if reading.kind else "guessed"
    return _document(
        reading,
        _with_day_of_name(look, reading, kind=kind),
        kind=kind,
        kind_from=kind_from,
        format_=reader.name,
        stated=stated,
    )


def _document(
    reading: Reading, look: Look, *, kind: str, kind_from: str, format_: str, stated: str | None
) -> Document:
    """Return the document of a reading, once its kind is known."""
    title = reading.title or guess_title(look)
    found, more = _author(reading, look, kind=kind, title=title)
    heads = look.heads if kind == FIELD_NOTE else ()
    turns = look.turns if has_turns(look, kind=kind) else ()
    marks = _marks(reading, heads=heads, turns=turns)
    segments = segments_of(
        look.text,
        kind=kind,
        layout=reading.layout,
        heads=heads,
        turns=turns,
        days=look.days,
        marks=marks,
    )
    return Document(
        text=look.text,
        kind=kind,
        kind_from=kind_from,
        format=format_,
        title=title,
        date=stated or _date(reading, look, kind=kind),
        author=found,
        segments=segments,
        segment_words=passage_words(segments, look.text, marks=marks),
        marks=marks,
        repairs=reading.content.repairs,
        variables=(*reading.variables, *more, *_range(look, kind=kind)),
        encoding=reading.encoding,
        warnings=(*reading.warnings, *_doubtful_heads(look, kind=kind)),
        attachments=reading.attachments,
    )


def _stated(given: Given, *, day_first: bool) -> str | None:
    """Return the date that the caller gives, if any."""
    if given.date is None:
        return None
    date = read_date(given.date, day_first=day_first)
    if date is None:
        raise UsageError(
            f"'{given.date}' is not a certain date", hint="write it as 2015-04-28, 2015-04 or 2015"
        )
    return date


def _marks(
    reading: Reading, *, heads: Sequence[EntryHead], turns: Sequence[Turn]
) -> tuple[Mark, ...]:
    """Return what is marked: by the format, and by what was found in the words."""
    times = (Mark(t.start, t.end, MarkKind.TIME) for turn in turns for t in turn.times)
    inferred = (
        Mark(head.span.start, head.span.end, MarkKind.INFERRED_DATE, head.date or "")
        for head in heads
        if head.inferred
    )
    labels = {turn.span.start for turn in turns}
    comments = (
        Mark(span.start, span.end, MarkKind.OBSERVER_COMMENT)
        for span in observer_comments(reading.content.text)
        # "OC:" is a label where somebody of those initials speaks.
        if span.start not in labels
    )
    found = [*reading.marks, *times, *inferred, *comments]
    return tuple(sorted(found, key=mark_order))


def _author(
    reading: Reading, look: Look, *, kind: str, title: str
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the author, and the declared one as a variable where it is somebody else.

    The author of an interview is whom it is with; front matter may name who held it.
    """
    if kind != INTERVIEW:
        return reading.author, ()
    named = dict(reading.variables)
    declared = next((named[key] for key in _INTERVIEWEE_KEYS if named.get(key)), "")
    found = declared or named_interviewee(look, title=title) or reading.author
    if not found:
        return loudest_speaker(look), ()
    return found, (("author", reading.author),) if reading.author not in ("", found) else ()


def _date(reading: Reading, look: Look, *, kind: str) -> str | None:
    """Return the declared date, else the one shown; a declared doubt is not overruled.

    A journal of many days has the EDTF interval of its entries.
    """
    if reading.dated:
        return reading.date
    if kind == FIELD_NOTE and look.heads:
        dates = entry_dates(look)
        return "/".join(sorted({dates[0], dates[-1]})) if dates else None
    if kind == DOCUMENT and len(entry_dates(look)) >= _LEAST_EVENTS:
        # A timeline is not of the day of its first event.
        look = replace(look, text=look.text[: look.heads[0].span.start])
    return guess_date(look)


def _range(look: Look, *, kind: str) -> tuple[tuple[str, str], ...]:
    dates = entry_dates(look) if kind == FIELD_NOTE else ()
    return (("from", dates[0]), ("to", dates[-1])) if len(dates) > 1 else ()


def _with_day_of_name(look: Look, reading: Reading, *, kind: str) -> Look:
    """Return the look with one entry where the name of a field note is its day.

    Dates inside a daily note are what its words speak of, unless one heads that day. A
    name that holds more than a day dates a note that nothing in it does.
    """
    if kind != FIELD_NOTE:
        return look
    day = day_of_name(look.stem, day_first=look.day_first)
    if day is None and not look.heads:
        day = day_in_name(look.stem, day_first=look.day_first)
    if day is None or any(head.date == day for head in look.heads):
        return look
    if reading.dated:  # what the file declares goes before its name
        day = reading.date
    start = len(look.text) - len(look.text.lstrip())
    line = look.text[start:].partition("\n")[0].rstrip()
    head = EntryHead(Span(start, start + len(line)), day, None, "", written=False)
    return replace(look, heads=(head,))


def _doubtful_heads(look: Look, *, kind: str) -> tuple[str, ...]:
    """Return a warning for each line that heads an entry but is no certain date, or for all."""
    doubtful = [head for head in look.heads if head.date is None] if kind == FIELD_NOTE else []
    shown = doubtful if len(doubtful) <= _MOST_DOUBTFUL else doubtful[:_SHOWN_OF_MANY]
    lines = [(look.text.count("\n", 0, h.span.start) + 1, h.span.of(look.text)) for h in shown]
    if shown == doubtful:
        warned = [
            f"line {line}: '{words}' is not a certain date: its entry is left undated"
            for line, words in lines
        ]
    else:
        first = ", ".join(f"line {line}: '{words}'" for line, words in lines)
        warned = [
            f"{len(doubtful)} lines head entries and are not certain dates: the entries are left "
            f"undated ({first} ...)"
        ]
    return (*warned, *_other_order(look, doubtful))


def _other_order(look: Look, doubtful: Sequence[EntryHead]) -> tuple[str, ...]:
    """Return a warning where all doubtful heads are dates with day and month turned round."""
    words = (head.span.of(look.text) for head in doubtful)
    turned = [find_date(line, day_first=not look.day_first) for line in words]
    if len(turned) < _LEAST_TURNED or not all(turned):
        return ()
    order = "month-first" if look.day_first else "day-first"
    return (
        f"these lines are dates if read {order}, and other dates may be read wrongly: if so, set "
        f"'dates: {order}' in the settings and ingest the file again",
    )
