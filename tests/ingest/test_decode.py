"""Encodings: each is told from the bytes, or asked for; nothing passes as nonsense."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import SourceError, UndecodableSourceError, UnknownFormatError, UsageError
from ethnocode.ingest import decode
from ethnocode.text.plausibility import likelihood

ENGLISH = (
    "Delia said: “We’ll see.” – and laughed. The café’s “new” hours… cost us £20, or €25 each; "
    "the ‘old’ ones didn’t.\nIt was 3½ miles, at 12° and rising; José and Zoë came too — late.\n"
)
IRISH = (
    "Tá an coiste ag bualadh le chéile gach Céadaoin. Dúirt Bríd go raibh an tÚdarás ró-mhall, "
    "agus bhí Seán ó Mhuigheo ar aon fhocal léi.\nNí raibh éinne eile sásta: “Cén fáth?” arsa sí.\n"
)
FRENCH = (
    "L’été dernier, on a créé un comité où chacun pouvait dire son mot, ça va sans dire ; « bien "
    "sûr », répondit la présidente.\nÀ Noël, l’élève naïf était là — à l’école, près du cœur.\n"
)
TEXTS = {"English": ENGLISH, "Irish": IRISH, "French": FRENCH, "all": ENGLISH + IRISH + FRENCH}
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
MARKS = {
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\x00\x00",
    "utf-32-be": b"\x00\x00\xfe\xff",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", *WIDE])
def test_a_text_is_the_same_whatever_it_was_saved_as(text: str, encoding: str) -> None:
    text = text.replace("½", "½" if encoding != "mac_roman" else ".5")

    decoded = decode(text.encode(encoding), label="a.txt")

    assert decoded.words.removeprefix("\ufeff") == text
    assert decoded.encoding == encoding.removesuffix("-sig")
    assert decoded.warnings == ()


@pytest.mark.parametrize("encoding", WIDE)
def test_a_byte_order_mark_is_believed(encoding: str) -> None:
    decoded = decode(MARKS[encoding] + "Да, кафе – 41".encode(encoding), label="a.txt")

    assert (decoded.words, decoded.encoding) == ("\ufeffДа, кафе – 41", encoding)


def test_utf16_without_a_mark_is_known_in_other_scripts_too() -> None:
    words = "Она сказала: да, мы придём.\nИ пришла. "

    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(words.encode(encoding), label="a.txt").words == words


def test_an_old_mac_text_of_plain_letters_is_told_by_its_line_ends() -> None:
    """The byte is í in MacRoman and an apostrophe in cp1252: both could stand here."""
    assert decode(b"t\x92r\rmaith\r", label="a.txt").words == "tír\rmaith\r"
    assert decode(b"isn\x92t\nit\n", label="a.txt").words == "isn’t\nit\n"


FOREIGN = [
    ("Ο δήμος απάντησε στους κατοίκους της περιοχής με μια επιστολή.", "cp1253"),
    ("הוועד נפגש בכל שבוע והחליט לכתוב מכתב אל העירייה.", "cp1255"),
    ("Мы собрались вечером и решили написать письмо в совет.", "cp1251"),
    ("Мы собрались вечером и решили написать письмо в совет.", "koi8-r"),
    ("Toplantıda komşular yönetimden şikâyetçi olduklarını, işlerin ağır gittiğini söyledi.",
     "cp1254"),
    ("Mieszkańcy zebrali się, żeby porozmawiać o święcie; było głośno, aż późno w noc.", "cp1250"),
    ("委員会は毎週集まり、手紙を書くことにした。", "shift_jis"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "encoding"), FOREIGN, ids=[name for _, name in FOREIGN])
def test_other_encodings_are_asked_about_and_likely_ones_named(words: str, encoding: str) -> None:
    data = words.encode(encoding)

    with pytest.raises(UndecodableSourceError, match="its encoding cannot be known") as caught:
        decode(data, label="a.txt")

    assert "say it with --encoding; likely" in caught.value.hint
    assert encoding in caught.value.hint
    assert caught.value.where == "a.txt"
    assert decode(data, label="a.txt", encoding=encoding).words == words


def test_a_text_that_is_plausible_in_most_places_is_read_with_a_warning() -> None:
    """Of four letters beyond ASCII three stand where they could; the pound sign does not."""
    decoded = decode("The café, the rôle, the naïf; by³a".encode("cp1252"), label="a.txt")

    assert decoded.words == "The café, the rôle, the naïf; by³a"
    (warning,) = decoded.warnings
    assert "read as cp1252, which is in doubt" in warning


ONE_LETTER = [
    "The Sinn Féin candidate spoke.", "Señor Ruiz came in.", "He ate jalapeño peppers.",
    "Tír na nÓg", "Poblacht na hÉireann", "vis-à-vis the council", "The O’Briens’ house",
    "„Das ist gut“, sagte sie.", "IT’S BJÖRK", "Ros — Maud", "a walk over",
]  # fmt: skip


@pytest.mark.parametrize("words", ONE_LETTER)
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_a_text_of_few_letters_beyond_ascii_is_exact_or_in_doubt(words: str, encoding: str) -> None:
    decoded = decode(words.encode(encoding), label="a.txt")

    assert decoded.words == words or "in doubt" in decoded.warnings[0]


@pytest.mark.parametrize(
    "words",
    ["It’s a good hall, isn’t it?", "The hall – it leaks.", "“Yes,” she said.", "café", "£5"],
)
def test_the_usual_letters_of_cp1252_are_beyond_doubt(words: str) -> None:
    decoded = decode(words.encode("cp1252"), label="a.txt")

    assert (decoded.words, decoded.warnings) == (words, ())


def test_western_letters_that_are_utf8_by_chance_are_in_doubt() -> None:
    """E with two dots and an apostrophe in cp1252 are the bytes of one letter in UTF-8."""
    assert "in doubt" in decode("CHLOË’S".encode("cp1252"), label="a.txt").warnings[0]
    assert decode("Zoë ate ½ a pie: ✓ 🙂".encode(), label="a.txt").warnings == ()


def test_halves_of_characters_in_utf8_are_joined_or_lost_with_a_warning() -> None:
    both = "é \ud83d\ude42 \ud83d!".encode("utf-8", "surrogatepass")

    decoded = decode(both, label="a.txt")

    assert (decoded.words, decoded.encoding) == ("é 🙂 \ufffd!", "utf-8")
    assert "lost characters (1)" in decoded.warnings[0]


def test_utf8_that_is_cut_short_inside_a_letter_is_not_read_as_something_else() -> None:
    with pytest.raises(UndecodableSourceError, match="offset 7 is not UTF-8"):
        decode("café té".encode()[:-1], label="a.txt")


def test_japanese_in_seven_bits_is_asked_about() -> None:
    data = "委員会は毎週集まる。".encode("iso2022_jp")

    with pytest.raises(UndecodableSourceError) as caught:
        decode(data, label="a.txt")

    assert "iso2022_jp" in caught.value.hint
    assert decode(data, label="a.txt", encoding="iso2022_jp").words == "委員会は毎週集まる。"


def test_a_few_bad_bytes_in_utf8_do_not_make_it_something_else() -> None:
    with pytest.raises(UndecodableSourceError) as caught:
        decode("é à ü\n".encode() + b"it\x92s", label="a.txt")

    assert caught.value.message == "byte 0x92 at offset 11 is not UTF-8, though most of the text is"


def test_a_given_encoding_is_used_strictly() -> None:
    assert decode(b"caf\x8e", label="a", encoding="mac_roman").words == "café"
    with pytest.raises(UndecodableSourceError, match="byte 0xe9 at offset 3 is not UTF-8"):
        decode(b"caf\xe9", label="a", encoding="utf-8-sig")
    with pytest.raises(UndecodableSourceError, match="byte 0x62 at offset 4 is not UTF-16"):
        decode(b"\xff\xfea\x00b", label="a")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("cp1225", "did you mean cp125"), ("utf8x", "did you mean utf-8"), ("rot13", "are cp1252"),
     ("unicode_escape", "are cp1252"), ("idna", ""), ("a\x00b", "")],
)  # fmt: skip
def test_an_unknown_encoding_is_refused_with_near_names(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match="no text encoding") as caught:
        decode(b"words", label="a.txt", encoding=name)

    assert hint in caught.value.hint


def test_mojibake_and_lost_characters_are_warned_about_and_left_alone() -> None:
    broken = "We â€™ll see the cafÃ©, \ufffd"

    decoded = decode(broken.encode(), label="a.txt")

    assert decoded.words == broken
    assert [warning[:4] for warning in decoded.warnings] == ["'â€™", "an e"]
    assert decode("Ça va, “château”, ÂGE, Ã la".encode(), label="a.txt").warnings == ()


def test_stray_control_characters_are_text_and_many_are_not() -> None:
    assert decode(b"Went to the meeting.\x00\x00 Charis spoke.", label="a").encoding == "utf-8"
    for data in (bytes(range(256)) * 4, b"\x01\x02\x03\x04", b"ab\x00\x01" * 9, b"\x7fa\x08b" * 9):
        with pytest.raises(UnknownFormatError, match="binary data"):
            decode(data, label="a.txt")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=200))
def test_whatever_is_utf8_is_read_as_utf8(text: str) -> None:
    decoded = decode(text.encode(), label="a.txt")

    assert (decoded.words, decoded.encoding) == (text, "utf-8")


@given(st.text(st.sampled_from("abc déíóú ’“”–…£é\n"), max_size=80))
def test_western_letters_are_never_read_as_something_else_in_silence(text: str) -> None:
    """Words of nonsense may be asked about, or warned about, but not changed unsaid."""
    with suppress(UndecodableSourceError):
        decoded = decode(text.encode("cp1252"), label="a.txt")
        if decoded.encoding == "mac_roman":
            assert likelihood(decoded.words) > likelihood(text)
        elif decoded.encoding == "cp1252":
            assert decoded.words == text


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "cp1252", "utf-16", "shift_jis"]))
def test_any_bytes_are_words_or_an_error_of_ours(data: bytes, encoding: str | None) -> None:
    with suppress(SourceError):
        decode(data, label="a.txt", encoding=encoding)
