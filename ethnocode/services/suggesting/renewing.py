"""What a run proposes beside what waits already: what is new, renewed, or made no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ethnocode.model import Suggestion
from ethnocode.services.lookup import present_ids
from ethnocode.services.suggesting.engines import Made, Task
from ethnocode.services.suggesting.remembered import Remembered
from ethnocode.store import Store, Transaction, Waiting

SAME_SCORE = 0.01
"""A score that moved by no more leaves a suggestion as it is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to change.

    Args:
        new: Suggestions that do not wait yet.
        renewed: What suggestions that wait are now, by their numbers.
        withdrawn: Numbers of those that are made no more.
        kept: How many are as they were.
        decided: How many proposals were left out as decided before on these words.
    """

    new: list[Suggestion] = field(default_factory=list)
    renewed: dict[int, Suggestion] = field(default_factory=dict)
    withdrawn: list[int] = field(default_factory=list)
    kept: int = 0
    decided: int = 0


def plan_for(task: Task, made: Made) -> Plan:
    """Compare what is proposed with what waits; what was decided is never touched.

    The same code on the same words keeps its number, by whichever engine it is made again.
    On other words of the passage it gets a new one, so that a number that a coder has seen
    never comes to stand for words that she has not.
    """
    remembered = Remembered(task.store, codebook=task.study.codebook)
    fresh = [one for _, one in made.proposals if not remembered.decided(one)]
    waiting = list(_in_scope(task))
    paired = _paired(task, waiting, fresh)
    taken = {id(proposal) for proposal in paired.values()}
    changed = {
        one.number: paired[one.number]
        for one in waiting
        if one.number in paired and _differs(one, paired[one.number])
    }
    return Plan(
        new=[one for one in fresh if id(one) not in taken],
        renewed=changed,
        withdrawn=[one.number for one in waiting if one.number not in paired],
        kept=len(paired) - len(changed),
        decided=len(made.proposals) - len(fresh),
    )


def carry_out(plan: Plan, store: Store, transaction: Transaction, *, now: str) -> None:
    """Store what a plan says; what is made no more goes first, as its words may be wanted."""
    numbers = {name: key for key, name in store.sources.names().items()}
    store.suggestions.withdraw_all(transaction, plan.withdrawn)
    store.suggestions.renew_all(transaction, plan.renewed)
    store.suggestions.add_all(transaction, plan.new, sources=numbers, now=now)


def _in_scope(task: Task) -> Iterable[Waiting]:
    """Yield what waits in the sources and for the codes that a run is about.

    Where it is about all codes, that includes what waits for codes that are retired or gone.
    """
    ids = {source.id for source in task.sources}
    present = present_ids(task.study.codebook, task.store.codes.numbers())
    is_about_all = task.codes == task.study.offered
    for one in task.store.basis.waiting():
        code = present.get(one.code, one.code)
        if one.source in ids and (code in task.codes or is_about_all):
            yield one._replace(code=code)


def _paired(
    task: Task, waiting: Iterable[Waiting], fresh: Sequence[Suggestion]
) -> Mapping[int, Suggestion]:
    """Return what each suggestion that waits is made again as, by its number."""
    names = {int(source.id): source.name for source in task.study.sources}
    on_words = {_place(one): one for one in fresh}
    found: dict[int, Suggestion] = {}
    for one in waiting:
        place = (names[one.source], one.code, one.start, one.end, one.digest)
        if place in on_words:
            found[one.number] = on_words.pop(place)
    return found


def _place(suggestion: Suggestion) -> tuple[str, str, int, int, str]:
    anchor = suggestion.anchor
    return suggestion.source, suggestion.code, anchor.span.start, anchor.span.end, anchor.digest


def _differs(one: Waiting, later: Suggestion) -> bool:
    return (one.engine, one.band) != (later.engine, later.band.value) or (
        abs(one.score - later.score) > SAME_SCORE
    )
