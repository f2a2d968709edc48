"""Tracing: where each pixel's ray meets a solid, exactly, and which point of its artwork is there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.synth.solid import Face, Floats, Lathe, Solid

FAR = np.float32(1e9)


@dataclass(frozen=True, slots=True)
class Hits:
    """What the rays met; arrays are `[h, w]` unless said otherwise.

    Attributes:
        distance: float32, ray parameter of the hit; `FAR` where there is none.
        normal: float32 `[h, w, 3]`, outward, in the item's frame.
        edge: float32, cm to the nearest edge of the face.
        page: int16, which picture of `pages` is there.
        u: float32, column in that picture, 0 to 1.
        v: float32, row in that picture, 0 to 1.
        pages: names of the pictures.
    """

    distance: Floats
    normal: Floats
    edge: Floats
    page: NDArray[np.int16]
    u: Floats
    v: Floats
    pages: tuple[str, ...]


def trace(solid: Solid, origin: Floats, rays: Floats) -> Hits:
    """Meet `rays` (float32 `[h, w, 3]`, item frame, not unit) from `origin` (`[3]`) with a solid."""
    shape = rays.shape[:2]
    pages = (
        ("wrap", "top", "bottom") if solid.lathe else tuple(sorted({f.name for b in solid.bodies for f in b}))
    )
    hits = Hits(
        np.full(shape, FAR, np.float32),
        np.zeros((*shape, 3), np.float32),
        np.full(shape, 9.0, np.float32),
        np.zeros(shape, np.int16),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.float32),
        pages,
    )
    for body in solid.bodies:
        _meet_convex(body, origin, rays, hits)
    if solid.lathe is not None:
        _meet_lathe(solid.lathe, origin, rays, hits)
    return hits


def _meet_convex(body: tuple[Face, ...], origin: Floats, rays: Floats, hits: Hits) -> None:
    """Cyrus and Beck 1978: enter through the last of the planes that face the ray."""
    shape = rays.shape[:2]
    enter, leave = np.full(shape, -FAR, np.float32), np.full(shape, FAR, np.float32)
    which = np.zeros(shape, np.int16)
    for k, face in enumerate(body):
        normal = np.array(face.normal, np.float32)
        slope = rays @ normal
        slope[slope == 0] = 1e-9
        at = float(normal @ (np.array(face.corner, np.float32) - origin)) / slope
        inward = slope < 0
        later = inward & (at > enter)
        enter[later], which[later] = at[later], k
        np.minimum(leave, at, out=leave, where=~inward)
    met = (enter < leave) & (enter > 0) & (enter < hits.distance)
    for k, face in enumerate(body):
        here = met & (which == k)
        if here.any():
            _print_face(face, origin, rays, enter, here, hits)


def _print_face(
    face: Face, origin: Floats, rays: Floats, enter: Floats, here: NDArray[np.bool_], hits: Hits
) -> None:
    point = origin + enter[here, None] * rays[here]
    offset = point - np.array(face.corner, np.float32)
    hits.distance[here] = enter[here]
    hits.normal[here] = face.normal
    hits.page[here] = hits.pages.index(face.name)
    u, v = offset @ np.array(face.right, np.float32), offset @ np.array(face.down, np.float32)
    hits.u[here], hits.v[here] = u / face.width, v / face.height
    hits.edge[here] = np.minimum(np.minimum(u, face.width - u), np.minimum(v, face.height - v))


def _meet_lathe(lathe: Lathe, origin: Floats, rays: Floats, hits: Hits) -> None:
    """The nearest of the profile's cone frustums and the two end discs."""
    ox, oy, oz = (float(v) for v in origin)
    dx, dy, dz = rays[..., 0], rays[..., 1], rays[..., 2]
    level, cross, square = dx * dx + dy * dy, ox * dx + oy * dy, ox * ox + oy * oy
    best, part = hits.distance, np.zeros(rays.shape[:2], np.int16)
    for z0, z1, r0, r1 in zip(lathe.z, lathe.z[1:], lathe.r, lathe.r[1:], strict=False):
        k = (r1 - r0) / (z1 - z0)
        base = r0 + k * (oz - z0)
        a, b, c = level - (k * dz) ** 2, cross - k * base * dz, square - base * base
        root = np.sqrt(np.maximum(b * b - a * c, 0))
        at = (-b - root) / np.where(np.abs(a) < 1e-9, 1e-9, a)
        z = oz + at * dz
        met = (b * b > a * c) & (z >= z0) & (z <= z1) & (at > 0) & (at < best)
        best[met], part[met] = at[met], 0
    for page, (z, r) in enumerate(((lathe.z[-1], lathe.r[-1]), (lathe.z[0], lathe.r[0])), 1):
        at = (z - oz) / np.where(np.abs(dz) < 1e-9, 1e-9, dz)
        met = ((ox + at * dx) ** 2 + (oy + at * dy) ** 2 <= r * r) & (at > 0) & (at < best)
        best[met], part[met] = at[met], page
    _print_lathe(lathe, origin, rays, part, hits)


def _print_lathe(lathe: Lathe, origin: Floats, rays: Floats, part: NDArray[np.int16], hits: Hits) -> None:
    side = (hits.distance < FAR) & (part == 0)
    point = origin + hits.distance[side, None] * rays[side]
    turn = np.arctan2(point[:, 0], -point[:, 1])
    heights, lean = _leans(lathe)
    tip = np.interp(point[:, 2], heights, lean)
    hits.normal[side] = np.stack([np.sin(turn) * np.cos(tip), -np.cos(turn) * np.cos(tip), np.sin(tip)], 1)
    hits.u[side] = turn / (2 * np.pi) + 0.5
    hits.v[side] = 1 - point[:, 2] / lathe.z[-1]
    for page, r, up in ((1, lathe.r[-1], 1.0), (2, lathe.r[0], -1.0)):
        end = (hits.distance < FAR) & (part == page)
        point = origin + hits.distance[end, None] * rays[end]
        hits.normal[end] = (0, 0, up)
        hits.page[end] = page
        hits.u[end], hits.v[end] = point[:, 0] / r / 2.04 + 0.5, -point[:, 1] / r / 2.04 + 0.5


def _leans(lathe: Lathe) -> tuple[list[float], list[float]]:
    """Upward lean of the surface in radians at the middles and the corners of the profile's parts."""
    heights: list[float] = []
    leans: list[float] = []
    for z0, z1, r0, r1 in zip(lathe.z, lathe.z[1:], lathe.r, lathe.r[1:], strict=False):
        lean = float(np.arctan2(r0 - r1, z1 - z0))
        near = 0.25 if z1 - z0 < 3 else 0.06
        heights += [z0 + (z1 - z0) * near, z1 - (z1 - z0) * near]
        leans += [lean, lean]
    return heights, leans
