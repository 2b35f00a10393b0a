"""What participants do: comment, reply, propose, keep for later, take back."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consult.contributions import services
from consult.contributions.models import Contribution
from consult.contributions.queries import waiting_drafts
from consult.contributions.services import Words
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from tests.machine.ground import BACK, INDEX, SPEAKERS, Ground
from tests.machine.model import DEEPEST, GRACE, NOBODY, Voice, Waiting
from tests.machine.stage import CITIZENS, MEMBERS, OUTSIDERS, STAFF_OF_THE_BODY

STANCES = st.sampled_from(["support", "reservations", "oppose", "neutral", None])
SILENT = ("unconfirmed", "suspended")
ENDED = (State.ANSWERED, State.CANCELLED)
HEARD = (State.OPEN, State.CLOSED)


class Speaking(Ground):
    """The participants' part."""

    def said(self) -> bool:
        """Whether there is anything to act on."""
        return bool(self.model.voices)

    @rule(by=SPEAKERS, clause=INDEX, stance=STANCES, named=st.booleans(), back=BACK, whole=st.integers(0, 3))
    def comment(
        self, by: str, clause: int, stance: str | None, back: timedelta, whole: int, *, named: bool
    ) -> None:
        """Comment on a clause or on the whole text."""
        on_clause = Subject(SubjectKind.CLAUSE, self.stage.clauses[clause % len(self.stage.clauses)])
        subject = on_clause if whole else None
        words = Words(self.new_key(), self.new_words(), subject=subject, stance=stance, named=named)
        self.say("comment", by, words, back)

    @rule(by=st.sampled_from([*MEMBERS, *MEMBERS, "first"]), empty=st.integers(0, 5))
    def speak_for_a_body(self, by: str, empty: int) -> None:
        """Comment in the name of an organisation, which is for its representatives."""
        body = self.new_words() if empty else "\u200b "
        words = Words(self.new_key(), body, organisation=self.stage.union)
        self.say("speak for a body", by, words, timedelta(0))

    @precondition(said)
    @rule(by=SPEAKERS, to=INDEX, back=BACK, named=st.booleans())
    def reply(self, by: str, to: int, back: timedelta, *, named: bool) -> None:
        """Reply to any voice, those that are gone or too deep included."""
        words = Words(
            self.new_key(), self.new_words(), kind="reply", parent=self.voice(to).reference, named=named
        )  # fmt: skip
        self.say("reply", by, words, back)

    @rule(by=SPEAKERS, back=BACK)
    def propose(self, by: str, back: timedelta) -> None:
        """Make a proposal with its title and problem."""
        body = self.new_words()
        words = Words(self.new_key(), body, kind="proposal", title=f"T {body}", problem=f"P {body}")
        self.say("propose", by, words, back)

    @precondition(said)
    @rule(which=INDEX)
    def send_again(self, which: int) -> None:
        """Send a posted form again, with other words: its key was used, so that nothing new is said."""
        voice = self.voice(which)
        if voice.status == "erased" or voice.by == NOBODY:
            return  # Nobody's any more, or never was, and neither is its key.
        found = self.attempt("send again", None, lambda: services.submit(
            self.session, actor=self.actor(voice.by), now=self.now, consultation_id=self.stage.consultation_id,
            words=Words(voice.key, self.new_words()),
        ))  # fmt: skip
        assert found is not None
        assert found.reference == voice.reference

    def say(self, rule_name: str, by: str, words: Words, back: timedelta) -> None:
        """Post and, where the model allows it, note the voice."""
        now, arrived = self.now, self.arrival(back)
        expected = self.against_posting(by, words, arrived)
        posted = self.attempt(rule_name, expected, lambda: services.submit(
            self.session, actor=self.actor(by), now=now, consultation_id=self.stage.consultation_id, words=words,
            arrived_at=arrived,
        ))  # fmt: skip
        if posted is not None:
            self.heard(posted, by, words, arrived)

    def against_posting(self, by: str, words: Words, arrived: datetime) -> str | None:
        """Return what stands against these words, which arrived then and are written now."""
        if by in SILENT:
            return "confirm-first"
        if self.state is State.DRAFT:
            return "not-found"
        if self.state in ENDED or self.model.state(arrived) not in HEARD:
            return "contribution-not-now"
        if "officer" in STAFF_OF_THE_BODY.get(by, ()):
            return "speaks-for-the-body"
        if not words.body.strip("\u200b "):
            return "write-this"
        parent = self.model.voices.get(words.parent or "")
        ends_here = parent and not (parent.is_published and parent.depth < DEEPEST)
        return "not-found" if ends_here or (words.organisation and by not in MEMBERS) else None

    def heard(self, posted: Contribution, by: str, words: Words, arrived: datetime) -> None:
        """Note in the model what was acknowledged."""
        model, parent = self.model, self.model.voices.get(words.parent or "")
        model.voices[posted.reference] = Voice(
            reference=posted.reference, row_id=posted.id, by=by, key=words.key, kind=words.kind,
            clause=parent.clause if parent else words.subject and words.subject.id, parent=words.parent,
            depth=parent.depth + 1 if parent else 0, stance=words.stance, organisation=words.organisation,
            named=words.named, title=words.title or None, problem=words.problem or None, body=words.body,
            arrived=arrived.replace(microsecond=0), late=arrived >= model.closes, fingerprint=posted.fingerprint,
            posted=posted.posted_at,
        )  # fmt: skip
        self.log("contribution-received", posted.reference)
        model.mails[f"receipt:{posted.reference}"] = posted.reference

    @rule(by=st.sampled_from([*CITIZENS, "auditor"]), back=BACK)
    def keep(self, by: str, back: timedelta) -> None:
        """Keep words for somebody who signs in only afterwards, whose draft then is theirs and nobody else's."""
        arrived, body = self.arrival(back), self.new_words()
        key = self.new_key()
        expected = None if self.model.state(arrived) in HEARD else "not-found"
        token = self.attempt("keep", expected, lambda: services.keep_draft(
            self.session, now=arrived, consultation_id=self.stage.consultation_id, words=Words(key, body),
        ))  # fmt: skip
        if token is not None:
            for name in (by, "staff elsewhere"):
                services.claim_draft(self.session, now=arrived, user_id=self.actor(name).user_id, token=token)
            self.model.waiting.append(Waiting(by, arrived, body, key))

    def waits(self) -> bool:
        """Whether any words wait for their author."""
        return bool(self.model.waiting)

    @precondition(waits)
    @rule(which=INDEX, by=st.sampled_from([*CITIZENS, *OUTSIDERS]), other=st.integers(0, 4))
    def publish_what_waited(self, which: int, by: str, other: int) -> None:
        """Publish what waits: its author may, and it counts from its arrival for 48 hours, from now afterwards."""
        now, model = self.now, self.model
        waiting = model.waiting[which % len(model.waiting)]
        by = waiting.by if other else by
        at = waiting.arrived if now - waiting.arrived <= GRACE else now
        words = Words(waiting.key, waiting.body)
        expected = self.against_posting(by, words, at) if by == waiting.by else "not-found"
        drafts = waiting_drafts(self.session, user_id=self.actor(waiting.by).user_id)
        draft = next(each for each in drafts if each.words["key"] == waiting.key)
        posted = self.attempt("publish what waited", expected, lambda: services.publish_draft(
            self.session, actor=self.actor(by), now=now, draft_id=draft.id, grace_hours=48,
        ))  # fmt: skip
        if posted is not None:
            self.heard(posted, by, words, at)
            model.waiting.remove(waiting)

    @precondition(said)
    @rule(which=INDEX, other=st.integers(0, 4), by=SPEAKERS)
    def withdraw(self, which: int, other: int, by: str) -> None:
        """Take a voice back: its author may, while the consultation is open; again changes nothing."""
        shown = [voice for voice in self.model.voices.values() if voice.is_published]
        voice = shown[which % len(shown)] if shown and other % 2 else self.voice(which)
        by = self.author(voice, by) if other else by
        expected, gone = None, voice.status == "withdrawn"
        if by != voice.by or voice.status == "erased":
            expected = "not-found"
        elif not gone and (
            self.state is not State.OPEN or not (voice.is_published and voice.counts_as_voice)
        ):
            expected = "withdraw-not-now"
        self.attempt("withdraw", expected, lambda: services.withdraw(
            self.session, actor=self.actor(by), now=self.now, reference=voice.reference,
        ))  # fmt: skip
        if expected is None and not gone:
            voice.status = "withdrawn"
            self.log("contribution-withdrawn", voice.reference)
