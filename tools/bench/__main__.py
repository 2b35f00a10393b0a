"""How fast it is, and whether that stays so: `make bench`.

Each page is measured with 100, 10,000 and 100,000 voices (``--million`` adds that size) and with 10 and 1,000
consultations, on SQLite and on PostgreSQL, in one process and without a network. It is asked for in turns with bare
views: kept by the page cache, beside one that says "hello"; not kept, signed in, and while somebody posts once a
second, beside one that lists 20 rows. Acts stand beside a bare insert, the desk's pages beside the list; those and
publishing have to answer within 200 ms. Bytes are those that a browser is sent. It fails where a bar is broken; with
``--report`` it only prints.
"""

from __future__ import annotations

import argparse
import gc
import sys

from tools.bench import memory
from tools.bench.asking import Visitor
from tools.bench.bars import broken, goals, remembers, too_heavy
from tools.bench.measuring import Measured, Size, in_turns
from tools.bench.places import filled
from tools.bench.table import show
from tools.bench.ways import subjects_of
from tools.bench.weighing import first_visit
from tools.bench.yardsticks import yardsticks
from tools.services import ServiceMissingError, find_postgres

VOICES = (100, 10_000, 100_000)
MILLION = 1_000_000
FEW, MANY = 10, 1_000


def main() -> int:
    """Measure and print; return 1 where a bar is broken."""
    given = _arguments()
    voices = [*given.sizes, *([MILLION] if given.million else [])]
    sizes = [*(Size(number, FEW) for number in voices), Size(voices[0], MANY)]
    found = []
    for engine in given.engines:
        if engine == "sqlite":
            found += _on("SQLite", None, sizes, given)
            continue
        try:
            postgres = find_postgres()
        except ServiceMissingError as error:
            print(f"\n!!! PostgreSQL WAS NOT MEASURED: {error}\n", file=sys.stderr)
            continue
        try:
            found += _on(f"PostgreSQL {postgres.version}", postgres.address, sizes, given)
        finally:
            postgres.stop()
    print("\nEvery bar holds." if not found else "\nBroken bars:")
    for line in found:
        print(f"- {line}")
    return 1 if found and not given.report else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--report", action="store_true", help="print, and do not fail where a bar is broken")
    parser.add_argument("--million", action="store_true", help="measure 1,000,000 voices too")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(VOICES), help="numbers of voices")
    parser.add_argument(
        "--engines", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"]
    )
    parser.add_argument("--only", default="", help="measure only what has this in its name")
    parser.add_argument(
        "--seconds", type=float, default=1.0, help="how long each page is measured at each size"
    )
    return parser.parse_args()


def _on(engine: str, server: str | None, sizes: list[Size], given: argparse.Namespace) -> list[str]:
    print(f"\n== {engine}: filling {', '.join(map(str, sizes))} (voices/consultations) …", flush=True)
    with filled(server, sizes) as places:
        some = places[sizes[0]]
        bare = Visitor(yardsticks(some.app.extensions["engine"]))
        beside = {
            "hello": lambda: bare.get("/hello"),
            "list": lambda: bare.get("/list"),
            "insert": lambda: bare.post("/insert", {"body": "تعليق للقياس"}),
        }
        subjects = {size: subjects_of(place) for size, place in places.items()}
        measured: list[Measured] = []
        gc.collect()
        gc.freeze()
        for name in subjects[sizes[0]]:
            if given.only in name:
                at = {size: each[name] for size, each in subjects.items()}
                measured += in_turns(name, beside, at, given.seconds)
        gc.unfreeze()
        show(measured)
        some.forget()
        visit = first_visit(Visitor(some.app).get("/ar/"))
        grown = memory.growth(some)
        print(f"first visit: {visit.requests} requests, {visit.bytes:,} bytes with every font")
        print(f"memory after every page was read in both languages: {grown:+,} bytes")
        print("\n".join(goals(measured)))
        over = (*broken(measured), *too_heavy(visit), *remembers(grown))
        return [f"{engine}: {line}" for line in over]


if __name__ == "__main__":
    sys.exit(main())
