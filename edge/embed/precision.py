"""Precision: what a model computes in is part of what runs."""

from __future__ import annotations

from edge.card import ModelCard


def with_precision(provider: str, card: ModelCard) -> str:
    """Name the precision of the graph behind what runs it, unless it is FP32."""
    return provider if card.precision == "fp32" else f"{provider}, {card.precision} graph"
