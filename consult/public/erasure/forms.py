"""Asking that one's own words be erased."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from consult.web.forms import Form


class AskErasureForm(Form):
    """Why, if the author wishes to say; only those who decide read it."""

    reason = TextAreaField(_l("Why should it be erased?"))
