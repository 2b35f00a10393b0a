"""Who takes part in the demonstration: staff, representatives, and participants who have no names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.accounts.queries import actor_for, user_by_id
from consult.accounts.services import Registration, confirm, grant, hashed, register

PASSWORD = "a-public-password"  # noqa: S105 - printed at every start; production refuses to start with it
_DOMAIN = "@demo.example"
_PARTICIPANT = "participant-"
_ASKING = "organisation:mopic"
# Without a public name: whoever says something unnamed, and enough others to vote.
_UNNAMED = 12
_ROLES: tuple[tuple[str, str, tuple[tuple[Role, str], ...]], ...] = (
    ("citizen", "ar", ()),
    ("karak", "ar", ((Role.REPRESENTATIVE, "organisation:womens-committee-karak"),)),
    ("youth", "en", ((Role.REPRESENTATIVE, "organisation:youth-body-amman"),)),
    ("officer", "ar", ((Role.OFFICER, _ASKING), (Role.REPRESENTATIVE, _ASKING))),
    ("moderator", "ar", ((Role.MODERATOR, _ASKING),)),
    ("publisher", "ar", ((Role.PUBLISHER, _ASKING),)),
    ("coordinator", "ar", ((Role.COORDINATOR, SITE),)),
    ("secretary", "ar", ((Role.SECRETARY, SITE),)),
    ("auditor", "ar", ((Role.AUDITOR, SITE),)),
    ("administrator", "ar", ((Role.ADMINISTRATOR, SITE),)),
)


def is_participant(email: str) -> bool:
    """Whether this is the account of one of the many who hold no role."""
    return email.startswith(_PARTICIPANT)


class People:
    """The demonstration's accounts as actors, found by what a speaker is called."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._hash = ""
        self._participants = 0
        self._named: dict[str, Actor] = {}
        self._representatives: dict[str, Actor] = {}
        self.roles: dict[str, Actor] = {}
        self._unnamed: list[Actor] = []
        self._keys: dict[str, int] = {}

    def make(self, speakers: Iterable[dict[str, str]]) -> None:
        """Make the accounts with roles, those that ``speakers`` need, and the unnamed ones."""
        for name, language, grants in _ROLES:
            actor = self._account(name + _DOMAIN, language, None, grants)
            self.roles[name] = actor
            self._representatives.update(dict.fromkeys(actor.organisations, actor))
        for speaker in speakers:
            slug, called = speaker.get("organisation"), speaker.get("name")
            if slug and slug not in self._representatives:
                scope = f"organisation:{slug}"
                self._representatives[slug] = self._participant(None, ((Role.REPRESENTATIVE, scope),))
            if called and called not in self._named:
                self._named[called] = self._participant(called)
        self._unnamed = [self._participant(None) for _ in range(_UNNAMED)]

    def speaker(self, key: str, speaker: dict[str, str]) -> Actor:
        """Return who says the contribution ``key``; whoever is unnamed is somebody else for the next key."""
        if "organisation" in speaker:
            return self._representatives[speaker["organisation"]]
        if "name" in speaker:
            return self._named[speaker["name"]]
        if "role" in speaker:
            return self.roles[speaker["role"]]
        place = self._keys.setdefault(key, len(self._keys))
        return self._unnamed[place % len(self._unnamed)]

    @property
    def voters(self) -> list[Actor]:
        """Everybody who is not staff, in a fixed order."""
        spoken = [actor for slug, actor in self._representatives.items() if slug != "mopic"]
        return [self.roles["citizen"], *spoken, *self._named.values(), *self._unnamed]

    def _participant(self, name: str | None, grants: tuple[tuple[Role, str], ...] = ()) -> Actor:
        self._participants += 1
        return self._account(f"{_PARTICIPANT}{self._participants:03d}{_DOMAIN}", "ar", name, grants)

    def _account(
        self, email: str, language: str, name: str | None, grants: tuple[tuple[Role, str], ...]
    ) -> Actor:
        user = self._registered(email, language, name)
        user.demonstration = True
        confirm(self._session, now=self._now, user=user)
        for role, scope in grants:
            grant(self._session, now=self._now, user=user, role=role, scope=scope)
        return actor_for(self._session, user)

    def _registered(self, email: str, language: str, name: str | None) -> User:
        """Register an account; all have one hash, which is slow to make on purpose."""
        self._hash = self._hash or hashed(PASSWORD)
        words = Registration(email, self._hash, language, name, of_age=True)
        user_id = register(self._session, now=self._now, registration=words)
        user = user_by_id(self._session, user_id) if user_id else None
        if user is None:
            raise RuntimeError("a demonstration account is there already")
        return user
