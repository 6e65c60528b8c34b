"""Files become documents: decoded, repaired, dated and cut into segments.

How a file becomes a document, in five steps:

1. ``foreign`` refuses what no reader takes, and ``readers`` finds the format: by the bytes
   where they leave no doubt (each reader's ``sniff``), else by the ending of the name.
2. The reader reads. One of plain text decodes it (``decode``) and makes it canonical
   (``text.normalise``). One of a structured format yields a ``Block`` for each paragraph,
   heading, row or piece of furniture, and ``blocks.lay_out`` writes them as one canonical
   text with a layout and marks. Either hands back a ``Reading``: what the file declares.
3. ``guess.Look`` looks at the text once, for dated entries and speakers' turns. ``kinds``
   says which kind it is where nobody did, ``guess`` its title, date and interviewee.
4. ``segmenting`` cuts the text into entries, turns, headings, paragraphs, sentences, rows.
5. ``read.read_document``, which led through all this, returns the ``Document``. A container
   of files is not read: its reader has an ``unpack``, and each file in it starts at 1.

Where the readers live:

- ``notes``: plain text, Markdown, Org, Day One journals; ``mail``: e-mails and mailboxes;
- ``talk``: captions, tables of talk, recognised speech, and talk in the tables of others;
- ``docx``, ``odt``, ``rtf``, and in ``office`` what these three share; ``html``; ``pdf``.

What is found in words alone (dates, entries, speakers, quoted mail) is in the package
``text``, for it holds for every format. A new format is a ``Reader`` in a module of its
own and a line in ``readers.READERS``.
"""

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
