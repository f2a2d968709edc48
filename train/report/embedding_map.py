"""Embedding map: the photos on a plane, near ones together."""

from __future__ import annotations

from colorsys import hls_to_rgb

import numpy as np
from matplotlib.axes import Axes
from matplotlib.offsetbox import AnnotationBbox, OffsetImage
from numpy.typing import NDArray
from sklearn.manifold import TSNE

from train.data import Photos
from train.metrics import Labels, Vectors
from train.report.names import short
from train.report.style import in_our_look, panels, svg
from train.views import whole

MOST_POINTS, MOST_PICTURES, MOST_NAMES = 1500, 70, 30
THUMB = 36
"""Side of a thumbnail, pixels."""
_APART = 0.055
"""Thumbnails keep this distance from each other, as a share of the map's side."""


@in_our_look
def embedding_map(vectors: Vectors, photos: Photos, order: Labels) -> str:
    """t-SNE (van der Maaten and Hinton, 2008) of up to `MOST_POINTS` photos, coloured by class: an SVG.

    Args:
        vectors: float32 `[N, D]`.
        photos: row for row.
        order: the classes to show, like ones together: they get like colours.
    """
    rows = _some(photos.labels, order)
    places = _places(vectors[rows])
    figure, (axes,) = panels(1, height=8.6)
    colours = _colours(order, len(photos.classes))
    axes.scatter(places[:, 0], places[:, 1], s=14, c=colours[photos.labels[rows]], alpha=0.75, linewidths=0)
    _pictures(axes, places, rows, photos, colours)
    if len(order) <= MOST_NAMES:
        _names(axes, places, photos.labels[rows], photos.classes)
    axes.set(title=f"t-SNE of {len(rows)} photos, a colour a class", xticks=[], yticks=[])
    axes.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04))
    axes.grid(False)
    axes.spines[:].set_visible(False)
    return svg(figure, "map")


def _some(labels: Labels, order: Labels) -> NDArray[np.int64]:
    rows = np.flatnonzero(np.isin(labels, order))
    if len(rows) <= MOST_POINTS:
        return rows
    return np.sort(np.random.default_rng(0).choice(rows, MOST_POINTS, replace=False))


def _places(vectors: Vectors) -> NDArray[np.float64]:
    """Places in the unit square, float64 `[N, 2]`."""
    perplexity = min(30.0, max(1.0, (len(vectors) - 1) / 3))
    start = "pca" if min(vectors.shape) >= 2 else "random"
    places = TSNE(perplexity=perplexity, init=start, random_state=0).fit_transform(vectors)
    span = np.ptp(places, axis=0)
    return np.asarray((places - places.min(0)) / np.where(span > 0, span, 1), np.float64)


def _colours(order: Labels, classes: int) -> NDArray[np.float64]:
    """RGB `[C, 3]`: hue goes round the reading order, lightness alternates between neighbours."""
    colours = np.zeros((classes, 3))
    for place, label in enumerate(order):
        colours[label] = hls_to_rgb(place / len(order), 0.45 + 0.15 * (place % 2), 0.62)
    return colours


def _pictures(
    axes: Axes,
    places: NDArray[np.float64],
    rows: NDArray[np.int64],
    photos: Photos,
    colours: NDArray[np.float64],
) -> None:
    """Thumbnails of some photos, framed in their class's colour, no two on one another."""
    taken: list[NDArray[np.float64]] = []
    for index in np.random.default_rng(1).permutation(len(rows)):
        if len(taken) == MOST_PICTURES:
            return
        if all(np.hypot(*(places[index] - other)) > _APART for other in taken):
            taken.append(places[index])
            row = rows[index]
            thumb = OffsetImage(whole(photos.images[row], THUMB)[..., ::-1], zoom=0.8)
            frame = {"edgecolor": tuple(colours[photos.labels[row]]), "linewidth": 1.4}
            axes.add_artist(AnnotationBbox(thumb, tuple(places[index]), pad=0.08, bboxprops=frame))


def _names(axes: Axes, places: NDArray[np.float64], labels: Labels, classes: tuple[str, ...]) -> None:
    for label in np.unique(labels):
        middle = np.median(places[labels == label], axis=0)
        box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
        axes.annotate(
            short(classes[label]), tuple(middle), fontsize=8, ha="center", va="center", bbox=box, zorder=5,
            color="#1c2024",
        )  # fmt: skip
