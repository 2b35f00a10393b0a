"""What every part of the machine stands on: one life in one savepoint, the model beside it, and attempts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.state import State
from tests.domain.refusal import found
from tests.factories import moments
from tests.machine.model import NOBODY, STAFF, Model, Voice
from tests.machine.stage import CITIZENS, EVERYBODY, STAFF_OF_THE_BODY, Stage

T = TypeVar("T")

ANY = "any refusal"
REASON = ("سبب منشور", "A published reason")
REASONS = st.sampled_from([REASON, REASON, REASON, ("سبب", " ")])
INDEX = st.integers(0, 50)
# Most often somebody who may, sometimes anybody.
SPEAKERS = st.sampled_from([*CITIZENS * 4, *["moderator", "moderator beside"] * 3, *EVERYBODY])
BACK = st.sampled_from([timedelta(0)] * 3 + [timedelta(minutes=30), timedelta(hours=30)])


def whoever(role: str) -> st.SearchStrategy[str]:
    """Draw most often one who holds the role in the asking body, sometimes anybody."""
    holders = [name for name, roles in STAFF_OF_THE_BODY.items() if role in roles]
    return st.sampled_from(holders * 10 + list(EVERYBODY))


class Ground(RuleBasedStateMachine):
    """One life: a savepoint of the stage's transaction, undone at its end."""

    def __init__(self, stage: Stage) -> None:
        """Begin with the draft of the stage."""
        super().__init__()
        self.stage = stage
        self.session = Session(
            stage.connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        self.now = moments.DRAFTED
        self.model = Model(moments.OPENS, moments.CLOSES, dict(stage.words), newest=dict(stage.words))
        self.model.acts.append("drafted")
        self.written = self.keys = 0
        self.voter = ""  # who has voted since the rows were looked at
        self.changed = True  # since the rows were looked at last
        stage.tally.lives += 1

    def teardown(self) -> None:
        """Undo the life."""
        self.session.close()

    @property
    def state(self) -> State:
        """Where the consultation stands now, by the model."""
        return self.model.state(self.now)

    def actor(self, name: str) -> Actor:
        """Return the actor of that name."""
        return self.stage.actors[name]

    def voice(self, index: int) -> Voice:
        """Return one of the voices; the machine's preconditions make sure that there is one."""
        every = list(self.model.voices.values())
        return every[index % len(every)]

    def author(self, voice: Voice, otherwise: str) -> str:
        """Return who said it, or somebody else where nobody here did."""
        return otherwise if voice.by == NOBODY else voice.by

    def theme(self, index: int) -> int:
        """Return the id of one of the working themes."""
        every = list(self.model.themes)
        return every[index % len(every)]

    def new_words(self) -> str:
        """Return words that were never written before, to be found again wherever they leak."""
        self.written += 1
        return f"كلمات لم تُكتب من قبل: canary-{self.written:04d}-words"

    def new_key(self) -> str:
        """Return an idempotency key that no form had before."""
        self.keys += 1
        return f"key-{self.keys}"

    def refusal(self, by: str, act: str) -> str | None:
        """Return what stands against a staff act by the roles and states of the model."""
        role, states = STAFF[act]
        if role not in STAFF_OF_THE_BODY.get(by, ()):
            return "not-found"
        if self.state in states.split():
            return None
        # Of a draft, those are told who may read it; the others find nothing.
        return "not-found" if act == "moderate" else ANY if self.state is State.DRAFT else "state-refuses"

    def attempt(self, rule: str, expected: str | None, call: Callable[[], T]) -> T | None:
        """Do what the model allows (``expected`` is None), or see it refused by that code; return what came of it.

        What is refused is rolled back, as a request is. Time goes on by a second.
        """
        try:
            with self.session.begin_nested():
                result = call()
        except (DomainError, NotFoundError) as problem:
            codes = (
                {code for code, _ in found(problem)} if isinstance(problem, DomainError) else {"not-found"}
            )
            assert expected is not None, f"{rule} was refused ({codes}), and the model allows it"
            assert expected in (ANY, *codes), f"{rule} was refused by {codes}, the model says {expected}"
            self.stage.tally.refused[rule] += 1
            return None
        finally:
            self.now += timedelta(seconds=1)
        assert expected is None, f"{rule} was done, and the model refuses it: {expected}"
        self.stage.tally.done[rule] += 1
        self.changed = True
        return result

    def once_announced(self) -> None:
        """Do what follows the announcement."""

    def log(self, kind: str, subject: str) -> None:
        """Expect an entry in the public log."""
        self.model.log.append((kind, subject))

    def arrival(self, back: timedelta) -> datetime:
        """Return when a request came that is written now."""
        return self.now - back
