"""Settings of a study, read from ``ethnocode.yaml``."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from ethnocode.errors import ProjectError, StorageError
from ethnocode.model import BUILT_IN_KINDS, Checks, Settings
from ethnocode.text.strict_yaml import YamlNode, read_yaml, yaml_faults_as

SETTINGS = "ethnocode.yaml"
"""File name of a project's settings."""

CODEBOOK = "codebook.yaml"
"""File name of a study's codebook, unless its settings name another."""

_VERSION = "1"
_KEYS = (
    "ethnocode",
    "study",
    "author",
    "dates",
    "kinds",
    "groups",
    "codebook",
    "citations",
    "suggest",
    "checks",
)
_DATES = ("day-first", "month-first")
_PIPELINE = "write suggest: {pipeline: NAME}, such as suggest: {pipeline: en_core_web_md}"


def read_settings(path: Path) -> Settings:
    """Return the settings of a study.

    Raises:
        ProjectError: The file is missing, or is not shaped as settings.
        StorageError: It cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ProjectError(
            "the project has no settings",
            where=str(path),
            hint="put the file back, or write 'ethnocode: 1' and 'study: NAME' into a new one",
        ) from None
    except OSError as exc:
        raise StorageError(f"cannot be read ({exc.strerror})", where=str(path)) from exc
    with yaml_faults_as(ProjectError):
        root = read_yaml(data, path=str(from_here(path)))
        _check_keys(root)
        return _settings(root.mapping(), study=path.parent.name)


def from_here(path: Path) -> Path:
    """Return a path as short as the working folder allows, for somebody there to open."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _check_keys(root: YamlNode) -> None:
    for key, value in root.pairs():
        name = key.text()
        if name not in _KEYS:
            raise ProjectError(
                f"unknown setting '{name}'", where=str(key.position), hint=_hint_for(name)
            )
        if name == "ethnocode" and value.text() != _VERSION:
            raise ProjectError(
                f"settings of version '{value.text()}', this program knows {_VERSION}",
                where=str(value.position),
                hint="install a newer ethnocode, or write 'ethnocode: 1'",
            )
        if name == "dates" and value.text() not in _DATES:
            raise ProjectError(
                f"'{value.text()}' is no order of dates",
                where=str(value.position),
                hint="write " + " or ".join(_DATES),
            )


def _hint_for(name: str) -> str:
    if name.removeprefix("suggest.") == "pipeline":
        return _PIPELINE
    near = get_close_matches(name, _KEYS, n=1)
    return f"did you mean '{near[0]}'?" if near else "settings: " + ", ".join(_KEYS)


def _settings(fields: dict[str, YamlNode], *, study: str) -> Settings:
    return Settings(
        study=_text(fields, "study", study),
        author=_text(fields, "author", "author"),
        day_first=_text(fields, "dates", _DATES[0]) == _DATES[0],
        kinds=tuple(dict.fromkeys((*BUILT_IN_KINDS, *_texts(fields, "kinds")))),
        groups=_texts(fields, "groups") or Settings("").groups,
        codebook=_text(fields, "codebook", CODEBOOK),
        names=_names(fields),
        pipeline=_pipeline(fields),
        checks=_checks(fields),
    )


def _text(fields: dict[str, YamlNode], key: str, default: str) -> str:
    return fields[key].text() or default if key in fields else default


def _texts(fields: dict[str, YamlNode], key: str) -> tuple[str, ...]:
    return tuple(node.text() for node in fields[key].nodes()) if key in fields else ()


def _names(fields: dict[str, YamlNode]) -> tuple[tuple[str, str], ...]:
    if "citations" not in fields:
        return ()
    return tuple((kind, node.text()) for kind, node in fields["citations"].mapping().items())


def _checks(fields: dict[str, YamlNode]) -> Checks:
    if "checks" not in fields:
        return Checks()
    from ethnocode.services.check_settings import checks_from  # which needs every rule

    return checks_from(fields["checks"])


def _pipeline(fields: dict[str, YamlNode]) -> str:
    """Return the name of the pipeline that reads texts; nothing, if none is written."""
    node = fields.get("suggest")
    if node is None or node.is_blank:
        return ""
    if not node.is_mapping:
        raise ProjectError(
            f"expected a mapping, found {node.kind}", where=str(node.position), hint=_PIPELINE
        )
    for key, value in node.pairs():
        if key.value != "pipeline":
            raise ProjectError(
                f"unknown setting 'suggest.{key.value}'", where=str(key.position), hint=_PIPELINE
            )
        if not value.is_text:
            raise ProjectError(
                f"expected a name, found {value.kind}", where=str(value.position), hint=_PIPELINE
            )
    return node.mapping()["pipeline"].text() if node.value else ""
