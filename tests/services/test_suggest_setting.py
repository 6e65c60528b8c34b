"""The setting that names a pipeline: what is written wrongly is shown as it is written right."""

from __future__ import annotations

from pathlib import Path

import pytest

from ethnocode.errors import ProjectError
from ethnocode.services.settings import read_settings


def setting(folder: Path, written: str) -> str:
    path = folder / "ethnocode.yaml"
    path.write_text(f"ethnocode: 1\nstudy: Toy\n{written}\n")
    return read_settings(path).pipeline


@pytest.mark.parametrize(
    "written",
    [
        "",
        "suggest:",
        "suggest: {}",
        "suggest: ~",
        "suggest: {pipeline: }",
        'suggest: {pipeline: ""}',
    ],
)
def test_a_setting_that_names_none_is_none(tmp_path: Path, written: str) -> None:
    assert setting(tmp_path, written) == ""


def test_a_pipeline_is_named_below_its_heading(tmp_path: Path) -> None:
    assert setting(tmp_path, "suggest:\n  pipeline: en_core_web_md") == "en_core_web_md"


@pytest.mark.parametrize(
    ("written", "column", "said"),
    [
        ("suggest: en_core_web_md", 10, "expected a mapping, found text"),
        ("suggest: [pipeline, x]", 10, "expected a mapping, found a list"),
        ("suggest: {pipelin: x}", 11, "unknown setting 'suggest.pipelin'"),
        ("suggest: {pipeline: x, other: y}", 24, "unknown setting 'suggest.other'"),
        ("suggest: {other: y, pipeline: x}", 11, "unknown setting 'suggest.other'"),
        ("suggest: {pipeline: [x]}", 21, "expected a name, found a list"),
        ("suggest: {pipeline: {name: x}}", 21, "expected a name, found a mapping"),
        ("suggest.pipeline: x", 1, "unknown setting 'suggest.pipeline'"),
        ("pipeline: x", 1, "unknown setting 'pipeline'"),
    ],
)
def test_a_setting_of_another_shape_is_shown_the_right_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, column: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProjectError) as caught:
        setting(tmp_path, written)

    assert str(caught.value) == f"ethnocode.yaml:3:{column}: {said}"
    assert "suggest: {pipeline: en_core_web_md}" in caught.value.hint
