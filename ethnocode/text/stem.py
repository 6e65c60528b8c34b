"""A small English stemmer: one form for all inflections of a word, so that cues find them."""

from __future__ import annotations

import re

# A line each: the plain form, then the forms that no rule leads back to it.
_IRREGULAR_FORMS = """
    be am are is was were been being
    have has had
    do does did done
    go goes went gone
    say said
    make made
    get got gotten
    know knew known
    think thought
    take took taken
    see saw seen
    come came
    become became
    overcome overcame
    give gave given
    forgive forgave forgiven
    find found
    tell told
    feel felt
    leave left
    keep kept
    bring brought
    buy bought
    fight fought
    seek sought
    teach taught
    catch caught
    begin began begun
    show shown
    hear heard
    run ran
    hold held
    withhold withheld
    write wrote written
    stand stood
    understand understood
    misunderstand misunderstood
    sit sat
    lose lost
    pay paid
    lay laid
    lie lain lying lied
    die died dying
    tie tied tying
    meet met
    lead led
    speak spoke spoken
    grow grew grown
    win won
    send sent
    spend spent
    lend lent
    bend bent
    build built
    deal dealt
    mean meant
    learn learnt
    burn burnt
    dream dreamt
    lean leant
    spell spelt
    spoil spoilt
    fall fell fallen
    sell sold
    eat ate eaten
    drink drank
    sing sang sung
    sink sank sunk
    swim swam swum
    ring rang
    draw drew drawn
    withdraw withdrew withdrawn
    throw threw thrown
    blow blew blown
    fly flew flown flies
    break broke broken
    wake woke woken
    choose chose chosen
    freeze froze frozen
    steal stole stolen
    drive drove driven
    rise rose risen
    ride rode ridden
    hide hid hidden
    bite bitten
    bear borne
    swear swore sworn
    tear tore torn
    wear wore worn
    shake shook shaken
    mistake mistook mistaken
    forget forgot forgotten
    sleep slept
    weep wept
    sweep swept
    creep crept
    shoot shot
    light lit
    dig dug
    hang hung
    stick stuck
    strike struck stricken
    spin spun
    swing swung
    sting stung
    feed fed
    breed bred
    bleed bled
    speed sped
    flee fled
    slide slid
    prove proven
    owe owed owing
    create creating created
    guide guiding guided
    taste tasting tasted
    waste wasting wasted
    paste pasting pasted
    change changing changed
    range ranging ranged
    breathe breathing breathed
    ache aching ached aches
    agree agreed
    disagree disagreed
    guarantee guaranteed
    free freed
    add added adding
    centre centred centring center centers
    trial trialled trialling
    bias biased
    err erred erring
    unite united uniting
    focus focussed focussing
    man men
    woman women
    child children
    foot feet
    tooth teeth
    mouse mice
    goose geese
    wife wives
    knife knives
    shelf shelves
    half halves
    thief thieves
    wolf wolves
    self selves
    bus buses
    gas gases
    lens lenses
    quiz quizzes
    crisis crises
    criterion criteria
    phenomenon phenomena
"""
_PLAIN_FORM = {
    form: plain
    for plain, *forms in map(str.split, _IRREGULAR_FORMS.strip().splitlines())
    for form in forms
}

# Words that only look inflected, or that would become another word.
_LEFT_ALONE = """
    during evening morning nothing something anything everything ceiling wedding
    news lens always perhaps species series themselves ourselves yourselves besides whereas
    focus hundred sacred naked wicked
    unite morale humane locale rationale artiste
"""
_NOT_INFLECTED = frozenset(_LEFT_ALONE.split())

_SHORTEST_INFLECTED = 4
_VOWELS = re.compile(r"[aeiouy]+")
_IZE = re.compile(r"(?<=\w{3})iz(?=(?:e[drs]?|ers?|ing|ations?)\Z)")
_NO_PLURAL = re.compile(r"(?:ss|us|is)\Z")
_ADDED_ES = re.compile(r"(?:ss|sh|ch|x|zz|\w{3}o)es\Z")
_SUFFIX = re.compile(r"(?<!e)ed\Z|ing\Z")
_DOUBLED = re.compile(r"([bdfglmnprtz])\1\Z")
_ONLY_DOUBLED_BEFORE_A_SUFFIX = re.compile(r"([bdgmnprt])\1\Z")
_LOST_AN_E = re.compile(
    r"""^[^aeiou]*(?:qu)?[aeiouy][^aeiouwxy]\Z    # car(ing), us(ing), quot(ing)
      | [cuv]\Z | [^s]s\Z | [dr]g\Z | z(?<!zz)\Z  # forc(ing), su(ing), serv(ing), judg(ing)
      | [bcdfgkptz]l\Z                            # handl(ing)
    """,
    re.VERBOSE,
)


def stem(word: str) -> str:
    """Return the form that a word shares with its inflections, in lower case.

    Plurals, tenses and participles lead to one form, irregular ones by a table;
    ``-ize`` is spelt ``-ise``. The form need not be a word. Comparatives,
    adverbs and derived nouns keep forms of their own. What is not all letters
    (``n't``, ``'d``, ``1970s``) is only put in lower case. Doing it twice
    changes nothing.

    Complexity:
        A few microseconds a word: call it once for each distinct word.
    """
    form = word.lower()
    if not form.isalpha():
        return form
    while (shorter := _stem_once(form)) != form:
        form = shorter
    return form


def singular(word: str) -> str:
    """Return a word without the ending of a plural or a possessive, in lower case.

    Tenses and participles stay: what is called *waiting* is not what *waits*. The form
    need not be a word.
    """
    form = word.lower().removesuffix("'s")
    if not form.isalpha() or len(form) < _SHORTEST_INFLECTED or form in _NOT_INFLECTED:
        return form
    return _without_s(form)


def _stem_once(word: str) -> str:
    if word in _PLAIN_FORM:
        return _PLAIN_FORM[word]
    if len(word) < _SHORTEST_INFLECTED or word in _NOT_INFLECTED:
        return word
    return _without_final_letters(_without_suffix(_without_s(_IZE.sub("is", word))))


def _without_s(word: str) -> str:
    if not word.endswith("s") or _NO_PLURAL.search(word):
        return word
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    return word[:-2] if _ADDED_ES.search(word) else word[:-1]


def _without_suffix(word: str) -> str:
    """Return the word without ``-ed`` or ``-ing``, where a vowel is left."""
    if word.endswith("ied") and len(word) > len("tied"):
        return word[:-3] + "y"
    bare = _SUFFIX.sub("", word)
    if bare == word or not _VOWELS.search(bare):
        return word
    if len(_VOWELS.findall(bare)) > 1:
        return bare
    if _ONLY_DOUBLED_BEFORE_A_SUFFIX.search(bare):
        return bare[:-1]
    return bare + "e" if _LOST_AN_E.search(bare) else bare


def _without_final_letters(word: str) -> str:
    """Return the word without a last letter that inflection adds or drops.

    Only in longer words: there ``-e`` and doubling tell few words apart
    (``visiting``, ``inviting``; ``travelled``), in short ones many
    (``car``, ``care``; ``plan``, ``plane``).
    """
    if word.endswith("ie") and len(word) > _SHORTEST_INFLECTED:
        return word[:-2] + "y"
    bare = word[:-1] if word.endswith("e") and word[-2] not in "aeioy" else word
    if len(_VOWELS.findall(bare)) < 2:
        return word
    return bare[:-1] if _DOUBLED.search(bare) else bare
