"""What is said in a consultation, what staff put beside it, and what becomes of it before the closing."""

from __future__ import annotations

from datetime import timedelta

from consult.accounts.policies import Actor
from consult.commands.demonstration.consultation import Consulted, Stage
from consult.commands.demonstration.content import Content, pair
from consult.contributions.models import Contribution, Kind
from consult.contributions.policies import may_reply
from consult.contributions.services import (
    Anew,
    Received,
    Translated,
    Words,
    clarify,
    key_in,
    revise,
    submit,
    translate,
    withdraw,
)
from consult.moderation.services import Told, hide, report
from consult.shared.subjects import Subject, SubjectKind

# Before the key of each voice, which no other consultation uses.
_KEY = "demonstration-"
_TRANSLATING = timedelta(minutes=47)


def speak(stage: Stage, consulted: Consulted) -> None:
    """Let everything be said in the story that the content holds, and what becomes of it before the closing."""
    for each in consulted.given["contributions"]:
        if each["kind"] == Kind.CLARIFICATION:
            _clarify(stage, consulted, each)
        elif "letter" in each:
            _key_in(stage, consulted, each)
        else:
            _say(stage, consulted, each)
        if "translation" in each:
            _translate(stage, consulted, each)
        if "corrected" in each:
            _correct(stage, consulted, each)
        for given in each.get("reports", ()):
            _report(stage, consulted, each, given)
        if "hidden" in each:
            _hide(stage, consulted, each)


def _say(stage: Stage, consulted: Consulted, each: Content) -> None:
    at, speaker = (
        stage.moments.of(each["at"]),
        stage.people.speaker(each["key"], each["speaker"]),
    )

    def say() -> None:
        consulted.said[each["key"]] = submit(
            stage.session, actor=speaker, now=at, consultation_id=consulted.consultation.id,
            words=_words(consulted, each),
        )  # fmt: skip

    stage.story.add(at, say)
    if "withdrawn" in each:
        _withdraw(stage, consulted, each, speaker)


def _key_in(stage: Stage, consulted: Consulted, each: Content) -> None:
    """Let the moderator key in what came another way, so many days after it came."""
    given, at = each["letter"], stage.moments.of(each["at"])
    received = Received(
        channel=given["channel"], received_on=stage.moments.day_before(each["at"], given["days"]),
        evidence=given["evidence"], place=given["place"], governorate=given["governorate"], people=given["people"],
    )  # fmt: skip

    def say() -> None:
        consulted.said[each["key"]] = key_in(
            stage.session, actor=stage.people.roles["moderator"], now=at, zone=stage.moments.zone,
            consultation_id=consulted.consultation.id, words=_words(consulted, each), received=received,
        )  # fmt: skip

    stage.story.add(at, say)


def _words(consulted: Consulted, each: Content) -> Words:
    parent, text = _parent(consulted, each), consulted.text
    clause = text.clauses[each["clause"]] if each["clause"] and parent is None else None
    return Words(
        key=_KEY + each["key"],
        body=each["body"],
        kind=each["kind"],
        subject=None if clause is None else Subject(SubjectKind.CLAUSE, clause),
        version_id=text.version.id,
        parent=parent.reference if parent else None,
        stance=each.get("stance"),
        language=each["lang"],
        title=each.get("title", ""),
        problem=each.get("problem", ""),
        organisation=each["speaker"].get("organisation"),
        named="name" in each["speaker"],
    )


def _parent(consulted: Consulted, each: Content) -> Contribution | None:
    """Return what a reply hangs under: what it answers or, where the thread is as deep as it gets, what that does."""
    if each["parent"] is None:
        return None
    parent = consulted.said[each["parent"]]
    if may_reply(parent):
        return parent
    return next(row for row in consulted.said.values() if row.id == parent.parent_id)


def _clarify(stage: Stage, consulted: Consulted, each: Content) -> None:
    at = stage.moments.of(each["at"])

    def say() -> None:
        parent = _parent(consulted, each)
        if parent is None:
            raise RuntimeError(f"{each['key']} clarifies nothing")
        consulted.said[each["key"]] = clarify(
            stage.session, actor=stage.people.roles["officer"], now=at, parent_reference=parent.reference,
            text=each["body"], language=each["lang"], key=_KEY + each["key"],
        )  # fmt: skip

    stage.story.add(at, say)


def _translate(stage: Stage, consulted: Consulted, each: Content) -> None:
    """Put staff's translation into the other language below a voice, soon after it was said."""
    at, given = stage.moments.of(each["at"]) + _TRANSLATING, each["translation"]
    words = Translated(given["body"], given.get("title", ""), given.get("problem", ""))
    stage.story.add(
        at,
        lambda: translate(
            stage.session, actor=stage.people.roles["moderator"], now=at,
            reference=consulted.said[each["key"]].reference, language="en" if each["lang"] == "ar" else "ar",
            words=words,
        ),
    )  # fmt: skip


def _correct(stage: Stage, consulted: Consulted, each: Content) -> None:
    """Let an author say in other words what others have read."""
    given, speaker = each["corrected"], stage.people.speaker(each["key"], each["speaker"])
    at = stage.moments.of(given["at"])

    def say() -> None:
        said = consulted.said[each["key"]]
        anew = Anew(given["body"], stance=each.get("stance"), named="name" in each["speaker"])
        revise(
            stage.session,
            actor=speaker,
            now=at,
            reference=said.reference,
            anew=anew,
            seen=said.revision_number,
        )

    stage.story.add(at, say)


def _report(stage: Stage, consulted: Consulted, each: Content, given: Content) -> None:
    """Let somebody without an account report a voice."""
    at, told = stage.moments.of(given["at"]), Told(given["reason"], _KEY + each["key"], note=given["note"])
    stage.story.add(
        at,
        lambda: report(
            stage.session, actor=None, now=at, reference=consulted.said[each["key"]].reference, told=told
        ),
    )


def _withdraw(stage: Stage, consulted: Consulted, each: Content, speaker: Actor) -> None:
    at = stage.moments.of(each["withdrawn"])
    stage.story.add(
        at,
        lambda: withdraw(
            stage.session, actor=speaker, now=at, reference=consulted.said[each["key"]].reference
        ),
    )


def _hide(stage: Stage, consulted: Consulted, each: Content) -> None:
    given = each["hidden"]
    at = stage.moments.of(given["at"])
    stage.story.add(
        at,
        lambda: hide(
            stage.session, actor=stage.people.roles["moderator"], now=at,
            reference=consulted.said[each["key"]].reference, rule=given["rule"], reason=pair(given["reason"]),
        ),
    )  # fmt: skip
