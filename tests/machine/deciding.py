"""What moderators do with single voices: hide, show again, erase with a second person."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consult.moderation import services
from consult.moderation.models import ModerationDecision
from consult.outcomes import services as outcomes
from tests.machine.ground import INDEX, REASON, REASONS, SPEAKERS, whoever
from tests.machine.model import NOBODY, Voice
from tests.machine.speaking import Speaking
from tests.machine.stage import MEMBERS

RULES = st.sampled_from([1, 4, 7, 8, 8, 9, None])


class Deciding(Speaking):
    """The moderators' part."""

    @precondition(Speaking.said)
    @rule(by=whoever("moderator"), which=INDEX, number=RULES, reason=REASONS)
    def hide(self, by: str, which: int, number: int | None, reason: tuple[str, str]) -> None:
        """Hide a voice by a published rule, not one's own, with a reason in both languages."""
        own = [voice for voice in self.model.voices.values() if self.own(by, voice)]
        voice = own[which % len(own)] if own and which % 3 == 0 else self.voice(which)
        expected = self.against_deciding(by, voice, reason)
        if expected != "not-found" and number not in range(1, 9):
            expected = "choose-one"
        expected = expected or (None if voice.status in {"published", "held"} else "already-decided")
        made = self.attempt("hide", expected, lambda: services.hide(
            self.session, actor=self.actor(by), now=self.now, reference=voice.reference, rule=number, reason=reason,
        ))  # fmt: skip
        if made is not None:
            self.decided(made, voice, "hide", "hidden")

    @precondition(Speaking.said)
    @rule(by=whoever("moderator"), which=INDEX, reason=REASONS)
    def restore(self, by: str, which: int, reason: tuple[str, str]) -> None:
        """Show a voice again, a hidden one where there is one; what no outcome answered is said to wait."""
        hidden = [voice for voice in self.model.voices.values() if voice.status == "hidden"]
        if not hidden and which % 2:
            self.hide("moderator", which, 7, REASON)
            hidden = [voice for voice in self.model.voices.values() if voice.status == "hidden"]
        voice = hidden[which % len(hidden)] if hidden and which % 4 else self.voice(which)
        expected = self.against_deciding(by, voice, reason)
        expected = expected or (None if voice.status == "hidden" else "already-decided")
        made = self.attempt("restore", expected, lambda: outcomes.restore(
            self.session, actor=self.actor(by), now=self.now, reference=voice.reference, reason=reason,
        ))  # fmt: skip
        if made is not None:
            self.decided(made, voice, "restore", "published")
            published = self.model.outcomes
            if published and voice.counts_as_voice and voice.reference not in published[-1].places:
                number = published[-1].number + 1
                self.log("answer-awaited", f"consultation/{self.stage.slug}/outcome/{number}")

    def own(self, by: str, voice: Voice) -> bool:
        """Whether somebody said it, or it was said for the organisation that they speak for."""
        return voice.status != "erased" and (
            by == voice.by or (voice.organisation is not None and by in MEMBERS)
        )

    def against_deciding(self, by: str, voice: Voice, reason: tuple[str, str]) -> str | None:
        """Return what stands against any decision on a voice."""
        if self.own(by, voice) or self.refusal(by, "moderate"):
            return "not-found"
        return None if reason == REASON else "write-this"

    def decided(self, made: ModerationDecision, voice: Voice, kind: str, status: str) -> None:
        """Note a decision: the state, its row, its one entry in the log, the author's mail."""
        voice.status = status
        self.model.decisions.append((kind, voice.reference))
        self.log(f"moderation-{kind}", voice.reference)
        if voice.by != NOBODY:
            self.model.mails[f"moderation:{made.id}"] = voice.reference

    @precondition(Speaking.said)
    @rule(
        by=whoever("moderator"), which=INDEX, mine=st.booleans(), reason=st.sampled_from(["why", "why", ""])
    )
    def ask_erasure(self, by: str, which: int, reason: str, *, mine: bool) -> None:
        """Ask that words be destroyed: their author, or a moderator who says why; one request waits at a time."""
        voice = self.voice(which)
        by = self.author(voice, by) if mine else by
        own = by == voice.by and voice.status != "erased"
        barred = voice.status == "erased" or (voice.status == "withdrawn" and not own)
        expected = None
        if barred or (self.refusal("moderator", "moderate") if own else self.refusal(by, "moderate")):
            expected = "not-found"
        elif not (own or reason or voice.reference in self.model.requests):
            expected = "write-this"
        asked = self.attempt("ask erasure", expected, lambda: services.ask_erasure(
            self.session, actor=self.actor(by), now=self.now, reference=voice.reference, reason=reason,
        ))  # fmt: skip
        if asked is not None:
            self.model.requests.setdefault(voice.reference, (asked.id, None if own else by))

    @precondition(Speaking.said)
    @rule(which=INDEX, mine=st.booleans(), by=SPEAKERS)
    def take_back_erasure(self, which: int, by: str, *, mine: bool) -> None:
        """Take one's own request back."""
        self.somebody_asks(which)
        if not self.model.requests:
            return
        voice, asker = self.requested(which)
        by = (asker or self.author(voice, by)) if mine else by
        expected = None if by == (asker or voice.by) else "not-found"
        self.attempt("take back erasure", expected, lambda: services.take_back_erasure(
            self.session, actor=self.actor(by), now=self.now, reference=voice.reference,
        ))  # fmt: skip
        if expected is None:
            del self.model.requests[voice.reference]

    @precondition(Speaking.said)
    @rule(by=whoever("moderator"), which=INDEX, answer=st.sampled_from(["answer", "answer", " "]))
    def refuse_erasure(self, by: str, which: int, answer: str) -> None:
        """Refuse a request, with an answer."""
        self.somebody_asks(which)
        if not self.model.requests:
            return
        voice, asker = self.requested(which)
        expected = self.against_erasing(by, voice, asker) or (None if answer.strip() else "write-this")
        self.attempt("refuse erasure", expected, lambda: services.refuse_erasure(
            self.session, actor=self.actor(by), now=self.now, reference=voice.reference, answer=answer,
        ))  # fmt: skip
        if expected is None:
            request_id, _ = self.model.requests.pop(voice.reference)
            self.model.mails[f"erasure:{request_id}"] = None

    @precondition(Speaking.said)
    @rule(by=whoever("moderator"), which=INDEX, number=RULES, reason=REASONS)
    def erase(self, by: str, which: int, number: int | None, reason: tuple[str, str]) -> None:
        """Destroy words that somebody else asked to be destroyed; a published outcome follows with its next version."""
        self.somebody_asks(which)
        waiting = bool(self.model.requests)
        voice, asker = self.requested(which) if waiting else (self.voice(which), None)
        expected = self.against_erasing(by, voice, asker) if waiting else "not-found"
        if expected is None and number == 9:
            expected = "choose-one"
        elif expected is None and reason != REASON:
            expected = "write-this"
        made = self.attempt("erase", expected, lambda: outcomes.erase(
            self.session, actor=self.actor(by), now=self.now, reference=voice.reference, rule=number, reason=reason,
        ))  # fmt: skip
        if made is None:
            return
        model = self.model
        del model.requests[voice.reference]
        model.mails = {key: about for key, about in model.mails.items() if about != voice.reference}
        self.decided(made, voice, "erase", "erased")
        if model.outcomes and voice.counts_as_voice:
            number = model.publish_copy().number
            self.log("consultation-answered", f"consultation/{self.stage.slug}")
            self.log("outcome-published", f"consultation/{self.stage.slug}/outcome/{number}")
            model.acts.append("answered")

    def somebody_asks(self, which: int) -> None:
        """Let somebody ask first where nobody has, mostly: a request is seldom there by chance."""
        if not self.model.requests and which % 4:
            self.ask_erasure("moderator beside", which, "why", mine=bool(which % 3))

    def requested(self, which: int) -> tuple[Voice, str | None]:
        """Return a voice whose erasure waits to be decided, and the moderator who asked, None for its author."""
        every = list(self.model.requests.items())
        reference, (_, asker) = every[which % len(every)]
        return self.model.voices[reference], asker

    def against_erasing(self, by: str, voice: Voice, asker: str | None) -> str | None:
        """Return what stands against deciding a request: two persons are needed, and neither the author."""
        return "not-found" if by == asker or self.own(by, voice) or self.refusal(by, "moderate") else None
