"""Another consultation on the same clauses: what is voted in one of the two is nothing to the other."""

from __future__ import annotations

from datetime import timedelta

from hypothesis.stateful import rule

from consult.consultations import services as consultations
from consult.contributions import services
from tests.factories.scenes import LIMITS
from tests.machine.ground import BACK, INDEX, SPEAKERS
from tests.machine.model import Model
from tests.machine.stage import BESIDE_CLOSES, BESIDE_OPENS
from tests.machine.voting import CHOICES, Voting


class Beside(Voting):
    """The part of those who vote in the other one, which is open for longer than any life goes on."""

    def __init__(self, *args: object) -> None:
        """Begin with the other draft of the stage."""
        super().__init__(*args)  # type: ignore[arg-type]  # the stage
        self.beside = Model(BESIDE_OPENS, BESIDE_CLOSES, dict(self.stage.words))

    def once_announced(self) -> None:
        """Announce the other one after the first, which has published the text of both."""
        at = self.now
        consultations.announce(
            self.session, actor=self.actor("officer"), now=at, consultation_id=self.stage.beside_id, limits=LIMITS
        )  # fmt: skip
        self.beside.announced = at
        self.log("consultation-announced", f"consultation/{self.stage.beside_slug}")
        self.now += timedelta(seconds=1)

    @rule(by=SPEAKERS, on=INDEX, choice=CHOICES, back=BACK)
    def vote_beside(self, by: str, on: int, choice: str, back: timedelta) -> None:
        """Vote on a clause as the other one asks about it, most often where there is a vote in this one."""
        arrived = self.arrival(back)
        here = [(clause, who) for kind, clause, who in self.model.votes if kind == "clause"]
        clause: int | str = self.stage.clauses[on % len(self.stage.clauses)]
        if here and on % 3:
            clause, by = here[on % len(here)]
        expected = self.against_voting(by, choice, arrived, self.beside)
        self.attempt("vote beside", expected, lambda: services.vote_on_clause(
            self.session, actor=self.actor(by), now=arrived, consultation_id=self.stage.beside_id,
            clause_id=int(clause), choice=choice,
        ))  # fmt: skip
        if expected is None:
            self.counted(("clause", clause, by), choice, arrived, self.beside)
