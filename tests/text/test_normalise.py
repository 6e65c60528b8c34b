from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.text.normalise import normalise, sha256_of

ODDITIES = st.text(
    st.one_of(
        st.sampled_from(
            "a e1#* \n\r\t\x00\x0b\x0c\x85\xa0\xad\u0301\u0338\u200b\u200c\u200d\u200e\u2028\u202f"
            "\u2066\ufb01\ufb03\ufe0e\ufe0f\ufeff\ufffe\u20e3\u2194\u2764👩🏽🤝🏴\U000e0067\U000e007f\ud800"
        ),
        st.characters(),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("raw", "text", "repair"),
    [
        ("\ufeffWin", "Win", ("byte order mark", 1)),
        ("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh", ("newline", 7)),
        ("a\x00b\x1fc\x7f\x9f", "abc", ("control character", 4)),
        ("din\xadners", "dinners", ("soft hyphen", 1)),
        ("a\u200bb\u200cc\u2060d\ufeffe", "abcde", ("zero-width mark", 4)),
        ("\u200fa\u202eb\u2069", "ab", ("bidirectional mark", 3)),
        ("4\xa0pm\u202f41\u3000bus", "4 pm 41 bus", ("space", 3)),
        ("o\ufb03ce \ufb01nd \ufb02at", "office find flat", ("ligature", 3)),
        ("\uf0b7 milk \uf0d8 tea \uf0a7", "• milk ➢ tea ▪", ("bullet", 3)),
        ("cafe\u0301 and u\u0308ber", "café and über", ("word composed", 2)),
        ("a\ud800b", "a\ufffdb", ("lone surrogate", 1)),
    ],
)
def test_each_repair_is_made_and_counted_by_name(
    raw: str, text: str, repair: tuple[str, int]
) -> None:
    found = normalise(raw)

    assert found.text == text
    assert found.repairs == (repair,)


@pytest.mark.parametrize(
    "text",
    [
        "“Ask Delia,” she said – it’s £38,000…",
        "tab\tand\nnewline",
        "👩🏽‍🤝‍👩🏻 ❤️ 1️⃣ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "½ x² №",
    ],
)
def test_curly_quotes_dashes_and_whole_emoji_stay(text: str) -> None:
    assert normalise(text).text == text
    assert normalise(text).repairs == ()


def test_joiners_outside_an_emoji_go() -> None:
    assert normalise("a\u200db 👩\u200d c\ufe0f").text == "ab 👩 c"
    assert normalise("a\u200db 👩\u200d c\ufe0f").repairs == (("zero-width mark", 3),)


@given(ODDITIES)
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalise(raw)

    assert normalise(once.text).text == once.text
    assert normalise(once.text).repairs == ()


@given(ODDITIES)
def test_a_canonical_text_is_composed_and_can_be_stored(raw: str) -> None:
    text = normalise(raw).text

    assert unicodedata.is_normalized("NFC", text)
    assert not set("\r\x00\xa0\xad\u200b\u202e\ufeff") & set(text)
    assert text.encode("utf-8").decode("utf-8") == text


def test_a_text_and_its_utf8_bytes_have_one_digest() -> None:
    expected = hashlib.sha256(b"caf\xc3\xa9").hexdigest()

    assert sha256_of("café") == expected
    assert sha256_of(b"caf\xc3\xa9") == expected
