"""The minutes of a meeting set on paper, in the reader's language: names are those that stand at this moment."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from consult.presenters.rewordings import Worded
from consult.public.forum.attendance import AttendeeRow
from consult.public.forum.entries import EntryShown, Person
from consult.public.forum.minutes import MinutesPage
from consult.web.hreflang import absolute
from consult.web.locale import language
from consult.web.operator import operator_line
from consult.web.typesetting import typeset


def as_pdf(page: MinutesPage) -> bytes:
    """Return the minutes as PDF/UA, in the language of the page."""
    home, shown = page.home, page.shown
    facts = [
        (_("Day"), Worded(home.day, language())), (_("Time"), Worded(home.hours or _unstated(), language())),
        (_("How"), Worded(home.mode, language())), (_("Place"), home.place),
    ]  # fmt: skip
    said = {
        "lang": language(),
        "title": str(_("Minutes: %(title)s", title=home.title.text)),
        "lead": str(_("Version %(number)s, published on %(day)s", number=shown.number, day=shown.day)),
        "reason": shown.reason._asdict() if shown.reason.text else None,
        "came": page.came,
        "publisher": operator_line(),
        "address": absolute(url_for("public.minutes", slug=home.slug)),
        "facts": [{"term": str(term), "words": words._asdict()} for term, words in facts],
        "named": page.named,
        "attendance": [_attendee(row) for row in page.attendance],
        "struck": [
            {"post": row.post._asdict(), "body": row.body._asdict(), "reason": row.reason._asdict()}
            for row in page.struck
        ],
        "clauses": [_clause(row) for row in page.entries],
        "words": _words(),
    }  # fmt: skip
    return typeset("minutes", said)


def _words() -> dict[str, object]:
    """Return the words of the interface that stand on the paper."""
    return {
        "attendance": _("Attendance"), "minutes": _("What the minutes say"),
        "columns": [_("Name"), _("Post"), _("Body"), _("Takes part as"), _("Whether they came")],
        "struck": _("Taken out of the attendance since"), "owner": _("Owner"), "due": _("Due"),
        "about": _("Concerns:"), "unstated": _unstated(), "apart": _("; "),
        "page": _("Page %(number)s of %(all)s", number="{number}", all="{all}"),
    }  # fmt: skip


def _attendee(row: AttendeeRow) -> dict[str, object]:
    return {
        "name": _name(row.person), "post": row.post._asdict(), "body": row.body._asdict(), "part": row.part,
        "presence": row.presence,
    }  # fmt: skip


def _clause(row: EntryShown) -> dict[str, object]:
    said_by = [part._asdict() for part in (row.post, row.body) if part]
    answers = _("Answers clause %(number)s", number=row.answers) if row.answers else None
    return {
        "number": row.number, "kind": row.kind_text, "heading": row.heading._asdict() if row.heading.text else None,
        "paragraphs": row.paragraphs, "lang": row.lang, "name": _name(row.person), "said_by": said_by,
        "answers": answers, "about": [each.words._asdict() for each in row.about],
        "promise": {
            "owner": (row.promise.owner or Worded(_unstated(), language()))._asdict(),
            "due": row.promise.due or _unstated(),
        }
        if row.promise
        else None,
    }  # fmt: skip


def _name(person: Person | None) -> dict[str, str] | None:
    """Return a name, that it was removed, or None where the minutes name nobody."""
    if person is None:
        return None
    return (person.name or Worded(_("Name removed"), language()))._asdict()


def _unstated() -> str:
    return str(_("not stated in the minutes"))
