"""Style: one look for all drawings, as SVG that follows the page's light or dark colours."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

BLUE, ORANGE, RED, GREEN = "#4a7dd6", "#ee9616", "#d63c3c", "#22a85c"
SERIES = (BLUE, ORANGE, GREEN, "#8e63ce", "#1aa3a3", "#c2578f")
"""Colours of the models that are compared, in their order."""

_INK = "#010203"
"""Stands for the page's own ink until `svg` replaces it; no drawing uses it for anything else."""

_LOOK = {
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.alpha": 0.15,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    **{f"{part}.color": _INK for part in ("text", "xtick", "ytick", "grid")},
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "axes.titlecolor": _INK,
}


in_our_look = mpl.rc_context(_LOOK)  # type: ignore[arg-type]
"""Decorates every function that draws: colours and fonts are taken when a part is made."""


def panels(count: int, width: float = 10.4, height: float = 3.6) -> tuple[Figure, list[Axes]]:
    """A drawing of `count` panels side by side; width and height of the whole in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, list(figure.subplots(1, count, squeeze=False)[0])


def square(side: float) -> tuple[Figure, Axes]:
    """A drawing of one square panel with room for names and a scale beside it; side in inches."""
    figure = Figure(figsize=(side * 1.12, side), layout="compressed")
    return figure, figure.subplots()


def svg(figure: Figure, name: str) -> str:
    """The drawing as an `<svg>` element for an HTML page: no header, no addresses, ids of its own.

    Args:
        figure: made by `panels`.
        name: unlike that of any other drawing on the page.
    """
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": name}):
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None})  # type: ignore[no-untyped-call]
    return _for_html(out.getvalue())


def fade(colour: str) -> ListedColormap:
    """From transparent to `colour`: a scale that reads on light and on dark paper."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return ListedColormap([(red, green, blue, (step / 255) ** 0.6) for step in range(256)])


def _for_html(text: str) -> str:
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) width="([^"]*)"', r'\1 role="img" style="max-width:\2"', text, count=1)
    text = text.replace("font-family: sans-serif", "font-family: inherit").replace("'sans-serif'", "inherit")
    return text.replace(_INK, "currentColor")
