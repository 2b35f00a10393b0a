"""What moderators key in that came another way: a voice of nobody's."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from consult.contributions.services import Received, Words, key_in
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from tests.factories.letters import ZONE
from tests.machine.ground import INDEX, Ground, whoever
from tests.machine.model import NOBODY, Voice
from tests.machine.speaking import STANCES

DAYS = 14
CHANNELS = st.sampled_from(["post", "phone", "email", "paper", "site"])


class Keying(Ground):
    """The moderators' part for whoever does not write here."""

    @rule(by=whoever("moderator"), clause=INDEX, stance=STANCES, channel=CHANNELS, ago=st.integers(0, 40))
    def key_in(self, by: str, clause: int, stance: str | None, channel: str, ago: int) -> None:
        """Key in what came some days ago, on a way that is one or none."""
        on = Subject(SubjectKind.CLAUSE, self.stage.clauses[clause % len(self.stage.clauses)])
        now, key, body = self.now, self.new_key(), self.new_words()
        day = now.astimezone(ZONE).date() - timedelta(days=ago)
        expected = self.refusal(by, "key in")
        if expected is None and now >= self.model.closes + timedelta(days=DAYS):
            expected = "key-in-not-now"
        elif expected is None and channel == "site":
            expected = "choose-one"
        elif expected is None and day < self.model.opens.astimezone(ZONE).date():
            expected = "before-the-opening"
        made = self.attempt("key in", expected, lambda: key_in(
            self.session, actor=self.actor(by), now=now, zone=ZONE, consultation_id=self.stage.consultation_id,
            words=Words(key, body, subject=on, stance=stance), received=Received(channel, day, "seen", people=ago + 1),
            days=DAYS,
        ))  # fmt: skip
        if made is None:
            return
        assert self.state is not State.DRAFT
        self.model.voices[made.reference] = Voice(
            reference=made.reference, row_id=made.id, by=NOBODY, key=key, kind="comment", clause=on.id, parent=None,
            depth=0, stance=stance, organisation=None, named=False, title=None, problem=None, body=body,
            arrived=now.replace(microsecond=0), late=day > self.model.closes.astimezone(ZONE).date(),
            fingerprint=made.fingerprint, posted=now, channel=channel,
        )  # fmt: skip
        self.log("contribution-received", made.reference)
