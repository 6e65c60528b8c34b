"""Every error ethnocode raises on purpose, with its code and exit status.

Problems in what the user wrote are not errors but values
(:class:`ethnocode.model.Finding`) that a command collects and prints. An error
means that the command could not do what it was asked.
"""

from __future__ import annotations

from typing import ClassVar


class EthnocodeError(Exception):
    """Base of every deliberate error; the command line prints it in one line."""

    code: ClassVar[str] = "E000"
    exit_status: ClassVar[int] = 3

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class UsageError(EthnocodeError):
    """Options or names that make no sense here; exits 2, like an unknown flag."""

    code = "E010"
    exit_status = 2


class SourceError(EthnocodeError):
    """A source, or the file it would be read from, is not what was asked for."""

    code = "E100"


class UnknownFormatError(SourceError):
    """No reader accepts this file."""

    code = "E101"


class UndecodableSourceError(SourceError):
    """The bytes of a file are not text."""

    code = "E102"


class SourceChangedError(SourceError):
    """A source of that name is already stored with other text."""

    code = "E103"


class EmptySourceError(SourceError):
    """A file has no words to code."""

    code = "E104"


class ProtectedSourceError(SourceError):
    """A file can only be opened with a password."""

    code = "E105"


class DamagedSourceError(SourceError):
    """A file is cut short, or its bytes are not what its format asks for."""

    code = "E106"


class UnsafeSourceError(SourceError):
    """A file would unpack to far more than it seems to hold."""

    code = "E107"


class AnchorError(EthnocodeError):
    """A quote or span does not name one place in the text."""

    code = "E150"


class CodebookError(EthnocodeError):
    """A codebook cannot be read, or lacks what was asked for."""

    code = "E200"


class UnknownCodeError(CodebookError):
    """The codebook has no code of that id."""

    code = "E201"


class RetiredCodeError(CodebookError):
    """The code is retired, so that it takes no new codings."""

    code = "E202"


class InterchangeError(EthnocodeError):
    """A file of codings or persons to import is not shaped as documented."""

    code = "E250"


class ProjectError(EthnocodeError):
    """The project cannot be opened: damaged, foreign or in conflict."""

    code = "E300"
    exit_status = 4


class NoProjectError(ProjectError):
    """There is no project where one was looked for."""

    code = "E301"


class NewerProjectError(ProjectError):
    """A newer ethnocode wrote the project."""

    code = "E302"


class ConflictError(ProjectError):
    """Another version of the project, or what one left behind, lies beside it."""

    code = "E303"


class UndoError(EthnocodeError):
    """Nothing is left to undo, or later work depends on it."""

    code = "E310"


class BusyError(EthnocodeError):
    """Another program is writing to the project."""

    code = "E350"
    exit_status = 5


class StorageError(EthnocodeError):
    """The disk is full, read-only or failing."""

    code = "E360"
    exit_status = 6


class UndefinedStatisticError(EthnocodeError):
    """What is there cannot define the statistic that was asked for."""

    code = "E400"


class PipelineError(EthnocodeError):
    """The suggestion pipeline cannot be built from the codebook or settings."""

    code = "E500"
