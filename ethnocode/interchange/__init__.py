"""Formats other than our own database: read from and written to."""

from ethnocode.interchange.codings import CodingRequest, read_codings

__all__ = ["CodingRequest", "read_codings"]
