"""Adding a document, editing what is said of it, a new version, and what it is attached to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.date_field import DayField
from consult.desk.documents.targets import Target
from consult.documents.models import Attached, Document, Visibility
from consult.documents.services import Facts, NewFile
from consult.organisations.models import Organisation
from consult.shared.errors import DomainError, raise_any
from consult.shared.sizes import read_size
from consult.shared.uploads import MEDIA_TYPES
from consult.web import uploads
from consult.web.forms import Form, Tick
from consult.web.measuring import LINE, declare
from consult.web.rendering import localized
from consult.wording import LABELS

declare(LINE, "title_ar", "title_en", "reference", "issued_on", "dated_on", "address", "subject", "said_size")
_NOBODY = _UNSAID = ""


def _choices(kind: str) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=text) for value, text in LABELS[kind].items()]


class FactsForm(Form):
    """What is said of a document."""

    kind = SelectField(_l("Type"), choices=_choices("document"), default="supporting", validate_choice=False)
    title_ar = StringField(_l("Title in Arabic"))
    title_en = StringField(_l("Title in English"))
    reference = StringField(_l("Reference number of its publisher"))
    issued_on = DayField(_l("Date of the document"), needed=False)

    @property
    def facts(self) -> Facts:
        """What was typed."""
        return Facts(
            self.kind.data or "", self.title_ar.data or "", self.title_en.data or "", self.reference.data or "",
            self.issued_on.data,
        )  # fmt: skip

    @classmethod
    def of(cls, document: Document) -> FactsForm:
        """Return the form as it stands for a document."""
        return cls(obj=document, reference=document.number)


class FileForm(Form):
    """One file: chosen here, at an address elsewhere, or not at hand, with what its source says of it."""

    file = FileField(_l("File"))
    address = StringField(_l("Or the address where it is"))
    not_at_hand = Tick(_l("The file is not at hand"))
    said_type = SelectField(
        _l("Type of the file, as the source says"),
        choices=[SelectChoice(value=_UNSAID, label=_l("The source does not say")), *_choices("media")],
        validate_choice=False,
    )
    said_size = StringField(_l("Size of the file, as the source says"))
    languages = RadioField(
        _l("Language of the file"), choices=_choices("languages"), default="ar", validate_choice=False
    )
    dated_on = DayField(_l("Date of this version"), needed=False)

    def stored(self) -> NewFile:
        """Put the chosen file into the storage, and return it; DomainError at its field where it is refused."""
        chosen, address = uploads.sent_file(), (self.address.data or "").strip()
        raise_any(self._not_one(chosen=chosen is not None, address=bool(address)))
        languages, dated_on = self.languages.data or "", self.dated_on.data
        if chosen is None:
            return replace(self._said(), languages=languages, address=address, dated_on=dated_on)
        found, key = uploads.kept(chosen)
        return NewFile(
            languages, found.media_type, found.size, found.sha256, key, stem=found.stem, dated_on=dated_on
        )

    def _not_one(self, *, chosen: bool, address: bool) -> list[DomainError]:
        """Return what keeps this from being one of the three: a file, an address, or a file that is not at hand."""
        absent = bool(self.not_at_hand.data)
        said = bool((self.said_type.data or "") != _UNSAID or (self.said_size.data or "").strip())
        problems = []
        if chosen and address:
            problems.append(DomainError("file-or-address", field="address"))
        if absent and (chosen or address):
            problems.append(DomainError("at-hand-after-all", field="not_at_hand"))
        elif said and not absent:
            problems.append(DomainError("not-at-hand-untold", field="not_at_hand"))
        elif not (chosen or address or absent):
            problems.append(DomainError("file-needed", field="file"))
        return problems

    def _said(self) -> NewFile:
        """Return what the source says of a file; DomainError at its field where that cannot be read."""
        typed, kind = (self.said_size.data or "").strip(), self.said_type.data or _UNSAID
        size, media_type = read_size(typed) if typed else None, MEDIA_TYPES.get(kind, "")
        problems = []
        if kind != _UNSAID and not media_type:
            problems.append(DomainError("choose-one", field="said_type"))
        if typed and size is None:
            problems.append(DomainError("size-unreadable", field="said_size"))
        raise_any(problems)
        return NewFile("", media_type, size)


class NewDocumentForm(FactsForm, FileForm):
    """A document with its first file, its publisher, and who reads it."""

    publisher = SelectField(_l("Published by"), validate_choice=False)
    visibility = RadioField(
        _l("Who reads it"),
        choices=_choices("visibility"),
        default=Visibility.PUBLIC.value,
        validate_choice=False,
    )

    def offer(self, bodies: Sequence[Organisation], *, nobody: bool) -> NewDocumentForm:
        """Take the publishers that there are to choose from; ``nobody``: it may be said that none is known."""
        unknown = [SelectChoice(value=_NOBODY, label=_("Nobody that is entered here"))] if nobody else []
        self.publisher.choices = [
            *unknown, *(SelectChoice(value=body.slug, label=localized(body, "name")) for body in bodies)
        ]  # fmt: skip
        return self

    def body(self, bodies: Sequence[Organisation]) -> Organisation | None:
        """Return the chosen publisher; None where nobody is."""
        chosen = self.publisher.data or _NOBODY
        found = next((body for body in bodies if body.slug == chosen), None)
        if chosen and found is None:
            raise DomainError("choose-one", field="publisher")
        return found


class AttachForm(Form):
    """To what a document is to be attached."""

    subject = SelectField(_l("Attach it to"), validate_choice=False)

    def offer(self, targets: Sequence[Target]) -> AttachForm:
        """Take what there is to choose from."""
        self.subject.choices = [
            SelectChoice(value="", label=_("Choose")),
            *(SelectChoice(value=each.code, label=f"{each.what}: {each.title}") for each in targets),
        ]
        return self

    def chosen(self, theirs: Callable[[str], Target | None]) -> tuple[Attached, int]:
        """Return what was chosen, which ``theirs`` finds by its code; DomainError where it finds nothing."""
        found = theirs(self.subject.data or "")
        if found is None:
            raise DomainError("choose-one", field="subject")
        return found.kind, found.id


class AskErasureForm(Form):
    """Why it should be destroyed; whoever decides reads it, and nobody else."""

    reason = TextAreaField(_l("Why should it be erased?"))
