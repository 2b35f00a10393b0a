"""The life of a consultation as plain Python: what every rule should do, said a second time without a database.

Nothing here is imported from the product but its words for states: a slip there shows as a difference between the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from consult.shared.state import State

GRACE = timedelta(hours=48)
DEEPEST = 2
# Whose a voice is that was keyed in.
NOBODY = "nobody"
ACCEPTING = ("accepted", "accepted_in_part")
ANSWERS = (*ACCEPTING, "noted_for_later", "not_accepted", "out_of_scope")

# Which role does what while the consultation stands where.
STAFF: dict[str, tuple[str, str]] = {
    "edit": ("officer", "draft"),
    "announce": ("officer", "draft"),
    "extend": ("officer", "announced open"),
    "correct": ("officer", "announced open closed answered"),
    "cancel": ("officer", "announced open closed"),
    "moderate": ("moderator", "open closed answered cancelled"),
    "theme": ("moderator", "closed answered"),
    "answer": ("officer", "closed answered"),
    "publish": ("publisher", "closed answered"),
    "clarify": ("officer", "open closed"),
    "key in": ("moderator", "open closed"),
    "translate as officer": ("officer", "open closed answered"),
    "translate as moderator": ("moderator", "open closed answered"),
}


@dataclass
class Voice:
    """A contribution as it was acknowledged, and whether it is shown."""

    reference: str
    row_id: int
    by: str
    key: str
    kind: str
    clause: int | None
    parent: str | None
    depth: int
    stance: str | None
    organisation: str | None
    named: bool
    title: str | None
    problem: str | None
    body: str | None
    arrived: datetime
    late: bool
    fingerprint: str
    status: str = "published"
    posted: datetime | None = None
    number: int = 1
    correction: bool = False
    channel: str = "site"
    # What it said before, each with whether others read that beside it while it is shown.
    earlier: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def is_published(self) -> bool:
        """Whether its words are shown."""
        return self.status == "published"

    @property
    def counts_as_voice(self) -> bool:
        """Whether it counts: what the asking body says itself does not."""
        return self.kind != "clarification"


@dataclass
class Answered:
    """The working answer to a theme."""

    outcome: str
    changes: dict[int, tuple[str, str]]
    milestones: list[int]
    revision: int = 1
    # How many voices stood under the theme when it was written or looked at last.
    looked: int = 0
    # When that was, in moves.
    looked_at: int = 0


@dataclass
class Theme:
    """A working theme; ``points`` are what each of its points cites."""

    title: str
    points: list[list[str]] = field(default_factory=list)
    answer: Answered | None = None


@dataclass
class Frozen:
    """A published outcome version: figures, where each voice stood, what it changed, and whether it is a mere copy."""

    number: int
    figures: dict[str, int]
    places: dict[str, dict[int, bool]]
    changes: dict[int, tuple[int, tuple[str, str]]]
    milestones: set[tuple[int, int]]
    copied: bool = False
    # What its themes say, and how many decisions there were: a correction says something else, or knows of more.
    said: dict[int, object] = field(default_factory=dict)
    decisions: int = 0
    reason: tuple[str, str] = ("", "")


@dataclass
class Waiting:
    """Words that were kept for somebody who had not signed in."""

    by: str
    arrived: datetime
    body: str
    key: str


@dataclass
class Model:
    """Everything that is true of the consultation. Themes are keyed by id, places by reference.

    ``translations`` are the words by reference, one after another. ``mails`` are keyed by the outbox's key and name the
    voice they are about; ``requests`` for erasure are keyed by reference: their id, and the moderator who asked, None
    for the author.
    """

    opens: datetime
    closes: datetime
    words: dict[int, tuple[str, str]]
    revision: int = 1
    title: str = "A question"
    short_without_reason: bool = False
    announced: datetime | None = None
    first_closing: datetime | None = None
    cancelled: datetime | None = None
    answered: datetime | None = None
    voices: dict[str, Voice] = field(default_factory=dict)
    votes: dict[tuple[str, int | str, str], tuple[str, datetime]] = field(default_factory=dict)
    translations: dict[str, list[str]] = field(default_factory=dict)
    decisions: list[tuple[str, str]] = field(default_factory=list)
    themes: dict[int, Theme] = field(default_factory=dict)
    places: dict[str, dict[int, bool]] = field(default_factory=dict)
    # How many moves and looks there were, and at which of them a voice was put under a theme itself.
    moves: int = 0
    put_at: dict[tuple[str, int], int] = field(default_factory=dict)
    editor: str | None = None
    outcomes: list[Frozen] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    log: list[tuple[str, str]] = field(default_factory=list)
    mails: dict[str, str | None] = field(default_factory=dict)
    requests: dict[str, tuple[int, str | None]] = field(default_factory=dict)
    newest: dict[int, tuple[str, str]] = field(default_factory=dict)
    versions: int = 1

    def judged(self, arrived: datetime) -> State:
        """Return the state by which a write is judged that arrived then: that of the last act, where one came since."""
        done = [moment for moment in (self.announced, self.cancelled, self.answered) if moment]
        return self.state(max([arrived, *done]))

    def state(self, now: datetime) -> State:
        """Return the state at a moment."""
        if self.announced is None or now < self.announced:
            return State.DRAFT
        if self.cancelled and self.cancelled <= now:
            return State.CANCELLED
        if self.answered and self.answered <= now:
            return State.ANSWERED
        if now < self.opens:
            return State.ANNOUNCED
        return State.OPEN if now < self.closes else State.CLOSED

    def standing(self) -> Iterator[Voice]:
        """Yield the voices that are shown, without what the asking body says itself."""
        return (voice for voice in self.heard() if voice.is_published)

    def heard(self) -> list[Voice]:
        """Return everything that counts as a voice, shown or not."""
        return [voice for voice in self.voices.values() if voice.counts_as_voice]

    def with_key(self, by: str, key: str) -> Voice | None:
        """Return what this person posted under this key."""
        return next((v for v in self.voices.values() if (v.by, v.key) == (by, key)), None)

    def place_of(self, voice: Voice) -> dict[int, bool]:
        """Return the themes of a voice, and whether each is primary: its own, or else those of what it replies to."""
        own = self.places.get(voice.reference)
        if own:
            return own
        return self.place_of(self.voices[voice.parent]) if voice.parent else {}

    def put(self, theme: int, references: Sequence[str], *, also: bool) -> None:
        """Put voices under a theme, in place of their primary one or beside what they have."""
        self.move()
        for reference in references:
            voice = self.voices[reference]
            if not (voice.is_published and voice.counts_as_voice):
                continue
            own = self.places.get(reference, {})
            before = self.place_of(voice) if also else own
            kept = {
                each: primary for each, primary in before.items() if also or not (primary or each == theme)
            }
            if theme not in kept:
                kept[theme] = not any(kept.values())
            self.places[reference] = kept
            # What stands there already, as it is to stand, came when it came.
            anew = {each for each in kept if each not in own}
            if not also and not own.get(theme):
                anew.add(theme)
            self.put_at |= dict.fromkeys(((reference, each) for each in anew), self.moves)

    def take_out(self, references: Sequence[str]) -> None:
        """Take voices out of the themes that they were put under themselves."""
        for reference in references:
            self.places.pop(reference, None)

    def move(self) -> int:
        """Count one more move or look, and return its number."""
        self.moves += 1
        return self.moves

    def counts(self) -> dict[int, tuple[int, int]]:
        """Return how many stand under each theme that has any, and how many of them primarily."""
        every, primary = Counter[int](), Counter[int]()
        for voice in self.standing():
            for theme, first in self.place_of(voice).items():
                every[theme] += 1
                primary[theme] += first
        return {theme: (number, primary[theme]) for theme, number in every.items()}

    def unthemed(self) -> set[str]:
        """Return the shown voices that stand under no theme."""
        return {voice.reference for voice in self.standing() if not self.place_of(voice)}

    def unsummed(self) -> set[int]:
        """Return the themes whose summary says nothing."""
        return {number for number, theme in self.themes.items() if not theme.points}

    def unanswered(self) -> set[int]:
        """Return the themes without an answer."""
        return {number for number, theme in self.themes.items() if theme.answer is None}

    def empty(self) -> set[int]:
        """Return the themes under which nothing stands, nor stood when an outcome was published."""
        return set(self.themes) - set(self.counts()) - self.once_published()

    def once_published(self) -> set[int]:
        """Return the themes that a published outcome holds voices under."""
        return {theme for outcome in self.outcomes for places in outcome.places.values() for theme in places}

    def changed_twice(self) -> set[int]:
        """Return the clauses that more than one answer changes."""
        changed = Counter(clause for t in self.themes.values() if t.answer for clause in t.answer.changes)
        return {clause for clause, number in changed.items() if number > 1}

    def changed_elsewhere(
        self, theme: int, changes: dict[int, tuple[str, str]], words: dict[int, tuple[str, str]]
    ) -> set[int]:
        """Return the clauses whose words these changes and the answer to another theme would change."""
        others = {
            clause for number, each in self.themes.items() if number != theme and each.answer
            for clause in each.answer.changes
        }  # fmt: skip
        return {clause for clause, pair in changes.items() if clause in others and pair != words[clause]}

    def grown(self) -> set[int]:
        """Return the themes under which something stands that did not when their answer was looked at."""
        counts = self.counts()
        came = [
            (number, self.put_at.get((voice.reference, number), 0))
            for voice in self.standing()
            for number in self.places.get(voice.reference, {})
        ]
        return {
            number
            for number, theme in self.themes.items()
            if theme.answer
            and (
                counts.get(number, (0, 0))[0] > theme.answer.looked
                or any(under == number and at > theme.answer.looked_at for under, at in came)
            )
        }

    def accounted_for(self) -> bool:
        """Whether nothing stands in the way of publishing."""
        missing = self.unthemed() or self.unanswered() or self.empty() or self.changed_twice() or self.grown()
        return not missing

    def saying(self) -> dict[int, object]:
        """Return what would be published of each theme: its title, answer, points, and how many stand under it."""
        counts = self.counts()
        return {
            number: (
                theme.title, [list(cited) for cited in theme.points], counts.get(number, (0, 0)),
                theme.answer and (theme.answer.outcome, dict(theme.answer.changes), list(theme.answer.milestones)),
            )
            for number, theme in self.themes.items()
        }  # fmt: skip

    def noted(self) -> int:
        """Return how many decisions there were about voices."""
        return sum(self.voices[reference].counts_as_voice for _kind, reference in self.decisions)

    def changes_something(self) -> bool:
        """Whether a correction would say anything else than the version that stands."""
        last = self.outcomes[-1]
        now = self.saying(), self.figures(), self.noted()
        return now != (last.said, last.figures, last.decisions)

    def used(self, theme: int) -> bool:
        """Whether anything holds a theme."""
        published = theme in self.once_published()
        placed = any(theme in places for places in self.places.values())
        return bool(published or placed or self.themes[theme].points or self.themes[theme].answer)

    def figures(self) -> dict[str, int]:
        """Return the closing figures."""
        in_time = [voice for voice in self.heard() if not voice.late]
        status = Counter(voice.status for voice in in_time)
        shown = [voice for voice in in_time if voice.is_published]
        stances = Counter(f"stance_{voice.stance}" for voice in shown if voice.stance)
        channels = Counter(f"channel_{voice.channel}" for voice in shown if voice.channel != "site")
        late = [voice for voice in self.heard() if voice.late]
        return {
            "received": len(in_time), **{name: status[name] for name in ("published", "hidden", "withdrawn")},
            "erased": status["erased"], "held": 0, "late": len(late),
            "late_published": sum(voice.is_published for voice in late),
            "organisations": len({voice.organisation for voice in shown if voice.organisation is not None}),
            "organisation_voices": sum(voice.organisation is not None for voice in shown), **stances, **channels,
        }  # fmt: skip

    def against_publishing(self, number: int, reason: tuple[str, str], *, bare: bool) -> str | None:
        """Return what stands against publishing under this number; None where it is done, or was just so."""
        last = len(self.outcomes)
        if not 0 < number <= last + 1:
            return "not-found"
        if number <= last:
            there = self.outcomes[number - 1]
            if there.copied:
                return "erased-meanwhile"
            return "published-otherwise" if there.reason != reason else None
        against = {
            "write-this": last and not all(each.strip() for each in reason),
            "without-summary": not bare and self.unsummed(),
            "not-accounted": not self.accounted_for(),
            "correction-changes-nothing": last and not self.changes_something(),
        }
        return next((code for code, stands in against.items() if stands), None)

    def publish(self, now: datetime, reason: tuple[str, str]) -> Frozen:
        """Freeze the next outcome version and return it."""
        answers = {number: theme.answer for number, theme in self.themes.items() if theme.answer}
        frozen = Frozen(
            number=len(self.outcomes) + 1, figures=self.figures(),
            places={voice.reference: dict(self.place_of(voice)) for voice in self.standing()},
            changes={c: (n, pair) for n, answer in answers.items() for c, pair in answer.changes.items()},
            milestones={(n, milestone) for n, answer in answers.items() for milestone in answer.milestones},
            said=self.saying(), decisions=self.noted(), reason=reason,
        )  # fmt: skip
        self.outcomes.append(frozen)
        self.answered = self.answered or now
        return frozen

    def dropped(self, changes: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
        """Return the words that were consulted on, of clauses that the outcome before changed and this one leaves."""
        before = self.outcomes[-2].changes if len(self.outcomes) > 1 else {}
        return {
            clause: self.words[clause]
            for clause, (_, pair) in before.items()
            if clause not in changes and self.newest[clause] == pair
        }

    def publish_copy(self) -> Frozen:
        """Freeze the last outcome once more under the next number: words that it quotes were erased."""
        copy = replace(
            self.outcomes[-1],
            number=len(self.outcomes) + 1,
            copied=True,
            decisions=self.noted(),
            reason=("", ""),
        )
        self.outcomes.append(copy)
        return copy
