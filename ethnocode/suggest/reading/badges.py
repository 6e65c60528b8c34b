"""Badges of cues: denied, or in the words of somebody else than the speaker.

They are there to be minded and veto nothing: a code's cue that is denied speaks for the
code nearly as often as one that is not. Rules of thumb over the words before a cue.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ethnocode.model import Span
from ethnocode.suggest.reading.passages import Passage

_REACH_WORDS = 5
_FAR_WORDS = 15
_RESUMING = frozenset(("and", "but", "so", "because", "after", "then", ",", ";", "when"))
_WORD = re.compile(r"\w+(?:['’]\w+)*|[,;:—–]|\.{3}|…")
_NEGATIONS_WORDS = """
    no not never without nobody nothing none neither nor nowhere cannot hardly scarcely
    barely rarely seldom lack lacks lacked lacking fail fails failed refuse refuses
    refused refusing deny denies denied unable ain't cant dont didnt doesnt wasnt isnt
    wouldnt couldnt wont shouldnt hasnt havent hadnt
"""
_NEGATIONS = frozenset(_NEGATIONS_WORDS.split())
_NOT = re.compile(r".+n['’]t\Z")
# After these, what was denied before is over.
_TURNS_WORDS = """
    but however although though because since unless until except ; : — –
"""
_TURNS = frozenset(_TURNS_WORDS.split())
# With the word after: "not only", "no doubt" deny nothing.
_AFFIRMING = frozenset(
    (
        *(("not", "only"), ("not", "just"), ("not", "merely"), ("no", "doubt"), ("no", "wonder")),
        *(("no", "matter"), ("never", "mind"), ("nothing", "but"), ("not", "least")),
    )
)

_SAYING_WORDS = """
    say says said saying tell tells told telling claim claims claimed reckon reckons
    reckoned argued insist insists insisted complain complains complained explained warned
    shouted replied announced declared admitted mentioned wrote asked suggested assured
    promised whispered informed
"""
_SAYING = frozenset(_SAYING_WORDS.split())
_PASSIVE_WORDS = """
    told warned informed assured promised
"""
_PASSIVE = frozenset(_PASSIVE_WORDS.split())
# What is asked about or for is nobody's words, nor what one was asked oneself.
_ASKED = "asked"
_QUESTIONS = frozenset(("if", "whether", "who", "what", "when", "where", "why", "how", "which"))
_BEING_WORDS = """
    was were is are am be been being get gets got getting 's 're 'm i'm we're
"""
_BEING = frozenset(_BEING_WORDS.split())
_BETWEEN_WORDS = """
    have has had having 've 'd did do does will would could should might may must can just
    always then also never really actually only even once often usually sometimes already
    to not keep keeps kept used going again still both all who that which , well
"""
_BETWEEN = frozenset(_BETWEEN_WORDS.split())
_OWN_WORDS = """
    i we i've we've i'd we'd i'll we'll i'm we're
"""
_OWN = frozenset(_OWN_WORDS.split())
_NOBODY_WORDS = """
    needless let lets let's that's easier please you you'd it it's
"""
_NOBODY = frozenset(_NOBODY_WORDS.split())
_HEARSAY = re.compile(
    r"\b(?:according to|apparently|supposedly|allegedly|so-called|(?:in|as) (?:his|her|their)"
    r" (?:words?|view|opinion)|(?:he|she|they)(?: was| were|['’]s) like|(?:she|he|they) goes?|"
    r"(?:i|we)(?:['’]ve| have)? hear[d]?(?: that)?|rumou?r (?:has it|was|is)|word is)\b",
    re.IGNORECASE,
)

_PAIRS = (("“", "”"), ("«", "»"), ("„", "“"))
_ALL_QUOTED = re.compile(r"(?s)\"[^\"]*\"|“[^“”]*”|‘[^‘]*’")
_SINGLE_OPEN = re.compile(r"(?<![\w'’‘])(?:‘|')(?=\w)(?!(?:em|cause|til|till|tis|twas|n|\d0s)\b)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")


def badge_of(text: str, span: Span, *, passage: Passage, denied: bool = False) -> str:
    """Return what is to be minded about a cue: ``negated``, ``reported``, both or nothing.

    Args:
        text: The canonical text.
        span: The cue, within the passage.
        passage: Its sentences bound what is looked at.
        denied: Whether a parser found a negation.
    """
    sentence = next((s for s in passage.sentences if s.start <= span.start < s.end), passage.span)
    before = [word.lower() for word in _WORD.findall(text[sentence.start : span.start])]
    negated = denied or _is_negated(before)
    quoted = _is_quoted(text, span, within=passage.span)
    reported = quoted or _is_reported(before) or _is_hearsay(text[sentence.start : span.start])
    return " ".join(["negated"] * negated + ["reported"] * reported)


def _is_negated(before: list[str]) -> bool:
    """Whether the words of a sentence before a cue deny it."""
    words: list[str] = []
    for word in reversed(before):
        if word in _TURNS:
            break
        if word[0].isalnum():
            words.insert(0, word)
        if len(words) > _REACH_WORDS:
            break
    near = words[-_REACH_WORDS:]
    for n, word in enumerate(near):
        if word in _NEGATIONS or _NOT.match(word):
            following = near[n + 1] if n + 1 < len(near) else ""
            if (word, following) not in _AFFIRMING and following != "sure":
                return True
    return "no" in near[:-1] and near[near.index("no") + 1] == "one"


def _is_reported(before: list[str]) -> bool:
    """Whether the words of a sentence before a cue say that somebody else said it."""
    for n, word in enumerate(before):
        between = before[n + 1 :]
        if word not in _SAYING or len(between) > _FAR_WORDS or _is_over(between):
            continue
        asked = word != _ASKED or (bool(between) and between[0] in _QUESTIONS)
        # "Say somebody comes in" supposes; nobody says it.
        supposed = word == "say" and (not n or before[n - 1] == ",")
        if asked and not supposed and _is_of_others(before[:n], verb=word):
            return True
    return False


def _is_over(words: list[str]) -> bool:
    """Whether the speaker takes up again: ``she told me that, but I ...``."""
    return any(one in _RESUMING and other in _OWN for one, other in pairwise(words))


def _is_of_others(before: list[str], *, verb: str) -> bool:
    if any(word in _BEING for word in before[-2:]) and verb in (*_PASSIVE, _ASKED):
        return verb != _ASKED
    for word in reversed(before):
        if word in _BEING and verb.endswith("ing"):
            continue
        if word in _BETWEEN or _NOT.match(word):
            continue
        return word not in _OWN and word not in _NOBODY and word[0].isalnum()
    return False


def _is_hearsay(words: str) -> bool:
    return bool(_HEARSAY.search(words))


def _is_quoted(text: str, span: Span, *, within: Span) -> bool:
    """Whether some words are between quotation marks that do not hold all of a passage."""
    before, after = text[within.start : span.start], text[span.end : within.end]
    if _ALL_QUOTED.fullmatch(text[within.start : within.end].strip()):
        return False
    if before.count('"') % 2 and '"' in after:
        return True
    for opening, closing in _PAIRS:
        if before.rfind(opening) > before.rfind(closing) and closing in after:
            return True
    opened = [mark.end() for mark in _SINGLE_OPEN.finditer(text, within.start, span.start)]
    if not opened or not _SINGLE_CLOSE.search(text, span.end, within.end):
        return False
    return not _SINGLE_CLOSE.search(text, opened[-1], span.start)
