"""Findings as JSON: the list that scripts rely on, one finding a line."""

from __future__ import annotations

import json

from ethnocode.report.findings.judgement import Judgement
from ethnocode.report.records import finding_record
from ethnocode.report.safe import escape_unseen


def render(judgement: Judgement) -> str:
    """Return the findings as a list of records."""
    lines = (
        json.dumps(finding_record(finding), ensure_ascii=False) for finding in judgement.findings
    )
    return escape_unseen("[" + ",\n ".join(lines) + "]") + "\n"
