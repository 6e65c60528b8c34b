"""What may stand before a colon, or over a paragraph, as the label of a speaker."""

from __future__ import annotations

import re
import unicodedata

_LONGEST_NAME_WORDS = 4
_LONGEST_LABEL_WORDS = 8


def _words(listed: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\S+", listed))


_ROLES = "|".join(
    _words(
        """
    interviewer int\\.? intv\\.? interviewee participant respondent resp\\.? informant moderator
    mod\\. res\\. facilitator fac\\. speaker researcher narrator transcriber translator interpreter
    host guest
    interviewerin interviewte[rn]? befragte[rn]? moderatorin teilnehmer(?:in)? sprecher(?:in)?
    erzähler(?:in)? forscher(?:in)?
    intervieweu(?:r|se) interviewée? enquêteur enquêtrice enquêtée? répondante? participante?
    animat(?:eur|rice) modérat(?:eur|rice) chercheu(?:r|se) locut(?:eur|rice)
    """
    )
)
_ROLE = re.compile(rf"(?:{_ROLES})s?(?:[ _#-]{{0,2}}\d{{1,3}}[a-z]?){{0,2}}")
_ASKING = "|".join(
    _words(
        """
    interviewer(?:in)? intervieweu(?:r|se) enquêteur enquêtrice moderator(?:in)?
    modérat(?:eur|rice) facilitator animat(?:eur|rice) researcher chercheu(?:r|se)
    forscher(?:in)? host int\\.? intv\\.? mod\\.? fac\\. i q author me
    """
    )
)
_ASKS = re.compile(rf"(?:{_ASKING})[ _#]{{0,2}}\d*(?: \d+)?")
_OFFICES = "|".join(
    _words(
        """
    councill?or cllr (?:deputy.|lord.)?mayor alderman alderwoman alderperson
    (?:city.|town.)?clerk madam mr\\.?.speaker the.speaker chair(?:man|woman|person)?
    cathaoirleach (?:vice.)?president minister senator deputy commissioner chief.executive
    (?:chief.)?justice the.court secretary treasurer solicitor lord baroness (?:rt\\.?.)?hon
    conseill(?:er|ère) (?:l[ea].)?maire présidente? bürgermeister(?:in)? stadtr(?:at|ätin)
    vorsitzende[rn]? abgeordnete[rn]?
    """
    )
)
_OFFICE = re.compile(rf"(?:{_OFFICES})\b")
_PARTICLES = _words(
    """
    van von der den de da di du del della la le el al bin ibn ben zu zur zum ten ter dos das af av
    mac mc nic ní uí ua ó y e und et the of and &
    """
)
_NOUNS = _words(
    """
    speaker voice man woman boy girl member members participant participants interviewer
    interviewee respondent informant moderator facilitator researcher resident tenant chair
    officer person male female clerk host guest audience caller child
    """
)
_PERSONS = _words(
    "man woman boy girl male female person unknown unidentified unclear inaudible audience"
)
_SYMBOLS = ("So", "Sk", "Mn", "Me", "Cf", "Cn")
_SEVERAL = re.compile(r"\s*[/,+]\s*")
_UNSURE = re.compile(r"[^\W\d_]{1,3}\d{0,3}\?")
_ASIDE = re.compile(r"(?P<name>.*\S)\s*\((?P<aside>[^()]+)\)")
_TITLES = _words(
    """
    mr. mrs. ms. mx. dr. prof. cllr. rev. st. sr. jr. fr. sgt. capt. col. gen. hon. rt. hr. mme.
    mlle. m. no. pres. sen. rep. gov. supt. insp. esq.
    """
)
_NEVER = _words(
    """
    note notes nb n.b p.s ps re ref refs reference subject from to cc bcc sent date dated datum
    time venue location lieu ort setting present absent attendance attending apologies agenda item
    items action actions minutes minute title summary purpose background context topic topics
    recommendation recommendations resolved resolution decision decisions agreed proposed proposer
    seconded seconder moved carried motion motions amendment amendments circulated noted signed
    duration length recorded recording transcribed transcription transcript tel telephone phone
    mobile fax email e-mail mail web website http https url link links file attachment attachments
    enclosed enc source sources keywords abstract version copyright appendix annex section
    chapter table figure question questions answer answers reply response responses step example
    update updates total dear press apology warning important tip overview received content-type
    discussion conclusion introduction objective objectives aim aims outcome outcomes issue issues
    cost costs budget status priority deadline due report reports pros cons advantages
    disadvantages comment comments remark remarks see observation observations method methods
    results page pages number amount details fee fees contract order hours address postcode
    info warn error debug trace fatal key legend abbreviations license licence files homepage
    next previous usage returns parameters arguments default type value values description
    function internal
    contact contacts reason reasons task tasks name names
    anwesend entschuldigt betreff protokoll tagesordnung beschluss présents absents excusés objet
    remarque anmerkung hinweis bemerkung
    """
)
_NEVER_FIRST = _words(
    """
    day week month year part place when where what who why how which while if then so but and or
    because however therefore yes no also first second third finally this that these those here
    there it he she we they you my our his her their as at in on by for with about members
    officials officers monday tuesday wednesday thursday friday saturday sunday mon tue tues wed
    thu thur thurs fri sat sun january february march july september october november december
    approx including includes others listen look well ok okay yeah anyway right honestly basically
    actually obviously maybe
    """
)


def could_speak(label: str) -> bool:
    """Whether a label may be a speaker's: a role, initials, or a name with or without title.

    ``??`` and ``P?`` are said to be somebody; ``P1/P2`` and ``Ros, Chair`` are names with
    a role or another beside them.
    """
    inner = label[1:-1].strip() if label.startswith(("[", "(")) else label
    if inner and (not inner.strip("?") or _UNSURE.fullmatch(inner)):
        return is_initials(inner.rstrip("?")) or not inner.strip("?")
    if label.startswith("("):
        return inner.casefold() in _PERSONS
    first, *others = _SEVERAL.split(inner)
    if others:
        return could_speak(first) and all(_stands_beside(each, "/" in inner) for each in others)
    return _could_speak_alone(label, inner)


def _stands_beside(label: str, slashed: bool) -> bool:
    """Whether a label may follow another after a comma or a stroke."""
    role = label.casefold() in (*_NOUNS, "author") or is_role(label) or holds_office(label)
    return role or (is_initials(label) and label[-1].isdecimal()) or (slashed and _is_word(label))


def _is_word(label: str) -> bool:
    return label[:1].isupper() and label.isalpha() and could_speak(label)


def _could_speak_alone(label: str, inner: str) -> bool:
    words = inner.split()
    if not inner.isascii():
        words = [word for word in words if not _is_symbol(word)]
    if not 0 < len(words) <= _LONGEST_LABEL_WORDS:
        return False
    if is_role(inner) or (inner != label and inner.casefold() == "author"):
        return True
    plain = [word.strip(".").casefold() for word in words]
    if any(word in _NEVER for word in plain) or plain[0] in _NEVER_FIRST:
        return False
    if words[0][:1].isupper() and plain[0] in _PERSONS:
        return True
    return _is_named(words)


def _is_symbol(word: str) -> bool:
    """Whether a word is emoji, such as people put beside their names."""
    return all(unicodedata.category(character) in _SYMBOLS for character in word)


def _is_named(words: list[str]) -> bool:
    """Whether words are written as a name is."""
    last = len(words) - 1
    weighty = [w for w in words if not (w.isdecimal() or w.casefold() in (*_PARTICLES, *_TITLES))]
    if len(weighty) > _LONGEST_NAME_WORDS:
        return False
    for position, word in enumerate(words):
        small = word.casefold()
        if position < last and small in _PARTICLES:
            continue
        number = word.removeprefix("#")
        if position and (number.isdecimal() or small in _NOUNS):
            if len(number) > 3 and number.isdecimal():
                return False
            continue
        if not _is_capitalised(word) or not _may_end(word):
            return False
    return True


def _is_capitalised(word: str) -> bool:
    first = word.removeprefix("d'").removeprefix("d’").removeprefix("al-")[:1]
    return first.isalpha() and not first.islower()


def _may_end(word: str) -> bool:
    """Whether a word with a full stop is an initial or a title, and not the end of a sentence."""
    if word.endswith((",", "-", "'", "’")):
        return False
    if "." not in word:
        return True
    parts = word.rstrip(".").split(".")
    return word.casefold() in _TITLES or not word.endswith(".") or all(len(p) == 1 for p in parts)


def is_role(label: str) -> bool:
    """Whether a label is what somebody does in an interview: ``Interviewer 2``, ``Befragte``."""
    return any(_ROLE.fullmatch(part) for part in _named_and_beside(label))


def asks(label: str) -> bool:
    """Whether a label is that of who asks: ``Interviewer 1``, ``I``, ``Q``, ``[author]``."""
    return any(_ASKS.fullmatch(part) for part in _named_and_beside(label))


def _named_and_beside(label: str) -> tuple[str, ...]:
    """Return a label in small letters, and apart from it what stands in brackets behind it."""
    small = label.strip("[]").casefold()
    found = _ASIDE.fullmatch(small)
    return (found["name"], found["aside"].strip()) if found else (small,)


def holds_office(label: str) -> bool:
    """Whether a label begins with an office of a council or court: ``Councillor Eadie``."""
    return _OFFICE.match(label.casefold()) is not None


def is_initials(label: str) -> bool:
    """Whether a label is one to three capital letters, perhaps with a number: ``I``, ``P1``."""
    letters = label.rstrip("0123456789")
    return 0 < len(letters) <= 3 and letters.isalpha() and letters.isupper()


def label_key(label: str) -> str:
    """Return what labels of one speaker have in common, however they are spaced and cased."""
    return "".join(label.split()).casefold()


def names_field(word: str) -> bool:
    """Whether a word is that of a heading or a field of a form: ``Date``, ``Present``."""
    return word.casefold() in _NEVER
