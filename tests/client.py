"""A test client that reviews every page it fetches and fills in forms as a browser would."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.models import UserSession
from consult.accounts.queries import token_hash
from consult.shared import clock
from consult.web.again import BUTTONS
from tests.review import Page, review, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from werkzeug.test import TestResponse

    from consult.accounts.models import User

REDIRECTS = range(300, 400)
# What every browser says of a form on our own page.
FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}


class ReviewError(AssertionError):
    """A page that breaks a rule which holds for every page."""


class ReviewingClient(FlaskClient):
    """Flask's test client, as a strict reader.

    Every HTML answer is reviewed (`tests.review`). Until a cookie was set with leave, a GET may set none: pass
    `may_set_cookie=True` for pages that need one, such as those with the form to sign in.
    """

    reads_without_cookies = True
    # Where the last form was sent, and all that was typed or stood in it.
    last: tuple[str, dict[str, Any]] = ("", {})
    # The last page that was reviewed.
    reviewed: Page | None = None

    def open(self, *args: Any, may_set_cookie: bool = False, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - Werkzeug's
        """Ask for a page and review it; with `follow_redirects`, the one arrived at."""
        answer = super().open(*args, **kwargs)
        path = answer.request.path
        if answer.request.method == "POST" or may_set_cookie or answer.history:
            self.reads_without_cookies = False
        if self.reads_without_cookies and answer.headers.getlist("Set-Cookie"):
            message = f"{path} set a cookie for a reader who is not signed in: {answer.headers['Set-Cookie']}"
            raise ReviewError(message)
        if answer.mimetype == "text/html" and answer.status_code not in REDIRECTS and answer.text:
            self.reviewed = Page(path, dict(answer.headers), answer.text)
            findings = review(self.reviewed)
            if findings:
                lines = "\n- ".join(findings)
                message = f"{answer.request.method} {path} ({answer.status_code}):\n- {lines}"
                raise ReviewError(message)
        return answer

    def page(self, path: str, **kwargs: Any) -> Page:  # noqa: ANN401 - Werkzeug's
        """Fetch a page that is there and return it parsed."""
        answer = self.get(path, **kwargs)
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"
        page = Page(path, dict(answer.headers), answer.text)
        if self.reviewed is not None and self.reviewed.source == page.source:
            # Reading HTML is slow: what the review read is not read again.
            page.__dict__.update(parser=self.reviewed.parser, root=self.reviewed.root)
        return page

    def submit(
        self,
        path: str,
        fields: dict[str, Any] | None = None,
        *,
        button: str = "",
        action: str = "",
        follow: bool = False,
    ) -> TestResponse:
        """Fetch a page, fill in its form as given and send it, hidden fields and all.

        The form is the only one that is posted, has all the fields, a button of these words or this name=value, and an
        action that ends as given. A field no form has fails, so that a test cannot send what a person could not.
        """
        fields = fields or {}
        page = self.page(path, may_set_cookie=True)
        form, to, pressed = _choose_form(page, set(fields), button, action)
        target = urljoin(path, to or path)
        typed = {**_filled_in(page, form), **pressed, **fields}
        multipart = form.get("enctype", "")
        self.last = (target, typed)
        return self.post(
            target, data=typed, headers=FROM_OUR_PAGE, follow_redirects=follow, content_type=multipart or None
        )

    def submit_again(self) -> TestResponse:
        """Send the last form once more, as a browser whose answer was lost."""
        target, typed = self.last
        return self.post(target, data=typed, headers=FROM_OUR_PAGE)

    def sign_in(self, user: User) -> None:
        """Go on as this person, without the form; the session is the one that signing in would have begun."""
        engine = self.application.extensions["engine"].execution_options(write=True)
        token = secrets.token_urlsafe(32)
        with Session(engine) as database, database.begin():
            # It outlasts every moment that a test may hold the clock at.
            database.add(
                UserSession(
                    user_id=user.id, token_hash=token_hash(token), device="Firefox, Linux", began_at=clock.now(),
                    expires_at=datetime(2100, 1, 1, tzinfo=UTC),
                )
            )  # fmt: skip
        with self.session_transaction() as session:
            session["_user_id"] = token
        self.reads_without_cookies = False


def location(answer: TestResponse) -> str:
    """Return where a redirect leads: path and query, without the host."""
    parts = urlsplit(answer.headers["Location"])
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _controls(page: Page, form: Element) -> list[Element]:
    """Return the form's named controls, those outside it that name it as theirs included."""
    inside = {id(element) for element in form.iter()}
    own = form.get("id", "")
    return [
        element
        for element in page.every("input", "select", "textarea", "button")
        if "name" in element.attrib and (id(element) in inside or (own and element.get("form") == own))
    ]


def _choose_form(
    page: Page, names: set[str], button: str, action: str
) -> tuple[Element, str, dict[str, str]]:
    """Return the form meant, where its pressed button sends it, and what the button itself sends."""
    fitting: list[tuple[Element, str, dict[str, str]]] = []
    for form in page.every("form"):
        controls = _controls(page, form)
        has = {control.attrib["name"] for control in controls}
        posted = form.get("method", "get").lower() == "post"
        if not (posted and names <= has):
            continue
        for pressed in [*form.iter("button"), *(each for each in controls if each.tag == "button")]:
            sent = {pressed.attrib["name"]: pressed.get("value", "")} if "name" in pressed.attrib else {}
            to = pressed.get("formaction", form.get("action", ""))
            called = {words(pressed), *(f"{key}={value}" for key, value in sent.items())}
            # Nobody means to be shown the form again who names no button.
            if to.endswith(action) and (button in called or (not button and not sent.keys() & set(BUTTONS))):
                fitting.append((form, to, sent))
                break
    assert len(fitting) == 1, f"{len(fitting)} forms on {page.path} fit {sorted(names)} {button!r} {action!r}"
    return fitting[0]


def _filled_in(page: Page, form: Element) -> dict[str, list[str]]:
    """Return what the form would send as it stands, its buttons left aside."""
    sent: dict[str, list[str]] = {}
    for control in _controls(page, form):
        for value in _values(control):
            sent.setdefault(control.attrib["name"], []).append(value)
    return sent


def _values(control: Element) -> list[str]:
    """Return the values that a control sends untouched."""
    kind = control.get("type", "text")
    if (
        control.tag == "button"
        or "disabled" in control.attrib
        or kind in {"submit", "file", "image", "reset"}
    ):
        return []
    if control.tag == "textarea":
        return ["".join(control.itertext())]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib]
        if not chosen and "multiple" not in control.attrib:
            chosen = options[:1]
        return [option.get("value", words(option)) for option in chosen]
    if kind in {"checkbox", "radio"}:
        return [control.get("value", "on")] if "checked" in control.attrib else []
    return [control.get("value", "")]
