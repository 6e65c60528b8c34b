"""The one place where errors become messages and exit statuses."""

from __future__ import annotations

import json
from typing import Any

import typer
from typer.core import TyperGroup

from ethnocode.errors import EthnocodeError
from ethnocode.report.safe import visible

JSON_WANTED = "ethnocode.json"
"""Key in the context's ``meta``: whether ``--format json`` was given."""


class EthnocodeGroup(TyperGroup):
    """A command group that reports every deliberate error and exits with its status."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn an :class:`EthnocodeError` into one message on stderr."""
        try:
            return super().invoke(ctx)
        except EthnocodeError as exc:
            _say(exc, as_json=bool(ctx.meta.get(JSON_WANTED)))
            raise typer.Exit(exc.exit_status) from None


def _say(exc: EthnocodeError, *, as_json: bool) -> None:
    if as_json:
        record = {
            "error": exc.code,
            "message": exc.message,
            "where": exc.where,
            "hint": exc.hint,
        }
        typer.echo(json.dumps(record, ensure_ascii=False), err=True)
        return
    typer.echo(f"ethnocode: error[{exc.code}]: {visible(str(exc))}", err=True)
    if exc.hint:
        typer.echo(f"  hint: {visible(exc.hint)}", err=True)
