"""What participants vote, and take back."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consult.contributions import services
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.models import NONE
from tests.machine.ground import BACK, INDEX, SPEAKERS, Ground
from tests.machine.model import Model
from tests.machine.speaking import SILENT
from tests.machine.stage import MEMBERS

CHOICES = st.sampled_from(["agree", "disagree", "pass"] * 3 + ["abstain"])


class Voting(Ground):
    """The voters' part."""

    def heard_something(self) -> bool:
        """Whether there is anything to vote on but clauses."""
        return bool(self.model.voices)

    @rule(by=SPEAKERS, on=INDEX, choice=CHOICES, back=BACK)
    def vote_on_clause(self, by: str, on: int, choice: str, back: timedelta) -> None:
        """Vote on a clause; now and then on one of another text."""
        arrived, clauses = self.arrival(back), self.stage.clauses
        clause = clauses[on % len(clauses)] if on % 7 else clauses[0] - 1
        expected = self.against_voting(by, choice, arrived)
        if expected is None and clause not in clauses:
            expected = "not-found"
        self.attempt("vote on clause", expected, lambda: services.vote_on_clause(
            self.session, actor=self.actor(by), now=arrived, consultation_id=self.stage.consultation_id,
            clause_id=clause, choice=choice,
        ))  # fmt: skip
        if expected is None:
            self.counted(("clause", clause, by), choice, arrived)

    @precondition(heard_something)
    @rule(by=SPEAKERS, on=INDEX, choice=CHOICES, back=BACK)
    def vote_on_voice(self, by: str, on: int, choice: str, back: timedelta) -> None:
        """Vote on a voice, one that is gone included."""
        arrived, voice = self.arrival(back), self.voice(on)
        expected = self.against_voting(by, choice, arrived)
        if not (voice.is_published and voice.counts_as_voice):
            expected = "not-found"
        elif by == voice.by or (voice.organisation and by in MEMBERS):
            expected = "own-words"
        self.attempt("vote on voice", expected, lambda: services.vote_on_contribution(
            self.session, actor=self.actor(by), now=arrived, reference=voice.reference, choice=choice,
        ))  # fmt: skip
        if expected is None:
            self.counted(("voice", voice.reference, by), choice, arrived)

    @rule(by=SPEAKERS, on=INDEX, back=BACK, voice=st.booleans())
    def take_a_vote_back(self, by: str, on: int, back: timedelta, *, voice: bool) -> None:
        """Take a vote back, or what is none: then nothing changes."""
        arrived, clause = self.arrival(back), self.stage.clauses[on % len(self.stage.clauses)]
        mine = [key for key in self.model.votes if key[0] == "voice" and key[2] == by]
        key = mine[on % len(mine)] if voice and mine else ("clause", clause, by)
        subject = (
            Subject(SubjectKind.CONTRIBUTION, self.model.voices[str(key[1])].row_id)
            if key[0] == "voice"
            else Subject(SubjectKind.CLAUSE, clause)
        )
        expected = self.against_voting(by, "agree", arrived)
        self.attempt("take a vote back", expected, lambda: services.take_back_vote(
            self.session, actor=self.actor(by), now=arrived, consultation_id=self.stage.consultation_id,
            subject=subject,
        ))  # fmt: skip
        if expected is None and self.model.votes.get(key, (NONE,))[0] != NONE:
            self.counted(key, NONE, arrived)

    def against_voting(
        self, by: str, choice: str, arrived: datetime, model: Model | None = None
    ) -> str | None:
        """Return what stands against a vote that arrived then, in this consultation or in that of another ``model``."""
        model = model or self.model
        if model.state(arrived) is State.DRAFT:
            return "not-found"
        if choice == "abstain":
            return "choose-one"
        if by in SILENT:
            return "confirm-first"
        return None if model.judged(arrived) is State.OPEN else "vote-not-now"

    def counted(
        self, subject: tuple[str, int | str, str], choice: str, arrived: datetime, model: Model | None = None
    ) -> None:
        """Note a vote: of one person's on one subject, the last one that was taken counts, whatever its clock said."""
        (model or self.model).votes[subject] = (choice, arrived)
        self.voter = subject[2]
