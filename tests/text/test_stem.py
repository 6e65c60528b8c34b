"""Stems: the inflections of a word share one, and other words have another."""

from __future__ import annotations

import pytest

from ethnocode.text.stem import singular, stem

# Written by hand; each line is a word and one of its inflections.
PAIRS = [
    tuple(pair.split())
    for pair in """
    know knew, know known, know knows, know knowing, tell told, tell telling, go went, go gone,
    go goes, go going, feel felt, feel feeling, think thought, think thinks, buy bought,
    buy buying, keep kept, keep keeping, leave left, leave leaving, leave leaves, man men,
    woman women, child children, be was, be were, be been, be is, be am, be are, be being,
    have has, have had, have having, do does, do did, do done, do doing, say said, say says,
    make made, make making, make makes, get got, get getting, take took, take taken, take taking,
    see saw, see seen, see seeing, come came, come coming, give gave, give given, give giving,
    find found, find finding, bring brought, fight fought, seek sought, teach taught,
    catch caught, begin began, begin begun, begin beginning, show shown, show showed, hear heard,
    run ran, run running, hold held, write wrote, write written, write writing, stand stood,
    understand understood, sit sat, sit sitting, lose lost, lose losing, pay paid, pay paying,
    lie lying, die dying, die died, tie tied, meet met, meet meets, lead led, speak spoke,
    speak spoken, grow grew, grow grown, win won, win winning, send sent, spend spent,
    build built, build building, deal dealt, mean meant, learn learnt, learn learned, fall fell,
    sell sold, eat ate, eat eaten, draw drew, draw drawn, withdraw withdrew, throw threw,
    break broke, break broken, choose chose, choose chosen, choose choosing, drive drove,
    rise rose, forget forgot, forget forgotten, wear worn, shake shook, wage wages,
    resident residents, meeting meetings, box boxes, church churches, wish wishes, loss losses,
    glass glasses, city cities, company companies, story stories, party parties, shoe shoes,
    potato potatoes, bus buses, crisis crises, house houses, case cases, service services,
    officer officers, trustee trustees, committee committees, movie movies, cookie cookies,
    knife knives, foot feet, tooth teeth, hope hoped, hope hoping, hop hopped, hop hopping,
    care cared, care caring, stop stopped, stop stopping, plan planned, plan planning,
    beg begged, refer referred, commit committed, control controlled, control controlling,
    travel travelled, travel traveled, travel travelling, cancel cancelled, label labelled,
    visit visited, visit visiting, invite invited, invite inviting, decide decided,
    decide deciding, decide decides, provide provided, promise promised, organise organising,
    organise organized, realise realize, realise realizing, patronise patronized,
    formalise formalizing, manage managed, manage managing, encourage encouraged, change changed,
    change changing, charge charged, judge judging, force forced, force forcing, notice noticed,
    serve serving, believe believed, move moving, argue argued, argue arguing,
    continue continued, value valued, sue suing, queue queuing, issue issued, handle handled,
    handle handling, settle settled, struggle struggling, enable enabled, use used, use using,
    use uses, cause caused, close closed, raise raised, discuss discussed, pass passed,
    pass passing, process processes, address addressed, call called, call calling, fill filled,
    tell tells, add added, add adding, carry carried, carry carries, carry carrying, try tried,
    try tries, apply applied, study studying, worry worried, play played, enjoy enjoyed,
    agree agreed, agree agreeing, agree agrees, free freed, guarantee guaranteed, need needed,
    need needs, feed fed, offer offered, offer offering, listen listened, open opening,
    happen happening, question questioned, vote voted, quote quoting, guide guided,
    create created, create creating, waste wasted, taste tasting, breathe breathing,
    prefer preferring, admit admitted, equip equipped, develop developed, benefit benefiting,
    focus focused, focus focuses, target targeted, owe owed, type typing, share shared
    """.replace("\n", " ").split(",")
]

APART = [
    tuple(pair.split())
    for pair in """
    car care, plan plane, hop hope, us use, not note, rat rate, her here, thing think,
    need knead, bus use, new news, it its, unite unit, moral morale, human humane, even evening,
    mean men, wed weed, staring starring, bed be, red ride, this the, officer office,
    member membership, king kin, string stern, board bored
    """.replace("\n", " ").split(",")
]


def test_there_are_two_hundred_pairs() -> None:
    assert len(set(PAIRS)) >= 200


@pytest.mark.parametrize(("word", "inflected"), PAIRS)
def test_a_word_and_its_inflection_share_a_stem(word: str, inflected: str) -> None:
    assert stem(word) == stem(inflected)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", sorted({word for pair in [*PAIRS, *APART] for word in pair}))
def test_stemming_twice_changes_nothing(word: str) -> None:
    assert stem(stem(word)) == stem(word)


@pytest.mark.parametrize(
    "word", ["'d", "'ll", "n't", "o'clock", "1970s", "", "-", "...", "7", "e.g."]
)
def test_what_is_not_all_letters_is_left_alone(word: str) -> None:
    assert stem(word) == word


def test_case_does_not_count() -> None:
    assert stem("Residents") == stem("RESIDENT") == "resident"


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        *(("officers", "officer"), ("Policies", "policy"), ("boxes", "box"), ("class", "class")),
        *(("council's", "council"), ("news", "news"), ("crisis", "crisis"), ("bus", "bus")),
        *(("waiting", "waiting"), ("waited", "waited"), ("1970s", "1970s"), ("ties", "tie")),
    ],
)
def test_a_singular_drops_plural_and_possessive_and_nothing_else(word: str, plain: str) -> None:
    assert singular(word) == plain
