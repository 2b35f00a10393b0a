"""What staff do once it is closed: theme, place, summarise, answer, publish, correct."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consult.outcomes import services
from consult.outcomes.models import Outcome
from consult.outcomes.services import ResponseWords
from consult.shared.state import State
from tests.machine.deciding import Deciding
from tests.machine.ground import INDEX, REASON, REASONS, whoever
from tests.machine.model import ACCEPTING, ANSWERS, NOBODY, Answered, Frozen, Theme

SEVERAL = st.lists(INDEX, min_size=1, max_size=4)
NEW_WORDS = st.sampled_from([("نص جديد", "New words"), ("نص آخر", "Other words"), None])
NUMBERS = st.sampled_from(
    [0, 0, 0, 0, -1, 1]
)  # most often the next version, sometimes the newest or one too far
LATE_STATES = (State.CLOSED, State.ANSWERED)


class Answering(Deciding):
    """The part of those who answer."""

    def themed(self) -> bool:
        """Whether there is a theme."""
        return bool(self.model.themes)

    def sorting(self) -> bool:
        """Whether there are a theme and a voice."""
        return bool(self.model.themes and self.model.voices)

    @rule(by=whoever("moderator"))
    def add_theme(self, by: str) -> None:
        """Add a theme."""
        expected = self.refusal(by, "theme")
        made = self.attempt("add theme", expected, lambda: services.add_theme(
            self.session, actor=self.actor(by), now=self.now, consultation_id=self.stage.consultation_id,
            title=("موضوع", "A theme"),
        ))  # fmt: skip
        if made is not None:
            self.model.themes[made.id] = Theme("A theme")
            self.model.editor = by

    @precondition(themed)
    @rule(by=whoever("moderator"), which=INDEX)
    def rename_theme(self, by: str, which: int) -> None:
        """Give a theme another title; what was published keeps its own."""
        theme, expected = self.theme(which), self.refusal(by, "theme")
        self.attempt("rename theme", expected, lambda: services.rename_theme(
            self.session, actor=self.actor(by), now=self.now, theme_id=theme, title=("عنوان", f"Title {which}"),
        ))  # fmt: skip
        if expected is None:
            self.model.themes[theme].title, self.model.editor = f"Title {which}", by

    @precondition(themed)
    @rule(by=whoever("moderator"), which=INDEX)
    def remove_theme(self, by: str, which: int) -> None:
        """Remove a theme that nothing holds."""
        if which % 2:
            self.add_theme("moderator")
        theme = list(self.model.themes)[-1] if which % 2 else self.theme(which)
        expected = self.refusal(by, "theme")
        if expected is None and self.model.used(theme):
            expected = "theme-in-use"
        self.attempt("remove theme", expected, lambda: services.remove_theme(
            self.session, actor=self.actor(by), now=self.now, theme_id=theme,
        ))  # fmt: skip
        if expected is None:
            del self.model.themes[theme]
            self.model.editor = by

    @precondition(sorting)
    @rule(by=whoever("moderator"), under=INDEX, which=SEVERAL, also=st.booleans())
    def place(self, by: str, under: int, which: list[int], *, also: bool) -> None:
        """Put voices under a theme, or beside the ones they have."""
        references = list(dict.fromkeys(self.voice(each).reference for each in which))
        self.put(by, self.theme(under), references, also=also)

    def put(self, by: str, theme: int, references: list[str], *, also: bool = False) -> None:
        """Place, and note it."""
        expected = self.refusal(by, "theme")
        number = self.attempt("place", expected, lambda: services.place(
            self.session, actor=self.actor(by), now=self.now, theme_id=theme, references=references, also=also,
        ))  # fmt: skip
        if number is not None:
            voices = [self.model.voices[each] for each in references]
            assert number == sum(voice.is_published and voice.counts_as_voice for voice in voices)
            self.model.put(theme, references, also=also)
            self.model.editor = by

    @precondition(Deciding.said)
    @rule(by=whoever("moderator"), which=SEVERAL)
    def unplace(self, by: str, which: list[int]) -> None:
        """Take voices out of the themes they were put under themselves."""
        references = list(dict.fromkeys(self.voice(each).reference for each in which))
        expected = self.refusal(by, "theme")
        self.attempt("unplace", expected, lambda: services.unplace(
            self.session, actor=self.actor(by), now=self.now, consultation_id=self.stage.consultation_id,
            references=references,
        ))  # fmt: skip
        if expected is None:
            self.model.take_out(references)
            self.model.editor = by

    @precondition(sorting)
    @rule(by=whoever("moderator"), under=INDEX, which=SEVERAL)
    def save_point(self, by: str, under: int, which: list[int]) -> None:
        """Write a point that cites; what is not shown cannot be cited."""
        theme, cited = self.theme(under), list(dict.fromkeys(self.voice(each).reference for each in which))
        expected = self.refusal(by, "theme")
        shown = {voice.reference: voice for voice in self.model.standing()}
        if expected is None and {*cited} - {*shown}:
            expected = "cite-unknown"
        elif expected is None and any(theme not in self.model.place_of(shown[each]) for each in cited):
            expected = "cite-own-theme"
        self.attempt("save point", expected, lambda: services.save_point(
            self.session, actor=self.actor(by), now=self.now, theme_id=theme, text=("نقطة", "A point"),
            references=cited,
        ))  # fmt: skip
        if expected is None:
            self.model.themes[theme].points.append(cited)
            self.model.editor = by

    @precondition(themed)
    @rule(
        by=whoever("officer"), which=INDEX, outcome=st.sampled_from([*ANSWERS, *ACCEPTING, "perhaps"]), clause=INDEX,
        new=NEW_WORDS, reason=REASONS, stale=st.sampled_from([False] * 4 + [True]),
    )  # fmt: skip
    def answer(
        self, by: str, which: int, outcome: str, clause: int, new: tuple[str, str] | None, reason: tuple[str, str],
        *, stale: bool,
    ) -> None:  # fmt: skip
        """Answer a theme; new words for a clause need an acceptance."""
        clause_id = self.stage.clauses[clause % len(self.stage.clauses)]
        changes = {clause_id: new} if new else {}
        if clause % 5 == 0:
            changes[clause_id] = self.stage.words[clause_id]
        self.reply_to_theme(by, self.theme(which), outcome, changes, reason, stale=stale)

    def reply_to_theme(
        self, by: str, theme: int, outcome: str, changes: dict[int, tuple[str, str]],
        reason: tuple[str, str] = REASON, *, stale: bool = False,
    ) -> None:  # fmt: skip
        """Save an answer and note it; the words that were consulted on, typed again, are no change."""
        before = self.model.themes[theme].answer
        revision = before.revision if before else None
        expected = self.refusal(by, "answer")
        if expected is None and stale:
            expected = "edited-meanwhile"
        elif expected is None and outcome not in ANSWERS:
            expected = "choose-one"
        elif expected is None and reason != REASON:
            expected = "write-this"
        elif expected is None and changes and outcome not in ACCEPTING:
            expected = "change-needs-acceptance"
        elif expected is None and self.model.changed_elsewhere(theme, changes, self.stage.words):
            expected = "changed-by-another"
        words = ResponseWords(outcome, *reason, changes=changes, milestone_ids=self.stage.milestones[:1])
        self.attempt("answer", expected, lambda: services.save_response(
            self.session, actor=self.actor(by), now=self.now, theme_id=theme, words=words,
            revision=(revision or 0) + 1 if stale else revision,
        ))  # fmt: skip
        if expected is None:
            real = {clause: pair for clause, pair in changes.items() if pair != self.stage.words[clause]}
            self.model.themes[theme].answer = Answered(
                outcome, real, self.stage.milestones[:1], (revision or 0) + 1,
                looked=self.model.counts().get(theme, (0, 0))[0], looked_at=self.model.move(),
            )  # fmt: skip
            self.model.editor = by

    @precondition(lambda self: self.state in LATE_STATES)
    @rule(which=INDEX)
    def settle(self, which: int) -> None:
        """Do all that is missing: a theme for each voice, an answer for each theme, no clause changed twice."""
        model = self.model
        for theme in model.empty():
            if not model.used(theme):
                self.attempt("remove theme", None, lambda theme=theme: services.remove_theme(  # type: ignore[misc]
                    self.session, actor=self.actor("moderator"), now=self.now, theme_id=theme,
                ))  # fmt: skip
                del model.themes[theme]
                model.editor = "moderator"
        if model.unthemed() and not model.themes:
            self.add_theme("moderator")
        if missing := sorted(model.unthemed()):
            self.put("moderator", self.theme(which), missing)
        for theme in sorted(model.unanswered()):
            self.reply_to_theme("officer", theme, "not_accepted", {})
        for theme in sorted(model.grown()):
            self.look_again("officer", theme)
        twice = model.changed_twice()
        for number, theme_ in model.themes.items():
            if theme_.answer and twice & set(theme_.answer.changes):
                self.reply_to_theme("officer", number, "accepted", {})

    @precondition(themed)
    @rule(by=whoever("officer"), which=INDEX, stale=st.booleans())
    def look(self, by: str, which: int, *, stale: bool) -> None:
        """Say of some theme that its answer stands, having seen it or not."""
        self.look_again(by, self.theme(which), stale=stale)

    def look_again(self, by: str, theme: int, *, stale: bool = False) -> None:
        """Say that an answer stands for all that came under its theme since."""
        answer = self.model.themes[theme].answer
        voices = self.model.counts().get(theme, (0, 0))[0]
        expected = self.refusal(by, "answer")
        if expected is None and (stale or answer is None):
            expected = "looked-elsewhere"
        self.attempt("look again", expected, lambda: services.look_again(
            self.session, actor=self.actor(by), now=self.now, theme_id=theme,
            revision=answer.revision if answer else 0, voices=voices + stale,
        ))  # fmt: skip
        if expected is None and answer is not None and theme in self.model.grown():
            answer.looked, answer.looked_at, self.model.editor = voices, self.model.move(), by

    @precondition(lambda self: self.state in LATE_STATES or self.written % 4 == 0)
    @rule(by=whoever("publisher"), ahead=NUMBERS, reason=REASONS, bare=st.sampled_from([True] * 4 + [False]))
    def publish(self, by: str, ahead: int, reason: tuple[str, str], *, bare: bool = True) -> None:
        """Publish the next version: all must be answered, and the last editor lets somebody else do it.

        ``bare``: themes without a summary may go without one.
        """
        last = len(self.model.outcomes)
        number, now = last + 1 + ahead, self.now
        expected = self.refusal(by, "publish") or ("last-editor" if self.model.editor == by else None)
        if expected is None:
            expected = self.model.against_publishing(number, reason, bare=bare)
        made = self.attempt("publish", expected, lambda: services.publish(
            self.session, actor=self.actor(by), now=now, consultation_id=self.stage.consultation_id, number=number,
            reason=reason, without_summary=bare,
        ))  # fmt: skip
        if made is None:
            return
        assert made.number == number
        if number > last:
            self.published(made, self.model.publish(now, reason))

    def published(self, made: Outcome, frozen: Frozen) -> None:
        """Note what publishing did beside freezing: entries, act, one mail for each contributor, perhaps a version."""
        model, slug = self.model, self.stage.slug
        words = {clause: pair for clause, (_, pair) in frozen.changes.items()}
        words |= model.dropped(words)
        same = model.versions > 1 and all(model.newest[clause] == pair for clause, pair in words.items())
        if words and not same:
            model.newest.update(words)
            model.versions += 1
            self.log("version-published", f"commitment/{self.stage.commitment_id}/{model.versions}")
        self.log("consultation-answered", f"consultation/{slug}")
        self.log("outcome-published", f"consultation/{slug}/outcome/{frozen.number}")
        model.acts.append("answered")
        people = {
            self.actor(voice.by).user_id
            for voice in map(model.voices.get, frozen.places)
            if voice is not None and voice.by != NOBODY
        }
        model.mails |= {f"answered:{made.id}:{user_id}": None for user_id in people}
