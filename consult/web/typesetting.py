"""Pages on paper: what stands in templates/print, set by typst as tagged PDF (PDF/UA-1, ISO 14289-1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import typst
from flask import current_app
from werkzeug.exceptions import NotFound

from consult.web import request_time


def typeset(name: str, said: Mapping[str, object]) -> bytes:
    """Return the template of this name with what is ``said`` in it as PDF; nothing of it is read as markup.

    Where the typeface was not built there is no such file: other fonts may lack the letters.
    """
    if not can_typeset():
        raise NotFound
    source = str(Path(str(current_app.template_folder)) / "print" / f"{name}.typ")
    fonts = [str(Path(str(current_app.static_folder)) / "dist")]
    inputs = {"data": json.dumps(said, default=str)}
    made = request_time.arrived_at().replace(microsecond=0)
    try:
        return typst.compile(
            source,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs=inputs,
            timestamp=made,
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        # A letter that no font here has, such as a drawn face: a box stands for it, which PDF/UA refuses.
        current_app.logger.warning("typesetting: %s is not PDF/UA: %s", name, str(error)[:200])
        return typst.compile(
            source, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs, timestamp=made
        )


def can_typeset() -> bool:
    """Whether the typeface was built in which pages are set on paper."""
    return bool(current_app.extensions["assets"].get("print"))
