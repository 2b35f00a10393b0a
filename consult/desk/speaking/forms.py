"""What the asking body says itself, and what staff put below a voice in the other language."""

from __future__ import annotations

import hashlib

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField

from consult.contributions.models import Contribution, Translation
from consult.contributions.services import Translated
from consult.web.forms import Form
from consult.web.number_field import number_of


class ClarifyForm(Form):
    """A clarification, and the key by which it is said once. The service says what is missing."""

    key = HiddenField()
    body = TextAreaField(_l("The clarification"))

    @property
    def posted_key(self) -> str:
        """The key with the words: a page that was gone back to, with other words typed, is not the same again."""
        same = f"{self.key.data or ''}\0{self.body.data or ''}"
        return hashlib.sha256(same.encode(errors="replace")).hexdigest()


class TranslateForm(Form):
    """A translation, part by part as the author wrote; ``seen`` is the number of the one that was there before."""

    seen = HiddenField()
    title = StringField(_l("Title"))
    problem = TextAreaField(_l("The problem"))
    body = TextAreaField(_l("The words"))

    @classmethod
    def below(cls, said: Contribution, before: Translation | None) -> TranslateForm:
        """Return the form with the parts that ``said`` has, filled with the translation that counts now."""
        form = cls(obj=before)
        if not form.is_sent:
            form.seen.data = str(before.number if before else 0)
        for name in ("title", "problem"):
            if not getattr(said, name):
                del form[name]
        return form

    @property
    def is_sent(self) -> bool:
        """Whether this is what somebody typed, not what is there already."""
        return self.seen.raw_data is not None and bool(self.seen.raw_data)

    @property
    def opened(self) -> int:
        """The number of the translation that was there when the form was opened; 0 for none."""
        return number_of(self.seen.data) or 0

    def words(self) -> Translated:
        """Return what was typed."""
        title, problem = (self._fields.get(name) for name in ("title", "problem"))
        return Translated(
            body=self.body.data or "",
            title=(title.data or "") if title else "",
            problem=(problem.data or "") if problem else "",
        )
