"""Formats other than our own database: read from and written to."""

from ethnocode.interchange.codings import CodingRequest, read_codings
from ethnocode.interchange.numbers import LARGEST, whole_number
from ethnocode.interchange.sheets import SheetCode, SheetPassage, read_sheet

__all__ = [
    "LARGEST",
    "CodingRequest",
    "SheetCode",
    "SheetPassage",
    "read_codings",
    "read_sheet",
    "whole_number",
]
