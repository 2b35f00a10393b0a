"""How people vote in a consultation: on its clauses and on what others said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zlib import crc32

from consult.accounts.policies import Actor
from consult.commands.demonstration.consultation import Consulted, Stage
from consult.contributions.services import vote_on_clause, vote_on_contribution
from consult.votes.models import Choice

_A_SECOND = timedelta(seconds=1)


def vote(stage: Stage, consulted: Consulted) -> None:
    """Let the votes be cast in the story that the content counts: each by somebody else, none on one's own words."""
    given, row = consulted.given, consulted.consultation
    latest = min(stage.moments.now, row.closes_at) - _A_SECOND
    if "cancelled" in given:
        latest = min(latest, stage.moments.working(given["cancelled"]["at"]) - _A_SECOND)
    for key, counts in given["votes"]["clauses"].items():
        for actor, choice, at in _ballots(stage, key, counts, None, row.opens_at, latest):
            _on_clause(stage, consulted, consulted.text.clauses[key], actor, choice, at)
    said = {each["key"]: each for each in given["contributions"]}
    for key, counts in given["votes"]["contributions"].items():
        author = stage.people.speaker(key, said[key]["speaker"])
        since = stage.moments.of(said[key]["at"])
        for actor, choice, at in _ballots(stage, key, counts, author.user_id, since, latest):
            _on_contribution(stage, consulted, key, actor, choice, at)


def _ballots(
    stage: Stage, key: str, counts: dict[str, int], author_id: int | None, since: datetime, latest: datetime
) -> Iterator[tuple[Actor, str, datetime]]:
    """Yield who votes how and when; the voters begin elsewhere for each subject, the same at each loading."""
    choices = [choice.value for choice in Choice for _ in range(counts[choice.value])]
    voters = [actor for actor in stage.people.voters if actor.user_id != author_id]
    if len(choices) > len(voters):
        raise RuntimeError(f"more votes on {key} than there are voters")
    first = crc32(key.encode()) % len(voters)
    between = (latest - since) / (len(choices) + 1)
    for place, choice in enumerate(choices):
        yield voters[(first + place) % len(voters)], choice, since + between * (place + 1)


def _on_clause(
    stage: Stage, consulted: Consulted, clause_id: int, actor: Actor, choice: str, at: datetime
) -> None:
    consultation_id = consulted.consultation.id
    stage.story.add(
        at,
        lambda: vote_on_clause(
            stage.session, actor=actor, now=at, consultation_id=consultation_id, clause_id=clause_id, choice=choice
        ),
    )  # fmt: skip


def _on_contribution(
    stage: Stage, consulted: Consulted, key: str, actor: Actor, choice: str, at: datetime
) -> None:
    stage.story.add(
        at,
        lambda: vote_on_contribution(
            stage.session, actor=actor, now=at, reference=consulted.said[key].reference, choice=choice
        ),
    )
