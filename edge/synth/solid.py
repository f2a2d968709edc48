"""Solids: the shapes of packs. Centimetres; x to the right, y away from the front, z up from the base."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.synth.package import Package

Floats = NDArray[np.float32]
_RING = 24
# Profiles of bottles: (share of the height, share of the radius), from the base up.
_SHAMPOO = (
    (0.0, 0.86), (0.02, 0.96), (0.05, 1.0), (0.66, 1.0), (0.76, 0.93), (0.83, 0.74), (0.865, 0.56),
    (0.8651, 0.60), (0.99, 0.56), (1.0, 0.50),
)  # fmt: skip
_DRINK = (
    (0.0, 0.84), (0.02, 0.95), (0.05, 1.0), (0.61, 1.0), (0.68, 0.94), (0.76, 0.70), (0.83, 0.46),
    (0.88, 0.40), (0.8801, 0.47), (0.99, 0.47), (1.0, 0.42),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """One flat side of a convex body, and where its picture lies on it.

    Attributes:
        name: of the picture.
        normal: unit vector outward.
        corner: the picture's top left corner.
        right: unit vector along the picture's rows.
        down: unit vector along its columns.
        width: of the picture, cm.
        height: of the picture, cm.
    """

    name: str
    normal: tuple[float, float, float]
    corner: tuple[float, float, float]
    right: tuple[float, float, float]
    down: tuple[float, float, float]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Lathe:
    """A body of revolution about the z axis.

    Attributes:
        z: heights of the profile's corners, rising, cm.
        r: radius at each, cm.
    """

    z: tuple[float, ...]
    r: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Solid:
    """Convex bodies bounded by faces, or one lathe; and points that span the hull.

    Attributes:
        bodies: each a tuple of faces.
        lathe: the body of revolution, where it is one.
        hull: float32 `[N, 3]`.
        gloss: strength of its highlight, 0 to 1.
    """

    bodies: tuple[tuple[Face, ...], ...]
    lathe: Lathe | None
    hull: Floats
    gloss: float


def solid_of(package: Package) -> Solid:
    """The shape of a package."""
    width, height, depth = package.size_cm
    if package.kind == "box":
        faces = _block(width, height, depth)
        return Solid((faces,), None, _corners(width, height, depth), 0.10)
    if package.kind == "carton":
        return _carton(width, height, depth)
    lathe = (
        _can(width / 2, height) if package.kind == "can" else _bottle(width / 2, height, package.artwork.noun)
    )
    return Solid((), lathe, _rings(lathe), 0.75 if package.kind == "can" else 0.6)


def _block(w: float, h: float, d: float) -> tuple[Face, ...]:
    x, y = w / 2, d / 2
    return (
        Face("front", (0, -1, 0), (-x, -y, h), (1, 0, 0), (0, 0, -1), w, h),
        Face("back", (0, 1, 0), (x, y, h), (-1, 0, 0), (0, 0, -1), w, h),
        Face("left", (-1, 0, 0), (-x, y, h), (0, -1, 0), (0, 0, -1), d, h),
        Face("right", (1, 0, 0), (x, -y, h), (0, 1, 0), (0, 0, -1), d, h),
        Face("top", (0, 0, 1), (-x, y, h), (1, 0, 0), (0, -1, 0), w, d),
        Face("bottom", (0, 0, -1), (-x, -y, 0), (1, 0, 0), (0, 1, 0), w, d),
    )


def _carton(w: float, h: float, d: float) -> Solid:
    """A gable-top carton: a block, a roof of two slopes, and the sealed fin along the ridge."""
    rise, fin = d * 0.36, d * 0.2
    slope = float(np.hypot(rise, d / 2))
    ny, nz = rise / slope, d / 2 / slope
    roof = (
        Face("top", (0, -ny, nz), (-w / 2, 0, h + rise), (1, 0, 0), (0, -nz, -ny), w, slope),
        Face("top", (0, ny, nz), (w / 2, 0, h + rise), (-1, 0, 0), (0, nz, -ny), w, slope),
    )
    sides = tuple(face for face in _block(w, h, d) if face.name != "top")
    seal = tuple(_raised(face, h + rise - fin * 0.2) for face in _block(w, fin * 1.2, 0.35))
    hull = np.concatenate([_corners(w, h, d), _corners(w, h + rise + fin, 0.35)[4:]])
    return Solid((sides + roof, seal), None, hull.astype(np.float32), 0.14)


def _raised(face: Face, by: float) -> Face:
    x, y, z = face.corner
    return Face("fin", face.normal, (x, y, z + by), face.right, face.down, face.width, face.height)


def _can(r: float, h: float) -> Lathe:
    z = (0, 0.012, 0.05, 0.94, 0.985, 1.0)
    return Lathe(tuple(share * h for share in z), (r * 0.86, r * 0.93, r, r, r * 0.9, r * 0.92))


def _bottle(r: float, h: float, noun: str) -> Lathe:
    profile = _SHAMPOO if noun == "Shampoo" else _DRINK
    return Lathe(tuple(share * h for share, _ in profile), tuple(r * share for _, share in profile))


def _corners(w: float, h: float, d: float) -> Floats:
    return np.array([(x, y, z) for z in (0, h) for y in (-d / 2, d / 2) for x in (-w / 2, w / 2)], np.float32)


def _rings(lathe: Lathe) -> Floats:
    turn = np.linspace(0, 2 * np.pi, _RING, endpoint=False)
    return np.concatenate(
        [
            np.stack([r * np.cos(turn), r * np.sin(turn), np.full(_RING, z)], 1)
            for z, r in zip(lathe.z, lathe.r, strict=True)
        ]
    ).astype(np.float32)
