"""What one line of an e-mail's body is, by its words alone, in the languages of mail programs."""

from __future__ import annotations

import re

_LONGEST_CHARS = 500
"""What is longer is prose."""

_PREFIXED = re.compile(r"[ \t]{0,3}>(?!From )|[ \t]{0,3}\|[ \t]?>")

_VERB = (
    r"(?:wrote|writes|said|a[ ]écrit|écrit|schrieb|schreibt|ha[ ]scritto|scrisse|escribió|escribio"
    r"|va[ ]escriure|escreveu|schreef|schrijft|skrev|skreiv|kirjoitti|napisał(?:\(a\)|a)?"
    r"|napsala?|napísala?|írta|a[ ]scris|scríobh|ysgrifennodd|yazdı"
    r"|написал(?:\(а\)|а)?|пишет|έγραψε|写道|寫道)"
)
# "Ros wrote:", and its kin.
_ENDS = re.compile(rf"(?<![^\W\d_]){_VERB}[ ]*[:：]-?$", re.IGNORECASE)
# "Am 2.5.2012 schrieb Ros:", where the name stands last.
_VERB_INSIDE = re.compile(
    r"(?:^|[ ])(?:schrieb|schreef|skrev|escribió|wrote|a[ ]écrit|ha[ ]scritto|scríobh"
    r"|ysgrifennodd|написал)[ ].{1,160}[:：]$",
    re.IGNORECASE,
)
_QUOTING = re.compile(r"(?:quoting|zitat von|citat från|citando)[ ].{1,160}:$", re.IGNORECASE)
# "2012-05-02 Ros <r@x.org>:", without a verb.
_DATE_AND_ADDRESS = re.compile(
    r"\d{1,4}[-/.年][ ]?\d{1,2}[-/.月].{1,160}<[^<>\s]+@[^<>\s]+>[:：]?$"
)
_BEGINS = re.compile(
    r"(?:-{2,3}[ ]?)?(?:on|at|in|le|el|am|ar|scríobh|il|op|em|den|den[ ]|dnia|w dniu|dne|pe|la"
    r"|tarihinde)[ ,]|-{2,3}[ ]|[\"“'<]|\d|\w{2,12}\.?,?[ ]\d",
    re.IGNORECASE,
)
_ADDRESS_OR_TIME = re.compile(
    r"[^\s<>@]@[^\s<>@]|\d[ ]?[:.h][ ]?\d\d(?![./-]?\d)|\d{1,2}[ ]?[ap]\.?m\b|^-{2,3}[ ]?On[ ]",
    re.IGNORECASE,
)

_MESSAGE = (
    r"(?:original|forwarded|reply|message|mensaje|mensagem|messaggio|nachricht|bericht|meddelande"
    r"|meddelelse|melding|wiadomo|viesti|сообщени|письм|邮件|メッセージ|weitergeleitet|transf[eé]r"
    r"|inoltrat|reenviad|encaminhad|doorgestuurd|vidarebefordrat|videresendt)"
)
_SEPARATOR = re.compile(
    r"(?!-+(?:BEGIN|END)[ ]PGP)[-_=*]{2,}[ ]*[^-_=*]{0,30}"
    rf"{_MESSAGE}[^_=*]{{0,30}}[-_=*]{{2,}}",
    re.IGNORECASE,
)
_BEGIN_FORWARDED = re.compile(
    r"(?:begin forwarded message|d[eé]but du message (?:transf[eé]r[eé]|r[eé]exp[eé]di[eé])"
    r"|anfang der weitergeleiteten (?:e-mail|nachricht)|inizio messaggio inoltrato"
    r"|inicio del mensaje reenviado|in[ií]cio da mensagem (?:re)?encaminhada"
    r"|begin doorgestuurd bericht|vidarebefordrat brev|start på (?:videresendt|forwarded).*)[ ]?:",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-_]{10,}|[*]{10,}|[=]{10,}")

_ROLES = (
    (
        "from",
        "from|de|von|da|van|från|fra|od|ó|oddi wrth|lähettäjä|от|от кого|kimden|发件人"
        "|寄件者|差出人|송신자",
    ),
    (
        "sent",
        "sent|date|envoyé|envoyé le|gesendet|gesendet am|datum|inviato|data|verzonden|enviado"
        "|seolta|anfonwyd|dáta|dyddiad"
        "|enviado el|enviada em|enviado em|fecha|skickat|sendt|dato|wysłano|päiväys|lähetetty"
        "|отправлено|дата|tarih|发送时间|日期|日付|送信日時",
    ),
    ("to", "to|à|pour|an|a|aan|chuig|at|para|till|til|do|vastaanottaja|кому|kime|收件人|宛先"),
    ("cc", "cc|bcc|copie|copie à|kopie|kopia|ccn|cco|copia|抄送"),
    (
        "subject",
        "subject|objet|betreff|ábhar|pwnc|oggetto|onderwerp|asunto|assunto|ämne|emne|temat|aihe|тема|konu"
        "|主题|主旨|件名",
    ),
    ("other", "reply-to|reply to|importance|attachments|priority"),
)
_HEADER = re.compile(
    r"\*{0,2}(?:[^\W\d_][\w ]{1,20}/[ ]?)?"  # of two languages: "Oddi wrth/From:"
    rf"(?:{'|'.join(f'(?P<{role}>{names})' for role, names in _ROLES)})"
    r"[ ]?\*{0,2}[:：]\*{0,2}(?=[ \t]|$)",
    re.IGNORECASE,
)

_SIGNATURE_RULE = re.compile(r"--|[—–]")
_FOOTER_RULE = re.compile(r"_{20,}")
# What a mail may be sent from, or with.
_DEVICE = (
    r"(?:i-?phone|ipad|ipod|android|blackberry|samsung|galaxy|yahoo|outlook|gmail|windows|nokia"
    r"|htc|sony|xperia|huawei|proton\w*|nexus|mobile|phone|smartphone|tablet|aol|spark|mac|mail"
    r"|handy|móvil|téléphone|telefon\w*|cellulare|mobil\w*)"
)
_SENT_FROM = re.compile(
    r"[*_]?(?:sent from my .{1,40}|(?:get|download|obtenir|obtenga|scarica) outlook .{1,40}"
    r"|outlook f(?:ü|u)r .{1,30} (?:beziehen|herunterladen)|holen sie sich outlook .{1,40}"
    r"|(?:sent (?:from|via|using|with|by)|envoy[ée] (?:de|depuis|à partir|avec)"
    r"|(?:diese nachricht wurde )?(?:von|gesendet (?:von|mit|über)) (?:meinem|der)?"
    r"|enviado (?:desde|do|de|a partir|por)|inviato (?:da|dal|dallo|con)"
    r"|(?:verstuurd|verzonden) (?:vanaf|vanuit|met|via)|skickat från|sendt fra|wysłan[eo] z"
    rf"|отправлено (?:с|из))\b.{{0,40}}\b{_DEVICE}\b.{{0,40}})[*_]?",
    re.IGNORECASE,
)
_FEW_WORDS = 12
_PGP = re.compile(r"-----BEGIN PGP (?:SIGNATURE|SIGNED MESSAGE)-----")


def is_prefixed(raw: str) -> bool:
    """Whether a line is quoted by ``>``; ``>From `` is how mailboxes write ``From ``."""
    return _PREFIXED.match(raw) is not None


def may_begin_attribution(words: str) -> bool:
    """Whether a line begins as "On 2 May ..." does, or with a date or a name in quotes."""
    return _BEGINS.match(words) is not None


def ends_attribution(words: str) -> bool:
    """Whether words say who wrote what follows: "Ros wrote:", "2012-05-02 Ros <r@x.org>:"."""
    if len(words) > _LONGEST_CHARS or not words.endswith((":", "：", ">", ":-")):
        return False
    if _ENDS.search(words) or _QUOTING.match(words) or _DATE_AND_ADDRESS.match(words):
        return True
    return any(map(str.isdigit, words)) and _VERB_INSIDE.search(words) is not None


def has_address_or_time(words: str) -> bool:
    """Whether there is a mail address or a time of day in words."""
    return _ADDRESS_OR_TIME.search(words) is not None


def is_separator(words: str) -> bool:
    """Whether a line is a rule such as "-----Original Message-----"."""
    if len(words) > _LONGEST_CHARS:
        return False
    return bool(_SEPARATOR.fullmatch(words) or _BEGIN_FORWARDED.fullmatch(words))


def is_rule(words: str) -> bool:
    """Whether a line is a rule without words."""
    return _RULE.fullmatch(words) is not None


def header_role(words: str) -> str:
    """Return which mail header a line is, in any language of mail programs, or nothing."""
    match = _HEADER.match(words)
    return (match.lastgroup or "") if match else ""


def is_signature_rule(words: str) -> bool:
    """Whether a line is the ``--`` above a signature."""
    return _SIGNATURE_RULE.fullmatch(words) is not None


def is_footer_rule(words: str) -> bool:
    """Whether a line is the rule above what a mailing list adds."""
    return _FOOTER_RULE.fullmatch(words) is not None


def is_sent_from(words: str) -> bool:
    """Whether a line is what a device or program adds: "Sent from my iPhone"."""
    return len(words.split()) <= _FEW_WORDS and _SENT_FROM.fullmatch(words.rstrip(".!")) is not None


def is_pgp_line(words: str) -> bool:
    """Whether a line begins the armour of a signed message or of its signature."""
    return _PGP.fullmatch(words) is not None
