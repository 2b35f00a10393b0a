"""What officers and the clock do: draft, announce, extend, correct, cancel, and time going by."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from consult.consultations import services
from consult.consultations.policies.rules import latest_closing
from consult.organisations.models import Organisation
from consult.shared.state import State
from tests.factories.moments import TICK
from tests.factories.scenes import LIMITS, terms
from tests.machine.ground import REASON, REASONS, Ground, whoever

DAY = timedelta(days=1)
# Days of notice and of the period; the last two break the rules of announcing.
PERIODS = st.sampled_from([(15, 28), (15, 28), (20, 40), (3, 12), (15, 12), (15, 5)])


class Asking(Ground):
    """The officers' part."""

    @rule(by=whoever("officer"), days=PERIODS, stale=st.sampled_from([False] * 4 + [True]))
    def save(self, by: str, days: tuple[int, int], *, stale: bool) -> None:
        """Save the draft anew; a short notice says why, a short period does so only beside a short notice."""
        model, notice = self.model, days[0]
        opens = self.now + notice * DAY
        short = {f"{stem}_reason_{lang}": "سبب" for stem in ("notice", "period") for lang in ("ar", "en")}
        changed = terms(
            title_en=f"Question {model.revision + 1}", opens_at=opens, closes_at=opens + days[1] * DAY,
            **(short if notice < LIMITS.notice_days else {}),
        )  # fmt: skip
        expected = self.refusal(by, "edit")
        if expected is None and stale:
            expected = "edited-meanwhile"
        revision = model.revision - 1 if stale else model.revision
        self.attempt("save", expected, lambda: services.save_draft(
            self.session, actor=self.actor(by), now=self.now, terms=changed, slug=self.stage.slug, limits=LIMITS,
            organisation=self.session.get_one(Organisation, self.stage.organisation_id),
            version_ids=[self.stage.version_id], revision=revision,
        ))  # fmt: skip
        if expected is None:
            model.opens, model.closes, model.title = changed.opens_at, changed.closes_at, changed.title_en
            model.short_without_reason = days[1] < LIMITS.open_days and notice >= LIMITS.notice_days
            model.revision += 1

    @rule(by=whoever("officer"))
    def announce(self, by: str) -> None:
        """Announce; again changes nothing."""
        model = self.model
        expected = self.refusal(by, "announce")
        again = expected == "state-refuses"
        if expected is None and self.now > model.opens:
            expected = "opens-in-the-past"
        elif expected is None and model.closes - model.opens < LIMITS.open_days_with_reason * DAY:
            expected = "period-too-short"
        elif expected is None and model.short_without_reason:
            expected = "period-needs-reason"
        elif expected is None and model.opens - self.now < LIMITS.notice_days * DAY and not self.reasoned():
            expected = "notice-too-short"
        at = self.now
        self.attempt("announce", None if again else expected, lambda: services.announce(
            self.session, actor=self.actor(by), now=at, consultation_id=self.stage.consultation_id, limits=LIMITS,
        ))  # fmt: skip
        if expected is None:
            model.announced, model.first_closing = at, model.closes
            model.acts.append("announced")
            self.log("version-published", f"commitment/{self.stage.commitment_id}/1")
            self.log("consultation-announced", f"consultation/{self.stage.slug}")
            self.once_announced()

    def reasoned(self) -> bool:
        """Whether the draft says why its notice is short: it does where a short period needs no reason any more."""
        short = self.model.closes - self.model.opens < LIMITS.open_days * DAY
        return short and not self.model.short_without_reason

    @rule(by=whoever("officer"), days=st.sampled_from([7, 7, 20, 0, -1]), reason=REASONS)
    def extend(self, by: str, days: int, reason: tuple[str, str]) -> None:
        """Move the closing; only ever later."""
        closes = self.model.closes + days * DAY
        expected = self.refusal(by, "extend")
        if expected is None and days <= 0:
            expected = "closing-only-later"
        elif (
            expected is None
            and self.model.first_closing
            and closes > latest_closing(self.model.first_closing, self.now, LIMITS)
        ):
            expected = "closing-too-late"
        elif expected is None and reason != REASON:
            expected = "write-this"
        self.attempt("extend", expected, lambda: services.extend(
            self.session, actor=self.actor(by), now=self.now, consultation_id=self.stage.consultation_id,
            closes_at=closes, reason=reason, limits=LIMITS,
        ))  # fmt: skip
        if expected is None:
            self.model.closes = closes
            self.noted("extended")

    @rule(by=whoever("officer"), reason=REASONS)
    def correct(self, by: str, reason: tuple[str, str]) -> None:
        """Publish an erratum; the text stays."""
        expected = self.refusal(by, "correct") or ("write-this" if reason != REASON else None)
        self.attempt("correct", expected, lambda: services.correct(
            self.session, actor=self.actor(by), now=self.now, consultation_id=self.stage.consultation_id,
            erratum=reason,
        ))  # fmt: skip
        if expected is None:
            self.noted("corrected")

    @rule(by=whoever("officer"), reason=REASONS, really=st.integers(0, 2))
    def cancel(self, by: str, reason: tuple[str, str], really: int) -> None:
        """Cancel, seldom: it ends most of what there is to see. Again changes nothing."""
        if really:
            by = "staff elsewhere"
        expected = self.refusal(by, "cancel")
        again = expected == "state-refuses" and self.model.cancelled is not None
        expected = expected or ("write-this" if reason != REASON else None)
        at = self.now
        self.attempt("cancel", None if again else expected, lambda: services.cancel(
            self.session, actor=self.actor(by), now=at, consultation_id=self.stage.consultation_id, reason=reason,
        ))  # fmt: skip
        if expected is None:
            self.model.cancelled = at
            self.noted("cancelled")

    def noted(self, kind: str) -> None:
        """Expect an act and its entry in the log."""
        self.model.acts.append(kind)
        self.log(f"consultation-{kind}", f"consultation/{self.stage.slug}")

    @rule(
        to=st.sampled_from(
            ["hour"] * 2 + ["days", "opening", "before opening", "closing", "before closing", "after closing"]
        )
    )
    def later(self, to: str) -> None:
        """Let time go by, often to a boundary; a draft is not left lying until its dates are gone."""
        to = "hour" if self.state is State.DRAFT else to
        opens, closes = self.model.opens, self.model.closes
        moment = {
            "hour": self.now + timedelta(hours=1),
            "days": self.now + 3 * DAY,
            "opening": opens,
            "before opening": opens - TICK,
            "closing": closes,
            "before closing": closes - TICK,
            "after closing": closes + 3 * DAY,
        }[to]
        self.now = max(moment, self.now + timedelta(seconds=1))
        self.stage.tally.done["later"] += 1
