"""Reading a codebook: what it holds, where it stands, and what is refused."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.codebook import read_codebook
from ethnocode.codebook.schema import RELATIONS
from ethnocode.errors import CodebookError
from ethnocode.model import Codebook, Position

FULL = """\
ethnocode: 1
id: allotment
title: Life on an allotment
version: 1.2.0
description: ignored by the model
extends: [bourdieu, ./other.yaml]
sources: {B1986: "Bourdieu P (1986)"}
codes:
  - id: waiting
    name: Waiting to be told
    definition: >-
      Somebody puts a plan off
      until word comes.
    include: [an errand put off]
    exclude: [nobody else could end it]
    near:
      - {code: "power:agency", tell_apart: waiting is put upon people}
    properties: {holder: [resident, council], open: }
    examples:
      - {text: "we'll hear when we hear", apply: true, why: hangs on their word}
      - {text: the bus was late, apply: false, why: nobody decides}
    cues:
      phrases: [get back to us]
      lemmas: [no]
      patterns:
        - [{LOWER: {IN: [on, no]}}, {IS_DIGIT: true, OP: "?"}, {LENGTH: {">=": 3}}, {}]
    expects: {with: [waiting.long], never_with: ["power:agency"]}
    sources: [B1986]
    aliases: [delay]
    children:
      - id: long
        children:
          - {id: years}
      - {id: short}
  - {id: digging}
"""


def book(text: str) -> Codebook:
    return read_codebook(text, path="allotment.yaml")


def unmarked(text: str) -> tuple[str, list[Position]]:
    """Return a text without its arrows, and the places that the arrows pointed at."""
    places = []
    for n, line in enumerate(text.split("\n"), 1):
        pieces = line.split("→")
        columns = accumulate(map(len, pieces[:-1]), initial=1)
        places += [Position("b.yaml", n, column) for column in list(columns)[1:]]
    return text.replace("→", ""), places


def refusal(text: str | bytes) -> CodebookError:
    with pytest.raises(CodebookError) as caught:
        read_codebook(text, path="b.yaml")
    return caught.value


def test_every_field_is_read() -> None:
    code = book(FULL).codes[0]

    assert (code.id, code.book, code.name) == ("waiting", "allotment", "Waiting to be told")
    assert code.definition == "Somebody puts a plan off until word comes."
    assert code.include == ("an errand put off",)
    assert code.exclude == ("nobody else could end it",)
    assert [(near.code, near.tell_apart) for near in code.near] == [
        ("power:agency", "waiting is put upon people")
    ]
    assert code.properties == (("holder", ("resident", "council")), ("open", ()))
    assert [(e.text, e.apply, e.why) for e in code.examples] == [
        ("we'll hear when we hear", True, "hangs on their word"),
        ("the bus was late", False, "nobody decides"),
    ]
    assert code.expects_with == ("waiting.long",)
    assert code.expects_never_with == ("power:agency",)
    assert (code.sources, code.aliases) == (("B1986",), ("delay",))


def test_the_book_itself_is_read() -> None:
    read = book(FULL)

    assert (read.id, read.title, read.version) == ("allotment", "Life on an allotment", "1.2.0")
    assert read.extends == ("bourdieu", "./other.yaml")
    assert read.sources == (("B1986", "Bourdieu P (1986)"),)
    assert read.books == (("allotment", "1.2.0"),)
    assert read.extra_keys == ()


def test_nested_codes_become_dotted_ids_with_parents_first() -> None:
    ids = [code.id for code in book(FULL)]

    assert ids == [
        "waiting",
        "waiting.long",
        "waiting.long.years",
        "waiting.short",
        "digging",
    ]


def test_pattern_values_are_what_the_matcher_wants() -> None:
    cues = book(FULL).codes[0].cues

    assert cues.phrases == ("get back to us",)
    assert cues.lemmas == ("no",)
    assert cues.patterns == (
        (
            {"LOWER": {"IN": ["on", "no"]}},
            {"IS_DIGIT": True, "OP": "?"},
            {"LENGTH": {">=": 3}},
            {},
        ),
    )


DECIDED_BY = """\
codes:
  - id: a
    cues:
      dependencies:
        - - {RIGHT_ID: verb, RIGHT_ATTRS: {LEMMA: {IN: [decide, settle]}, POS: VERB}}
          - {LEFT_ID: verb, REL_OP: ">", RIGHT_ID: who, RIGHT_ATTRS: {ENT_TYPE: ORG}}
          - LEFT_ID: who
            REL_OP: "$++"
            RIGHT_ID: without
            RIGHT_ATTRS: {IS_STOP: true, LENGTH: 2}
      entities: [ORG, GPE]
"""


def test_dependencies_and_entities_are_what_a_pipeline_wants() -> None:
    code = book(DECIDED_BY).codes[0]

    assert code.cues.dependencies == (
        (
            {
                "RIGHT_ID": "verb",
                "RIGHT_ATTRS": {"LEMMA": {"IN": ["decide", "settle"]}, "POS": "VERB"},
            },
            {
                "LEFT_ID": "verb",
                "REL_OP": ">",
                "RIGHT_ID": "who",
                "RIGHT_ATTRS": {"ENT_TYPE": "ORG"},
            },
            {
                "LEFT_ID": "who",
                "REL_OP": "$++",
                "RIGHT_ID": "without",
                "RIGHT_ATTRS": {"IS_STOP": True, "LENGTH": 2},
            },
        ),
    )
    assert code.cues.entities == ("ORG", "GPE")
    assert not code.extra_keys
    assert code.place_of("cues.dependencies.0") == Position("allotment.yaml", 5, 11)
    assert code.place_of("cues.entities.1") == Position("allotment.yaml", 11, 23)


def test_spacy_takes_every_relation_that_the_reader_takes() -> None:
    """And no other; ``DependencyMatcher`` refuses a relation that it does not know."""
    import spacy
    from spacy.matcher import DependencyMatcher

    vocab = spacy.blank("en").vocab
    for relation in RELATIONS:
        pattern = book(DECIDED_BY.replace('"$++"', f'"{relation}"')).codes[0].cues.dependencies[0]
        DependencyMatcher(vocab, validate=True).add("cue", [list(map(dict, pattern))])


@pytest.mark.parametrize(
    ("cues", "plain", "trained"),
    [
        ("{}", False, False),
        ("{phrases: [a]}", True, False),
        ("{lemmas: [a]}", True, False),
        ("{patterns: [[{LOWER: a}]]}", True, False),
        ("{patterns: [[{LOWER: a}, {POS: NOUN}]]}", False, True),
        ("{patterns: [[{lemma: a}], [{}]]}", True, True),
        ("{entities: [ORG]}", False, True),
        ("{dependencies: [[{RIGHT_ID: a, RIGHT_ATTRS: {}}]]}", False, True),
    ],
)
def test_it_is_known_which_cues_need_a_trained_pipeline(
    cues: str, plain: bool, trained: bool
) -> None:
    read = book(f"codes: [{{id: a, cues: {cues}}}]").codes[0].cues

    assert (read.without_pipeline, read.with_pipeline) == (plain, trained)
    assert bool(read) == (plain or trained)


def test_places_are_lines_and_columns_of_the_file() -> None:
    text, places = unmarked(
        "sources: {→B1986: Bourdieu}\n"
        "codes:\n"
        "  - id: →waiting\n"
        "    near: [{tell_apart: t, code: →digging}]\n"
        "    properties: {→holder: [resident, →council]}\n"
        "    cues: {phrases: [one, →two], lemmas: [→three]}\n"
        "    expects: {never_with: [→digging]}\n"
        "    definition: →words\n"
        "    children: [{id: →long}]\n"
    )
    read = read_codebook(text, path="b.yaml")
    code = read.codes[0]

    assert places == [
        read.place_of("sources.B1986"),
        code.position,
        code.near[0].position,
        code.place_of("properties.holder"),
        code.place_of("properties.holder.1"),
        code.place_of("cues.phrases.1"),
        code.place_of("cues.lemmas.0"),
        code.place_of("expects.never_with.0"),
        code.place_of("definition"),
        read.codes[1].position,
    ]
    assert code.place_of("nowhere") == code.position
    assert read.place_of("nowhere") == Position("b.yaml")


def test_a_code_needs_no_more_than_an_id() -> None:
    read = book("codes:\n  - id: in_the_queue\n")
    code = read.codes[0]

    assert (read.id, read.title, read.version) == ("allotment", "allotment", "")
    assert code.name == "in_the_queue"
    assert (code.definition, code.include, code.near, bool(code.cues)) == ("", (), (), False)


@pytest.mark.parametrize("codes", ["codes: []", "codes:", "codes: ~"])
def test_a_book_may_have_no_codes_yet(codes: str) -> None:
    assert book(f"ethnocode: 1\nid: a\n{codes}\n").codes == ()


def test_a_single_name_may_be_extended_without_brackets() -> None:
    read = book("extends: bourdieu@1.0.0\ncodes: []")

    assert read.extends == ("bourdieu@1.0.0",)
    assert read.place_of("extends.0") == Position("allotment.yaml", 1, 10)


def test_unknown_keys_are_kept_with_their_place() -> None:
    text, places = unmarked(
        "→codez: 1\n"
        "codes:\n"
        "  - id: a\n"
        "    cues: {→weak: [d], patterns: [[{→LEMA: e}]],\n"
        "      dependencies: [[{RIGHT_ID: v, →LEFT: w, RIGHT_ATTRS: {→OP: x}}]]}\n"
        "    expects: {→without: []}\n"
        "    near: [{code: b, →apart: c}]\n"
        "    examples: [{text: t, apply: true, →cite: f}]\n"
        "    →exlude: [x]\n"
    )
    read = read_codebook(text, path="b.yaml")
    names = ["codez", "cues.weak", "cues.patterns.LEMA", "expects.without", "near.apart"]
    names[3:3] = ["cues.dependencies.LEFT", "cues.dependencies.RIGHT_ATTRS.OP"]
    names += ["examples.cite", "exlude"]

    assert sorted(read.extra_keys + read.codes[0].extra_keys) == sorted(
        zip(names, places, strict=True)
    )


VERB = "{RIGHT_ID: verb, RIGHT_ATTRS: {}}"
REFUSED_DEPENDENCIES = [
    (f"codes:\n  - {{id: a, cues: {{dependencies: [{words}]}}}}", message)
    for words, message in (
        ("→[]", "a dependency without words"),
        ("[→{RIGHT_ID: verb}]", "a word of a dependency without 'RIGHT_ATTRS'"),
        ("[→{RIGHT_ATTRS: {}}]", "a word of a dependency without 'RIGHT_ID'"),
        ("[{RIGHT_ID: verb, RIGHT_ATTRS: →[]}]", "expected a mapping, found a list"),
        ("[{RIGHT_ID: →' ', RIGHT_ATTRS: {}}]", "a word without a name"),
        (
            "[{RIGHT_ID: verb, RIGHT_ATTRS: {}, LEFT_ID: →who}]",
            "the first word of a dependency with 'LEFT_ID'",
        ),
        (f"[{VERB}, →{VERB}]", "a word of a dependency without 'LEFT_ID'"),
        (
            f"[{VERB}, {{LEFT_ID: verb, REL_OP: '>', RIGHT_ID: →verb, RIGHT_ATTRS: {{}}}}]",
            "two words of a dependency are named 'verb'",
        ),
        (
            f"[{VERB}, {{LEFT_ID: →noun, REL_OP: '>', RIGHT_ID: who, RIGHT_ATTRS: {{}}}}]",
            "no earlier word of the dependency is named 'noun'",
        ),
        (
            f"[{VERB}, {{LEFT_ID: verb, REL_OP: →'=>', RIGHT_ID: who, RIGHT_ATTRS: {{}}}}]",
            "'=>' is not how one word hangs on another",
        ),
    )
]


@pytest.mark.parametrize(
    ("marked_text", "message"),
    [
        ("→", "expected a codebook, found nothing"),
        ("→- id: a", "expected a codebook, found a list"),
        ("→just words", "expected a codebook, found text"),
        ("→id: a", "no 'codes'"),
        ("codes: →{a: b}", "expected a list, found a mapping"),
        ("codes: →none", "expected a list, found text"),
        ("codes:\n  - →habitus", "expected a mapping, found text"),
        ("codes:\n  - →{name: Habitus}", "a code without an 'id'"),
        ("codes:\n  - →{id: }", "a code without an 'id'"),
        ("codes:\n  - {id: →[a]}", "expected text, found a list"),
        ("codes:\n  - {id: a, include: →b}", "expected a list, found text"),
        ("codes:\n  - {id: a, include: [→b: c]}", "expected text, found a mapping"),
        ("codes:\n  - {id: a, definition: →{b: c}}", "expected text, found a mapping"),
        ("codes:\n  - {id: a, near: [→b]}", "expected a mapping, found text"),
        ("codes:\n  - {id: a, near: [→{tell_apart: b}]}", "'near' without a 'code'"),
        ("codes:\n  - {id: a, examples: [→{text: b}]}", "an example without 'apply'"),
        ("codes:\n  - {id: a, examples: [→{apply: true}]}", "an example without 'text'"),
        ("codes: [{id: a, examples: [{text: b, apply: →yes}]}]", "'yes' is neither true nor false"),
        ("codes:\n  - {id: a, properties: →[b]}", "expected a mapping, found a list"),
        ("codes:\n  - {id: a, cues: →[b]}", "expected a mapping, found a list"),
        ("codes:\n  - {id: a, cues: {patterns: [→[]]}}", "a pattern without tokens"),
        ("codes: [{id: a, cues: {patterns: [[{LENGTH: →long}]]}}]", "'long' is not a whole number"),
        (f"codes: [{{id: a, cues: {{phrases: [→{'x' * 1001}]}}}}]", "a cue of 1001 characters"),
        (f"codes: [{{id: a, cues: {{lemmas: [→{'x' * 1001}]}}}}]", "a cue of 1001 characters"),
        (
            f"codes: [{{id: a, cues: {{patterns: [[{{LOWER: {{REGEX: →{'a|' * 600}}}}}]]}}}}]",
            "a cue of 1200 characters",
        ),
        *REFUSED_DEPENDENCIES,
        (
            "codes: [{id: a, cues: {patterns: [[{LOWER: {REGEX: →'(a+)+$'}}]]}}]",
            "the expression '(a+)+$' could search one word for ever",
        ),
        (
            "codes: [{id: a, cues: {patterns: [[{LOWER: {REGEX: {IN: [x, →'(a|b)*']}}}]]}}]",
            "the expression '(a|b)*' could search one word for ever",
        ),
        (
            "codes: [{id: a, cues: {dependencies: [[{RIGHT_ID: v, RIGHT_ATTRS: "
            "{LEMMA: {NOT_IN: ['(a+)+'], REGEX: →'(a+)+'}}}]]}}]",
            "the expression '(a+)+' could search one word for ever",
        ),
        ("codes: [{id: a, cues: {entities: [ORG, →'']}}]", "an entity without a label"),
        ("codes: [{id: a, cues: {entities: →ORG}}]", "expected a list, found text"),
        ("codes:\n  - {id: a, children: →b}", "expected a list, found text"),
        ("ethnocode: →2\ncodes: []", "codebook format '2' is not known"),
        (f"codes:\n  - {{id: a, name: →{'x' * 201}}}", "'name' has 201 characters"),
    ],
)
def test_what_is_not_shaped_like_a_codebook_is_refused(marked_text: str, message: str) -> None:
    text, (position,) = unmarked(marked_text)
    error = refusal(text)

    assert error.where == str(position)
    assert message in error.message
    assert error.hint


def test_a_codebook_nested_past_the_limit_is_refused() -> None:
    text = "codes:\n" + "".join(
        f"{'    ' * n}  - id: c{n}\n{'    ' * n}    children:\n" for n in range(500)
    )

    assert "levels" in refusal(text).message


def test_bytes_are_read_as_utf8() -> None:
    assert read_codebook("codes: [{id: a, name: café}]".encode(), path="p").codes[0].name == "café"
    assert "not UTF-8" in refusal(b"codes: [{id: a, name: caf\xe9}]").message


WORDS = ["codes", "id", "near", "cues", "patterns", "examples", "apply", "text", "a", "true", "~"]
MARKS = [": ", "\n", "  ", "- ", "[", "]", "{", "}", ", ", "'", '"', "&x ", "*x", "!!str ", "\t"]
FRAGMENTS = st.sampled_from([*WORDS, *MARKS])


def outcome(text: str | bytes) -> Codebook | CodebookError:
    try:
        return read_codebook(text, path="b.yaml")
    except CodebookError as error:
        return error


@given(st.lists(FRAGMENTS, max_size=40).map("".join) | st.text() | st.binary())
def test_any_text_is_a_codebook_or_a_refusal_with_its_place(text: str | bytes) -> None:
    read = outcome(text)

    if isinstance(read, CodebookError):
        assert read.where.startswith("b.yaml:")
        assert "\n" not in str(read)
        assert read.hint
