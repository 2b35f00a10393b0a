"""Themes, what stands under them, and what is said of it in short."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.themes.undo import marks_in, unpacked
from consult.shared.text import as_reference, clean, clean_line, western_digits
from consult.web.forms import Form, Tick, mark
from consult.web.measuring import LINE, declare

_BETWEEN = re.compile(r"[\s,،;؛]+")

declare(LINE, "title_ar", "title_en")


class ThemeForm(Form):
    """A theme's title in both languages."""

    title_ar = StringField(_l("Title in Arabic"))
    title_en = StringField(_l("Title in English"))


class RenameForm(ThemeForm):
    """Another title of a theme, and the mark of the one that was opened."""

    seen = HiddenField()


class ListForm(Form):
    """The part of the list that a form stands on, as its address says it."""

    # ``show`` in the address: a field called so would hide the method.
    part = HiddenField(name="show")
    clause = HiddenField()
    q = HiddenField()
    order = HiddenField()
    before = HiddenField()


class UndoForm(ListForm):
    """Where what was moved stood before, and the mark of where it was put."""

    was = HiddenField()
    mark = HiddenField()

    @property
    def places(self) -> dict[str, list[int]] | None:
        """The themes by reference; None where the form says none."""
        return unpacked(self.was.data or "")


class PlaceForm(ListForm):
    """Which contributions are picked, and for which theme. What is done with them is the pressed button's value."""

    do = HiddenField(default="place")
    pick = SelectMultipleField(_l("Contributions"), choices=[], validate_choice=False)
    every = Tick(_l("All on this page"))
    # The references that stand on the page, and the marks of where those that can be picked stood.
    there = HiddenField()
    seen = HiddenField()
    theme = RadioField(_l("Theme"), validate_choice=False)

    def offer(self, theme_ids: list[int]) -> PlaceForm:
        """Take the themes that there are to choose from."""
        self.theme.choices = [SelectChoice(value=str(number), label=str(number)) for number in theme_ids]
        return self

    @property
    def picked(self) -> list[str]:
        """The references that are picked: every one on the page, or those whose box is ticked."""
        picked = str(self.there.data or "").split() if self.every.data else list(self.pick.data or [])
        return [clean_line(reference) for reference in picked]

    @property
    def seen_marks(self) -> dict[int, str]:
        """The marks of where voices stood when the page was shown, by their ids; empty where the form says none."""
        return marks_in(self.seen.data or "")

    def keep_picked(self) -> None:
        """Keep what is picked by name: other voices may stand on the page by now."""
        self.pick.data, self.every.data = self.picked, False

    @property
    def theme_id(self) -> int | None:
        """The chosen theme; None where none of those offered is."""
        known = {choice.value: int(choice.value) for choice in self.theme.choices}
        return known.get(self.theme.data or "")

    @property
    def undoes(self) -> bool:
        """Whether the pressed button takes back what was done last."""
        return bool(self.do.data == "undo")

    @property
    def takes_out(self) -> bool:
        """Whether what is picked is to stand under no theme."""
        return bool(self.do.data == "unplace")

    @property
    def adds(self) -> bool:
        """Whether what is picked stays under its other themes as well."""
        return bool(self.do.data == "also")

    def complete(self) -> bool:
        """Whether something is picked, and a theme where one is needed; what is missing is marked."""
        if not self.picked:
            mark(self.pick, _("Pick at least one contribution."))
        if not self.takes_out and self.theme_id is None:
            mark(self.theme, _("Choose a theme."))
        return not (self.pick.errors or self.theme.errors)


class PointForm(Form):
    """A point of the summary in both languages, with the references of what it rests on."""

    text_ar = TextAreaField(_l("Text in Arabic"))
    text_en = TextAreaField(_l("Text in English"))
    references = TextAreaField(_l("References"))
    seen = HiddenField()

    @property
    def cited(self) -> list[str]:
        """The references that are meant, each once; what means none stays as it was typed."""
        typed = western_digits(clean(self.references.data or ""))
        return list(
            dict.fromkeys(as_reference(part) or part.upper() for part in _BETWEEN.split(typed) if part)
        )
