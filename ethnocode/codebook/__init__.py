"""Codebooks: reading, opening, editing and judging them."""

from ethnocode.codebook.catalogue import (
    codebook_file_read,
    extended_files,
    open_codebook,
    open_codebook_tolerantly,
    open_shipped,
    shipped_books,
)
from ethnocode.codebook.diff import (
    Comparison,
    Pairing,
    diff,
    paired,
    perhaps_renamed,
    plain_value,
)
from ethnocode.codebook.edit import new_codebook, with_extension, with_folder_changed
from ethnocode.codebook.lint import lint
from ethnocode.codebook.placing import Place
from ethnocode.codebook.read import read_codebook
from ethnocode.codebook.retirement import with_code_retired, with_code_revived
from ethnocode.codebook.rewrite import (
    with_code_added,
    with_code_moved,
    with_code_renamed,
    with_codes_merged,
    with_near_added,
)
from ethnocode.codebook.rules import RULES, Rule
from ethnocode.codebook.snapshot import codebook_from, digest_of, snapshot

__all__ = [
    "RULES",
    "Comparison",
    "Pairing",
    "Place",
    "Rule",
    "codebook_file_read",
    "codebook_from",
    "diff",
    "digest_of",
    "extended_files",
    "lint",
    "new_codebook",
    "open_codebook",
    "open_codebook_tolerantly",
    "open_shipped",
    "paired",
    "perhaps_renamed",
    "plain_value",
    "read_codebook",
    "shipped_books",
    "snapshot",
    "with_code_added",
    "with_code_moved",
    "with_code_renamed",
    "with_code_retired",
    "with_code_revived",
    "with_codes_merged",
    "with_extension",
    "with_folder_changed",
    "with_near_added",
]
