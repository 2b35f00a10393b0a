"""The machine: a consultation lives by rules drawn at random, and after each of them every invariant holds."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from consult.contributions.services import Words
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from tests.machine import checks, rows
from tests.machine.answering import Answering
from tests.machine.asking import Asking
from tests.machine.beside import Beside
from tests.machine.clarifying import Clarifying
from tests.machine.ground import REASON
from tests.machine.keying import Keying
from tests.machine.revising import Revising

DAY = timedelta(days=1)
PHASES = [*["open"] * 4, *["closed", "answered"] * 3, *["draft", "announced", "cancelled"] * 2]


class Life(Asking, Clarifying, Answering, Beside, Revising, Keying):
    """All parts together, begun somewhere in its course so that the late states are lived in, too."""

    def __init__(self, *args: object) -> None:
        """Begin; what is frozen is remembered by its hash."""
        super().__init__(*args)
        self.frozen: dict[str, str] = {}
        self.closed_last = self.model.closes

    @initialize(
        phase=st.sampled_from(PHASES), voices=st.integers(1, 4), saved=st.booleans(), busy=st.booleans()
    )
    def begin(self, phase: str, voices: int, *, saved: bool, busy: bool) -> None:
        """Bring the draft as far as the phase, by the rules themselves."""
        if saved:
            self.save("officer", (20, 40), stale=False)
        if phase == "draft":
            return
        self.announce("officer")
        if phase == "announced":
            return
        self.now = self.model.opens + DAY
        self.people_speak(voices, busy=busy)
        if phase == "cancelled":
            self.cancel("officer", REASON, 0)
        if phase in ("open", "cancelled"):
            return
        self.now = self.model.closes + DAY
        if busy:
            self.staff_work()
        # Too early, but for a consultation in which nothing that is shown was said.
        self.publish("publisher", 0, ("", ""))
        if phase == "answered":
            self.settle(0)
            if busy:
                # Whoever edited last does not publish, whatever else they may.
                self.rename_theme("all in one", 0)
                self.publish("all in one", 0, ("", ""))
            self.publish("publisher", 0, ("", ""))
            if saved:
                # A correction that no longer changes what the first version changed.
                self.answer("officer", 0, "accepted", 1, None, REASON, stale=False)
                self.publish("publisher", 0, REASON)

    def people_speak(self, voices: int, *, busy: bool) -> None:
        """Let some comment; where it is busy, others reply, vote, and take something back."""
        now = timedelta(0)
        for number, by in enumerate(("first", "moderator", "member", "second")[:voices]):
            clause = Subject(SubjectKind.CLAUSE, self.stage.clauses[number % 2])
            words = Words(
                self.new_key(), self.new_words(), subject=clause, stance="support", named=number == 1
            )
            self.say("comment", by, words, now)
        if busy:
            self.extend("officer", 7, REASON)
            self.correct("officer", REASON)
            self.speak_for_a_body("member", 1)
            self.comment("unconfirmed", 0, None, now, 1, named=False)
            self.vote_on_clause("suspended", 0, "agree", now)
            self.reply("second", 0, now, named=True)
            self.vote_on_clause("first", 1, "agree", now)
            # One that arrived before the vote that is there already, and is written after it, changes nothing.
            self.vote_on_clause("first", 1, "disagree", timedelta(minutes=30))
            # Each of two votes of one person on one clause is changed, and the other stays.
            self.vote_beside("first", 1, "disagree", now)
            self.vote_beside("first", 1, "pass", now)
            self.vote_on_clause("first", 1, "pass", now)
            self.vote_beside("suspended", 0, "agree", now)
            self.vote_on_voice("second", 0, "pass", now)
            self.take_a_vote_back("second", 0, now, voice=True)
            self.clarify("officer", 0, 1)
            self.clarify("moderator", 0, 1)
            self.translate("moderator", 0, 1, 1)
            self.translate("publisher", 0, 1, 1)
            self.comment("third", 2, "oppose", now, 1, named=False)
            self.withdraw(len(self.model.voices) - 1, 1, "third")
            self.keep("third", now)
            self.publish_what_waited(0, "third", 1)
            self.say_anew(0, "first", 1, "oppose", now, named=False)
            self.keep("third", now)
            self.propose("second", now)
            self.key_in("moderator", 0, "oppose", "post", 1)
            self.key_in("officer", 0, None, "phone", 0)
            self.ask_erasure("moderator", len(self.model.voices) - 1, "why", mine=False)
            self.erase("moderator beside", 0, 7, REASON)

    def staff_work(self) -> None:
        """Let staff begin: a theme with a point and an answer that changes a clause, another one put away again."""
        self.remove_theme("moderator", 1)
        self.add_theme("moderator")
        self.rename_theme("moderator beside", 0)
        self.place("moderator", 0, [0], also=False)
        self.unplace("moderator", [0])
        self.place("moderator", 0, [0], also=False)
        self.save_point("moderator", 0, [0])
        self.answer("officer", 0, "accepted", 1, ("نص جديد", "New words"), REASON, stale=False)
        self.hide("moderator", 1, 7, REASON)  # Refused where it is their own.
        self.hide("moderator beside", 1, 7, REASON)
        self.restore("moderator beside", 1, REASON)
        self.ask_erasure("moderator", 1, "why", mine=False)
        self.erase("moderator", 0, 7, REASON)
        self.take_back_erasure(0, "moderator", mine=True)
        self.ask_erasure("moderator", 0, "why", mine=True)
        self.refuse_erasure("moderator", 0, "answer")

    @rule(data=st.data())
    def any_rule(self, data: st.DataObject) -> None:
        """Do any rule: of each life some are left out at random, and what needs several of them would be rare."""
        open_to_us = [
            each
            for each in self.rules
            if each.function.__name__ != "any_rule" and all(may(self) for may in each.preconditions)
        ]
        chosen = data.draw(st.sampled_from(open_to_us))
        chosen.function(self, **{name: data.draw(drawn) for name, drawn in chosen.arguments.items()})

    @invariant()
    def everything_holds(self) -> None:
        """Check all invariants against the rows; what was refused was rolled back, and only the clock went on."""
        session, stage, model = self.session, self.stage, self.model
        stage.tally.states[self.state.value] += 1
        checks.the_clock_decides(session, stage, self.state, self.now)
        if not self.changed:
            return
        self.changed = False
        seen = rows.look(session, stage)
        checks.nothing_is_lost(seen, stage, model)
        checks.translations_stand_beside(seen, model)
        checks.each_decision_is_public(seen, stage, model)
        for votes, asked, own in (
            (seen.votes, stage.consultation_id, model),
            (seen.votes_beside, stage.beside_id, self.beside),
        ):
            checks.one_vote_each(session, votes, asked, stage, own)
            if self.voter:
                checks.shown_as_ones_own(session, asked, stage, own, self.voter)
        self.voter = ""
        checks.counts_hold_what_is_shown(session, stage, model)
        checks.dates_are_the_models(seen, model)
        if self.state in (State.CLOSED, State.ANSWERED):
            checks.nothing_is_silent(session, stage, model)
        checks.an_outcome_says_what_was_true(seen, model)
        self.published_text_stays(seen)

    def published_text_stays(self, seen: rows.Seen) -> None:
        """Compare what was published once with its hash of then; a closing moves later alone (invariant 5)."""
        announced = self.model.announced is not None
        assert not announced or self.model.closes >= self.closed_last
        self.closed_last = self.model.closes
        now = checks.published_once(seen, announced=announced)
        assert sum(name.startswith("version") for name in now) == (self.model.versions if announced else 0)
        different = [name for name, hashed in self.frozen.items() if now.get(name) != hashed]
        assert not different, f"changed after they were published: {different}"
        self.frozen = now
