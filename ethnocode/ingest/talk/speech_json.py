"""Transcripts that speech recognition wrote as JSON.

Whisper and its kin, AWS Transcribe, Rev and Podcasting 2.0 are known, and whatever
else is a list of pieces with words and with times or speakers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ethnocode.errors import EmptySourceError, UnknownFormatError
from ethnocode.ingest.blocks import lay_out
from ethnocode.ingest.json_text import mapping, mappings, parse_json, words_of
from ethnocode.ingest.opening import opening
from ethnocode.ingest.reader import Reader, Reading, ReadOptions
from ethnocode.ingest.talk.cues import Cue, talk_blocks
from ethnocode.ingest.talk.spoken_words import aws_cues, rev_cues
from ethnocode.ingest.times import as_clock, find_time, from_to, plain_number, units_per_second
from ethnocode.model import INTERVIEW

# Keys of a piece and, below them, of the list of pieces; the first that is there is taken.
_WORDS = ("text", "body", "transcript", "content", "utterance", "sentence", "caption", "words")
_START = ("start", "startTime", "start_time", "begin", "from", "start_ms", "time", "timestamp")
_END = ("end", "endTime", "end_time", "to", "end_ms")
_SPEAKER = ("speaker", "speaker_label", "speakerLabel", "speakerName", "speaker_name", "speaker_id")
_LISTS = (
    "segments",
    "utterances",
    "transcription",
    "meeting_transcripts",
    "captions",
    "cues",
    "paragraphs",
    "transcript",
    "results",
    "channels",
)
_BESIDE_TEXT = frozenset(("text", "language", "duration", "task", "usage", "logprobs", "words"))
_KNOWN = "the JSON of Whisper, AWS Transcribe, Rev and Podcasting 2.0, and Day One journals"
_SIGNS = (
    ("segments", "start", "end", "text"),
    ("segments", "startTime", "body"),
    ("results", "transcripts", "items"),
    ("results", "transcripts", "transcript"),
    ("monologues", "elements"),
)
"""Keys that no other JSON has together; one row for each kind of transcript."""

_LOOKED_AT_BYTES = 100_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,20}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def read_speech(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read recognised speech as talk, with its speakers where they were told apart.

    Raises:
        UnknownFormatError: It is other JSON.
        EmptySourceError: Nothing was recognised.
    """
    value, decoded = parse_json(data, label=label, options=options)
    cues = _cues(value)
    if cues is None:
        raise UnknownFormatError(
            "JSON of a kind that nothing reads", where=label, hint=f"readable are {_KNOWN}"
        )
    if not any(cue.words.strip() for cue in cues):
        raise EmptySourceError(
            "empty: nothing was recognised in it", where=label, hint="leave it out"
        )
    laid = lay_out(talk_blocks(cues), speakers_known=True)
    language = words_of(mapping(value).get("language"))
    language = language if _LANGUAGE.fullmatch(language) else ""
    return Reading(
        laid.content,
        layout=laid.layout,
        marks=laid.marks,
        kind=INTERVIEW,
        variables=(("language", language),) if language else (),
        encoding=decoded.encoding,
        warnings=decoded.warnings,
    )


def _cues(value: object) -> list[Cue] | None:
    """Return what is said, or ``None`` where the file is no transcript that is known."""
    whole = mapping(value)
    results = mapping(whole.get("results"))
    if "items" in results and "transcripts" in results:
        return list(aws_cues(results))
    if "monologues" in whole:
        return list(rev_cues(whole))
    lists = [value, *(holder.get(name) for holder in (whole, results) for name in _LISTS)]
    for pieces in lists:
        found = _pieces([_best(piece) for piece in mappings(pieces)])
        if found is not None:
            return found
    if isinstance(whole.get("segments"), list) or whole.keys() <= _BESIDE_TEXT:
        return [Cue(words_of(whole.get("text")))] if "text" in whole else None
    return None


def _best(piece: Mapping[str, object]) -> Mapping[str, object]:
    """Return a piece as its likeliest hearing has it, where it lists several."""
    hearings = mappings(piece.get("alternatives"))
    if not hearings:
        return piece
    words = mappings(hearings[0].get("words"))
    times = {"start": _ends(words[0])[0], "end": _ends(words[-1])[1]} if words else {}
    return {**piece, **times, **hearings[0]}


def _pieces(pieces: Sequence[Mapping[str, object]]) -> list[Cue] | None:
    """Return pieces as cues, where they have words and times or speakers."""
    keys = {key for piece in pieces for key in piece}
    words = next((key for key in _WORDS if key in keys and _holds_words(pieces, key)), None)
    timed = any(key in keys for key in (*_START, "timestamps", "offsets"))
    if words is None or not (timed or any(key in keys for key in _SPEAKER)):
        return None
    ends = [_ends(piece) for piece in pieces]
    units = units_per_second([(_number(start), _number(end)) for start, end in ends])
    return [
        Cue(
            words_of(piece.get(words)),
            from_to(_clock(start, units=units), _clock(end, units=units)),
            _speaker(piece),
        )
        for piece, (start, end) in zip(pieces, ends, strict=True)
    ]


def _holds_words(pieces: Sequence[Mapping[str, object]], key: str) -> bool:
    return all(isinstance(piece.get(key, ""), str | None) for piece in pieces)


def _ends(piece: Mapping[str, object]) -> tuple[str, str]:
    """Return when a piece begins and ends, as the file has it."""
    inner = mapping(piece.get("timestamps"))
    start, end = _first(piece, _START), _first(piece, _END)
    return start or words_of(inner.get("from")), end or words_of(inner.get("to"))


def _first(piece: Mapping[str, object], keys: Sequence[str]) -> str:
    found = (words_of(piece.get(key)) for key in keys)
    return next((words for words in found if words), "")


def _speaker(piece: Mapping[str, object]) -> str:
    """Return the label of who speaks; a mere number gets a word."""
    label = _first(piece, _SPEAKER)
    return f"Speaker {label}" if label.isdecimal() else label


def _number(words: str) -> float | None:
    return plain_number(words.removesuffix("s"))


def _clock(words: str, *, units: int) -> str:
    number = _number(words)
    return find_time(words) if number is None else as_clock(number / units)


def _is_speech(data: bytes) -> bool:
    """Whether JSON begins with all the keys that one kind of transcript has."""
    words = opening(data, size=_LOOKED_AT_BYTES)
    if not words.lstrip().startswith(("{", "[")):
        return False
    return any(all(f'"{key}"' in words for key in keys) for keys in _SIGNS)


SPEECH_JSON = Reader("recognised speech", (".json",), _is_speech, read_speech)
"""What speech recognition writes; takes all JSON that nothing else knows, to say so."""
