"""What authors say anew: each change a revision, quiet at first, a correction once somebody has heard it."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consult.contributions import services
from consult.contributions.services import Anew
from consult.shared.state import State
from tests.machine.ground import BACK, INDEX, SPEAKERS, Ground
from tests.machine.model import Voice
from tests.machine.speaking import STANCES

SOON = timedelta(minutes=15)


class Revising(Ground):
    """The authors' part, once they have spoken."""

    def spoken(self) -> bool:
        """Whether anybody has said anything."""
        return bool(self.model.voices)

    @precondition(spoken)
    @rule(which=INDEX, by=SPEAKERS, other=st.integers(0, 5), stance=STANCES, named=st.booleans(), back=BACK)
    def say_anew(
        self, which: int, by: str, other: int, stance: str | None, back: timedelta, *, named: bool
    ) -> None:
        """Say one's own words anew, whether they are shown or hidden; anothers', or what is gone, is refused."""
        voice, arrived, body = self.voice(which), self.arrival(back), self.new_words()
        by = self.author(voice, by) if other else by
        anew = Anew(body, stance=stance, title=f"T {body}", problem=f"P {body}", named=named)
        made = self.attempt("say anew", self.against_changing(voice, by, arrived), lambda: services.revise(
            self.session, actor=self.actor(by), now=arrived, reference=voice.reference, anew=anew, seen=voice.number,
        ))  # fmt: skip
        if made is None:
            return
        soon = arrived - (voice.posted or arrived) < SOON
        correction = voice.correction or not soon or self.is_heard(voice)
        proposal = voice.kind == "proposal"
        voice.earlier.append((str(voice.body), correction))
        voice.number, voice.correction, voice.body = voice.number + 1, correction, body
        voice.title, voice.problem = (anew.title, anew.problem) if proposal else (None, None)
        voice.stance = None if voice.parent else stance
        voice.named = named and voice.organisation is None
        voice.arrived, voice.fingerprint = arrived.replace(microsecond=0), made.fingerprint
        self.log("contribution-revised", voice.reference)
        self.model.mails[f"receipt:{voice.reference}:{voice.number}"] = voice.reference

    def against_changing(self, voice: Voice, by: str, arrived: datetime) -> str | None:
        """Return what stands against changing a voice."""
        if by != voice.by or voice.status == "erased" or not voice.counts_as_voice:
            return "not-found"
        is_open = self.model.judged(arrived) is State.OPEN
        return None if is_open and voice.status != "withdrawn" else "revise-not-now"

    def is_heard(self, voice: Voice) -> bool:
        """Whether anybody answered, translated, voted or decided, what was taken back included."""
        model, reference = self.model, voice.reference
        answered = any(each.parent == reference for each in model.voices.values())
        voted = any((kind, on) == ("voice", reference) for kind, on, _by in model.votes)
        decided = any(of == reference for _kind, of in model.decisions)
        return answered or voted or decided or reference in model.translations
