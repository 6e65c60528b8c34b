"""The one script of a page, and the policy that lets it run and nothing else."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

_POLICY = (
    "default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)


def page_script() -> str:
    """Return the script that sorts, filters and opens; the same for every page.

    No word of a study is ever put into it: it moves what the page already shows.
    """
    return files("ethnocode.report").joinpath("page.js").read_text(encoding="utf-8")


def page_policy(script: str) -> str:
    """Return a Content-Security-Policy under which a page runs this script and fetches nothing.

    Source:
        W3C, Content Security Policy Level 3, section 6.7.3.3: the hash is that of the
        element's text, encoded as UTF-8, in base 64.
    """
    return _POLICY.format(digest=b64encode(sha256(script.encode()).digest()).decode("ascii"))
