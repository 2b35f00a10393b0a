"""What staff put beside voices: the asking body's own clarifications, and translations."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consult.contributions import services
from consult.contributions.services import Translated
from tests.machine.ground import INDEX, whoever
from tests.machine.model import DEEPEST, NOBODY, Voice
from tests.machine.speaking import Speaking
from tests.machine.stage import STAFF_OF_THE_BODY

TRANSLATORS = ("officer", "moderator")


class Clarifying(Speaking):
    """The part of those who speak for the body, and of those who translate."""

    @precondition(Speaking.said)
    @rule(by=whoever("officer"), to=INDEX, empty=st.integers(0, 5))
    def clarify(self, by: str, to: int, empty: int) -> None:
        """Answer a voice in the body's name, those that are gone or too deep included."""
        voice = self.voice(to)
        key, body = self.new_key(), self.new_words() if empty else "\u200b "
        expected = self.refusal(by, "clarify") or (None if empty else "write-this")
        if expected is None and not (voice.is_published and voice.depth < DEEPEST):
            expected = "reply-not-now"
        now = self.now
        said = self.attempt("clarify", expected, lambda: services.clarify(
            self.session, actor=self.actor(by), now=now, parent_reference=voice.reference, text=body, language=None,
            key=key,
        ))  # fmt: skip
        if said is None:
            return
        self.model.voices[said.reference] = Voice(
            reference=said.reference, row_id=said.id, by=by, key=key, kind="clarification", clause=voice.clause,
            parent=voice.reference, depth=voice.depth + 1, stance=None, organisation=None, named=False, title=None,
            problem=None, body=body, arrived=now.replace(microsecond=0), late=False, fingerprint=said.fingerprint,
        )  # fmt: skip
        self.log("contribution-received", said.reference)
        self.model.mails[f"receipt:{said.reference}"] = said.reference
        if voice.counts_as_voice and voice.by not in {by, NOBODY}:
            self.model.mails[f"clarified:{said.reference}"] = voice.reference

    @precondition(Speaking.said)
    @rule(
        by=whoever("moderator") | whoever("officer"),
        which=INDEX,
        stale=st.integers(0, 5),
        same=st.integers(0, 5),
    )
    def translate(self, by: str, which: int, stale: int, same: int) -> None:
        """Translate words into the other language, once more in other words, or in the same, which is nothing new."""
        voice = self.voice(which)
        before = self.model.translations.get(voice.reference, [])
        body = before[-1] if before and same == 0 and voice.is_published else self.new_words()
        expected = self.against_translating(by, voice)
        if expected is None and not stale and body not in before[-1:]:
            expected = "edited-meanwhile"
        part = f"T {body}" if voice.title else ""
        made = self.attempt("translate", expected, lambda: services.translate(
            self.session, actor=self.actor(by), now=self.now, reference=voice.reference, language="en",
            words=Translated(str(body), title=part, problem=part), seen=len(before) if stale else len(before) + 1,
        ))  # fmt: skip
        if made is not None and body not in before[-1:]:
            self.model.translations[voice.reference] = [*before, body]
            self.log("contribution-translated", voice.reference)

    def against_translating(self, by: str, voice: Voice) -> str | None:
        """Return what stands against translating a voice: the roles, the state, and that it is shown no more."""
        held = [role for role in TRANSLATORS if role in STAFF_OF_THE_BODY.get(by, ())]
        if not held:
            return "not-found"
        refused = self.refusal(by, f"translate as {held[0]}")
        return refused or (None if voice.is_published else "not-shown")
