"""What somebody chose in the fields of a form, which stands in no run."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ethnocode.ingest.docx.names import W, is_on, number_of, value_of

CHECKED, UNCHECKED = "☒", "☐"


def chosen_in_form(begin: Element) -> str:
    """Return the choice that a field of a form shows; empty for all other fields.

    Args:
        begin: What begins the field.
    """
    form = begin.find(f"{W}ffData")
    if form is None:
        return ""
    box, listed = form.find(f"{W}checkBox"), form.find(f"{W}ddList")
    if box is not None:
        state = box.find(f"{W}checked")
        state = state if state is not None else box.find(f"{W}default")
        return CHECKED if is_on(state) else UNCHECKED
    if listed is None:
        return ""
    entries = [value_of(entry) for entry in listed.findall(f"{W}listEntry")]
    number = listed.find(f"{W}result")
    number = number if number is not None else listed.find(f"{W}default")
    return dict(enumerate(entries)).get(number_of(number, 0), "")
