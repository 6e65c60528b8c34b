"""The stable JSON shapes of lists: what scripts rely on."""

from __future__ import annotations

from typing import Any

from ethnocode.model import (
    Code,
    Coding,
    Copy,
    Event,
    Evidence,
    Finding,
    Mark,
    Memo,
    Person,
    Segment,
    Source,
    Speaker,
    Suggestion,
)

Record = dict[str, Any]


def source_record(
    source: Source, *, citation: str, entries: int, turns: int, speakers: tuple[Speaker, ...]
) -> Record:
    """Return a source as ``source list`` has it."""
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "title": source.title,
        "date": source.date,
        "wave": source.wave,
        "characters": source.characters,
        "words": source.words,
        "sha256": source.sha256,
        "citation": citation,
        "entries": entries,
        "turns": turns,
        "speakers": [speaker_record(speaker) for speaker in speakers],
    }


def speaker_record(speaker: Speaker) -> Record:
    """Return a speaker as ``source list`` has it."""
    return {
        "label": speaker.label,
        "person": speaker.person,
        "turns": speaker.turns,
        "words": speaker.words,
    }


def mark_record(mark: Mark) -> Record:
    """Return a mark as ``source show`` has it."""
    return {
        "kind": mark.kind.value,
        "start": mark.start,
        "end": mark.end,
        "words": mark.words,
        "author": mark.author,
        "date": mark.date,
    }


def segment_record(segment: Segment) -> Record:
    """Return a segment as ``source show`` has it."""
    return {
        "kind": segment.kind.value,
        "start": segment.span.start,
        "end": segment.span.end,
        "date": segment.date,
        "time": segment.time,
        "speaker": segment.speaker,
        "page": segment.page,
        "heading": segment.heading,
    }


def coding_record(coding: Coding) -> Record:
    """Return a coding as ``coding list`` has it."""
    return {
        "id": coding.id,
        "guid": coding.guid,
        "source": coding.source,
        "code": coding.code,
        "start": coding.anchor.span.start,
        "end": coding.anchor.span.end,
        "quote": coding.anchor.quote,
        "coder": coding.coder,
        "created": coding.created,
        "origin": coding.origin,
        "status": coding.status.value,
        "memo": coding.memo,
        "properties": dict(coding.properties),
        "citation": coding.citation,
    }


def suggestion_record(suggestion: Suggestion) -> Record:
    """Return a suggestion as ``suggest list`` has it."""
    return {
        "id": suggestion.id,
        "source": suggestion.source,
        "code": suggestion.code,
        "start": suggestion.anchor.span.start,
        "end": suggestion.anchor.span.end,
        "quote": suggestion.anchor.quote,
        "engine": suggestion.engine,
        "score": suggestion.score,
        "status": suggestion.status.value,
        "explanation": suggestion.explanation,
        "band": suggestion.band.value,
        "badges": list(suggestion.evidence.badges) if suggestion.evidence else [],
        "decided_by": suggestion.decided_by,
        "decided": suggestion.decided or None,
        "drawn": suggestion.drawn.value if suggestion.drawn else None,
    }


def evidence_record(evidence: Evidence) -> Record:
    """Return evidence as ``suggest explain`` has it; every figure keeps all its digits."""
    return {
        "bias": evidence.bias,
        "contributions": [
            {"name": part.name, "amount": part.amount} for part in evidence.contributions
        ],
        "total": evidence.logit,
        "terms": [{"word": word, "amount": amount} for word, amount in evidence.terms],
        "hints": [
            {"words": hint.words, "field": hint.field, "phrase": hint.phrase}
            for hint in evidence.hints
        ],
        "nearest": [
            {
                "source": near.source,
                "start": near.span.start,
                "end": near.span.end,
                "quote": near.quote,
                "similarity": near.similarity,
            }
            for near in evidence.nearest
        ],
        "rival": evidence.rival or None,
        "difference": evidence.difference or None,
        "exclusion": evidence.exclusion or None,
    }


def finding_record(finding: Finding) -> Record:
    """Return a finding as ``check`` and ``codebook lint`` have it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "path": finding.position.path,
        "line": finding.position.line,
        "column": finding.position.column,
        "message": finding.message,
        "hint": finding.hint,
    }


def code_record(code: Code, *, codings: int, below: int) -> Record:
    """Return a code as ``codebook show`` has it."""
    return {**definition_record(code), "codings": codings, "codings_below": below}


def definition_record(code: Code) -> Record:
    """Return what a code says."""
    return {
        "id": code.id,
        "book": code.book,
        "base": code.base or None,
        "overrides": list(code.overrides),
        "retired": _retired_record(code),
        "aliases": list(code.aliases),
        "name": code.name,
        "definition": code.definition,
        "include": list(code.include),
        "exclude": list(code.exclude),
        "near": [{"code": near.code, "tell_apart": near.tell_apart} for near in code.near],
        "properties": {name: list(values) for name, values in code.properties},
        "examples": [{"text": e.text, "apply": e.apply, "why": e.why} for e in code.examples],
        "cues": {
            "phrases": list(code.cues.phrases),
            "lemmas": list(code.cues.lemmas),
            "patterns": [[dict(token) for token in pattern] for pattern in code.cues.patterns],
            "dependencies": [[dict(word) for word in words] for words in code.cues.dependencies],
            "entities": list(code.cues.entities),
        },
        "sources": list(code.sources),
    }


def _retired_record(code: Code) -> Record | None:
    if code.retired is None:
        return None
    return {"because": code.retired.because, "use": list(code.retired.use)}


def event_record(event: Event) -> Record:
    """Return an event as ``log`` has it."""
    return {
        "id": event.id,
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "summary": event.summary,
        "codebook": event.codebook,
        "undoes": event.undoes,
        "undone_by": event.undone_by,
        "changes": event.changes,
    }


def copy_record(copy: Copy | None, *, path: str, fault: str) -> Record:
    """Return a copy of the project as ``backup`` has it; nulls where it cannot be read."""
    return {
        "path": path,
        "at": copy.at if copy else None,
        "revision": copy.revision if copy else None,
        "events": copy.events if copy else None,
        "sources": copy.sources if copy else None,
        "codings": copy.codings if copy else None,
        "good": not fault,
        "fault": fault,
    }


def person_record(person: Person) -> Record:
    """Return a person as ``person list`` has it."""
    return {
        "pseudonym": person.pseudonym,
        "role": person.role,
        "group": person.group,
        "author": person.author,
        "composite": person.composite,
        "aliases": list(person.aliases),
        "note": person.note,
    }


def memo_record(memo: Memo) -> Record:
    """Return a memo as ``memo list`` and ``memo show`` have it."""
    anchor = memo.anchor
    return {
        "id": memo.id,
        "guid": memo.guid,
        "kind": memo.kind.value,
        "title": memo.title,
        "body": memo.body,
        "coder": memo.coder,
        "created": memo.created,
        "edited": memo.edited,
        "on": {
            "kind": memo.subject.value,
            "coding": memo.coding,
            "code": memo.code or None,
            "person": memo.person or None,
            "source": memo.source or None,
        },
        "start": anchor.span.start if anchor else None,
        "end": anchor.span.end if anchor else None,
        "quote": anchor.quote if anchor else None,
        "status": memo.status.value,
        "citation": memo.citation or None,
    }
