"""What counting reports say of how they count."""

from __future__ import annotations

from collections.abc import Mapping

from ethnocode.model import Count, Relation, Unit

RELATION_NOTES: Mapping[Relation, str] = {
    Relation.OVERLAP: "Two codes meet where their segments share at least one character; "
    "segments that only touch do not meet.",
    Relation.EQUAL: "Two codes meet where their segments begin and end at the same characters.",
    Relation.WITHIN: "Code a meets code b where a's segment lies wholly within b's "
    "(equal segments included).",
    Relation.ENCLOSES: "Code a meets code b where a's segment wholly encloses b's "
    "(equal segments included).",
    Relation.UNIT: "Two codes meet where both are found in the same unit, "
    "whether or not they share words.",
}
COUNT_NOTES: Mapping[Count, str] = {
    Count.UNITS: "Counted are distinct units that bear the meeting; c equals Jaccard here.",
    Count.SEGMENTS: "Counted are distinct segments of a that meet b (n_ab) and of b that meet a "
    "(n_ba); as these differ, c, Jaccard and NPMI are not defined.",
    Count.EVENTS: "Counted are pairs of segments that meet; c sets events against segments and "
    "can leave 0 to 1, in which case it is flagged; shares and NPMI are not defined.",
    Count.CHARS: "Counted are characters; c equals Jaccard here.",
    Count.SOURCES: "Counted are distinct sources; c equals Jaccard here.",
}
UNIT_NOTES: Mapping[Unit, str] = {
    Unit.PASSAGE: "A unit is a speaker turn, else a paragraph or a table row.",
    Unit.SENTENCE: "A unit is a sentence.",
    Unit.PARAGRAPH: "A unit is a paragraph.",
    Unit.TURN: "A unit is a speaker turn; sources without turns have none.",
    Unit.ENTRY: "A unit is a dated journal entry; other sources have none.",
    Unit.SOURCE: "A unit is a whole source; persons are not told apart.",
}
PURPOSIVE = (
    "Counts describe what was coded in a purposive sample; they support no inference beyond it."
)
MERGED = (
    "One coder's codings; those of one code that share words count once, a parent code "
    "has the union of its subtree, and a code is no pair with its own parent. "
    "Undecided suggestions are never counted."
)
