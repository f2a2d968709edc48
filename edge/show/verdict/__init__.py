"""Verdict: what people and programs see of the judgement on enrolled products."""

from __future__ import annotations

from edge.show.verdict.as_json import as_json
from edge.show.verdict.page import write_page
from edge.show.verdict.situation import Situation
from edge.show.verdict.table import verdict_table

__all__ = ["Situation", "as_json", "verdict_table", "write_page"]
