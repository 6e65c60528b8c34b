"""Files become documents: decoded, repaired, dated and cut into segments."""

from ethnocode.ingest.decode import decode
from ethnocode.ingest.foreign import refuse_all_but_text
from ethnocode.ingest.read import Given, read_document
from ethnocode.ingest.reader import Attachment, Document, Reader, Reading, ReadOptions
from ethnocode.ingest.readers import READERS, reader_for

__all__ = [
    "READERS",
    "Attachment",
    "Document",
    "Given",
    "ReadOptions",
    "Reader",
    "Reading",
    "decode",
    "read_document",
    "reader_for",
    "refuse_all_but_text",
]
