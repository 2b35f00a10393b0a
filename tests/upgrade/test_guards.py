"""The guards of the database after an upgrade are those before it, but for those that are named here."""

from __future__ import annotations

import re

from sqlalchemy import NullPool, create_engine, inspect, text

# Table and guard, since the stored revision. SQLite has none against TRUNCATE, which it does not know.
_OF_VERSIONS = ("versions_published", "versions_no_delete")
GONE = frozenset(
    f"commitment_versions: {name}" for name in (*_OF_VERSIONS, "commitment_versions_no_truncate")
) | {"contributions: contributions_words"}
NEW = frozenset(
    f"{table}: {name}"
    for table, names in {
        "text_versions": (
            *_OF_VERSIONS, "text_versions_no_truncate", "text_versions_text", "text_versions_mapped",
            "text_versions_begun", "text_versions_in_order",
            "text_versions_discarded",
        ),
        "text_acts": ("text_acts_no_update", "text_acts_no_delete", "text_acts_no_truncate"),
        "texts": ("texts_no_update", "texts_no_delete", "texts_no_truncate"),
        "commitments": (
            "commitments_text", "commitments_as_recorded", "commitments_lead_as_recorded",
            "commitments_lead_recorded_first", "commitments_stays_shown",
        ),
        **{
            added: tuple(f"{added}_{name}" for name in ("no_update", "no_delete", "no_truncate"))
            for added in (
                "plan_acts", "plan_statements", "commitment_acts", "commitment_templates", "commitment_ticks",
                "commitment_carries", "site_bodies", "progress_updates", "milestone_acts", "rewordings",
                "initiative_sections", "initiative_words", "initiative_facts", "initiative_editions",
            )
        },
        "plans": ("plans_as_recorded", "plans_stays_shown", "plans_no_delete", "plans_no_truncate"),
        "plan_steps": ("plan_steps_words", "plan_steps_no_delete", "plan_steps_no_truncate"),
        "milestones": ("milestones_as_recorded", "milestones_no_delete", "milestones_no_truncate"),
        **{
            facts: tuple(f"{facts}_{name}" for name in ("no_update", "no_delete", "no_truncate", "kept"))
            for facts in (
                "plan_facts", "commitment_facts", "commitment_bodies", "milestone_facts", "organisation_names",
            )
        },
        "clause_texts": ("clause_texts_same_text_insert", "clause_texts_same_text_update", "clause_texts_no_move"),
        "clause_mappings": (
            "clause_mappings_no_insert", "clause_mappings_no_update", "clause_mappings_no_delete",
            "clause_mappings_standing", "clause_mappings_no_truncate",
        ),
        "activities": (
            "activities_no_insert", "activities_no_delete", "activities_frozen", "activities_closing",
            "activities_no_truncate",
        ),
        "consultations": tuple(
            f"consultations_{name}" for name in ("activities", "discarded", "hold_after", "promise")
        ),
        "participation_levels": tuple(
            f"participation_levels_{name}" for name in ("no_update", "no_delete", "no_truncate", "there")
        ),
        "moderation_decisions": ("moderation_decisions_by_whom", "moderation_decisions_held"),
        "voice_reports": ("voice_reports_answered",),
        "consultation_invitations": tuple(f"consultation_invitations_no_{act}" for act in ("update", "delete")),
        "letters": ("letters_kept", "letters_no_delete"),
        **{
            f"forum_{table}": tuple(f"forum_{table}_{name}" for name in ("no_truncate", *names))
            for table, names in {
                "rules": ("no_update", "no_delete"),
                "seats": ("stand", "end_once", "no_delete"),
                "people": ("no_delete", "removed"),
                "meetings": ("no_delete", "stand", "shown", "cancelled"),
                "meeting_acts": ("no_update", "no_delete"),
                "agendas": ("no_update", "no_delete"),
                "agenda_items": ("no_update", "no_delete"),
                "attendances": ("no_delete", "stand", "published", "struck_once"),
                "entries": ("elsewhere", "published", "stand", "no_delete"),
                "entry_links": ("subject", "no_delete", "stand", "withdrawn"),
                "action_updates": ("no_update", "no_delete"),
            }.items()
        },
        "clause_summaries": tuple(f"clause_summaries_no_{act}" for act in ("insert", "update", "delete")),
        "outcome_changes": ("outcome_changes_standing",),
        "contribution_translations": ("contribution_translations_of_words",),
        "contributions": (
            "contributions_activity", "contributions_subject", "contributions_thread",
            "contributions_erased_words", "contributions_first", "contributions_parent_revision",
            "contributions_revision",
        ),
        "votes": (
            "votes_choice", "votes_choice_update", "votes_activity", "votes_subject", "votes_identity",
            "votes_revision", "votes_revision_update",
        ),
        "kept_votes": (
            "kept_votes_activity", "kept_votes_activity_update", "kept_votes_subject", "kept_votes_subject_update",
            "kept_votes_revision", "kept_votes_revision_update",
        ),
        "organisations": ("organisations_slug", "organisations_as_recorded"),
        "holidays": ("holidays_day", "holidays_no_delete", "holidays_no_truncate"),
        **{
            table: (f"{table}_no_delete", f"{table}_no_truncate", *(f"{table}_{name}" for name in names))
            for table, names in {
                "documents": ("identity", "erased", "erasing"), "document_versions": ("fixed", "emptied"),
                "document_attachments": ("there", "fixed"), "document_acts": ("no_update",),
                "document_erasures": ("decided",),
            }.items()
        },
        "contribution_revisions": (
            "contribution_revisions_at_home", "contribution_revisions_no_delete",
            "contribution_revisions_no_truncate", "contribution_revisions_no_update", "contribution_revisions_number",
            "contribution_revisions_correction",
        ),
    }.items()
    for name in names
)  # fmt: skip
# Those that name columns which went elsewhere, or came.
CHANGED = {
    "consultations: consultations_question", "contributions: contributions_erasing",
    "contributions: contributions_identity", "contributions: contributions_decided",
}  # fmt: skip
_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT c.relname, t.tgname, pg_get_functiondef(t.tgfoid) FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled = 'O'",
}


def _guards(url: str) -> dict[str, str]:
    """Return what each guard does, by its table and name."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.execute(text(_TRIGGERS[engine.dialect.name])).all()
    return {f"{table}: {name}": does for table, name, does in rows}


def test_only_the_guards_that_are_named_came_and_went(stored: str, upgraded: str, engine_name: str) -> None:
    before, after = _guards(stored), _guards(upgraded)
    assert before.keys() - after.keys() == _on(engine_name, GONE)
    assert after.keys() - before.keys() == _on(engine_name, NEW)
    # What a guard refuses is the same, but for the name of a table.
    others = {name for name in before.keys() & after.keys() if _same(before[name]) != _same(after[name])}
    assert others == CHANGED


def test_no_guard_names_a_table_that_is_not_there(stored: str, upgraded: str) -> None:
    """PostgreSQL renames no table inside a function, and says so only when it runs."""
    lost = _tables(stored) - _tables(upgraded)
    assert lost == {"commitment_versions"}
    named = [
        name for name, does in _guards(upgraded).items() for table in lost if re.search(rf"\b{table}\b", does)
    ]
    assert named == []


def _same(does: str) -> str:
    return re.sub(r"\s+", " ", does.replace('"', "").replace("commitment_versions", "text_versions"))


def _tables(url: str) -> set[str]:
    return set(inspect(create_engine(url, poolclass=NullPool)).get_table_names())


def _on(engine: str, names: frozenset[str]) -> set[str]:
    return {name for name in names if engine == "postgresql" or not name.endswith("_no_truncate")}
