"""Bringing a plan's commitments and milestones in from a file: what it would change, and carrying that out at once."""

from __future__ import annotations

from consult.plans.services.importing.carrying_out import import_plan
from consult.plans.services.importing.comparing import preview
from consult.plans.services.importing.outcome import Line, Outcome, Preview, Problem, Vocabulary

__all__ = ["Line", "Outcome", "Preview", "Problem", "Vocabulary", "import_plan", "preview"]
