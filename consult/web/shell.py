"""What every page has around it and no page changes: made once for each language, place of the site and section.

The footer leads to pages that the desk has to publish first: it is made anew once they are.
"""

from __future__ import annotations

from flask import Flask, current_app, request

from consult.web.locale import language
from consult.web.operator import published

_MACROS = "layouts/_shell.html"
# There are a dozen sections; where the site is reached under ever new places, those of before are forgotten.
_MOST = 500


def init(app: Flask) -> None:
    """Let the base of all pages ask."""
    app.extensions["shell"] = {}
    app.jinja_env.globals["shell"] = shell


def shell(piece: str, section: str = "") -> str:
    """Return a macro of the shell's template; it is given the page's section and nothing of who asks."""
    kept: dict[tuple[object, ...], str] = current_app.extensions["shell"]
    key = (piece, section, language(), request.script_root, published() if piece == "footer" else None)
    found = kept.get(key)
    if found is None:
        if len(kept) >= _MOST:
            kept.clear()
        # What a macro says is marked as safe by Jinja.
        found = kept[key] = getattr(current_app.jinja_env.get_template(_MACROS).module, piece)(section)
    return found
