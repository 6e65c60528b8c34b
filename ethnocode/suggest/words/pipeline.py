"""The spaCy pipeline that texts are read with: blank English, or one that is installed.

A pipeline is named by its installed package and never by a path, and of the package only
the data is read: so to open a project never runs code that came with it.
"""

from __future__ import annotations

import importlib.util
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ethnocode.errors import PipelineError
from ethnocode.suggest.words.norms import mend_exceptions, stem_norms
from ethnocode.text.stem import stem

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

WHERE = "suggest.pipeline"
"""The setting that names a pipeline, as messages call it."""

_NAME = re.compile(r"[A-Za-z_]\w*")
_ENGLISH = "en"
_SAMPLE = "Anna Smith of Leeds was telling the council that they had waited three years."
_TOLD = ("POS", "TAG", "MORPH", "DEP", "LEMMA")
_OF_ENTITIES = ("ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID")
_DOCS_AT_ONCE = 8

# What gives words the attributes that cues and badges ask for; all else would only cost time.
_USED = (
    *("tok2vec", "transformer", "curated_transformer", "tagger", "morphologizer"),
    *("attribute_ruler", "lemmatizer", "trainable_lemmatizer", "parser", "senter"),
    *("sentencizer", "ner", "beam_ner", "beam_parser", "entity_ruler", "span_ruler"),
)
_OF_NAMES = ("ner", "beam_ner", "entity_ruler")


@dataclass(frozen=True, slots=True, eq=False)
class Pipeline:
    """What reads texts; made by :func:`load_pipeline`.

    Args:
        name: Of its package; empty for blank English.
        version: Of its package; empty for blank English.
        language: Two or three letters, such as ``en``.
        gives: What it tells of words, as token patterns name it: ``POS``, ``LEMMA``...
        labels: Of the entities it knows.
        width: Numbers in the vector of a word; 0 where it has no vectors.
        nlp: The pipeline itself.
    """

    name: str
    version: str
    language: str
    gives: frozenset[str]
    labels: frozenset[str]
    width: int
    nlp: Language = field(repr=False)

    @property
    def label(self) -> str:
        """Name and version, such as ``en_core_web_md 3.8.0``; empty for blank English."""
        return f"{self.name} {self.version}".strip()

    def docs(self, texts: Iterable[str], *, names: bool) -> Iterator[Doc]:
        """Yield a document for each text, in order, whose norms are stems of its words.

        Args:
            texts: Short enough that a few of them fit in memory, read.
            names: Whether entities are asked for.
        """
        if not self.name:
            tokenizer: Any = self.nlp.tokenizer
            yield from map(tokenizer, texts)
            return
        unused = [] if names else [n for n in self.nlp.pipe_names if self._is_of_names(n)]
        waiting = iter(texts)
        while batch := list(islice(waiting, _DOCS_AT_ONCE)):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                docs = list(self.nlp.pipe(batch, disable=unused))
            for doc in docs:
                self._set_norms(doc, [self._form(token.norm_) for token in doc])
                yield doc

    def take_lemmas(self, doc: Doc) -> bool:
        """Make the norms of a document the stems of its lemmas; return whether it has any."""
        if "LEMMA" not in self.gives:
            return False
        self._set_norms(doc, [self._form(token.lemma_ or token.norm_) for token in doc])
        return True

    def norms_of(self, words: str) -> list[tuple[str, ...]]:
        """Return the norms of a cue's words: of the words themselves, then of their lemmas."""
        (doc,) = self.docs([words], names=False)
        norms = [tuple(token.norm_ for token in doc)]
        if self.take_lemmas(doc):
            norms.append(tuple(token.norm_ for token in doc))
        return list(dict.fromkeys(norms))

    def doc_of_norms(self, norms: list[str]) -> Doc:
        """Return a document of words whose norms are given."""
        from spacy.tokens import Doc

        # With blank English a norm is its own norm; others are told.
        doc = Doc(self.nlp.vocab, words=norms)
        if self.name:
            self._set_norms(doc, norms)
        return doc

    def _form(self, word: str) -> str:
        return stem(word) if self.language == _ENGLISH else word.lower()

    def _set_norms(self, doc: Doc, norms: list[str]) -> None:
        for token, norm in zip(doc, norms, strict=True):
            token.norm_ = norm

    def _is_of_names(self, pipe: str) -> bool:
        return self.nlp.get_pipe_meta(pipe).factory in _OF_NAMES


def load_pipeline(name: str = "") -> Pipeline:
    """Return a pipeline, built anew.

    Args:
        name: Of an installed package, such as ``en_core_web_md``; empty for blank English.

    Raises:
        PipelineError: The package is not installed, is no pipeline, is damaged, or was
            built for another spaCy.
    """
    import spacy

    if not name:
        blank = spacy.blank(_ENGLISH)
        stem_norms(blank)
        return Pipeline("", "", _ENGLISH, frozenset(), frozenset(), 0, blank)
    folder = _package_folder(name)
    meta = _meta_of(name, folder)
    _refuse_other_spacy(name, meta)
    nlp = _loaded(name, folder, meta)
    if nlp.lang == _ENGLISH and hasattr(nlp.tokenizer, "rules"):
        mend_exceptions(nlp)
    gives, labels = _given(name, nlp)
    width = int(nlp.vocab.vectors_length) if len(nlp.vocab.vectors) else 0
    return Pipeline(name, str(meta["version"]), str(nlp.lang), gives, labels, width, nlp)


def _package_folder(name: str) -> Path:
    """Return where an installed package is, without running any of it."""
    from spacy.util import is_package

    if not _NAME.fullmatch(name):
        written = name.replace("-", "_")
        raise PipelineError(
            f"'{name}' is not the name of a package",
            where=WHERE,
            hint=f"did you mean {written}?"
            if _NAME.fullmatch(written)
            else "name an installed spaCy pipeline, such as en_core_web_md; a path is not "
            "taken, since a project must not bring code of its own",
        )
    found = importlib.util.find_spec(name) if is_package(name) else None
    if found is None:
        raise PipelineError(
            f"pipeline '{name}' is not installed",
            where=WHERE,
            hint=f"run 'python -m spacy download {name}', or take the setting out to do without",
        )
    for folder in found.submodule_search_locations or ():
        return Path(folder)
    raise _no_pipeline(name)


def _meta_of(name: str, folder: Path) -> dict[str, Any]:
    """Return what a package says of its pipeline."""
    path = folder / "meta.json"
    if not path.is_file():
        raise _no_pipeline(name)
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise _damaged(name, exc) from exc
    if not isinstance(meta, dict) or not {"lang", "name", "version", "spacy_version"} <= set(meta):
        raise _no_pipeline(name)
    return meta


def _refuse_other_spacy(name: str, meta: dict[str, Any]) -> None:
    from spacy.about import __version__
    from spacy.util import is_compatible_version

    wanted = str(meta["spacy_version"])
    if is_compatible_version(__version__, wanted) is False:
        raise PipelineError(
            f"pipeline '{name}' {meta['version']} was built for spaCy {wanted}, "
            f"and this is spaCy {__version__}",
            where=WHERE,
            hint=f"run 'python -m spacy download {name}' for the one that fits",
        )


def _loaded(name: str, folder: Path, meta: dict[str, Any]) -> Language:
    from spacy.util import load_config, load_model_from_path

    data = folder / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parts = load_config(data / "config.cfg").get("components", {})
            unused = [key for key, part in parts.items() if part.get("factory") not in _USED]
            return load_model_from_path(data, meta=meta, exclude=unused)
    except Exception as exc:  # bytes that are not what they should be may raise anything
        raise _damaged(name, exc) from exc


def _given(name: str, nlp: Language) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a pipeline tells of words, and its labels of entities, by trying it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            doc = nlp(_SAMPLE)
    except Exception as exc:  # as above
        raise _damaged(name, exc) from exc
    gives = {attribute for attribute in _TOLD if doc.has_annotation(attribute)}
    gives.update(attribute for attribute in _TOLD if attribute in _ruled(nlp))
    pipes = [pipe for pipe in nlp.pipe_names if nlp.get_pipe_meta(pipe).factory in _OF_NAMES]
    labels = {label for pipe in pipes for label in nlp.pipe_labels.get(pipe, ())}
    return frozenset(gives.union(_OF_ENTITIES if pipes else ())), frozenset(labels)


def _ruled(nlp: Language) -> set[str]:
    """Return what rules of a pipeline tell of the words that they are on."""
    found: set[str] = set()
    for _, pipe in nlp.pipeline:
        for rule in getattr(pipe, "patterns", ()) if hasattr(pipe, "load_from_tag_map") else ():
            found.update(map(str, rule["attrs"]))
    return found


def _no_pipeline(name: str) -> PipelineError:
    return PipelineError(
        f"'{name}' is installed, but is no spaCy pipeline",
        where=WHERE,
        hint="name a package such as en_core_web_md; 'python -m spacy validate' lists yours",
    )


def _damaged(name: str, reason: Exception) -> PipelineError:
    why = " ".join(str(reason).split())[:200] or type(reason).__name__
    return PipelineError(
        f"pipeline '{name}' cannot be loaded: {why}",
        where=WHERE,
        hint=f"install it again: 'python -m spacy download {name}'",
    )
