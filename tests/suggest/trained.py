"""A small pipeline, trained in a second or two, and put where an installed one would be."""

from __future__ import annotations

import json
import random
import warnings
from pathlib import Path
from typing import Any

NAME = "en_tiny"
VERSION = "1.2.3"

# Words, tags, heads, dependencies and entities of a few sentences.
_SENTENCES: list[tuple[list[str], list[str], list[int], list[str], list[str]]] = [
    (
        [subject, verb, "the", thing, "."],
        ["NNP", "VBD", "DT", "NN", "."],
        [1, 1, 3, 1, 1],
        ["nsubj", "ROOT", "det", "dobj", "punct"],
        [f"U-{'ORG' if subject in ('Brightpath', 'Council') else 'PERSON'}", "O", "O", "O", "O"],
    )
    for subject in ("Maud", "Brightpath", "Council", "Win")
    for verb in ("closed", "opened", "wanted")
    for thing in ("door", "panel", "form")
] + [
    (
        ["We", "did", "not", verb, "the", thing, "."],
        ["PRP", "VBD", "RB", "VB", "DT", "NN", "."],
        [3, 3, 3, 3, 5, 3, 3],
        ["nsubj", "aux", "neg", "ROOT", "det", "dobj", "punct"],
        ["O"] * 7,
    )
    for verb in ("close", "open", "want")
    for thing in ("door", "panel", "form")
]
_PARTS = {"NNP": "PROPN", "NN": "NOUN", "VBD": "VERB", "VB": "VERB", "DT": "DET", "PRP": "PRON"}
_LEMMAS = {"better": "good", "best": "good", "shut": "close"}
_VECTORS = {
    "door": (1.0, 0.0, 0.0),
    "gate": (0.9, 0.1, 0.0),
    "money": (0.0, 1.0, 0.0),
    "wage": (0.0, 0.9, 0.1),
}


def trained() -> Any:
    """Return the pipeline: vectors, tagger, parser, entity recogniser, lemmas by rule."""
    import numpy as np
    import spacy
    from spacy.tokens import Doc
    from spacy.training import Example
    from spacy.util import fix_random_seed

    fix_random_seed(1)
    nlp = spacy.blank("en")
    nlp.vocab.reset_vectors(width=3)
    for word, vector in _VECTORS.items():
        nlp.vocab.set_vector(word, np.array(vector, np.float32))
    model = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 32,
        "depth": 1,
        "embed_size": 200,
        "window_size": 1,
        "maxout_pieces": 2,
        "subword_features": True,
    }
    nlp.add_pipe("tagger", config={"model": {"tok2vec": model}})
    nlp.add_pipe("parser", config={"model": {"tok2vec": model}})
    nlp.add_pipe("ner", config={"model": {"tok2vec": model}})
    rules: Any = nlp.add_pipe("attribute_ruler")
    examples = []
    for words, tags, heads, deps, entities in _SENTENCES:
        doc = Doc(nlp.vocab, words=words)
        told = {"tags": tags, "heads": heads, "deps": deps, "entities": entities}
        examples.append(Example.from_dict(doc, told))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp.initialize(lambda: examples)
        order = random.Random(1)
        for _ in range(25):
            order.shuffle(examples)
            nlp.update(examples)
    # Training starts by clearing rules.
    for tag, part in _PARTS.items():
        rules.add([[{"TAG": tag}]], {"POS": part})
    for word, lemma in _LEMMAS.items():
        rules.add([[{"LOWER": word}]], {"LEMMA": lemma})
    return nlp


def install(nlp: Any, folder: Path, *, name: str = NAME, spacy_version: str = "") -> None:
    """Put a pipeline into a folder as pip would; its own code must never be run."""
    nlp.meta.update({"name": name.partition("_")[2], "version": VERSION})
    package = folder / name
    data = package / f"{name}-{VERSION}"
    data.mkdir(parents=True)
    nlp.to_disk(data)
    meta = json.loads((data / "meta.json").read_text("utf-8"))
    meta["spacy_version"] = spacy_version or meta["spacy_version"]
    (package / "meta.json").write_text(json.dumps(meta), "utf-8")
    (package / "__init__.py").write_text("raise RuntimeError('code of a package was run')\n")
    describe(folder, name)


def describe(folder: Path, name: str) -> None:
    """Make a package in a folder look installed."""
    info = folder / f"{name}-{VERSION}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {VERSION}\n")
