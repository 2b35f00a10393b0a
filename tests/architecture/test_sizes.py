"""No file swells, no function does; the figures stand at the end of every run, the limits fail."""

from __future__ import annotations

import statistics

from tests.architecture import sources

FILE_LINES = 400
FUNCTION_LINES = 60
VIEW_LINES = 25


def ninth_decile(numbers: list[int]) -> int:
    """Return the number that nine of ten do not exceed."""
    return sorted(numbers)[int(len(numbers) * 0.9)] if numbers else 0


def figures() -> str:
    """Return the figures of the house style in one line each."""
    files = [sources.line_count(path) for path in sources.code()]
    functions = [each.lines for path in sources.code() for each in sources.functions(path)]
    tests = sum(sources.line_count(path) for path in sources.tests())
    return (
        f"files: {len(files)}, median {statistics.median(files):.0f}, p90 {ninth_decile(files)}, max {max(files)}\n"
        f"functions: {len(functions)}, median {statistics.median(functions):.0f}, p90 {ninth_decile(functions)}, "
        f"max {max(functions)}\n"
        f"test lines for each line of code: {tests / sum(files):.2f}"
    )


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    long = {sources.relative(path): sources.line_count(path) for path in (*sources.code(), *sources.tests())}
    assert {path: lines for path, lines in long.items() if lines > FILE_LINES} == {}


def test_no_template_stylesheet_or_script_is_either() -> None:
    found = [
        *sources.files("templates", "*.html"),
        *sources.files("consult/static/css", "*.css"),
        *sources.files("consult/static/js", "*.js"),
    ]
    assert [sources.relative(path) for path in found if sources.line_count(path) > FILE_LINES] == []


def test_no_function_is_longer_than_a_screen() -> None:
    every = [each for path in (*sources.code(), *sources.tests()) for each in sources.functions(path)]
    assert [str(each) for each in every if each.lines > FUNCTION_LINES] == []


def test_a_view_loads_checks_calls_and_renders() -> None:
    every = [each for path in sources.code() for each in sources.functions(path)]
    assert [str(each) for each in every if each.is_view and each.lines > VIEW_LINES] == []


def test_the_middle_of_the_code_is_short() -> None:
    """The aims of the house style, which a single long file does not break but a habit would."""
    files = [sources.line_count(path) for path in sources.code()]
    functions = [each.lines for path in sources.code() for each in sources.functions(path)]
    assert statistics.median(files) <= 90, figures()
    assert ninth_decile(functions) <= 30, figures()
