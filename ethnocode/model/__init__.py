"""The domain: frozen values without input or output; standard library only."""

from ethnocode.model.anchor import CONTEXT_CHARS, Anchor
from ethnocode.model.code_change import ChangeKind, CodeChange, FieldChange
from ethnocode.model.codebook import (
    PIPELINE_ATTRIBUTES,
    Code,
    Codebook,
    Cues,
    Example,
    Near,
    Places,
    Retired,
    needs_pipeline,
)
from ethnocode.model.coding import Coding, CodingStatus, is_coder_name
from ethnocode.model.columns import NOBODY, CodingColumns, StretchColumns, UnitColumns
from ethnocode.model.copy import Copy
from ethnocode.model.event import Change, Event, KeptCodebook
from ethnocode.model.evidence import Contribution, Evidence, Hint, Likeness
from ethnocode.model.finding import Finding, Position, Severity
from ethnocode.model.mark import NOT_SPEECH, Mark, MarkKind, mark_order
from ethnocode.model.measure import Count, Distance, Relation, Step, Unit, Within, has_sides
from ethnocode.model.memo import Memo, MemoKind, MemoSubject
from ethnocode.model.person import Person
from ethnocode.model.picture import Edge, Network, Node, Passage, Stretch, Strip
from ethnocode.model.report import (
    Cell,
    Chart,
    CodedWords,
    Column,
    HeatMap,
    Opened,
    Point,
    Quotation,
    Report,
    Series,
    Table,
)
from ethnocode.model.segment import Segment, SegmentKind
from ethnocode.model.selection import WHOLE_STUDY, Selection
from ethnocode.model.settings import Allowance, Checks, Settings
from ethnocode.model.source import (
    BUILT_IN_KINDS,
    DOCUMENT,
    EMAIL,
    FIELD_NOTE,
    INTERVIEW,
    Source,
    SourceId,
    Speaker,
)
from ethnocode.model.span import Span
from ethnocode.model.suggestion import (
    Band,
    CueMatch,
    Drawn,
    ReadPassage,
    Suggestion,
    SuggestionStatus,
)

__all__ = [
    "BUILT_IN_KINDS",
    "CONTEXT_CHARS",
    "DOCUMENT",
    "EMAIL",
    "FIELD_NOTE",
    "INTERVIEW",
    "NOBODY",
    "NOT_SPEECH",
    "PIPELINE_ATTRIBUTES",
    "WHOLE_STUDY",
    "Allowance",
    "Anchor",
    "Band",
    "Cell",
    "Change",
    "ChangeKind",
    "Chart",
    "Checks",
    "Code",
    "CodeChange",
    "Codebook",
    "CodedWords",
    "Coding",
    "CodingColumns",
    "CodingStatus",
    "Column",
    "Contribution",
    "Copy",
    "Count",
    "CueMatch",
    "Cues",
    "Distance",
    "Drawn",
    "Edge",
    "Event",
    "Evidence",
    "Example",
    "FieldChange",
    "Finding",
    "HeatMap",
    "Hint",
    "KeptCodebook",
    "Likeness",
    "Mark",
    "MarkKind",
    "Memo",
    "MemoKind",
    "MemoSubject",
    "Near",
    "Network",
    "Node",
    "Opened",
    "Passage",
    "Person",
    "Places",
    "Point",
    "Position",
    "Quotation",
    "ReadPassage",
    "Relation",
    "Report",
    "Retired",
    "Segment",
    "SegmentKind",
    "Selection",
    "Series",
    "Settings",
    "Severity",
    "Source",
    "SourceId",
    "Span",
    "Speaker",
    "Step",
    "Stretch",
    "StretchColumns",
    "Strip",
    "Suggestion",
    "SuggestionStatus",
    "Table",
    "Unit",
    "UnitColumns",
    "Within",
    "has_sides",
    "is_coder_name",
    "mark_order",
    "needs_pipeline",
]
