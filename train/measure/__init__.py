"""Measure: what an embedder would do for a shop, with how far each figure can be trusted.

`plan` says which photos are enrolled and asked, `measure` answers with the figures.
"""

from train.measure.evaluation import Evaluation, measure
from train.measure.plan import Draw, Plan, plan
from train.measure.protocol import Protocol

__all__ = ["Draw", "Evaluation", "Plan", "Protocol", "measure", "plan"]
