"""Visiting an address as somebody, and working out from the tables what has to come back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from consult.accounts.models import STAFF
from consult.accounts.policies import has_right, may
from consult.accounts.policies.permissions import TABLE, Act
from consult.web.csrf import form_token
from tests.access.declared import ENTERED, NEEDS, Answer, Need, Only, Right
from tests.access.world import UNKNOWN
from tests.architecture.access_table import ACCESS

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

    from tests.access.people import Visitor
    from tests.access.world import World

METHODS = ("GET", "HEAD", "POST")
_TRYING = ("nobody", "officer", "administrator")
_PATHS_TO_SIGN_IN = ("/ar/login", "/en/login")
_REACHES = frozenset({200, 303, 410, 422})


@dataclass(frozen=True)
class Visit:
    """One method of one address by one visitor."""

    rule: Rule
    path: str
    method: str
    visitor: Visitor
    fields: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Say who comes how to where."""
        return f"{self.method} {self.rule.endpoint} as {self.visitor.name}"


def path_of(app: Flask, rule: Rule, things: Mapping[str, object]) -> str:
    """Return the address with these things in it; one that is not among them is not there."""
    named = NEEDS[rule.endpoint].args
    values = {name: things.get(named.get(name, name), UNKNOWN.get(name)) for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(
            rule.endpoint, values | ({"lang": "en"} if "lang" in values else {})
        )


def visits(app: Flask, world: World, *, once: bool) -> Iterator[Visit]:
    """Yield every visit: those of addresses without a consultation, or those of the others.

    A method that an address does not take is refused before anybody is asked who they are: three visitors try it.
    HEAD is answered as GET for every view at once (``web.head_requests``): at each address a third of them send it.
    """
    for place, rule in enumerate(app.url_map.iter_rules()):
        needs = NEEDS.get(rule.endpoint)
        # What is not listed fails a test of its own.
        if needs is not None and needs.once is once and rule.endpoint in ACCESS:
            path = path_of(app, rule, world.things)
            for number, visitor in enumerate(world.visitors, place):
                for method in METHODS:
                    taken = method in (rule.methods or ()) and (method != "HEAD" or number % 3 == 0)
                    if taken or (method not in (rule.methods or ()) and visitor.name in _TRYING):
                        yield Visit(rule, path, method, visitor)


def browser(app: Flask) -> FlaskClient:
    """Return a client that keeps nothing from one visit to the next."""
    return FlaskClient(app, app.response_class, use_cookies=False)


def go(client: FlaskClient, visit: Visit) -> TestResponse:
    """Send a visit, with a form's token where it sends one."""
    visitor = visit.visitor
    headers = {"Sec-Fetch-Site": "same-origin"} | ({"Cookie": visitor.cookie} if visitor.cookie else {})
    form = None
    if visit.method == "POST":
        form = {**NEEDS[visit.rule.endpoint].fields, **dict(visit.fields), "csrf_token": visitor.form_token}
        if visitor.actor is None and ACCESS[visit.rule.endpoint] == "anonymous":
            # A form that needs no session is signed for its address.
            with client.application.test_request_context():
                form["csrf_token"] = form_token(visit.path)
    answer = client.open(visit.path, method=visit.method, headers=headers, data=form)
    answer.get_data()
    answer.close()
    return answer


def without_address(page: str, path: str) -> str:
    """Return a page without its own address, in whichever language, and without the tokens of its forms."""
    plain = re.sub(r'(name="(?:csrf_token|once|key|writer)" value=")[^"]*', r"\1", page)
    return plain.replace(path.partition("/")[2].partition("/")[2], "…")


def what_came(answer: TestResponse) -> str:
    """Return the kind of answer, or its status where it is none that an address may give."""
    if answer.status_code == 303 and urlsplit(answer.headers["Location"]).path in _PATHS_TO_SIGN_IN:
        return Answer.SIGN_IN
    if answer.status_code in _REACHES:
        return Answer.REACHES
    return {404: Answer.MISSING, 405: Answer.WRONG_METHOD}.get(answer.status_code, str(answer.status_code))


def what_is_due(visit: Visit, world: World) -> Answer:
    """Return what the tables say must come back."""
    needs, rule, actor = NEEDS[visit.rule.endpoint], ACCESS[visit.rule.endpoint], visit.visitor.actor
    if visit.method not in (visit.rule.methods or ()):
        return Answer.WRONG_METHOD
    if rule not in {"public", "anonymous", "demonstration"} and actor is None:
        return Answer.SIGN_IN
    named = () if needs.led_on else visit.rule.arguments
    things = {*(needs.args.get(name, name) for name in named if name != "lang"), *needs.exists}
    if not (_gate(rule, visit.visitor) and things <= set(world.things)):
        return Answer.MISSING
    wanted = needs.post if visit.method == "POST" else needs.get
    met = next((need for need in wanted if _met(need, visit, world)), None)
    if met is None:
        return Answer.MISSING
    asked = needs.asking is None or world.state in TABLE[needs.asking].states
    if actor is None and visit.method == "POST" and needs.readers and asked:
        return needs.readers
    return met if isinstance(met, Answer) else Answer.REACHES


def _gate(rule: str, visitor: Visitor) -> bool:
    """Whether the rule lets the visitor in at all; nothing here is a demonstration."""
    if rule in {"public", "anonymous"}:
        return True
    actor = visitor.actor
    if actor is None or rule == "demonstration":
        return False
    held = {role for role, _scope in actor.grants}
    return rule == "signed-in" or (bool(held & STAFF) if rule == "staff" else rule in held)


def _met(need: Need, visit: Visit, world: World) -> bool:
    if isinstance(need, Answer):
        return True
    if isinstance(need, Only):
        return visit.visitor.name == need.visitor
    actor, own = visit.visitor.actor, visit.visitor.name == "citizen"
    scope = str(world.things[NEEDS[visit.rule.endpoint].scope])
    if isinstance(need, Act):
        return may(actor, need, scope=scope, state=world.state, own=own)
    right = has_right(actor, need.act, scope=scope, own=own)
    there = any(may(actor, act, scope=scope, state=world.state) for act in ENTERED)
    return right and (there or isinstance(need, Right))
