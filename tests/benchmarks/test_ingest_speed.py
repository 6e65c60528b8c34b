"""How long reading files takes, and how much memory; printed by ``make bench``.

Seconds are of the processor, so that what else the machine does counts little.
"""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.ingest.pdf_writer import pdf_of, print_at, print_lines

pytestmark = pytest.mark.benchmark

WORDS = 600_000
"""As many as an 872-page document has."""

ROWS, COLUMNS = 30_000, 5
MOST_SECONDS = {"long_document": 5, "table": 8}
"""The second is no document that people write: a single table over 872 pages."""

MOST_MEGABYTES = 250
BOMB_MEGABYTES = 600
PAGES, LINES = 1_000, 50
MOST_PAGE_MILLISECONDS, MOST_PDF_MEGABYTES = 30, 150
MOST_BOMB_SECONDS, MOST_BOMB_MEGABYTES = 2, 200

_READ = """
import resource, sys, time
from ethnocode.ingest import read_document
with open(sys.argv[1], "rb") as file:
    data = file.read()
before = time.process_time()
document = read_document(data, label=sys.argv[1])
seconds = time.process_time() - before
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(seconds, peak, len(document.text.split()), len(document.segments))
"""
_RUN = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
print(seconds, peak, done.returncode, done.stderr.splitlines()[:1])
"""
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = f'<w:document xmlns:w="{_NAMESPACE}"><w:body>'
_TAIL = "</w:body></w:document>"
_TYPES = "<Types>wordprocessingml</Types>"


def in_a_process(program: str, *arguments: str) -> list[str]:
    """Return what a program prints; in a process of its own, whose memory is its own."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.split(maxsplit=3)


def packed(path: Path, *pieces: str | bytes) -> Path:
    """Write a Word document whose XML is these pieces, one after the other."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        with archive.open("word/document.xml", "w") as document:
            for piece in (_HEAD, *pieces, _TAIL):
                document.write(piece.encode() if isinstance(piece, str) else piece)
    return path


def paragraph(words: str, properties: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def words_of(rng: random.Random) -> list[str]:
    letters = "abcdefghijklmnopqrstuvwxyzé"
    return ["".join(rng.choices(letters, k=rng.randint(2, 9))) for _ in range(20_000)]


@pytest.fixture(scope="module")
def long_document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Headings, pages, and paragraphs of five sentences."""
    rng = random.Random(872)
    vocabulary = words_of(rng)
    xml = io.StringIO()
    heading = '<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:lastRenderedPageBreak/></w:r>'
    written = 0
    while written < WORDS:
        xml.write(paragraph(f"Item {written}", heading))
        for _ in range(8):
            said = [" ".join(rng.choices(vocabulary, k=16)).capitalize() for _ in range(5)]
            xml.write(paragraph(". ".join(said) + "."))
            written += 80
    return packed(tmp_path_factory.mktemp("bench") / "long.docx", xml.getvalue())


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One table of 150,000 cells, every fourth column empty."""
    rng = random.Random(150)
    vocabulary = words_of(rng)
    rows = []
    for _ in range(ROWS):
        cells = (
            paragraph("" if at % 4 == 3 else " ".join(rng.choices(vocabulary, k=2)))
            for at in range(COLUMNS)
        )
        rows.append("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>")
    path = tmp_path_factory.mktemp("bench") / "table.docx"
    return packed(path, "<w:tbl>", *rows, "</w:tbl>")


@pytest.mark.parametrize("name", ["long_document", "table"])
def test_a_large_word_document_is_read_quickly_and_in_little_memory(
    name: str, request: pytest.FixtureRequest
) -> None:
    seconds, peak, words, segments = in_a_process(_READ, str(request.getfixturevalue(name)))

    print(
        f"\n{name}: {float(seconds):.1f} s, peak {float(peak):.0f} MB, "
        f"{words} words, {segments.strip()} segments",
        end="",
    )
    assert float(seconds) <= MOST_SECONDS[name]
    assert float(peak) <= MOST_MEGABYTES


@pytest.mark.parametrize(
    "filling",
    [b"A", b"<w:p/>", b"<w:p><w:r><w:t>bomb </w:t></w:r></w:p>"],
    ids=["letters", "tags", "paragraphs"],
)
def test_a_bomb_is_refused_at_once(filling: bytes, tmp_path: Path) -> None:
    piece = filling * (1_000_000 // len(filling))
    bomb = packed(tmp_path / "bomb.docx", *[piece] * (BOMB_MEGABYTES + 1))
    program = [sys.executable, "-m", "ethnocode", "-p", str(tmp_path / "study")]
    subprocess.run([*program[:3], "init", str(tmp_path / "study")], check=True, capture_output=True)

    seconds, peak, status, said = in_a_process(_RUN, *program, "ingest", str(bomb))

    packed_bytes = bomb.stat().st_size
    print(f"\n{packed_bytes:,} bytes: {float(seconds):.1f} s, peak {float(peak):.0f} MB", end="")
    assert status == "3"
    assert "unpacks to far more" in said
    assert float(seconds) <= MOST_BOMB_SECONDS
    assert float(peak) <= MOST_BOMB_MEGABYTES


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages in one column or in two, with a running header and a number at the foot."""
    rng = random.Random(1000)
    vocabulary = words_of(rng)
    pages = []
    for number in range(1, PAGES + 1):
        content = print_at(200, 770, "Estates Committee") + print_at(290, 30, str(number))
        for x, words in ((40, 7), (320, 7)) if number % 2 else ((50, 12),):
            lines = [" ".join(rng.choices(vocabulary, k=words)) for _ in range(LINES)]
            content += print_lines(lines, x=x, top=740, size=9 if words > 7 else 7)
        pages.append(content)
    path = tmp_path_factory.mktemp("bench") / "printed.pdf"
    path.write_bytes(pdf_of(*pages))
    return path


def test_a_long_pdf_is_read_quickly_and_in_little_memory(printed: Path) -> None:
    seconds, peak, words, _ = in_a_process(_READ, str(printed))

    milliseconds = 1000 * float(seconds) / PAGES
    print(
        f"\nPDF of {PAGES:,} pages and {int(words):,} words: {milliseconds:.1f} ms a page, "
        f"peak {float(peak):.0f} MB",
        end="",
    )
    assert milliseconds <= MOST_PAGE_MILLISECONDS
    assert float(peak) <= MOST_PDF_MEGABYTES


FILES, PARAGRAPHS = 50, 300
LEAST_MEGABYTES_A_SECOND = 1

_INGEST = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
folder = Path(sys.argv[1])
now = datetime(2026, 1, 1, tzinfo=UTC)
project = init_project(folder / "p", name="p", author="a", codebooks=(), now=now)
before = time.process_time()
result = ingest_paths(project, [folder / "in"], options=IngestOptions())
print(time.process_time() - before, len(result.files))
"""


def test_plain_text_goes_into_the_database(tmp_path: Path) -> None:
    """Read, cut, stored and indexed: interviews, of turns of four sentences and 64 words."""
    rng = random.Random(4)
    words = ["tin", "counted", "twice", "nobody", "from", "council", "came", "hut", "again"]
    (tmp_path / "in").mkdir()
    size = 0
    for number in range(FILES):
        lines = []
        for turn in range(PARAGRAPHS):
            said = (" ".join(rng.choices(words, k=16)).capitalize() for _ in range(4))
            lines.append(f"{'Ros' if turn % 2 else 'Hetty'}: {'. '.join(said)}?")
        text = "\n\n".join(lines)
        size += len(text)
        (tmp_path / f"in/{number:03}.txt").write_text(text)

    seconds, files = map(float, in_a_process(_INGEST, str(tmp_path)))

    speed = size / 1e6 / seconds
    print(f"plain text: {speed:.1f} MB/s of {size / 1e6:.0f} MB")
    assert files == FILES
    assert speed >= LEAST_MEGABYTES_A_SECOND
