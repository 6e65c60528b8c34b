"""What the option parser refuses, said as all errors are: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

import typer

from ethnocode.errors import UsageError

REFUSED: type[Exception] = typer.BadParameter.__mro__[1]
"""What Typer raises for every mistake in a command line; it has no public name for it."""
LARGEST = 2**63 - 1
"""Largest number that a row can have."""

_ALIKE = 0.7
_FORMAT = ("--format", "-f")
_PARSED = {
    "int_parsing": "is no whole number",
    "int_from_float": "is no whole number",
    "float_parsing": "is no number",
}
_BOUNDS = (("ge", "is too small", "{} is the least"), ("le", "is too large", "{} is the most"))


def asks_for_json(arguments: Sequence[str]) -> bool:
    """Return whether words of a command line ask for JSON, rightly parsed or not."""
    spelled = {f"{option}{sign}json" for option in _FORMAT for sign in ("=", "")}
    pairs = pairwise(arguments)
    return any(word in spelled for word in arguments) or any(
        option in _FORMAT and value == "json" for option, value in pairs
    )


def is_help(refused: Any) -> bool:
    """Return whether this is the help of a group that was called alone, and no mistake."""
    return type(refused).__name__ == "NoArgsIsHelpError"


def plain_error(refused: Any) -> UsageError:
    """Return a mistake in a command line as an error of ours.

    Args:
        refused: A :data:`REFUSED`.
    """
    fault = next(iter(_faults(refused.__cause__)), None)
    name = _name(getattr(refused, "param", None))
    if fault is not None and name:
        told = _bad_value(name, fault) or UsageError(f"{name}: {_sentence(fault['msg'])}")
        return told if told.hint else _error(told.message, refused)
    known, typed = _known(refused)
    near = get_close_matches(typed, known, cutoff=_ALIKE)
    message = _sentence(refused.message or refused.format_message())
    if known:
        message = message.partition(". Did you mean")[0]
    if near:
        return UsageError(message, hint=f"did you mean {' or '.join(near)}?")
    return _error(message, refused)


def _faults(cause: Any) -> Sequence[Mapping[str, Any]]:
    """Return what a value was found to be, as the checker of values has it."""
    errors = getattr(cause, "errors", None)
    return errors() if callable(errors) else ()


def _name(param: Any) -> str:
    """Return a parameter as people type it: its longest spelling."""
    if param is None:
        return ""
    return str(max(param.opts, key=len)) if param.opts else str(param.name)


def _bad_value(name: str, fault: Mapping[str, Any]) -> UsageError | None:
    """Return what is wrong with a value, where that can be said in our words."""
    value, about = fault.get("input"), fault.get("ctx", {})
    if fault["type"] in _PARSED:
        return UsageError(f"{name} '{value}' {_PARSED[fault['type']]}")
    for bound, what, hint in _BOUNDS:
        if bound in about:
            limit = f"{about[bound]:,}" if about[bound] < LARGEST else "what a number can be"
            return UsageError(f"{name} {value} {what}", hint=hint.format(limit))
    choices = _choices(str(about.get("error", "")), f"{value!r} is not one of ")
    if not choices:
        return None
    near = get_close_matches(str(value).casefold(), choices, n=3)
    near = near or [choice for choice in choices if value and choice.startswith(str(value))]
    return UsageError(
        f"{name} '{value}' is not one of {', '.join(choices)}",
        hint=f"did you mean {' or '.join(near)}?" if near else "",
    )


def _choices(told: str, before: str) -> list[str]:
    _, found, listed = told.partition(before)
    return [choice.strip(" '.") for choice in listed.split(",")] if found else []


def _known(refused: Any) -> tuple[list[str], str]:
    """Return the names that would have done for one that is unknown, and that one."""
    ctx = refused.ctx
    option = getattr(refused, "option_name", "")
    if ctx is not None and option:
        spelled = [word for param in ctx.command.params for word in param.opts if word[:1] == "-"]
        return spelled, str(option)
    listing = getattr(ctx.command, "list_commands", None) if ctx is not None else None
    typed = str(refused.message).split("'")
    if listing is None or "o such command" not in typed[0]:
        return [], ""
    return list(listing(ctx)), typed[1]


def _sentence(text: str) -> str:
    """Return a library's sentence as a message of ours: small at the start, without a stop."""
    text = " ".join(text.removeprefix("Value error, ").split()).rstrip(".")
    return text[:1].lower() + text[1:]


def _error(message: str, refused: Any) -> UsageError:
    words = " ".join(("ethnocode", *_path(refused.ctx)))
    return UsageError(message, hint=f"'{words} --help' says what there is")


def _path(ctx: Any) -> Iterator[str]:
    """Yield the names of a command, those of its groups first."""
    if ctx is not None and ctx.parent is not None:
        yield from _path(ctx.parent)
        yield str(ctx.info_name)
