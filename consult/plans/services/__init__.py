"""Writing the plan record: what is recorded of it, what is done with plans and commitments, and who may."""

from __future__ import annotations

from consult.plans.services.acting import (
    act_on_commitment,
    act_on_plan,
    lacking,
    show_commitments,
    show_owners,
    show_plans,
)
from consult.plans.services.committing import (
    begin_commitment,
    save_milestone,
    set_body,
)
from consult.plans.services.correcting import correct_progress, correctable
from consult.plans.services.delaying import delay_commitment, end_commitment_delay
from consult.plans.services.marking import carry_over, tick_tests
from consult.plans.services.milestones import (
    add_to_adopted,
    declare_delay,
    end_delay,
    move,
    offered,
    rights_on,
    take_back,
    withdraw,
)
from consult.plans.services.ordering import move_commitment, move_milestone
from consult.plans.services.planning import begin_plan, save_plan
from consult.plans.services.progress import ProgressWords, evidence_of, report_progress
from consult.plans.services.promising import save_commitment, save_template
from consult.plans.services.recording import (
    add_commitment,
    add_milestone,
    add_plan,
    record_body,
    record_commitment,
    record_milestone,
    record_plan,
)
from consult.plans.services.reminding import remind
from consult.plans.services.rewording import Why, mark_of, milestone_fields, title_fields
from consult.plans.services.sorting import sort_commitment
from consult.plans.services.stating import Statement, add_statement, correct_statement, put_statement
from consult.plans.services.steps import StepWords, add_step, correct_step, remove_step, restore_step
from consult.plans.services.template import Template
from consult.plans.services.words import BodyWords, CommitmentWords, MilestoneWords, PlanWords

__all__ = [
    "BodyWords",
    "CommitmentWords",
    "MilestoneWords",
    "PlanWords",
    "ProgressWords",
    "Statement",
    "StepWords",
    "Template",
    "Why",
    "act_on_commitment",
    "act_on_plan",
    "add_commitment",
    "add_milestone",
    "add_plan",
    "add_statement",
    "add_step",
    "add_to_adopted",
    "begin_commitment",
    "begin_plan",
    "carry_over",
    "correct_progress",
    "correct_statement",
    "correct_step",
    "correctable",
    "declare_delay",
    "delay_commitment",
    "end_commitment_delay",
    "end_delay",
    "evidence_of",
    "lacking",
    "mark_of",
    "milestone_fields",
    "move",
    "move_commitment",
    "move_milestone",
    "offered",
    "put_statement",
    "record_body",
    "record_commitment",
    "record_milestone",
    "record_plan",
    "remind",
    "remove_step",
    "report_progress",
    "restore_step",
    "rights_on",
    "save_commitment",
    "save_milestone",
    "save_plan",
    "save_template",
    "set_body",
    "show_commitments",
    "show_owners",
    "show_plans",
    "sort_commitment",
    "take_back",
    "tick_tests",
    "title_fields",
    "withdraw",
]  # fmt: skip
