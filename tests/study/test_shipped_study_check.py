"""The shipped study, judged as it judges others."""

from __future__ import annotations

from netherfold import Study

from ethnocode.model import Severity
from ethnocode.services.check import check_study


def test_the_check_finds_no_error_in_it(study: Study) -> None:
    found = check_study(study.project)

    assert [str(f.position) for f in found if f.severity is Severity.ERROR] == []
