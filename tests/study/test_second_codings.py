"""The second coder's codings: each on its words, and counted by nothing that does not ask."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from netherfold import CORPUS, Study, passages

from ethnocode.codebook import open_shipped
from ethnocode.interchange import CodingRequest
from ethnocode.model import CodingStatus
from ethnocode.report import render
from ethnocode.services.coding import add_codings, codings_from_file, list_codings
from ethnocode.services.demo import CODEBOOKS, SECOND_CODER
from ethnocode.services.reports.agreement import agreement_report
from ethnocode.services.reports.cooccurrence import cooccurrence_report
from ethnocode.services.reports.frequency import frequency_report
from ethnocode.services.reports.matrix import matrix_report
from ethnocode.services.reports.network import network_report
from ethnocode.services.reports.strip import strip_report
from ethnocode.services.suggesting.learning import decisions_of, read_corpus
from ethnocode.store import open_store
from ethnocode.text.locate import find_quote


@pytest.fixture(scope="module")
def requests() -> tuple[CodingRequest, ...]:
    return codings_from_file(CORPUS / "second-codings.yaml")


def counted(study: Study) -> dict[str, str]:
    """Return the table of every report that reads one coder's layer."""
    project = study.project
    made = {
        "cooccurrence": cooccurrence_report(project),
        "frequency": frequency_report(project),
        "by group": matrix_report(project, by="group"),
        "by kind": matrix_report(project, by="kind"),
        "network": network_report(project)[0],
        "strip": strip_report(project, "charlie-4-12-14.txt"),
    }
    return {name: render(report, "csv") for name, report in made.items()}


def learned(study: Study) -> dict[str, np.ndarray]:
    """Return what suggestions learn from, as the author has decided it."""
    with open_store(study.project.folder) as store:
        corpus = read_corpus(study.project, store, codebook=study.project.codebook())
        decided = decisions_of(store, corpus, coder=study.project.coder)
    return {"given": decided.given, "read": decided.read, "refused": decided.refused}


def test_every_quote_is_found_exactly_once_in_one_passage(
    study: Study, requests: tuple[CodingRequest, ...]
) -> None:
    astray = []
    for request in requests:
        text = study.texts[request.source]
        places = find_quote(text.text, request.quote)
        within = [p for p in passages(text) for place in places if p.encloses(place)]
        if (len(places), len(within)) != (1, 1):
            astray.append((request.where, len(places), len(within)))

    assert astray == []


def test_every_code_is_known_and_every_value_declared(requests: tuple[CodingRequest, ...]) -> None:
    known = {code.id: code for book in CODEBOOKS for code in open_shipped(book)}

    assert [r.where for r in requests if r.code not in known] == []
    assert [
        (request.where, name, value)
        for request in requests
        for name, value in request.properties
        if value not in dict(known[request.code].properties).get(name, ())
    ] == []


def test_every_coding_says_why_and_none_is_there_twice(requests: tuple[CodingRequest, ...]) -> None:
    asked = Counter((r.source, r.code, r.quote) for r in requests)

    assert [r.where for r in requests if len(r.memo.split()) < 4] == []
    assert max(asked.values()) == 1


def test_some_is_as_the_author_has_it_and_some_is_not(
    study: Study, requests: tuple[CodingRequest, ...]
) -> None:
    """Neither a copy nor noise; on five sources of two kinds."""
    first = {(r.source, r.code) for r in study.requests}
    shared = sum((r.source, r.code) in first for r in requests)
    kinds = {study.texts[r.source].card.source.kind for r in requests}

    assert 60 <= len(requests) <= 120
    assert len({r.source for r in requests}) == 5
    assert kinds == {"interview", "document"}
    assert len(requests) / 3 < shared < len(requests)


def test_no_report_and_no_suggestion_counts_them_unless_asked(
    study: Study, requests: tuple[CodingRequest, ...]
) -> None:
    """What it adds to the study, no other test here looks at."""
    tables, lessons = counted(study), learned(study)

    done = add_codings(replace(study.project, coder=SECOND_CODER), requests)

    codings = list_codings(study.project, coder=SECOND_CODER).codings
    assert len(done.added) == len(codings) == len(requests)
    assert {coding.status for coding in codings} == {CodingStatus.ANCHORED}
    assert counted(study) == tables
    assert all(np.array_equal(now, lessons[name]) for name, now in learned(study).items())
    asked = cooccurrence_report(study.project, coder=SECOND_CODER)
    assert dict(asked.parameters)["codings"] == len(requests)
    assert dict(agreement_report(study.project, times=0).parameters)["coders"] == (
        "author, colleague"
    )
