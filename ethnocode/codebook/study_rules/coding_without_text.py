"""A coding is on nothing but white space and punctuation.

Why: a quotation without a word is no evidence of anything; the coding is a slip
of the hand that is counted like any other.

Fails:
    codes: [{id: capital}]
    sources: {notes.md: "She knew ... them all."}
    codings: [{source: notes.md, code: capital, quote: "..."}]
Passes:
    codes: [{id: capital}]
    sources: {notes.md: "She knew ... them all."}
    codings: [{source: notes.md, code: capital, quote: knew ... them all}]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.model import Finding, Severity

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_PUNCTUATION_OR_SPACE = ("P", "Z", "C")
"""Initials of Unicode categories; a picture such as an emoji is in none of them."""


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each coding whose quote says nothing."""
    for coding in study.anchored():
        quote = coding.anchor.quote
        if _is_empty(quote):
            words = " ".join(quote.split())
            yield rule.at(
                study.place_of(coding),
                f"coding {coding.id} ({coding.code}) is on "
                + (f"'{words}' and no word" if words else "white space"),
                hint=f"put it on words with 'ethnocode coding move {coding.id} --quote WORDS', "
                f"or take it away with 'ethnocode coding remove {coding.id}'",
            )


def _is_empty(quote: str) -> bool:
    if _LETTER_OR_DIGIT.search(quote):
        return False
    kinds = (unicodedata.category(character)[0] for character in quote)
    return all(kind in _PUNCTUATION_OR_SPACE for kind in kinds)


RULE = Rule("CD006", "coding-without-text", Severity.WARNING, check, can_judge=is_coded)
