"""Formats other than our own database: read from and written to."""

from ethnocode.interchange.codings import CodingRequest, read_codings
from ethnocode.interchange.numbers import LARGEST, whole_number

__all__ = ["LARGEST", "CodingRequest", "read_codings", "whole_number"]
