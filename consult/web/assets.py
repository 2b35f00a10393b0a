"""The addresses of stylesheet, icons and fonts, whose names carry the hash of what is in them."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, current_app, url_for

_MANIFEST = Path("dist") / "manifest.json"


def init(app: Flask) -> None:
    """Read the manifest once."""
    path = Path(str(app.static_folder)) / _MANIFEST
    app.extensions["assets"] = json.loads(path.read_text()) if path.exists() else {}


def asset(name: str) -> str:
    """Return the address of a built asset; of the file of that name itself where nothing was built."""
    return url_for("static", filename=current_app.extensions["assets"].get(name, name))


def fonts(lang: str) -> list[str]:
    """Return the addresses of the fonts that pages in a language are set in: fetched at once, so that nothing jumps."""
    files = current_app.extensions["assets"].get("fonts", {}).get(lang, [])
    return [url_for("static", filename=name) for name in files]
