"""The words that an outcome changes: new versions of texts, and which answer changed which clause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.consultations.policies.standing import ADOPTED
from consult.consultations.queries.owners import owners_of_texts, record_names
from consult.consultations.services import standing_version
from consult.forum.models import NamedMeeting
from consult.forum.services import problems_of_names
from consult.outcomes import queries
from consult.outcomes.models import Outcome, OutcomeChange, OutcomeMilestone, Theme
from consult.shared.errors import DomainError, raise_any
from consult.texts import queries as texts
from consult.texts.models import TextVersion
from consult.texts.services import keep_differences, publish_changed_version

Pair = tuple[str, str]


def write_changes(
    session: Session, now: datetime, outcome: Outcome, themes: Sequence[Theme], before: Outcome | None, why: Pair
) -> None:  # fmt: skip
    """Publish a new version of each text whose clauses change, and freeze which answer changed which clause.

    ``why`` is the reason of the new versions, in Arabic and in English, where the outcome has none of its own.
    What the outcome ``before`` changed and this one does not goes back to the words that were asked about, so that no
    changed words stand without an answer behind them.
    """
    consulted = texts.versions_by_ids(session, [row.version_id for row in outcome.consultation.texts])
    home = {row.clause_id: version for version in consulted.values() for row in version.clauses}
    wanted: dict[int, dict[int, Pair]] = defaultdict(dict)
    for theme in themes:
        for change in theme.response.changes if theme.response else []:
            wanted[home[change.clause_id].id][change.clause_id] = (change.text_ar, change.text_en)
    for clause_id in sorted(dropped(session, themes, before, now)):
        asked = home[clause_id]
        wanted[asked.id][clause_id] = _words(asked)[clause_id]
    new = {
        version_id: _new_version(session, now, consulted[version_id], changes, outcome, why)
        # In one order, so that two outcomes never wait for each other in a circle.
        for version_id, changes in sorted(wanted.items(), key=lambda each: consulted[each[0]].text_id)
    }
    # The page of an outcome shows them from the words that were asked about, which need not be the version before.
    keep_differences(
        session, pairs=[(asked_id, version.id) for asked_id, version in new.items() if asked_id != version.id]
    )
    for theme in themes:
        response = theme.response
        for change in response.changes if response else []:
            origin = home[change.clause_id]
            session.add(
                OutcomeChange(
                    outcome_id=outcome.id, theme_id=theme.id, clause_id=change.clause_id, from_version_id=origin.id,
                    to_version_id=new[origin.id].id,
                )
            )  # fmt: skip
        for row in response.milestones if response else []:
            session.add(
                OutcomeMilestone(outcome_id=outcome.id, theme_id=theme.id, milestone_id=row.milestone_id)
            )
    session.flush()


def _need_no_names(session: Session, version: TextVersion, words: Sequence[str]) -> None:
    """Raise where new words of minutes hold a name: somebody may have been added since they were written."""
    owner = owners_of_texts(session, [version.text_id]).get(version.text_id)
    if isinstance(owner, NamedMeeting):
        found = problems_of_names(session, {str(number): word for number, word in enumerate(words)})
        raise_any([DomainError("name-in-answer", name=problem.values["name"]) for problem in found[:1]])


def dropped(session: Session, themes: Sequence[Theme], before: Outcome | None, now: datetime) -> set[int]:
    """Return the clause ids that the outcome ``before`` changed and these themes' answers do not, and that still stand.

    A clause whose words another consultation has changed since is its answer's, and is left alone.
    """
    if before is None:
        return set()
    kept = {change.clause_id for theme in themes if theme.response for change in theme.response.changes}
    rows = [row for row in queries.changes(session, outcome_id=before.id) if row.clause_id not in kept]
    if not rows:
        return set()
    versions = texts.versions_by_ids(session, {row.to_version_id for row in rows})
    standing = {
        text_id: standing_version(session, text_id=text_id, now=now, among=ADOPTED)
        for text_id in {version.text_id for version in versions.values()}
    }
    found = set()
    for row in rows:
        changed = versions[row.to_version_id]
        newest, words = standing[changed.text_id], _words(changed).get(row.clause_id)
        if words is not None and newest is not None and _words(newest).get(row.clause_id) == words:
            found.add(row.clause_id)
    return found


def _words(version: TextVersion) -> dict[int, Pair]:
    return {row.clause_id: (row.text_ar, row.text_en) for row in version.clauses}


def _new_version(
    session: Session, now: datetime, consulted: TextVersion, changes: dict[int, Pair], outcome: Outcome, why: Pair
) -> TextVersion:  # fmt: skip
    """Return the version that says what ``changes`` ask for; a correction that changes no word reuses the newest.

    It follows what was adopted since the question, and else what was asked about: never what another consultation
    proposed or took back meanwhile.
    """
    texts.lock_text(session, consulted.text_id)
    newest = standing_version(session, text_id=consulted.text_id, now=now, among=ADOPTED)
    if newest is not None and newest.number <= consulted.number:
        newest = None
    if newest is not None:
        words = _words(newest)
        if all(words.get(clause_id) == pair for clause_id, pair in changes.items()):
            return newest
    base = newest or consulted
    reason = (outcome.reason_ar or why[0], outcome.reason_en or why[1])
    _need_no_names(session, base, [*reason, *(word for pair in changes.values() for word in pair)])
    owner = record_names(session, [base.text_id])[base.text_id]
    return publish_changed_version(session, now=now, base=base, changes=changes, reason=reason, owner=owner)
