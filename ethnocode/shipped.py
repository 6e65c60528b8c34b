"""Where the codebooks and the study that come with the program are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_folder(name: str) -> Path:
    """Return the folder of a shipped collection: ``codebooks`` or ``corpora``.

    A wheel carries them inside the package; a checkout keeps them at its top.

    Raises:
        LookupError: The installation lacks the folder.
    """
    for folder in (_PACKAGE / "shipped" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise LookupError(f"this installation has no shipped {name}")
