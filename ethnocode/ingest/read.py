"""Reading one file: bytes in, a document out."""

from __future__ import annotations

from pathlib import PurePosixPath

from ethnocode.errors import EmptySourceError, SourceError, UnknownFormatError, UsageError
from ethnocode.ingest.email import MAIL
from ethnocode.ingest.guess import (
    Look,
    entry_dates,
    guess_date,
    guess_kind,
    guess_title,
    loudest_speaker,
    named_interviewee,
)
from ethnocode.ingest.markdown import MARKDOWN
from ethnocode.ingest.plain import PLAIN
from ethnocode.ingest.reader import READABLE, Document, Reader, Reading, refuse_foreign
from ethnocode.ingest.segmenting import segments_of
from ethnocode.model import BUILT_IN_KINDS, FIELD_NOTE, INTERVIEW
from ethnocode.text.dates import read_date

READERS: tuple[Reader, ...] = (MARKDOWN, MAIL, PLAIN)
"""Every format that can be read; the first that sniffs takes a file without an ending."""

_INTERVIEWEE_KEYS = ("interviewee", "with", "participant")


def read_document(
    data: bytes,
    *,
    label: str,
    kind: str | None = None,
    date: str | None = None,
    day_first: bool = True,
    kinds: tuple[str, ...] = BUILT_IN_KINDS,
) -> Document:
    """Read the bytes of a file as a document.

    What the caller says goes before what the file declares, and that before what
    its words and its name show.

    Args:
        data: The bytes.
        label: Name of the file, or its path; names it in messages.
        kind: Kind of the source, where the caller knows it.
        date: Date of the source, where the caller knows it, as people write it.
        day_first: Whether ``08/02/12`` is 8 February.
        kinds: The kinds that the study has.

    Raises:
        EmptySourceError: There are no words in it.
        UnknownFormatError: No reader takes it.
        UndecodableSourceError: Its encoding cannot be known.
        SourceError: It declares an unknown kind, or its front matter is broken.
        UsageError: ``date`` is no certain date.
    """
    stated = read_date(date, day_first=day_first) if date is not None else None
    if date is not None and stated is None:
        raise UsageError(
            f"'{date}' is not a certain date", hint="write it as 2015-04-28, 2015-04 or 2015"
        )
    if not data.strip():
        raise EmptySourceError("the file is empty", where=label, hint="leave it out")
    reading = _reader_for(data, label=label).read(data, label=label, day_first=day_first)
    text = reading.content.text
    if not text.strip():
        raise EmptySourceError("there are no words in it", where=label, hint="leave it out")
    declared = kind or reading.kind
    if declared and declared not in kinds:
        raise SourceError(
            f"unknown kind '{declared}'", where=label, hint=f"kinds here: {', '.join(kinds)}"
        )
    look = Look.at(text, label=label, day_first=day_first, interview=declared == INTERVIEW)
    settled = declared or guess_kind(look)
    title = reading.title or guess_title(look)
    found, more = _author(reading, look, kind=settled, title=title)
    return Document(
        text=text,
        kind=settled,
        title=title,
        date=stated or _date(reading, look, kind=settled),
        author=found,
        segments=segments_of(text, kind=settled, day_first=day_first),
        repairs=reading.content.repairs,
        variables=(*reading.variables, *more, *_range(look, kind=settled)),
        warnings=(*reading.warnings, *_doubtful_heads(look, kind=settled)),
    )


def _reader_for(data: bytes, *, label: str) -> Reader:
    suffix = PurePosixPath(label).suffix.lower()
    for reader in READERS:
        if suffix in reader.suffixes:
            return reader
    # An ending without letters is the end of a date: "minutes 28.4.15".
    if any(character.isalpha() for character in suffix):
        refuse_foreign(data, label=label)
        raise UnknownFormatError(
            f"nothing reads '{suffix}' files", where=label, hint=f"readable are {READABLE}"
        )
    return next(reader for reader in READERS if reader.sniff(data))


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
    return guess_date(look)


def _range(look: Look, *, kind: str) -> tuple[tuple[str, str], ...]:
    dates = entry_dates(look) if kind == FIELD_NOTE else ()
    return (("from", dates[0]), ("to", dates[-1])) if len(dates) > 1 else ()


def _doubtful_heads(look: Look, *, kind: str) -> tuple[str, ...]:
    """Return a warning for each line that heads an entry but is no certain date."""
    if kind != FIELD_NOTE:
        return ()
    return tuple(
        f"line {look.text.count(chr(10), 0, head.span.start) + 1}: "
        f"'{head.span.of(look.text)}' is not a certain date: its entry is left undated"
        for head in look.heads
        if head.date is None
    )
