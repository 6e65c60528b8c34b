"""Edits of invented transcripts in which every character keeps its identity.

So it is known, without any diff, where each character of a span went.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import astuple, dataclass

from ethnocode.model import Span

SPEAKERS = ("Interviewer", "Maud", "Cllr. Prentice", "Pauline", "Ijaz")
SHORT_ANSWERS = ("Yes.", "No.", "I don't know.", "Mm.", "Yes, I did.", "Not really, no.")
COMMON = tuple(
    re.findall(r"\w+", "the and of a to it was I you we that in they not but on he she so with")
)
SYLLABLES = tuple(
    re.findall(
        r"\w+", "ba del fo gri hu jas kel lom mar nep or pil ques ral sto tuv wen yar zed cho"
    )
)
GONE = -1


@dataclass(frozen=True)
class Tracked:
    """A text, and for each character the offset it first had; ``GONE`` for new ones."""

    text: str
    ids: tuple[int, ...]

    @classmethod
    def first(cls, text: str) -> Tracked:
        return cls(text, tuple(range(len(text))))

    @classmethod
    def written(cls, text: str) -> Tracked:
        return cls(text, (GONE,) * len(text))

    def __getitem__(self, part: slice) -> Tracked:
        return Tracked(self.text[part], self.ids[part])

    def __add__(self, other: Tracked) -> Tracked:
        return Tracked(self.text + other.text, self.ids + other.ids)

    def with_part(self, start: int, end: int, text: str) -> Tracked:
        return self[:start] + Tracked.written(text) + self[end:]


Edit = Callable[[Tracked, random.Random], Tracked]


def seen(before: Tracked, after: Tracked) -> Tracked:
    """Return the text as edited, unless no reader could see that it was."""
    return before if before.text == after.text else after


def vocabulary(rng: random.Random) -> list[str]:
    words = {"".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 3)))) for _ in range(500)}
    return sorted(words)


def word(rng: random.Random) -> str:
    if rng.random() < 0.45:
        return rng.choice(COMMON)
    if rng.random() < 0.06:
        return rng.choice(("Maud", "Pauline", "Ijaz"))
    words = VOCABULARY
    return words[min(int(rng.expovariate(1 / 90)), len(words) - 1)]


VOCABULARY = vocabulary(random.Random(7))


def sentence(rng: random.Random) -> str:
    words = [word(rng) for _ in range(rng.randint(3, 18))]
    if rng.random() < 0.2:
        words.insert(rng.randrange(len(words)), "don't")
    words[0] = words[0][0].upper() + words[0][1:]
    comma = rng.randrange(len(words) - 1)
    words[comma] += rng.choice(("", ","))
    return " ".join(words) + rng.choice((".", ".", ".", "?", "!", "..."))


def paragraph(rng: random.Random, *, short: float = 0.4) -> str:
    label = f"{rng.choice(SPEAKERS)}: " if rng.random() < 0.75 else ""
    if rng.random() < short:
        return label + rng.choice(SHORT_ANSWERS)
    return label + " ".join(sentence(rng) for _ in range(rng.randint(1, 6)))


def transcript(rng: random.Random, *, paragraphs: int = 60, short: float = 0.4) -> str:
    """Return a transcript in which short answers and whole paragraphs recur."""
    blocks = [paragraph(rng, short=short) for _ in range(paragraphs)]
    for _ in range(paragraphs // 12):
        blocks.insert(rng.randrange(len(blocks)), rng.choice(blocks))
    return "\n\n".join(blocks) + "\n"


def spans_in(text: str, rng: random.Random, *, count: int) -> list[Span]:
    """Return spans of one word to several paragraphs."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    blocks = [match.span() for match in re.finditer(r"(?:.+\n?)+", text)]
    spans = []
    while len(spans) < count:
        kind = rng.random()
        if kind < 0.2:
            start, end = rng.choice(blocks)
            part = text[start:end].rstrip()
            body = part.find(": ") + 2 if rng.random() < 0.5 and ": " in part[:20] else 0
            spans.append(Span(start + body, start + len(part)))
        elif kind < 0.25:
            start = rng.randrange(len(text) - 2)
            spans.append(Span(start, min(len(text), start + rng.randint(1, 200))))
        else:
            first = rng.randrange(len(words))
            length = rng.choice((1, 1, 2, 3, 5, 8, 12, 20, 40, 80))
            last = min(first + length, len(words)) - 1
            spans.append(Span(words[first][0], words[last][1]))
    return spans


def _words(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"\S+", text))


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return each paragraph with the blank line after it."""
    return [match.span() for match in re.finditer(r"(?:.+\n?)+\n*", text)]


def insert_words(doc: Tracked, rng: random.Random) -> Tracked:
    at = rng.choice(_words(doc.text)).start()
    return doc.with_part(at, at, " ".join(word(rng) for _ in range(rng.randint(1, 6))) + " ")


def insert_sentence(doc: Tracked, rng: random.Random) -> Tracked:
    places = [match.end() for match in re.finditer(r"[.?!] (?=[A-Z])", doc.text)]
    if not places:
        return doc
    at = rng.choice(places)
    return doc.with_part(at, at, sentence(rng) + " ")


def insert_paragraph(doc: Tracked, rng: random.Random) -> Tracked:
    at = rng.choice(_blocks(doc.text))[0]
    return doc.with_part(at, at, paragraph(rng) + "\n\n")


def insert_short_answer(doc: Tracked, rng: random.Random) -> Tracked:
    at = rng.choice(_blocks(doc.text))[0]
    label = rng.choice(("", f"{rng.choice(SPEAKERS)}: "))
    return doc.with_part(at, at, f"{label}{rng.choice(SHORT_ANSWERS)}\n\n")


def delete_words(doc: Tracked, rng: random.Random) -> Tracked:
    words = _words(doc.text)
    first = rng.randrange(len(words) - 8)
    return doc[: words[first].start()] + doc[words[first + rng.randint(1, 7)].start() :]


def delete_paragraph(doc: Tracked, rng: random.Random) -> Tracked:
    start, end = rng.choice(_blocks(doc.text))
    return doc[:start] + doc[end:]


def delete_short_answer(doc: Tracked, rng: random.Random) -> Tracked:
    blocks = [(s, e) for s, e in _blocks(doc.text) if doc.text[s:e].strip().endswith(SHORT_ANSWERS)]
    start, end = rng.choice(blocks or _blocks(doc.text))
    return doc[:start] + doc[end:]


def replace_words(doc: Tracked, rng: random.Random) -> Tracked:
    """Replace words by others; the outermost differ, or they were not replaced."""
    words = _words(doc.text)
    first = rng.randrange(len(words) - 8)
    last = first + rng.randint(0, 6)
    gone = doc.text[words[first].start() : words[last].end()]
    while True:
        come = " ".join(word(rng) for _ in range(rng.randint(1, 7)))
        pairs = ((gone.split()[0], come.split()[0]), (gone.split()[-1], come.split()[-1]))
        if all(one.strip(".,?!:").lower() != two.lower() for one, two in pairs):
            return doc.with_part(words[first].start(), words[last].end(), come)


def rewrite_paragraph(doc: Tracked, rng: random.Random) -> Tracked:
    """Write other sentences in place of those of a turn, which keeps its label."""
    start, end = rng.choice(_blocks(doc.text))
    label = re.match(r"[\w. ]{1,20}: ", doc.text[start:end])
    start += label.end() if label else 0
    stop = start + len(doc.text[start:end].rstrip())
    old = doc.text[start:stop]
    while True:
        new = " ".join(sentence(rng) for _ in range(rng.randint(1, 5)))
        if new.split()[0].lower() != old.split()[0].lower():
            break
    if old[-1] == new[-1]:
        return doc.with_part(start, stop - 1, new[:-1])
    return doc.with_part(start, stop, new)


def move_paragraph(doc: Tracked, rng: random.Random) -> Tracked:
    start, end = rng.choice(_blocks(doc.text))
    block, rest = doc[start:end], doc[:start] + doc[end:]
    if not block.text.endswith("\n\n"):
        return doc
    at = rng.choice(_blocks(rest.text))[0]
    return rest[:at] + block + rest[at:]


def duplicate_paragraph(doc: Tracked, rng: random.Random) -> Tracked:
    start, end = rng.choice(_blocks(doc.text))
    at = rng.choice(_blocks(doc.text))[0]
    return doc.with_part(at, at, doc.text[start:end].rstrip() + "\n\n")


def fix_typo(doc: Tracked, rng: random.Random, *, within: Span | None = None) -> Tracked:
    """Change, drop, add or swap one letter of a word that has all its own."""
    whole = Span(0, len(doc.text))
    words = [
        match.span()
        for match in re.compile(r"[A-Za-z]{4,}").finditer(doc.text, *astuple(within or whole))
        if doc.ids[match.end() - 1] - doc.ids[match.start()] == match.end() - match.start() - 1
        and GONE not in doc.ids[match.start() : match.end()]
    ]
    if not words:
        return doc
    start, end = rng.choice(words)
    at = rng.randrange(start + 1, end - 1)
    letters = [letter for letter in "aeioulnst" if letter not in doc.text[at - 1 : at + 2]]
    kind = rng.randrange(4)
    if kind == 0:
        return doc.with_part(at, at + 1, rng.choice(letters))
    if kind == 1:
        return doc[:at] + doc[at + 1 :]
    if kind == 2:
        return doc.with_part(at, at, rng.choice(letters))
    if doc.text[at] == doc.text[at + 1]:  # no one could see that they were swapped
        return doc
    return doc[:at] + doc[at + 1 : at + 2] + doc[at : at + 1] + doc[at + 2 :]


def fix_typos(doc: Tracked, rng: random.Random) -> Tracked:
    for _ in range(len(doc.text) // 300):
        doc = fix_typo(doc, rng)
    return doc


def rewrap(doc: Tracked, rng: random.Random) -> Tracked:
    width, line, parts = rng.randint(30, 90), 0, []
    for place, character in enumerate(doc.text):
        line = 0 if character == "\n" else line + 1
        if character == " " and line > width:
            parts.append(Tracked.written("\n"))
            line = 0
        else:
            parts.append(doc[place : place + 1])
    return Tracked("".join(p.text for p in parts), tuple(i for p in parts for i in p.ids))


def replace_all(doc: Tracked, pattern: str, text: str) -> Tracked:
    parts, last = Tracked("", ()), 0
    for match in re.finditer(pattern, doc.text):
        parts += doc[last : match.start()] + Tracked.written(text)
        last = match.end()
    return parts + doc[last:]


def relabel_speaker(doc: Tracked, rng: random.Random) -> Tracked:
    name = re.escape(rng.choice(SPEAKERS))
    label = rng.choice(("P1", "Resident 4", "Interviewee", "M"))
    return replace_all(doc, rf"(?m)^{name}(?=:)", label)


def relabel_turn(doc: Tracked, rng: random.Random) -> Tracked:
    labels = list(re.finditer(r"(?m)^[\w. ]{1,20}(?=:)", doc.text))
    if not labels:
        return doc
    chosen = rng.choice(labels)
    return doc.with_part(chosen.start(), chosen.end(), "Someone")


def pseudonymise(doc: Tracked, rng: random.Random) -> Tracked:
    name = rng.choice(("Maud", "Pauline", "Ijaz"))
    return replace_all(doc, rf"\b{name}\b", rng.choice(("Winifred", "Bo", "Mrs. Lisle", "[name]")))


def curl_quotes(doc: Tracked, rng: random.Random) -> Tracked:
    return replace_all(doc, "'", "’")


SINGLE_EDITS: tuple[Edit, ...] = (
    insert_words,
    insert_sentence,
    insert_paragraph,
    insert_short_answer,
    delete_words,
    delete_paragraph,
    delete_short_answer,
    replace_words,
    rewrite_paragraph,
    move_paragraph,
    duplicate_paragraph,
    fix_typo,
    fix_typos,
    rewrap,
    relabel_speaker,
    relabel_turn,
    pseudonymise,
    curl_quotes,
)
