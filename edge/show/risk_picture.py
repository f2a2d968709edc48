"""Risk picture: the operating curve, what each distance threshold does to known and to unknown items."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.show.risk_drawing import Area, Drawing, Line, Spot, Words
from edge.show.risk_words import chosen_point
from edge.write import write_whole
from gallery.risk.calibration import Calibration, Point

_INK, _SOFT, _RULE = "#222428", "#70757d", "#d9dce1"
_FAR, _BOUND, _WRONG = "#2352c8", "#9db4ee", "#d23c3c"
_LEFT, _RIGHT, _WIDTH, _HEIGHT = 74, 700, 960, 640
_NICE = (0.01, 0.02, 0.04, 0.08, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)  # upper edges of the lower axis
Share = Callable[[Point], float]

_KNOWN: tuple[tuple[str, str, Share], ...] = (
    ("accepted rightly", "#2e9e5b", lambda point: point.right),
    ("a person is asked", "#e6b23c", lambda point: point.asked),
    ("wrong SKU", "#d23c3c", lambda point: point.wrong),
    ("called unknown", "#c3c7ce", lambda point: point.refused),
)


@dataclass(frozen=True, slots=True)
class Panel:
    """A rectangle with axes.

    Attributes:
        top: y of its upper edge; `foot` is that of the lower one.
        most: share at the upper edge; the lower one is 0.
        first: distance at the left edge; `last` is that at the right one.
    """

    top: float
    foot: float
    most: float
    first: float
    last: float

    def spot(self, distance: float, share: float) -> Spot:
        """Where a value lies; what is above the upper edge is put on it."""
        part = (distance - self.first) / max(self.last - self.first, 1e-9)
        return _LEFT + part * (_RIGHT - _LEFT), self.foot - min(share / self.most, 1) * (self.foot - self.top)


def picture(calibration: Calibration) -> Drawing:
    """The operating curve of the chosen margin: known items above, unknown ones below."""
    points = [point for point in calibration.curve if point.margin == calibration.margin]
    first, last = points[0].distance, points[-1].distance
    chosen = chosen_point(calibration)
    highest = max(1.6 * chosen.far_bound, 2 * calibration.far.target, 2 * calibration.wrong.target)
    most = next((share for share in _NICE if share >= highest), 1.0)
    known = Panel(64, 310, 1.0, first, last)
    risk = Panel(372, 580, most, first, last)
    drawing = Drawing(_WIDTH, _HEIGHT)
    drawing.parts += [Words((_LEFT, 34), "What each distance threshold does", 20)]
    drawing.parts += _stacked(known, points) + _axes(known, "known items")
    drawing.parts += _axes(risk, "gone wrong") + _risks(risk, points, calibration)
    drawing.parts += _chosen(known, risk, chosen, calibration)
    drawing.parts.append(Words(((_LEFT + _RIGHT) / 2, 622), "distance threshold (L2)", 14, "middle"))
    return drawing


def write_picture(path: Path, calibration: Calibration) -> None:
    """Write it as SVG or PNG, whichever the name ends in.

    Raises:
        InputError: the file cannot be written.
    """
    drawing = picture(calibration)
    if path.suffix.lower() == ".svg":
        write_whole(path, drawing.svg().encode("utf-8"))
        return
    buffer = io.BytesIO()
    drawing.image().save(buffer, "PNG")
    write_whole(path, buffer.getvalue())


def _stacked(panel: Panel, points: Sequence[Point]) -> list[Line | Area | Words]:
    parts: list[Line | Area | Words] = []
    below = [0.0] * len(points)
    for number, (name, colour, share) in enumerate(_KNOWN):
        above = [low + share(point) for low, point in zip(below, points, strict=True)]
        edge = [panel.spot(point.distance, high) for point, high in zip(points, above, strict=True)]
        back = [panel.spot(point.distance, low) for point, low in zip(points, below, strict=True)]
        parts += [
            Area([*edge, *reversed(back)], colour),
            *_key(panel, len(_KNOWN) - 1 - number, name, colour),
        ]
        below = above
    return parts


def _risks(panel: Panel, points: Sequence[Point], calibration: Calibration) -> list[Line | Area | Words]:
    def curve(share: Share) -> list[Spot]:
        """As far as it stays inside, and one point more, at the edge."""
        inside = [share(point) <= panel.most for point in points]
        end = len(points) if all(inside) else inside.index(False) + 1
        return [panel.spot(point.distance, share(point)) for point in points[:end]]

    far, bound = curve(lambda point: point.far), curve(lambda point: point.far_bound)
    high = [panel.spot(point.distance, point.far_bound) for point in points]
    low = [panel.spot(point.distance, point.far) for point in points]
    target = [panel.spot(at, calibration.far.target) for at in (panel.first, panel.last)]
    sure = f"{calibration.confidence:.0%} bound of each by itself"
    return [
        Area([*high, *reversed(low)], "#e8eefc"),
        Line(bound, _BOUND),
        Line(curve(lambda point: point.wrong), _WRONG),
        Line(far, _FAR, 3),
        Line(target, _INK, 1.5, dashed=True),
        *_key(panel, 0, "unknown accepted", _FAR),
        *_key(panel, 1, sure, _BOUND),
        *_key(panel, 2, "known, wrong SKU", _WRONG),
        *_key(panel, 3, f"target {calibration.far.target:.2%} (dashed)", _INK),
    ]


def _key(panel: Panel, row: int, name: str, colour: str) -> list[Line | Area | Words]:
    x, y = _RIGHT + 16, panel.top + 14 + 24 * row
    return [
        Area([(x, y - 10), (x + 14, y - 10), (x + 14, y + 2), (x, y + 2)], colour),
        Words((x + 22, y), name, 13),
    ]


def _axes(panel: Panel, title: str) -> list[Line | Area | Words]:
    parts: list[Line | Area | Words] = [Words((_LEFT, panel.top - 10), title, 14, colour=_SOFT)]
    for part in range(5):
        share = panel.most * part / 4
        y = panel.spot(panel.first, share)[1]
        parts += [
            Line([(_LEFT, y), (_RIGHT, y)], _RULE, 1),
            Words((_LEFT - 8, y + 5), f"{share * 100:.3g} %", 13, "end"),
        ]
    for tenth in range(math.ceil(panel.first * 10), math.floor(panel.last * 10) + 1):
        distance = tenth / 10
        x, y = panel.spot(distance, 0)
        parts += [Line([(x, y), (x, y + 5)], _INK, 1), Words((x, y + 20), f"{distance:.1f}", 13, "middle")]
    return [*parts, Line([(_LEFT, panel.foot), (_RIGHT, panel.foot)], _INK, 1.5)]


def _chosen(known: Panel, risk: Panel, point: Point, calibration: Calibration) -> list[Line | Area | Words]:
    x = known.spot(point.distance, 0)[0]
    _, y = risk.spot(point.distance, point.far)
    dot = Area([(x - 6, y), (x, y - 6), (x + 6, y), (x, y + 6)], _FAR)
    shown = "shown" if calibration.shown else "NOT shown"
    said = [
        f"chosen: {calibration.distance:.3f}, margin {calibration.margin:g}",
        f"{point.right:.1%} accepted rightly",
        f"{point.far:.2%} of unknown accepted,",
        f"at most {calibration.far.bound:.2%}",
        f"({calibration.confidence:.0%} sure; target {shown})",
    ]
    if not calibration.far.things:
        said[2:] = ["no unknown item was tried"]
    lines = [Words((_RIGHT + 16, risk.top + 124 + 20 * row), words, 13) for row, words in enumerate(said)]
    return [Line([(x, known.top), (x, risk.foot)], _INK, 1.5, dashed=True), dot, *lines]
