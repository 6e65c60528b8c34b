"""The evidence of a suggestion as a row keeps it: JSON, and nothing where there is none."""

from __future__ import annotations

import json

from ethnocode.model import Contribution, Evidence, Hint, Likeness, Span


def packed_evidence(evidence: Evidence | None) -> str:
    """Return evidence as JSON; every figure keeps all its digits."""
    if evidence is None:
        return ""
    record = {
        "bias": evidence.bias,
        "contributions": [[part.name, part.amount] for part in evidence.contributions],
        "terms": evidence.terms,
        "hints": [[hint.words, hint.field, hint.phrase] for hint in evidence.hints],
        "nearest": [
            [near.source, near.span.start, near.span.end, near.digest, near.quote, near.similarity]
            for near in evidence.nearest
        ],
        "rival": evidence.rival,
        "difference": evidence.difference,
        "exclusion": evidence.exclusion,
        "badges": evidence.badges,
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def evidence_of(packed: str) -> Evidence | None:
    """Return the evidence that a row keeps."""
    if not packed:
        return None
    record = json.loads(packed)
    return Evidence(
        bias=record["bias"],
        contributions=tuple(Contribution(*part) for part in record["contributions"]),
        terms=tuple((term, weight) for term, weight in record["terms"]),
        hints=tuple(Hint(*hint) for hint in record["hints"]),
        nearest=tuple(
            Likeness(source, Span(start, end), digest, quote, similarity)
            for source, start, end, digest, quote, similarity in record["nearest"]
        ),
        rival=record["rival"],
        difference=record["difference"],
        exclusion=record["exclusion"],
        badges=tuple(record["badges"]),
    )
