"""Captions: WebVTT, SubRip, and the timed lines of Whisper.

No library is used: those there are drop voices, refuse a missing header, or drop
captions without a time in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ethnocode.errors import UnknownFormatError
from ethnocode.ingest.blocks import Block, BlockKind, lay_out
from ethnocode.ingest.decode import decode
from ethnocode.ingest.opening import opening
from ethnocode.ingest.reader import Reader, Reading, ReadOptions
from ethnocode.ingest.talk.caption_lines import Caption, captions_of, timed_lines
from ethnocode.ingest.talk.cues import Cue, talk_blocks
from ethnocode.ingest.talk.entities import unescape
from ethnocode.ingest.talk.voices import Voice, named_voices
from ethnocode.model import INTERVIEW
from ethnocode.text.normalise import Normalised

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t\n]+(?P<name>[^<>]+)>")
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|s|em|strong|ruby|rt|lang|font|span|br)(?:[.\s][^<>]*)?/?>"
    r"|<(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}>|\{\\[^{}\n]*\}",
    re.IGNORECASE | re.ASCII,
)
_MOST_NAMED = 5
"""Lines that a warning names."""

# A line break inside a caption is its wrapping, unless the next line is another voice.
_WRAPPED = re.compile(r"[ \t]*\n(?![ \t]*(?:[-–—♪]|>>))[ \t]*")
_TIMED_LINE = re.compile(r"\s*\[[\d:.,]+[ \t]*-->[ \t]*[\d:.,]+\]", re.ASCII)


def read_captions(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read captions as talk: the voices that they name are speakers, their times cues.

    Raises:
        UnknownFormatError: There is no time in it.
    """
    decoded = decode(data, label=label, encoding=options.encoding)
    words = decoded.words.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    pieces = list(timed_lines(words) if _TIMED_LINE.match(words) else captions_of(words))
    captions = [piece for piece in pieces if isinstance(piece, Caption)]
    if captions and not any(caption.time or caption.odd_time for caption in captions):
        raise UnknownFormatError(
            "there is no time of a caption in it",
            where=label,
            hint="if it is a transcript all the same, name it .txt",
        )
    plain = _Plain()
    laid = lay_out(talk_blocks(plain.talk(pieces)), speakers_known=True)
    repairs = Counter(dict(laid.content.repairs)) + plain.repairs
    return Reading(
        Normalised(laid.content.text, tuple(sorted(repairs.items()))),
        layout=laid.layout,
        marks=laid.marks,
        kind=INTERVIEW,
        encoding=decoded.encoding,
        warnings=(*decoded.warnings, *_warnings(captions)),
    )


class _Plain:
    """Captions without their mark-up, which is counted."""

    def __init__(self) -> None:
        self.repairs: Counter[str] = Counter()

    def talk(self, pieces: Sequence[Caption | Block]) -> Iterator[Cue | Block]:
        """Yield what is said, cue by cue, and what stands beside it."""
        captions = [piece for piece in pieces if isinstance(piece, Caption)]
        voices = iter(self._voices([caption.words for caption in captions]))
        speaker = ""
        for piece in pieces:
            if isinstance(piece, Block):
                yield piece
                continue
            if piece.odd_time:
                yield Block(piece.odd_time, BlockKind.FURNITURE)
            for voice in next(voices):
                speaker = speaker if voice.speaker is None else voice.speaker
                words = _WRAPPED.sub(" ", voice.words).strip()
                if words:
                    yield Cue(words, piece.time, speaker)
                elif voice.words or voice.speaker:
                    yield Block(voice.speaker or "", BlockKind.FURNITURE)

    def _voices(self, captions: Sequence[str]) -> list[list[Voice]]:
        """Return the voices of each caption: by their tags, else by labels."""
        if any(_VOICE.search(words) for words in captions):
            return [self._tagged(words) for words in captions]
        return named_voices([self._bare(words) for words in captions])

    def _tagged(self, words: str) -> list[Voice]:
        tags = list(_VOICE.finditer(words))
        ends = [*(tag.start() for tag in tags), len(words)]
        voices = [Voice(self._bare(words[: ends[0]]), "")] if words[: ends[0]].strip() else []
        for tag, end in zip(tags, ends[1:], strict=True):
            voices.append(Voice(self._bare(words[tag.end() : end]), self._bare(tag["name"])))
        return voices

    def _bare(self, words: str) -> str:
        bare, tags = _TAG.subn("", words)
        plain, entities = unescape(bare)
        self.repairs["caption tag"] += tags
        self.repairs["character reference"] += entities
        return plain.strip()


def _warnings(captions: Sequence[Caption]) -> Iterator[str]:
    untimed = [caption.line for caption in captions if not caption.time]
    if untimed:
        lines = ", ".join(map(str, untimed[:_MOST_NAMED])) + (
            ", ..." if len(untimed) > _MOST_NAMED else ""
        )
        noun = "caption has" if len(untimed) == 1 else "captions have"
        yield f"{len(untimed)} {noun} no time that can be read (line {lines})"


def _is_captions(data: bytes) -> bool:
    """Whether bytes begin as captions do beyond doubt.

    Numbered cues without a header are not: a .txt of them is what its owner says it is.
    """
    words = opening(data)
    header = words.startswith("WEBVTT") and words[6:7] in ("", " ", "\t", "\n", "\r")
    return header or bool(_TIMED_LINE.match(words))


CAPTIONS = Reader("captions", (".vtt", ".srt"), _is_captions, read_captions)
"""WebVTT and SubRip, with and without a header, and Whisper's timed lines."""
