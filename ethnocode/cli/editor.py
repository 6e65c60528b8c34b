"""The writer's own editor. The only module that starts another program."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ethnocode.cli.output import say
from ethnocode.errors import EthnocodeError, StorageError, UsageError

_FILE = "memo.md"
_HINT = "set EDITOR to the name of one, or type the words or name a file with --file"


def is_watched() -> bool:
    """Return whether somebody sits at a terminal, to write in an editor."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def edited(words: str, *, folder: Path) -> Iterator[bytes]:
    """Let somebody edit words in ``$VISUAL`` or ``$EDITOR`` and give them to the block.

    The words are in a private folder below the one given, which goes with all that
    the editor leaves there. Only where something else was saved in it and the block
    has not come to its end, whatever the reason, it stays, and the error or a line on
    stderr says where.

    Args:
        words: What there is to edit.
        folder: A folder of the project's that only its owner may enter.

    Raises:
        UsageError: No editor is set, it cannot be started, or it fails.
        StorageError: The folder refuses.
    """
    command = _command()
    original = words.encode("utf-8") + b"\n"
    file = _laid_out(original, folder)
    try:
        yield _written(command, file)
    except BaseException as exc:  # an interruption too: hours of work may be in the file
        if _differs(file, original):
            _tell(f"what you wrote is kept in {file}", exc)
        else:
            _clear(file.parent)
        raise
    _clear(file.parent)


def _laid_out(original: bytes, folder: Path) -> Path:
    """Return a new file with the words, alone in a new folder that nobody else may enter."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        desk = Path(tempfile.mkdtemp(prefix="memo-", dir=folder))
    except OSError as exc:
        raise _refused(folder, exc) from exc
    file = desk / _FILE
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as handle:
            handle.write(original)
    except BaseException as exc:
        _clear(desk)
        if isinstance(exc, OSError):
            raise _refused(file, exc) from exc
        raise
    return file


def _differs(file: Path, original: bytes) -> bool:
    """Return whether the file has, or may have, other words than it was made with."""
    try:
        return file.read_bytes() != original
    except FileNotFoundError:
        return False
    except OSError:  # nobody can say, so nothing is thrown away
        return True


def _tell(what: str, exc: BaseException) -> None:
    """Say something with an error, or in a line of its own where it is no error of ours."""
    if isinstance(exc, EthnocodeError):
        exc.hint = f"{exc.hint}; {what}" if exc.hint else what
        return
    with suppress(OSError):  # the terminal may be gone
        say(what)


def _clear(desk: Path) -> None:
    shutil.rmtree(desk, ignore_errors=True)


def _command() -> list[str]:
    set_ = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(set_)
    except ValueError as exc:
        raise UsageError(f"the editor '{set_}' cannot be read as a command", hint=_HINT) from exc
    if not command:
        raise UsageError("no editor is set", hint=_HINT)
    return command


def _written(command: list[str], file: Path) -> bytes:
    """Return what is in the file once the editor is done."""
    try:
        status = subprocess.run([*command, str(file)], check=False).returncode
    except OSError as exc:
        raise UsageError(
            f"the editor '{command[0]}' cannot be started ({exc.strerror})", hint=_HINT
        ) from exc
    if status:
        raise UsageError(
            f"the editor '{command[0]}' ended with status {status}", hint="nothing was changed"
        )
    try:
        return file.read_bytes()
    except OSError as exc:
        raise UsageError(
            f"the editor '{command[0]}' left no file ({exc.strerror})", hint="nothing was changed"
        ) from exc


def _refused(path: Path, exc: OSError) -> StorageError:
    return StorageError(
        f"cannot be written ({exc.strerror})",
        where=str(path),
        hint="check the folder, its permissions and free space",
    )
