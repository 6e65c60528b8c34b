"""An e-mail address, a telephone number or a postcode is in codebook, memo or note.

Looked at are the codebook's own words, memos, the memos of codings, and the
notes on persons: not the sources themselves, nor references to literature.
Postcodes are those of the United Kingdom. The finding shows no more than how
it begins; the codings of one source share one.

Why: a pseudonym protects nobody whose telephone number stands beside it.
Codebooks are shared, and memos and notes go into reports.

Fails:
    codes: [{id: capital, definition: "Ask hetty@example.org, she knew them all."}]
    memos: [{body: "Ring her back on 0114 496 0123."}]
    persons: [{pseudonym: Hetty, note: "Moved to S1 4DP."}]
Passes:
    codes: [{id: capital, definition: "Ask Hetty, who knew all 496 of them in 2014."}]
    memos: [{body: "Ring her back on the 01/02/2015 at 10.30, room 0114."}]
    persons: [{pseudonym: Hetty, note: Moved across the river.}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.people import person_place
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.written import written_words
from ethnocode.model import Coding, Finding, Position, Severity

# repeats are bounded, so that no text takes long
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_]{2,24}")
_POSTCODE = re.compile(
    r"\b(?:[BEGLMNSW]|[A-Z]{2})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b"
    # written small, a space stands within, and it is no such thing as "m1 2nd"
    r"|\b(?:[beglmnsw]|[a-z]{2})\d[a-z\d]? \d(?!nd|rd|st|th)[abd-hjlnp-uw-z]{2}\b"
)
_NUMBER = re.compile(
    r"(?<![\w/-])(?<!\d[.,:])"
    r"(?:(?:\+|\(?0\d)[\d ().-]{6,24}\d|(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])\d{3}[ .-]\d{4})"
    r"(?![\w/])"
)
_DATE = re.compile(r"\d{1,4}[.-]\d{1,2}[.-]\d{2,4}")
_BOOK = re.compile(r"(?i)\b(?:isbn|issn|doi|orcid)\W*(?:1[03])?\W*$")
_MAY_HAVE = re.compile(r"[@0-9]")
_KEPT = "what was undone or edited stays in the log"
_SHOWN = 4
_LONGEST_SIGN = 20
_PHONE_DIGITS = range(10, 14)
_KINDS = (("an e-mail address", _EMAIL), ("a postcode", _POSTCODE))


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each place that has a contact detail, and kind of it."""
    for place, what, words, command in _places(study):
        for kind, value in _contacts(words):
            yield rule.at(
                place,
                f"{what} has {kind}, '{value[:_SHOWN]}...'",
                hint=f"take it out{command}; {_KEPT}",
            )
    for (_, kind), (first, value, count) in sorted(_in_codings(study).items()):
        more = f" ({count - 1:,} more there)" if count > 1 else ""
        yield rule.at(
            study.place_of(first),
            f"the memo of coding {first.id} has {kind}, '{value[:_SHOWN]}...'{more}",
            hint=f"take it out; {_KEPT}",
        )


def _places(study: Study) -> Iterator[tuple[Position, str, str, str]]:
    """Yield where words are, what they are, the words, and how they are changed.

    The memos of codings are left out.
    """
    for written in written_words(study.codebook):
        yield written.position, written.field, written.words, ""
    for memo in study.memos:
        name = f"memo {memo.id}"
        command = f" with 'ethnocode memo edit {memo.id}'"
        yield Position(name), name, f"{memo.title}\n{memo.body}", command
    for person in study.persons:
        yield person_place(person), f"the note on {person.pseudonym}", person.note, ""


def _in_codings(study: Study) -> dict[tuple[str, str], tuple[Coding, str, int]]:
    """Return the first coding, its words and the number of codings, by source and kind."""
    found: dict[tuple[str, str], tuple[Coding, str, int]] = {}
    for coding in study.codings:
        for kind, value in _contacts(coding.memo):
            first, words, count = found.get((coding.source, kind), (coding, value, 0))
            found[coding.source, kind] = first, words, count + 1
    return found


def _contacts(words: str) -> Iterator[tuple[str, str]]:
    """Yield kind and words of the first contact detail of each kind."""
    if not _MAY_HAVE.search(words):
        return
    for kind, pattern in _KINDS:
        if found := pattern.search(words):
            yield kind, found[0]
    for found in _NUMBER.finditer(words):
        digits = sum(map(str.isdigit, found[0]))
        if digits in _PHONE_DIGITS and not _is_other(words, found):
            yield "a telephone number", found[0]
            return


def _is_other(words: str, found: re.Match[str]) -> bool:
    """Return whether digits are those of dates, or of a book."""
    before = max(0, found.start() - _LONGEST_SIGN)
    return bool(_DATE.search(found[0]) or _BOOK.search(words[before : found.start()]))


RULE = Rule("PR001", "contact-detail", Severity.WARNING, check)
