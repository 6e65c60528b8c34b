"""What counting reports say of how they count."""

from __future__ import annotations

from collections.abc import Mapping

from ethnocode.model import Count, Relation, Unit, has_sides

RELATION_NOTES: Mapping[Relation, str] = {
    Relation.OVERLAP: "Two codes meet where their segments share at least one character; "
    "segments that only touch do not meet.",
    Relation.EQUAL: "Two codes meet where their segments begin and end at the same characters.",
    Relation.WITHIN: "Code a meets code b where a's segment lies wholly within b's "
    "(equal segments included).",
    Relation.ENCLOSES: "Code a meets code b where a's segment wholly encloses b's "
    "(equal segments included).",
    Relation.NEAR: "Two codes meet where their segments are within a distance of each other in "
    "the same source; segments that share characters are.",
    Relation.BEFORE: "Code a meets code b where a's segment ends before b's begins, within a "
    "distance in the same source: n_ab is a before b, n_ba is b before a.",
    Relation.UNIT: "Two codes meet where both are found in the same unit, "
    "whether or not they share words.",
}
_COUNT_NOTES: Mapping[Count, str] = {
    Count.UNITS: "Counted are distinct units that bear the meeting; c equals Jaccard here.",
    Count.SEGMENTS: "Counted are distinct segments of a that meet b (n_ab) and of b that meet a "
    "(n_ba); as these differ, c, Jaccard and NPMI are not defined.",
    Count.EVENTS: "Counted are pairs of segments that meet; c sets events against segments and "
    "can leave 0 to 1, in which case it is flagged; shares and NPMI are not defined.",
    Count.CHARS: "Counted are characters; c equals Jaccard here.",
    Count.SOURCES: "Counted are distinct sources; c equals Jaccard here.",
    Count.PERSONS: "Counted are distinct known people; one who stands for several counts as "
    "several; c equals Jaccard here.",
}
_FROM_EITHER = (
    "; n_ab is counted from a's side and n_ba from b's. As these differ, c, Jaccard, lift, NPMI "
    "and G2 are not defined."
)
_SIDE_NOTES: Mapping[Count, str] = {
    Count.SEGMENTS: "Counted are the distinct segments of a code that have the other{}",
    Count.UNITS: "Counted are the distinct units of those segments of a code that have the other{}",
    Count.CHARS: "Counted are the characters of those segments of a code that have the other{}",
    Count.PERSONS: "Counted are the distinct known people in whose units are those segments of a "
    "code that have the other{}",
    Count.SOURCES: "Counted are distinct sources where one code has the other{}",
    Count.EVENTS: "Counted are pairs of segments, a code having the other{}",
}
UNIT_NOTES: Mapping[Unit, str] = {
    Unit.PASSAGE: "A unit is a speaker turn, else a paragraph or a table row.",
    Unit.SENTENCE: "A unit is a sentence.",
    Unit.PARAGRAPH: "A unit is a paragraph.",
    Unit.TURN: "A unit is a speaker turn; sources without turns have none.",
    Unit.ENTRY: "A unit is a dated journal entry; other sources have none.",
    Unit.SOURCE: "A unit is a whole source; persons are not told apart.",
    Unit.PERSON: "A unit is all that one known person says or writes in the study; what "
    "nobody known says is in none.",
}
PURPOSIVE = (
    "Counts describe what was coded in a purposive sample; they support no inference beyond it."
)
MERGED = (
    "One coder's codings; those of one code that share words count once, a parent code "
    "has the union of its subtree, and a code is no pair with its own parent. "
    "Undecided suggestions are never counted."
)


def count_note(relation: Relation, count: Count) -> str:
    """Return what is counted, for a relation."""
    if not (relation.needs_distance and has_sides(relation, count)):
        return _COUNT_NOTES[count]
    place = " near" if relation is Relation.NEAR else " after them"
    return _SIDE_NOTES[count].format(place + _FROM_EITHER)
