"""Pages on paper: what stands in templates/print, set by typst as tagged PDF (PDF/UA-1, ISO 14289-1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import typst
from flask import current_app
from werkzeug.exceptions import NotFound


def typeset(name: str, said: Mapping[str, object]) -> bytes:
    """Return the template of this name with what is ``said`` in it as PDF; nothing of it is read as markup.

    Where the typeface was not built there is no such file: other fonts may lack the letters.
    """
    if not can_typeset():
        raise NotFound
    source = Path(str(current_app.template_folder)) / "print" / f"{name}.typ"
    fonts = Path(str(current_app.static_folder)) / "dist"
    return typst.compile(
        str(source), font_paths=[str(fonts)], ignore_system_fonts=True, pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(said, default=str)},
    )  # fmt: skip


def can_typeset() -> bool:
    """Whether the typeface was built in which pages are set on paper."""
    return bool(current_app.extensions["assets"].get("print"))
