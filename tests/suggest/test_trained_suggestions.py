"""A trained pipeline changes what is suggested: by lemma, dependency, entity and vector."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from trained import NAME, install, trained
from typer.testing import Result

Cli = Callable[..., Result]

BOOK = """\
ethnocode: 1
id: book
title: Of the test
version: 1.0.0
codes:
{codes}
"""
CODE = """\
  - id: {id}
    name: {name}
    definition: {definition}
    cues: {cues}
"""
OTHER = CODE.format(id="other", name="Umbrella", definition="Rain.", cues="{phrases: [rain fell]}")
PADDING = "Win opened the panel. Rain fell on it. Nothing was said of that to us."

DEPENDENCY = (
    "{dependencies: [[{RIGHT_ID: verb, RIGHT_ATTRS: {NORM: close}}, {LEFT_ID: verb, "
    "REL_OP: '>', RIGHT_ID: thing, RIGHT_ATTRS: {LOWER: door}}]]}"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    install(trained(), folder)
    return folder


def scores(cli: Cli, *, text: str, code: str, pipeline: str) -> dict[str, float]:
    """Return the score of each passage suggested for the code ``wanted``."""
    Path("talk.txt").write_text("\n\n".join([PADDING, text, PADDING + " So it goes."]))
    Path("book.yaml").write_text(BOOK.format(codes=code + OTHER))
    assert cli("init", "--codebook", "book.yaml").exit_code == 0
    if pipeline:
        with Path("ethnocode.yaml").open("a") as file:
            file.write(f"\nsuggest: {{pipeline: {pipeline}}}\n")
    for arguments in (("ingest", "talk.txt"), ("suggest",)):
        done = cli(*arguments)
        assert done.exit_code == 0, done.stderr
    listed = cli("suggest", "list", "--format", "json")
    found = json.loads(listed.stdout)
    return {one["quote"]: one["score"] for one in found if one["code"] == "wanted"}


CASES = {
    "lemma": (
        "Council wanted the better form.",
        CODE.format(id="wanted", name="Zzz", definition="Qqq.", cues="{phrases: [good form]}"),
    ),
    "dependency": (
        "Maud closed the door.",
        CODE.format(id="wanted", name="Zzz", definition="Qqq.", cues=DEPENDENCY),
    ),
    "entity": (
        "Brightpath closed the panel.",
        CODE.format(id="wanted", name="Zzz", definition="Qqq.", cues="{entities: [ORG]}"),
    ),
    "vector": (
        "The gate, the gate, the gate.",
        CODE.format(id="wanted", name="Door", definition="A door.", cues="{phrases: [zzz]}"),
    ),
}


@pytest.mark.parametrize("kind", CASES)
def test_what_a_pipeline_knows_changes_a_suggestion(
    kind: str, cli: Cli, site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text, code = CASES[kind]
    found = []
    for folder, pipeline in (("without", ""), ("with", NAME)):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        if pipeline:
            monkeypatch.syspath_prepend(str(site))
        found.append(scores(cli, text=text, code=code, pipeline=pipeline))

    without, held = found
    assert any(text.startswith(quote) or quote.startswith(text) for quote in held), held
    assert without != held


GERMAN = (
    "Wir haben damals alle zusammen in der alten Halle gesessen und niemand von der "
    "Verwaltung hat uns gesagt, was mit dem Geld ist und wann es kommt."
)


def test_what_a_german_pipeline_reads_has_no_badge_for_being_german(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import spacy

    install(spacy.blank("de"), tmp_path / "site", name="de_tiny")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    code = CODE.format(id="wanted", name="Geld", definition="Geld.", cues="{phrases: [Geld]}")

    badges = []
    for folder, pipeline in (("english", ""), ("german", "de_tiny")):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        assert GERMAN in scores(cli, text=GERMAN, code=code, pipeline=pipeline)
        listed = json.loads(cli("suggest", "list", "--format", "json").stdout)
        badges += [one["badges"] for one in listed if one["quote"] == GERMAN]

    assert badges == [["language:German"], []]
