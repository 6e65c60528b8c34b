"""A code of the study's own split in two: the codings that a rule picks get the new one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ethnocode.codebook import Place, with_code_added
from ethnocode.errors import CodebookError, UsageError
from ethnocode.model import Code, Coding, CodingStatus, Source
from ethnocode.report.figures import counted
from ethnocode.services.backup import protect
from ethnocode.services.citations import Citer
from ethnocode.services.codebook import text_of
from ethnocode.services.codes import (
    NewText,
    name_from,
    new_id,
    new_text,
    own_code,
    write_codebook,
)
from ethnocode.services.lookup import checked_properties, refuse_unknown_kind, same_ids
from ethnocode.services.project import Project
from ethnocode.services.recoding import carry, recoding_of
from ethnocode.store import Store, open_store
from ethnocode.text.normalise import plain_words
from ethnocode.text.strict_yaml import PlainYaml


@dataclass(frozen=True, slots=True)
class Picking:
    """Which codings of a code go to the new one: those for which all that is given holds.

    Args:
        properties: Pairs of property and value that a coding records.
        kind: Kind of its source.
        speaker: Label or person in whose words it begins.
        ids: Its number is one of these.
    """

    properties: tuple[tuple[str, str], ...] = ()
    kind: str | None = None
    speaker: str | None = None
    ids: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.properties or self.kind or self.speaker or self.ids)


@dataclass(frozen=True, slots=True)
class Asked:
    """A coding of a code that is to be split, for somebody to look at.

    Args:
        coding: The coding, with its citation.
        text: The text that it is on; an earlier one where it waits for review.
    """

    coding: Coding
    text: str


@dataclass(frozen=True, slots=True)
class Split:
    """What splitting a code did.

    Args:
        code: Id of the code.
        new: Id of the new one.
        moved: Codings that went to the new one.
        stayed: Codings that stayed.
        diff: Lines of the codebook that changed.
    """

    code: str
    new: str
    moved: int
    stayed: int
    diff: tuple[str, ...]


def split_code(
    project: Project,
    name: str,
    new: str,
    *,
    picking: Picking,
    definition: str,
    below: bool,
    dry_run: bool,
) -> Split:
    """Define a new code beside one of the study's own, and give it some of its codings.

    The new code declares the same properties. A snapshot is taken first. Suggestions
    and memos on the code stay with it; those on codings go with them.

    Args:
        name: Id or alias of the code.
        new: Id of the new one: the last part, or all of it.
        picking: Which codings it gets.
        definition: What it means.
        below: Whether it is to be a child of the code, not a sibling.

    Raises:
        UnknownCodeError: There is no such code.
        CodebookError: It is another book's; the new id is malformed or taken.
        UsageError: The definition is blank; or nothing is picked, or what is not there.
    """
    with open_store(project.folder, write=not dry_run) as store:
        plan = _Plan(project, store, name, new, below=below)
        done, after, picked = plan.carried_out(picking, definition=definition)
        if dry_run:
            return done
        protect(project, store, reason="before codebook split")
        with store.write(
            actor=project.coder, action="codebook split", now=project.now
        ) as transaction:
            plan = _Plan(project, store, name, new, below=below)
            done, after, picked = plan.carried_out(picking, definition=definition)
            carry(store, transaction, recoding_of(store, picked, done.new))
            write_codebook(project, transaction, after)
            transaction.summary = f"{done.code}: {counted(done.moved, 'coding')} to {done.new}"
    return done


def codings_to_ask(
    project: Project, name: str, new: str, *, picking: Picking, definition: str, below: bool
) -> tuple[str, str, list[Asked]]:
    """Return the codings that may go to a new code, for somebody to decide one by one.

    What would stop the split is refused now, before anybody reads and decides.

    Args:
        picking: Which of them; all, where nothing is picked.

    Returns:
        Ids of the code and of the new one, and the codings in the order of the texts.

    Raises:
        EthnocodeError: As :func:`split_code`.
    """
    with open_store(project.folder) as store:
        plan = _Plan(project, store, name, new, below=below)
        split, _, picked = plan.carried_out(picking or plan.everything(), definition=definition)
        sources = {source.name: source for source in store.sources.all()}
        order = {source: n for n, source in enumerate(sources)}
        picked.sort(key=lambda c: (order[c.source], c.anchor.span.start, c.id))
        citer = Citer(store, project.settings)
        texts = {c.anchor.digest: store.sources.text_of(c.anchor.digest) for c in picked}
        return (
            split.code,
            split.new,
            [
                Asked(
                    replace(c, citation=citer.cite_anchor(sources[c.source], c.anchor)),
                    texts[c.anchor.digest],
                )
                for c in picked
            ],
        )


class _Plan:
    """What is to be split, and how."""

    def __init__(self, project: Project, store: Store, name: str, new: str, *, below: bool) -> None:
        self._project, self._store, self._below = project, store, below
        self._codebook = project.codebook()
        self._code = own_code(self._codebook, name)
        parent = self._code.id if below else self._code.parent or ""
        self._new = new_id(self._code, new, parent=parent, codebook=self._codebook)
        known = self._codebook.code_named(self._new)
        if known is not None:
            raise CodebookError(
                f"'{self._new}' is "
                + (
                    "the id of another code"
                    if known.id == self._new
                    else f"an alias of '{known.id}'"
                ),
                where=self._codebook.path,
                hint="choose another id",
            )

    def everything(self) -> Picking:
        """Return what picks all codings of the code."""
        codings = self._codings()
        if not codings:
            raise UsageError(
                f"'{self._code.id}' has no codings",
                hint="define the new code with 'ethnocode codebook add'",
            )
        return Picking(ids=tuple(coding.id for coding in codings))

    def carried_out(
        self, picking: Picking, *, definition: str
    ) -> tuple[Split, NewText, list[Coding]]:
        """Return the result, the codebook after it, and the codings that move."""
        meaning = " ".join(plain_words(definition).split())
        if not meaning:
            raise UsageError(
                "the new code needs a definition",
                hint="--definition 'What it means, in a sentence.'",
            )
        codings = self._codings()
        picked = _Picker(self._project, self._store, self._code).picked(codings, picking)
        if not picked:
            raise UsageError(
                f"none of the {counted(len(codings), 'coding')} of '{self._code.id}' is picked",
                hint=f"'ethnocode coding list --code {self._code.id}' shows what there is",
            )
        text = text_of(self._project.codebook_path)
        added = with_code_added(
            text,
            self._new,
            self._fields(meaning),
            place=Place(below=self._code.id) if self._below else Place(after=self._code.id),
            path=self._codebook.path,
        )
        after = new_text(self._project, text, added)
        stayed = len(codings) - len(picked)
        return Split(self._code.id, self._new, len(picked), stayed, after.diff), after, picked

    def _codings(self) -> list[Coding]:
        """Return the codings of the code, those stored under a former id too."""
        names = self._store.sources.names()
        ids = same_ids(self._codebook, self._store, self._code.id)
        found = self._store.codings.select(names=names, codes=ids)
        return sorted(found, key=lambda coding: coding.id)

    def _fields(self, meaning: str) -> dict[str, PlainYaml]:
        fields: dict[str, PlainYaml] = {
            "name": name_from(self._new),
            "definition": meaning,
        }
        if self._code.properties:
            fields["properties"] = {key: [*values] for key, values in self._code.properties}
        return fields


class _Picker:
    """Picks codings; reads the passages of each source once."""

    def __init__(self, project: Project, store: Store, code: Code) -> None:
        self._project, self._store, self._code = project, store, code
        self._sources: dict[str, Source] = {s.name: s for s in store.sources.all()}
        self._spoken: dict[str, list[tuple[int, int]]] = {}

    def picked(self, codings: list[Coding], picking: Picking) -> list[Coding]:
        if not picking:
            raise UsageError(
                "say which codings go to the new code",
                hint="with --where PROPERTY=VALUE, --kind, --speaker or --ids",
            )
        self._check(codings, picking)
        left = codings
        if picking.ids:
            left = [coding for coding in left if coding.id in picking.ids]
        if picking.kind:
            left = [c for c in left if self._sources[c.source].kind == picking.kind]
        if picking.properties:
            wanted = set(picking.properties)
            left = [coding for coding in left if wanted <= set(coding.properties)]
        if picking.speaker:
            labels = self._labels(picking.speaker)
            left = [coding for coding in left if self._begins_with(coding, labels)]
        return left

    def _check(self, codings: list[Coding], picking: Picking) -> None:
        checked_properties(self._code, picking.properties)
        refuse_unknown_kind(self._project, picking.kind)
        there = {coding.id for coding in codings}
        foreign = [id_ for id_ in picking.ids if id_ not in there]
        if foreign:
            raise UsageError(
                f"'{self._code.id}' has no coding {foreign[0]}",
                hint=f"'ethnocode coding list --code {self._code.id}' shows their numbers",
            )

    def _labels(self, speaker: str) -> dict[str, set[str]]:
        """Return the labels of a speaker, or of a person, by name of the source."""
        wanted = speaker.casefold()
        numbers = self._store.sources.names()
        found = {
            numbers[number]: {
                known.label
                for known in speakers
                if wanted in (known.label.casefold(), (known.person or "").casefold())
            }
            for number, speakers in self._store.sources.speakers().items()
        }
        if not any(found.values()):
            raise UsageError(
                f"nobody speaks as '{speaker}'",
                hint="'ethnocode source show NAME' shows who speaks in a source",
            )
        return found

    def _begins_with(self, coding: Coding, labels: dict[str, set[str]]) -> bool:
        """Whether a coding begins in the words of one of these labels.

        One that waits for review has its place in an earlier text, and stays.
        """
        wanted = labels.get(coding.source)
        if not wanted or coding.status is not CodingStatus.ANCHORED:
            return False
        if coding.source not in self._spoken:
            passages = self._store.sources.passages(self._sources[coding.source])
            self._spoken[coding.source] = [
                (span.start, span.end) for span, label in passages if label in wanted
            ]
        start = coding.anchor.span.start
        return any(first <= start < end for first, end in self._spoken[coding.source])
