"""How fast it is, and whether that stays so: `make bench`.

Each page is measured with 100, 10,000 and 100,000 contributions (``--million`` adds that size), on SQLite and on
PostgreSQL, in one process and without a network, in turns with a bare Flask view of one query and one template.
The last two columns are of answers before which everything was forgotten that the process remembers (``anew``).
It fails where a bar is broken; with ``--report`` it only prints.
"""

from __future__ import annotations

import argparse
import gc
import sys
from statistics import median

from flask import Flask

from tools.bench.asking import Ask, Visitor, acts, pages
from tools.bench.bare import bare
from tools.bench.bars import broken, by_name, growth, too_heavy
from tools.bench.measuring import Measured, in_turns
from tools.bench.places import Place, filled
from tools.bench.weighing import first_visit
from tools.services import ServiceMissingError, find_postgres

SIZES = (100, 10_000, 100_000)
MILLION = 1_000_000
FORM = "{:<26} {:>9} {:>5} {:>9} {:>9} {:>8} {:>7} {:>9} {:>7}"


def main() -> int:
    """Measure and print; return 1 where a bar is broken."""
    given = _arguments()
    sizes = [*given.sizes, *([MILLION] if given.million else [])]
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
    parser.add_argument("--million", action="store_true", help="measure 1,000,000 contributions too")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of contributions")
    parser.add_argument(
        "--engines", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"]
    )
    parser.add_argument("--only", default="", help="measure only what has this in its name")
    parser.add_argument(
        "--seconds", type=float, default=1.0, help="how long each page is measured at each size"
    )
    return parser.parse_args()


def _on(engine: str, server: str | None, sizes: list[int], given: argparse.Namespace) -> list[str]:
    print(f"\n== {engine}: filling {', '.join(f'{size:,}' for size in sizes)} …", flush=True)
    with filled(server, sizes) as places:
        some = next(iter(places.values()))
        yardstick = Visitor(bare(some.app.extensions["engine"]))
        names = list(pages(some.seeded))
        plain = {size: _asks(place.app, place) for size, place in places.items()}
        telling = {size: _asks(place.telling, place) for size, place in places.items()}
        measured: list[Measured] = []
        gc.collect()
        gc.freeze()
        for name in plain[sizes[0]]:
            if given.only in name:
                measured += in_turns(
                    name,
                    lambda: yardstick.get("/bench-open"),
                    {size: asks[name] for size, asks in plain.items()},
                    {size: asks[name] for size, asks in telling.items()},
                    {size: place.app.extensions["memory"].forget for size, place in places.items()},
                    given.seconds,
                )
        gc.unfreeze()
        _print(measured)
        visit = first_visit(Visitor(some.app).get("/ar/").body)
        print(f"first visit: {visit.requests} requests, {visit.bytes:,} bytes with every font")
        return [f"{engine}: {line}" for line in (*broken(measured, names), *too_heavy(visit))]


def _asks(app: Flask, place: Place) -> dict[str, Ask]:
    reader = Visitor(app)

    def page(path: str) -> Ask:
        return lambda: reader.get(path)

    return {**{name: page(path) for name, path in pages(place.seeded).items()}, **acts(app, place.seeded)}


def _print(measured: list[Measured]) -> None:
    print(FORM.format("", "voices", "SQL", "p50 ms", "p95 ms", "gzip", "ratio", "anew ms", "ratio"))
    for name, rows in by_name(measured):
        for row in rows:
            label = name if row is rows[0] else ""
            print(
                FORM.format(
                    label, f"{row.size:,}", row.statements, f"{row.p50:.2f}", f"{row.p95:.2f}", f"{row.gzip:,}",
                    f"{row.ratio:.2f}", f"{median(row.anew):.2f}", f"{row.ratio_anew:.2f}",
                )
            )  # fmt: skip
        grown = growth(rows)
        if grown is not None:
            print(FORM.format("", "growth", "", f"{grown:.2f}×", "", "", "", "", ""))
    everything = [time for row in measured for time in row.bare]
    print(f"the bare view: {median(everything):.2f} ms, 1.00")


if __name__ == "__main__":
    sys.exit(main())
