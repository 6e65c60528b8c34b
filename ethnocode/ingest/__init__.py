"""Files become documents: decoded, repaired, dated and cut into segments."""

from ethnocode.ingest.read import READERS, read_document
from ethnocode.ingest.reader import Document, Reader, Reading, decode

__all__ = ["READERS", "Document", "Reader", "Reading", "decode", "read_document"]
