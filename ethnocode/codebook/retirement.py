"""A code retired in the text of a codebook, and taken back."""

from __future__ import annotations

from collections.abc import Sequence

from ethnocode.codebook.draft import Draft, written
from ethnocode.codebook.keys import drop_key, set_key
from ethnocode.codebook.placing import Place, new_piece, put_in, taken_out
from ethnocode.text.strict_yaml import PlainYaml

_KEY = "retired"


def with_code_retired(text: str, id_: str, *, because: str, use: Sequence[str], path: str) -> str:
    """Return a codebook's text in which a code is retired.

    Where the book does not define the code, it is another's that it extends: then an entry
    that says only this is written below all others.

    Args:
        text: The codebook as written.
        id_: Full id, which the codebook defines at most once.
        because: Why.
        use: Full ids of the codes to use instead.
        path: Name shown in messages.

    Raises:
        CodebookError: The text is written in a way that cannot be changed so.
    """
    draft = Draft(text, path=path, by_hand=f"write '{_KEY}' for the code '{id_}' by hand")
    value: PlainYaml = {"because": because, "use": list(use)} if use else because
    codes = [code for code in draft.codes() if code.id == id_]
    if codes:
        set_key(draft, written(codes, id_, path=path), _KEY, value)
    else:
        put_in(draft, new_piece({"id": id_, _KEY: value}), Place())
    return draft.finished()


def with_code_revived(text: str, id_: str, *, path: str, is_override: bool) -> str:
    """Return a codebook's text in which a code is no longer retired.

    Args:
        text: The codebook as written.
        id_: Full id of a code the codebook defines once, and retires.
        path: Name shown in messages.
        is_override: Whether it is another book's code, so that an entry that says nothing
            else is to go.

    Raises:
        CodebookError: The text is written in a way that cannot be changed so.
    """
    draft = Draft(text, path=path, by_hand=f"take '{_KEY}' out of the code '{id_}' by hand")
    code = written(list(draft.codes()), id_, path=path)
    if is_override and set(code.node.mapping()) == {"id", _KEY}:
        taken_out(draft, code, local=code.id_node.text().strip())
    else:
        drop_key(draft, code, _KEY)
    return draft.finished()
