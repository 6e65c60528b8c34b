"""The protocol by which suggestions are measured on sets of human codings.

A set is two files: ``NAME.jsonl``, a passage a line in the order of its document, with
``doc``, ``text``, ``codes``, ``split`` and perhaps ``speaker``; and ``NAME.codebook.json``,
by code its ``name``, ``definition`` and ``examples``. Whole documents are in the split
``train`` or ``test``. A researcher is played who reads whole training documents in a
seeded order until she has coded N passages; what she left uncoded on the way is negative.
What is then suggested for the test documents is compared with their codes.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ethnocode.model import Code, Codebook, Example, Position, Span
from ethnocode.suggest.corpus.rows import Corpus, CorpusSource, Decisions, no_decisions
from ethnocode.suggest.cues.matcher import build_matcher
from ethnocode.suggest.reading.passages import Passage
from ethnocode.suggest.reading.source import read_source

Table = np.ndarray[Any, np.dtype[Any]]

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "eval"
MORE_FOLDERS = "ETHNOCODE_EVAL_SETS"
"""Variable of the environment that names further folders, as ``PATH`` does."""

needs_sets = pytest.mark.skipif(
    not FOLDER.exists() and not os.environ.get(MORE_FOLDERS),
    reason="the sets of human codings are not here",
)

_PLACE = Position("codebook")
_FEWEST, _FEWEST_IN_A_SPLIT = 10, 5


@dataclass(frozen=True, eq=False)
class EvalSet:
    """A set, read.

    Args:
        name: Of the files.
        corpus: Its passages, a document a source.
        codebook: The codes that are measured; their ids are made up, for names may be any.
        texts: Of the rows.
        gold: Of shape (rows, codes).
        coded: Whether a row bears any code, measured or not.
        test: The rows of the test documents.
    """

    name: str
    corpus: Corpus
    codebook: Codebook
    texts: tuple[str, ...]
    gold: Table
    coded: Table
    test: Table

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code.id for code in self.codebook)

    def decided(self, rows: Table) -> Decisions:
        """Return the decisions of a researcher who has read some rows."""
        decisions = no_decisions(self.corpus, self.codes)
        decisions.read[rows] = True
        decisions.given[rows] = self.gold[rows]
        return decisions

    def order(self, wanted: int | None, *, seed: int) -> Table:
        """Return rows of training documents in a seeded order, until so many are coded.

        Args:
            wanted: ``None`` for all of them.
        """
        is_test = np.zeros(len(self.texts), bool)
        is_test[self.test] = True
        documents = [
            (source.name, range(first, first + len(source.passages)))
            for source, first in zip(self.corpus.sources, self.corpus.firsts.tolist(), strict=False)
            if not is_test[first]
        ]
        documents.sort()
        random.Random(seed).shuffle(documents)
        rows = np.array([row for _, rows in documents for row in rows], int)
        if wanted is None:
            return rows
        return rows[: int(np.searchsorted(np.cumsum(self.coded[rows]), wanted)) + 1]


def folders() -> list[Path]:
    """Return where sets may be: beside the project, and where the environment says."""
    more = os.environ.get(MORE_FOLDERS, "").split(os.pathsep)
    return [folder for folder in (FOLDER, *map(Path, filter(None, more))) if folder.is_dir()]


def set_files() -> dict[str, Path]:
    """Return the sets that are there, by name."""
    return {path.stem: path for folder in folders() for path in sorted(folder.glob("*.jsonl"))}


def read_set(path: Path) -> EvalSet:
    """Read a set; codes with fewer than ten passages, or five in a split, are not measured."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        documents.setdefault(line["doc"], []).append(line)
    lines = [line for document in documents.values() for line in document]
    written = json.loads(path.with_suffix(".codebook.json").read_text(encoding="utf-8"))
    names = measured_codes(lines)
    codebook = codebook_of(names, written)
    matcher = build_matcher(codebook)
    sources = [source_of(name, group, matcher) for name, group in documents.items()]
    return EvalSet(
        path.stem,
        Corpus(tuple(sources)),
        codebook,
        tuple(line["text"] for line in lines),
        np.array([[name in line["codes"] for name in names] for line in lines], bool),
        np.array([bool(line["codes"]) for line in lines]),
        np.array([n for n, line in enumerate(lines) if line["split"] == "test"]),
    )


def measured_codes(lines: list[dict[str, Any]]) -> list[str]:
    counts = {
        split: Counter(code for line in lines if line["split"] == split for code in line["codes"])
        for split in ("train", "test")
    }
    return sorted(
        code
        for code in counts["train"]
        if min(counts["train"][code], counts["test"][code]) >= _FEWEST_IN_A_SPLIT
        and counts["train"][code] + counts["test"][code] >= _FEWEST
    )


def codebook_of(names: list[str], written: dict[str, dict[str, str]]) -> Codebook:
    codes = []
    for number, name in enumerate(names):
        entry = written.get(name, {})
        quotes = entry.get("examples", "")
        codes.append(
            Code(
                f"code_{number:03d}",
                "measured",
                entry.get("name") or name,
                entry.get("definition", ""),
                _PLACE,
                examples=(Example(quotes, True, ""),) if quotes else (),
            )
        )
    return Codebook("measured", "Codes that are measured", "1.0.0", "codebook", tuple(codes))


def source_of(name: str, lines: list[dict[str, Any]], matcher: Any) -> CorpusSource:
    """Make a source of a document: its passages with a blank line between them."""
    asker = researcher(lines)
    passages, start = [], 0
    for line in lines:
        span = Span(start, start + len(line["text"]))
        asks = bool(asker) and line.get("speaker") == asker
        passages.append(Passage(span, (span,), asks=asks))
        start = span.end + len("\n\n")
    text = "\n\n".join(line["text"] for line in lines)
    reading = read_source(text, passages, matcher=matcher)
    return CorpusSource(name, "interview", name, tuple(passages), reading)


def researcher(lines: list[dict[str, Any]]) -> str:
    """Return the speaker whose turns most often end in a question mark, or nobody."""
    turns: dict[str, list[bool]] = {}
    for line in lines:
        if line.get("speaker"):
            turns.setdefault(line["speaker"], []).append(line["text"].rstrip().endswith("?"))
    asking = {speaker: sum(asked) / len(asked) for speaker, asked in turns.items()}
    return max(asking, key=lambda speaker: (asking[speaker], speaker), default="")


def ranking(gold: Table, scores: Table) -> dict[str, float]:
    """Return mean average precision by code, and of coded rows precision at 1 and hit at 3."""
    coded = gold.any(axis=1)
    order = np.argsort(-scores[coded], axis=1, kind="stable")
    right = np.take_along_axis(gold[coded], order, axis=1)
    precisions = [average_precision(y, s) for y, s in zip(gold.T, scores.T, strict=True) if y.any()]
    return {
        "mAP": float(np.mean(precisions)),
        "P@1": float(right[:, 0].mean()),
        "hit@3": float(right[:, :3].any(axis=1).mean()),
    }


def average_precision(gold: Table, scores: Table) -> float:
    right = gold[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(right) / np.arange(1, len(right) + 1))[right].mean())


def shown(scores: Table, *, thresholds: Table, most: int) -> Table:
    """Return what reaches its code's threshold, but at most so many a row."""
    found = scores >= thresholds
    beyond = np.argsort(-scores, axis=1, kind="stable")[:, most:]
    np.put_along_axis(found, beyond, False, axis=1)
    return found


def f_scores(gold: Table, found: Table) -> dict[str, float]:
    """Return F1 over all pairs, and its mean over codes."""
    right, both = (gold & found).sum(axis=0), gold.sum(axis=0) + found.sum(axis=0)
    return {
        "micro-F1": float(2 * right.sum() / max(1, both.sum())),
        "macro-F1": float(np.mean(2 * right / np.maximum(1, both))),
    }


def calibration_error(gold: Table, scores: Table, *, least: float = 0.05, bins: int = 10) -> float:
    """Return the mean distance of probability and share that was right, in equal bins."""
    kept = scores >= least
    likely, right = scores[kept], gold[kept]
    bin_of = np.minimum((likely * bins).astype(int), bins - 1)
    gaps: Iterator[float] = (
        (bin_of == n).sum() * abs(likely[bin_of == n].mean() - right[bin_of == n].mean())
        for n in range(bins)
        if (bin_of == n).any()
    )
    return float(sum(gaps) / max(1, len(likely)))


def repeated(chosen: EvalSet, rows: Table) -> Table:
    """Return scores of merely repeating what the passage before was given."""
    scores = np.zeros((len(rows), len(chosen.codes)))
    for n, row in enumerate(rows):
        if row and chosen.corpus.source_of[row] == chosen.corpus.source_of[row - 1]:
            scores[n] = chosen.gold[row - 1]
    return scores


def regressed(chosen: EvalSet, read: Table, rows: Table) -> Table:
    """Return what logistic regression on tf-idf of words says of rows."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    scores = np.zeros((len(rows), len(chosen.codes)))
    vectorizer = TfidfVectorizer(sublinear_tf=True)
    known = vectorizer.fit_transform([chosen.texts[row] for row in read])
    asked = vectorizer.transform([chosen.texts[row] for row in rows])
    for column, gold in enumerate(chosen.gold[read].T):
        if gold.any() and not gold.all():
            model = LogisticRegression(C=10, solver="liblinear", random_state=0)
            scores[:, column] = model.fit(known, gold).predict_proba(asked)[:, 1]
    return scores
