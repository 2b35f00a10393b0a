"""Every column that can hold a person's words, or names an account, is erased by a step or said to be kept."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest
from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

from consult.orm import Base
from consult.shared.erasure import DECLARED, erases
from tests.architecture import sources

# Longer than a code, a slug, a digest or the scope of a grant: there is room for words.
ROOM = 160


def subjects_columns(metadata: MetaData) -> set[str]:
    """Return the columns that have to be declared, as ``table.column``."""
    return {str(column) for table in metadata.sorted_tables for column in table.columns if _concerned(column)}


def _concerned(column: Column[object]) -> bool:
    if _names_an_account(column):
        return True
    if isinstance(column.type, JSON | LargeBinary | Text):
        return True
    return isinstance(column.type, String) and (column.type.length or ROOM + 1) > ROOM


def _names_an_account(column: Column[object]) -> bool:
    return any(key.target_fullname == "users.id" for key in column.foreign_keys)


def undeclared(metadata: MetaData) -> set[str]:
    """Return the columns of which nobody says what becomes of them."""
    columns = subjects_columns(metadata)
    return {name for name in columns if not {name, f"{name.split('.')[0]}.*"} & DECLARED.keys()}


@pytest.fixture(autouse=True, scope="module")
def _every_subject() -> None:
    for subject in sources.SUBJECTS:
        import_module(f"consult.{subject}.models")
        if find_spec(f"consult.{subject}.services"):
            import_module(f"consult.{subject}.services")


def test_every_column_with_words_or_a_person_is_declared() -> None:
    assert undeclared(Base.metadata) == set()


def test_what_is_declared_is_there() -> None:
    there = {str(column) for table in Base.metadata.sorted_tables for column in table.columns}
    there |= {f"{table.name}.*" for table in Base.metadata.sorted_tables}
    assert DECLARED.keys() - there == set()


def test_a_table_that_names_an_account_is_not_kept_as_a_whole() -> None:
    naming = {
        table.name for table in Base.metadata.sorted_tables if any(map(_names_an_account, table.columns))
    }
    assert {"moderation_decisions", "outcomes"} <= naming
    assert {name for name in DECLARED if name.endswith(".*")} & {f"{name}.*" for name in naming} == set()


def test_a_new_table_has_to_say_what_becomes_of_it() -> None:
    metadata = MetaData()
    Table("users", metadata, Column("id", Integer, primary_key=True))
    Table(
        "meetings", metadata, Column("id", Integer, primary_key=True), Column("code", String(40)),
        Column("minutes", Text()), Column("chair_id", ForeignKey("users.id")), Column("details", JSON()),
    )  # fmt: skip
    assert undeclared(metadata) == {"meetings.minutes", "meetings.chair_id", "meetings.details"}


def test_two_steps_do_not_want_one_place() -> None:
    with pytest.raises(ValueError, match="want place 10"):
        erases(10, "meetings")(lambda _session, _erased: None)
