"""Recognised speech that comes word by word: AWS Transcribe and Rev."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ethnocode.ingest.json_text import mapping, mappings, words_of
from ethnocode.ingest.talk.cues import Cue
from ethnocode.ingest.times import as_clock, from_to, plain_number

_SENTENCE_ENDS = (".", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word or a punctuation mark.

    Args:
        words: As recognised.
        before: White space before it.
        start: Seconds; ``None`` for punctuation.
        end: The same.
        speaker: Label, or empty.
    """

    words: str
    before: str
    start: float | None
    end: float | None
    speaker: str


def aws_cues(results: Mapping[str, object]) -> Iterator[Cue]:
    """Yield a cue for each sentence of an AWS transcript, by its speakers or channels."""
    if not mappings(results.get("items")):
        for transcript in mappings(results.get("transcripts")):
            yield Cue(words_of(transcript.get("transcript")))
        return
    yield from _sentences(_aws_words(results))


def rev_cues(whole: Mapping[str, object]) -> Iterator[Cue]:
    """Yield a cue for each sentence of a Rev transcript; its speakers are numbered."""
    names = {
        words_of(speaker.get("id")): words_of(speaker.get("name"))
        for speaker in mappings(whole.get("speakers"))
    }
    for monologue in mappings(whole.get("monologues")):
        number = words_of(monologue.get("speaker"))
        label = names.get(number) or words_of(monologue.get("speaker_name"))
        label = label or (f"Speaker {number}" if number else "")
        yield from _sentences(
            _Word(
                str(element.get("value") or ""),
                "",
                _number(element.get("ts")),
                _number(element.get("end_ts")),
                label,
            )
            for element in mappings(monologue.get("elements"))
        )


def _aws_words(results: Mapping[str, object]) -> Iterator[_Word]:
    """Yield the words of an AWS transcript; punctuation belongs to who spoke before."""
    speakers = {
        words_of(item.get("start_time")): words_of(item.get("speaker_label"))
        for segment in mappings(mapping(results.get("speaker_labels")).get("segments"))
        for item in mappings(segment.get("items"))
    }
    speaker = ""
    for item in mappings(results.get("items")):
        alternatives = mappings(item.get("alternatives"))
        content = words_of(alternatives[0].get("content")) if alternatives else ""
        start = words_of(item.get("start_time"))
        punctuation = item.get("type") == "punctuation"
        if not punctuation:
            label = words_of(item.get("speaker_label")) or speakers.get(start, "")
            speaker = label or words_of(item.get("channel_label"))
        yield _Word(
            content,
            "" if punctuation else " ",
            _number(item.get("start_time")),
            _number(item.get("end_time")),
            speaker,
        )


def _sentences(words: Iterable[_Word]) -> Iterator[Cue]:
    """Yield words joined into sentences of one speaker."""
    held: list[_Word] = []
    for word in words:
        begins = word.words.strip() and word.start is not None and _ends(held)
        if held and (begins or word.speaker != held[-1].speaker):
            yield _cue(held)
            held = []
        held.append(word)
    if held:
        yield _cue(held)


def _ends(held: list[_Word]) -> bool:
    said = [word.words.strip() for word in held if word.words.strip()]
    return bool(said) and said[-1] in _SENTENCE_ENDS


def _cue(held: list[_Word]) -> Cue:
    starts = [word.start for word in held if word.start is not None]
    ends = [word.end for word in held if word.end is not None]
    time = from_to(
        as_clock(starts[0]) if starts else "",
        as_clock(ends[-1]) if ends else "",
    )
    return Cue("".join(word.before + word.words for word in held).strip(), time, held[0].speaker)


def _number(value: object) -> float | None:
    return plain_number(words_of(value))
