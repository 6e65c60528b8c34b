"""Bodies as mail programs write them, and what of each is not its sender's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.model import MarkKind, Span
from ethnocode.text.quoted import quoted_marks

QUOTED, ATTRIBUTION, SIGNATURE = MarkKind.QUOTED, MarkKind.ATTRIBUTION, MarkKind.SIGNATURE


def own(text: str) -> str:
    """Return what no mark stands on, its lines joined by ``/``."""
    kept, position = "", 0
    for mark in quoted_marks(text):
        kept += text[position : mark.start] + "\n"
        position = mark.end
    lines = (kept + text[position:]).split("\n")
    return " / ".join(line.strip() for line in lines if line.strip())


def marked(text: str, kind: MarkKind) -> list[str]:
    return [mark.of(text) for mark in quoted_marks(text) if mark.kind is kind]


@pytest.mark.parametrize(
    "attribution",
    [
        "On 2 May 2012, at 10:15, Ros Hall wrote:",
        "On Wed, May 2, 2012 at 10:15 AM, Ros Hall <ros@example.org> wrote:",
        "On 02/05/2012 10:15, Ros Hall wrote:",
        "Ros Hall <ros@example.org> wrote:",
        "Le mer. 2 mai 2012 à 10:15, Ros Hall <ros@example.org> a écrit :",
        "Am 02.05.2012 um 10:15 schrieb Ros Hall <ros@example.org>:",
        "Am Mi., 2. Mai 2012 um 10:15 Uhr schrieb Ros Hall <ros@example.org>:",
        "El mié, 2 may 2012 a las 10:15, Ros Hall (<ros@example.org>) escribió:",
        "Il giorno mer 2 mag 2012 alle ore 10:15 Ros Hall <ros@example.org> ha scritto:",
        "Op wo 2 mei 2012 om 10:15 schreef Ros Hall <ros@example.org>:",
        "Em qua., 2 de mai. de 2012 às 10:15, Ros Hall <ros@example.org> escreveu:",
        "Den ons 2 maj 2012 kl 10:15 skrev Ros Hall <ros@example.org>:",
        "2012-05-02 10:15 GMT+01:00 Ros Hall <ros@example.org>:",
        "--- On Wed, 2/5/12, Ros Hall <ros@example.org> wrote:",
        "Ar 2 Bealtaine 2012 10:15, scríobh Ros Hall <ros@example.org>:",
        "02.05.2012 10:15 пользователь Рос <ros@example.org> написал:",
    ],
)
@pytest.mark.parametrize("prefix", ["> ", ""])
def test_who_is_said_to_have_written_is_told_from_what_was_written(
    attribution: str, prefix: str
) -> None:
    """With and without ``>`` before the words that are quoted."""
    text = f"Yes, I can.\n\n{attribution}\n\n{prefix}Can you come?\n{prefix}Ros\n"

    assert own(text) == "Yes, I can."
    assert marked(text, ATTRIBUTION) == [attribution]
    assert marked(text, QUOTED) == [f"{prefix}Can you come?\n{prefix}Ros"]


@pytest.mark.parametrize(
    "wrapped",
    [
        "On Wed, May 2, 2012 at 10:15 AM, Ros Hall of the Tenants' Hall <ros@example.org>\nwrote:",
        "On Wed, May 2, 2012 at 10:15 AM,\nRos Hall <\nros@example.org> wrote:",
        "Le mer. 2 mai 2012 à 10:15, Ros Hall <ros@example.org>\na écrit :",
    ],
)
def test_an_attribution_may_be_wrapped(wrapped: str) -> None:
    assert marked(f"Yes.\n\n{wrapped}\n> No?\n", ATTRIBUTION) == [wrapped]


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nFrom: Ros\nSent: 02 May 2012 10:15\nTo: Maud\nSubject: Roof",
        "________________________________\nFrom: Ros <r@example.org>\nSent: 2 May 2012\nTo: M\n"
        "Subject: Roof",
        "From: Ros <r@example.org>\nSent: 02 May 2012 10:15\nTo: Maud; Win;\n Charis\n"
        "Subject: Roof",
        "*From:* Ros\n*Sent:* 02 May 2012\n*To:* Maud\n*Subject:* Roof",
        "---------- Forwarded message ----------\nFrom: Ros <r@example.org>\n"
        "Date: 2012/5/2\nSubject: Roof\nTo: Maud",
        "Begin forwarded message:\n\nFrom: Ros\nDate: 2 May 2012\nTo: Maud\nSubject: Roof",
        "-------- Weitergeleitete Nachricht --------\nBetreff: Dach\nDatum: 2.5.2012\nVon: Ros\n"
        "An: Maud",
        "-----Message d'origine-----\nDe : Ros\nEnvoyé : mercredi 2 mai 2012\nÀ : Maud\n"
        "Objet : Toit",
        "Da: Ros\nInviato: mercoledì 2 maggio 2012\nA: Maud\nOggetto: Tetto",
        "Van: Ros\nVerzonden: woensdag 2 mei 2012\nAan: Maud\nOnderwerp: Dak",
        "De: Ros\nEnviado el: 2 de mayo\nPara: Maud\nAsunto: Tejado",
        "Ó: Ros\nSeolta: 2 Bealtaine 2012\nChuig: Maud\nÁbhar: Díon",
        "Oddi wrth/From: Ros\nAnfonwyd/Sent: 2 May 2012\nAt/To: Maud\nPwnc/Subject: To",
    ],
)
def test_the_headers_of_the_message_below_say_that_the_rest_is_quoted(head: str) -> None:
    text = f"See below.\n\n{head}\n\nThe roof leaks.\n\nRos\n"

    assert own(text) == "See below."
    assert marked(text, ATTRIBUTION) == [head]
    assert marked(text, QUOTED) == ["The roof leaks.\n\nRos"]


@pytest.mark.parametrize(
    "attribution",
    [
        "Ros Hall schrieb am 02.05.12 10:15:",
        "Ros Hall a écrit le 02/05/2012 10:15 :",
        "Ros Hall wrote on 2 May 2012:",
        "Scríobh Ros Hall ar 02/05/2012:",
        "Ysgrifennodd Ros Hall ar 2/5/2012:",
    ],
)
def test_a_date_may_follow_who_wrote_above_quoted_lines(attribution: str) -> None:
    assert marked(f"Yes.\n\n{attribution}\n> No?\n", ATTRIBUTION) == [attribution]
    assert quoted_marks(f"Yes.\n{attribution}\nWell, I think not.\n") == ()


def test_answers_between_and_below_quoted_lines_are_the_senders_own() -> None:
    text = (
        "On 2 May 2012, at 10:15, Ros wrote:\n> Shall we meet?\nYes.\n\n> Where?\n>\n"
        "> > In the hall?\n\nIn the hall.\n"
    )

    assert own(text) == "Yes. / In the hall."
    assert marked(text, QUOTED) == ["> Shall we meet?", "> Where?\n>\n> > In the hall?"]


@pytest.mark.parametrize(
    "text",
    [
        "As Ros wrote: the roof leaks.\nI think so too.",
        "On Monday she wrote:\n\n'The roof leaks.'\n\nI think so too.",
        "To: do list\nFrom: my desk\nWell.",
        "I pay > 20 pounds.\n5 > 3 too.",
        "----------\nA heading of mine\n----------\nwords",
        ">From here one sees the hall.",
        "Sent from the office to the council, as every year, without an answer to this day.",
        "The letter was sent from London by car.",
    ],
)
def test_the_senders_own_words_are_not_taken_for_a_quotation(text: str) -> None:
    assert quoted_marks(text) == ()


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nMaud Grice\nChair, Netherfold Tenants",
        "--\nMaud",
        "Sent from my iPhone",
        "Sent from Yahoo Mail on Android",
        "Sent from Mail for Windows 10",
        "Get Outlook for iOS",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPad",
        "_______________________________________________\nroof mailing list\nroof@example.org",
    ],
)
def test_signatures_end_where_the_quoted_message_begins(signature: str) -> None:
    text = f"Yes.\n\n{signature}\n\nOn 2 May 2012, at 10:15, Ros wrote:\n\n> No?\n"

    assert own(text) == "Yes."
    assert marked(text, SIGNATURE) == [signature]
    assert marked(text, QUOTED) == ["> No?"]


def test_many_lines_below_a_rule_are_no_signature() -> None:
    text = "First.\n--\n" + "Another line.\n" * 40

    assert quoted_marks(text) == ()


def test_the_armour_of_a_signed_message_is_no_words_of_its_sender() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nYes.\n"
        "-----BEGIN PGP SIGNATURE-----\n\niEYEAR\n-----END PGP SIGNATURE-----\n"
    )

    assert own(text) == "Yes."


def test_what_the_format_says_is_quoted_needs_no_prefix() -> None:
    text = "Yes.\n\nRos wrote:\n\nShall we meet?\n\nIn the hall."
    start = text.index("Shall")

    marks = quoted_marks(text, known=[Span(start, start + len("Shall we meet?"))])

    assert [(mark.kind, mark.of(text)) for mark in marks] == [
        (ATTRIBUTION, "Ros wrote:"),
        (QUOTED, "Shall we meet?"),
    ]


@given(
    st.lists(
        st.sampled_from(
            ["", "> a", "words", "On 2 May 2012, at 10:15, R wrote:", "--", "-- ", "From: a@b.c",
             "Sent: x", "To: y", "Subject: z", "-----Original Message-----", "Sent from my iPhone",
             "____________________________"]
        )
    )
)  # fmt: skip
def test_marks_are_sorted_disjoint_and_on_words(lines: list[str]) -> None:
    text = "\n".join(lines)
    position = 0
    for mark in quoted_marks(text):
        assert position <= mark.start < mark.end <= len(text)
        assert mark.of(text) == mark.of(text).strip() != ""
        position = mark.end
    prefixed = sum(line.startswith(">") for line in lines)
    assert "\n".join(marked(text, QUOTED)).count("> a") == prefixed
