"""The process that the shim is loaded into: it takes jobs on stdin, one a line, as JSON.

A job is ``{"do": experiment, "scenario": name, ...options}``; the answer is one line
``{"tried": how many faults, "found": [...]}``, or ``{"failed": traceback}``.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from pathlib import Path
from typing import Any

from . import experiments, shim
from .lab import Lab
from .scenarios import scenario_named


def main(root: Path) -> None:
    """Do jobs until stdin ends; what was made below the folder goes with it."""
    # a child's words on stdout are its acknowledgement: answers have a handle of their own
    answers = os.fdopen(os.dup(1), "w")
    lab = Lab(root, templates=root.parent / "templates")
    try:
        for line in sys.stdin:
            try:
                answer = _done(lab, json.loads(line))
            except Exception:
                answer = {"failed": traceback.format_exc()}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
    finally:
        shutil.rmtree(root)


def _done(lab: Lab, job: dict[str, Any]) -> dict[str, Any]:
    kind, scenario = job.pop("do"), scenario_named(job.pop("scenario"))
    if kind == "count":
        return {"tried": _count(lab, scenario, **job), "found": []}
    if kind == "cut_power":
        tried, found = experiments.cut_power(lab, scenario, **job)
        return {"tried": tried, "found": found}
    return {"tried": 1, "found": getattr(experiments, kind)(lab, scenario, **job)}


def _count(lab: Lab, scenario: Any, *, mask: int = shim.CHANGES, bug: str = "") -> int:
    case = lab.copy(lab.prepared(scenario).template)
    _, calls = lab.counted(case, scenario.command, mask=mask, bug=bug)
    shutil.rmtree(case)
    return calls


if __name__ == "__main__":
    main(Path(sys.argv[1]))
