"""Sending a plan's file, and confirming what its preview shows."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import FileField, HiddenField, TextAreaField

from consult.plans.models import Plan
from consult.shared.errors import DomainError
from consult.shared.storage import new_key
from consult.shared.tables import Sheet
from consult.shared.tables.reading import read
from consult.shared.uploads import MEDIA_TYPES, inspect
from consult.web import uploads
from consult.web.forms import Form
from consult.web.retention import ORPHANS
from consult.web.settings import settings

_TEXTS = frozenset({MEDIA_TYPES["csv"], MEDIA_TYPES["txt"]})


@dataclass(frozen=True, slots=True)
class SentSheet:
    """A file that waits to be confirmed: where it is kept, what it is, and whose it is for which plan."""

    key: str
    packed: bool
    sha256: str
    name: str
    plan_id: int
    user_id: int

    def signed(self) -> str:
        """Return what names it in an address."""
        own = [self.key, self.packed, self.sha256, self.name, self.plan_id, self.user_id]
        return str(_serializer().dumps(own))

    @property
    def file(self) -> str:
        """What the file is called, with its ending."""
        return f"{self.name}.{'xlsx' if self.packed else 'csv'}"

    def sheets(self) -> list[Sheet]:
        """Return what it holds; GoneError where it is kept no longer."""
        held = BytesIO(b"".join(uploads.storage().pieces(self.key)))
        return read(held, packed=self.packed)


def sent_sheet(value: str, *, plan: Plan, user_id: int) -> SentSheet | None:
    """Return the file that an address names; None where it is none of this person's for this plan, or too old."""
    try:
        own: list[Any] = _serializer().loads(value, max_age=int(ORPHANS.total_seconds()))
    except BadData:
        return None
    found = SentSheet(*own)
    return found if (found.plan_id, found.user_id) == (plan.id, user_id) else None


class SheetForm(Form):
    """A table that is chosen."""

    file = FileField(_l("File"))

    def stored(self, plan: Plan, user_id: int) -> SentSheet:
        """Read the chosen table and keep it until it is confirmed; DomainError at its field where it is refused."""
        chosen = uploads.sent_file()
        if chosen is None:
            raise DomainError("sheet-type", field="file")
        try:
            found = inspect(chosen.stream, chosen.filename or "")
        except DomainError as problem:
            raise (
                DomainError("sheet-type", field="file") if problem.code == "file-type" else problem
            ) from problem
        packed = found.media_type == MEDIA_TYPES["xlsx"]
        if not packed and found.media_type not in _TEXTS:
            raise DomainError("sheet-type", field="file")
        read(found.file, packed=packed)
        key = new_key()
        found.file.seek(0)
        uploads.storage().put(key, found.file)
        return SentSheet(key, packed, found.sha256, found.stem, plan.id, user_id)


class ConfirmImportForm(Form):
    """Why bodies change, where another one takes a lead; ``seen`` marks the record that the preview showed."""

    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    seen = HiddenField()

    @property
    def why(self) -> tuple[str, str]:
        """The public reason, in both languages."""
        return self.reason_ar.data or "", self.reason_en.data or ""


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="desk.plan-import")
