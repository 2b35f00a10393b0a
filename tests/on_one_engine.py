"""Marks for tests whose question an engine cannot answer differently, or that only one engine can answer wrongly."""

from __future__ import annotations

import pytest

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")
on_postgresql = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True, scope="session")
