"""In how many ways each thing is asked for, and beside which yardstick each stands."""

from __future__ import annotations

from tools.bench.asking import Answer, Ask, Visitor, sign_in
from tools.bench.measuring import BLOCK, KEPT_BLOCK, Subject, Way
from tools.bench.places import Place
from tools.bench.subjects import acts, desk_pages, pages, publishing


def subjects_of(place: Place) -> dict[str, Subject]:
    """Return all that is measured in one place, by name."""
    done = acts(place.app, place.seeded)
    post = done["posting a comment"]
    # Who is only counted keeps away from who is measured: each application has readers of its own.
    reader, citizen = Visitor(place.app), sign_in(place.app, place.seeded.citizen_id)
    counted, counted_citizen = Visitor(place.telling), sign_in(place.telling, place.seeded.citizen_id)
    staff, counted_staff = (
        {
            role: sign_in(app, user_id)
            for role, user_id in (place.seeded.staff | {"citizen": place.seeded.citizen_id}).items()
        }
        for app in (place.app, place.telling)
    )
    found = {}
    for name, path in pages(place.seeded).items():
        ask = _page(reader, path)
        found[name] = Subject(
            {
                "kept": Way(_nothing, ask, KEPT_BLOCK, "hello"),
                "not kept": Way(place.forget, ask, BLOCK, "list"),
                "signed in": Way(_nothing, _page(citizen, path), BLOCK, "list"),
                "written": Way(place.forget, ask, BLOCK, "list", while_written=True),
            },
            [_anew(place, _page(counted, path)), _page(counted_citizen, path)],
            post,
        )
    for name, (role, path) in desk_pages(place.seeded).items():
        ways = {"desk": Way(_nothing, _page(staff[role], path), BLOCK, "list")}
        found[name] = Subject(ways, [_page(counted_staff[role], path)], post)
    told = acts(place.telling, place.seeded)
    for name, act in done.items():
        found[name] = Subject({"act": Way(_nothing, act, KEPT_BLOCK, "insert")}, [told[name]], post)
    ways = {"publishing": Way(_nothing, publishing(place.app, place.seeded), BLOCK, "insert")}
    found["publishing an answer"] = Subject(ways, [publishing(place.telling, place.seeded)], post)
    return found


def _page(reader: Visitor, path: str) -> Ask:
    return lambda: reader.get(path)


def _anew(place: Place, ask: Ask) -> Ask:
    def asked() -> Answer:
        place.forget()
        return ask()

    return asked


def _nothing() -> None:
    """Make nothing ready."""
