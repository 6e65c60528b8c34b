"""Badges: denied, or somebody else's words; a table of sentences with the cue in brackets."""

from __future__ import annotations

import pytest

from ethnocode.model import Span
from ethnocode.suggest.reading.badges import badge_of
from ethnocode.suggest.reading.passages import Passage

NONE, NEGATED, REPORTED, BOTH = "", "negated", "reported", "negated reported"

TABLE = [
    ("We never [got the money].", NEGATED),
    ("We did not [get the money].", NEGATED),
    ("We didn't [get the money].", NEGATED),
    ("We didn’t [get the money].", NEGATED),
    ("They cannot [read the room].", NEGATED),
    ("They can't really [read the room].", NEGATED),
    ("There was no [consent].", NEGATED),
    ("There wasn't any [consent].", NEGATED),
    ("We did it without [consent].", NEGATED),
    ("Nobody [asked us].", NEGATED),
    ("No one [asked us].", NEGATED),
    ("Nothing was [decided].", NEGATED),
    ("None of us [were paid].", NEGATED),
    ("Neither of them [was paid].", NEGATED),
    ("I have hardly any [wages] left.", NEGATED),
    ("She rarely [speaks at meetings].", NEGATED),
    ("They lacked [a quorum].", NEGATED),
    ("It lacks [transparency].", NEGATED),
    ("He failed to [keep the promise].", NEGATED),
    ("They refused to [sign the form].", NEGATED),
    ("We were unable to [attend].", NEGATED),
    ("It isn't about [trust].", NEGATED),
    ("I wouldn't call it [trust].", NEGATED),
    ("Nowhere is [respect] mentioned.", NEGATED),
    ("I do not think they [trust us].", NEGATED),
    ("We [got the money].", NONE),
    ("We [got no money].", NONE),
    ("We got [the money], not the room.", NONE),
    ("Not only [the money] matters.", NONE),
    ("It was not just [the money].", NONE),
    ("No doubt [they trust us].", NONE),
    ("No wonder [they left].", NONE),
    ("No matter what, [we turn up].", NONE),
    ("It was nothing but [box ticking].", NONE),
    ("I wasn't there, but [we knew them all].", NONE),
    ("He did not come because [nobody told him].", NONE),
    ("I am not saying who it was in the end that [signed the form].", NONE),
    ("They did not pay. [We waited].", NONE),
    ("I'm not sure [it changed] anything.", NONE),
    ("She said that [we were paid].", REPORTED),
    ("She told me [they were paid].", REPORTED),
    ("They always say [it takes time].", REPORTED),
    ("The chair insisted that [it was agreed].", REPORTED),
    ("The officer just told us [to wait].", REPORTED),
    ("According to the council, [we agreed].", REPORTED),
    ("We were told [to wait].", REPORTED),
    ("I was told that [it was full].", REPORTED),
    ("We got told [to wait].", REPORTED),
    ("Apparently [it was agreed].", REPORTED),
    ("I heard that [it was agreed].", REPORTED),
    ("He was like [you people].", REPORTED),
    ("They'd said [it was free].", REPORTED),
    ("They're telling us [it is free].", REPORTED),
    ("The letter promised [a new room].", REPORTED),
    ('He goes, "[you people] again".', REPORTED),
    ("He called it “[a partnership]” and left.", REPORTED),
    ("They wrote ‘[hard to reach]’ on the form.", REPORTED),
    ("Win called them 'the [usual suspects]' again.", REPORTED),
    ("In her words, [it was a mess].", REPORTED),
    ("I said [we knew them].", NONE),
    ("We said that [we knew them].", NONE),
    ("I told them [we knew them].", NONE),
    ("As I always say, [we turn up].", NONE),
    ("I have to say [we trust them].", NONE),
    ("Needless to say, [we waited].", NONE),
    ("Let's say [a hundred pounds].", NONE),
    ("Please tell us [about your accent].", NONE),
    ("She told me to wait, but I [knew the rules].", NONE),
    ("I'd be asked what training [I had], and for how long.", NONE),
    ("The witness was asked who held [the certificate].", NONE),
    ("They asked about her [qualifications].", NONE),
    ("They asked for the [certificate].", NONE),
    ("It was suggested that an event be held, [with certificates].", REPORTED),
    ("The officer asked whether [the grant] would last.", REPORTED),
    ("Look, say somebody comes in, [a proper outfit], insured.", NONE),
    ("Say there was [a grant].", NONE),
    ("The members' room was [locked], and it's theirs.", NONE),
    ('"Yes," she said, and [we waited].', REPORTED),
    ("'Em lot down there [know the rules].", NONE),
    ('"We waited and [nobody told us]."', NONE),
    ("“We knew them.” It was [an old story].", NONE),
    ("She said they did not [trust us].", BOTH),
    ("I was told there was no [money].", BOTH),
    ("“They never [asked us],” wrote Win.", BOTH),
]


def badge(marked: str) -> str:
    before, _, rest = marked.partition("[")
    cue, _, after = rest.partition("]")
    text = before + cue + after
    start = text.index(". ") + 2 if ". " in text else 0
    if ".” " in text:
        start = text.index(".” ") + 3
    parts = [Span(0, start), Span(start, len(text))] if start else [Span(0, len(text))]
    passage = Passage(Span(0, len(text)), tuple(parts))
    return badge_of(text, Span(len(before), len(before) + len(cue)), passage=passage)


@pytest.mark.parametrize(("marked", "expected"), TABLE)
def test_a_cue_has_the_badge_that_its_sentence_gives_it(marked: str, expected: str) -> None:
    assert badge(marked) == expected


def test_the_table_is_long_enough() -> None:
    assert len({marked for marked, _ in TABLE}) >= 60


def test_what_a_parser_denies_is_denied() -> None:
    text = "Trust was there."
    passage = Passage(Span(0, 16), (Span(0, 16),))

    assert badge_of(text, Span(0, 5), passage=passage, denied=True) == NEGATED


def test_a_quotation_does_not_reach_beyond_its_passage() -> None:
    text = 'He said "no. We waited" here.'
    passage = Passage(Span(13, 29), (Span(13, 29),))

    assert badge_of(text, Span(16, 22), passage=passage) == NONE
