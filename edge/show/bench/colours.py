"""Colours: one for each stage, told apart by those who see colours otherwise, on light paper and on dark."""

from __future__ import annotations

STAGES = {
    "camera": ("#bbbbbb", "#7d8590"),
    "wait": ("#d0d3d8", "#59616b"),
    "grab": ("#88ccee", "#88ccee"),
    "refresh": ("#ddcc77", "#ddcc77"),
    "localise": ("#44aa99", "#44aa99"),
    "track": ("#999933", "#b5b54a"),
    "crop": ("#117733", "#3f9e5c"),
    "embed": ("#332288", "#8f7ff0"),
    "fuse": ("#aa4499", "#c76bb8"),
    "search": ("#cc6677", "#dd7f8e"),
    "decide": ("#882255", "#c2508a"),
    "publish": ("#661100", "#b8603c"),
}
"""Of each stage, on light and on dark. After Paul Tol's `muted` scheme, https://personal.sron.nl/~pault/,
with those that are too dark for dark paper lightened."""

LINES = {
    "line-a": ("#0072b2", "#56b4e9"),
    "line-b": ("#d55e00", "#f0863c"),
    "line-c": ("#009e73", "#2fc79b"),
    "line-d": ("#aa4499", "#d98cc8"),
    "line-e": ("#8a6d00", "#e6c229"),
    "line-f": ("#555a61", "#b6bcc4"),
    "other": ("#777c84", "#8d949d"),
}
"""Of lines in one drawing, in this order. After Okabe and Ito, https://jfly.uni-koeln.de/color/ (2002)."""

ORDER = tuple(LINES)


def colour(name: str) -> str:
    """How a drawing calls the colour of a stage or a line; one colour for all names that have none."""
    return f"var(--{name if name in STAGES or name in LINES else 'other'})"


def sheet(dark: bool) -> str:
    """The colours as variables of a style sheet."""
    return " ".join(f"--{name}:{pair[dark]};" for name, pair in {**STAGES, **LINES}.items())
