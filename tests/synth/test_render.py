"""Sprites: not empty, the size asked for, and the geometry a camera would see."""

from __future__ import annotations

import numpy as np
import pytest

from edge.synth.package import KINDS, make_package
from edge.synth.pose import CAMERA_CM, Pose
from edge.synth.render import render, render_sprite
from edge.synth.solid import solid_of
from edge.synth.trace import FAR, trace

POSES = (
    Pose(),
    Pose(90),
    Pose(180, 45),
    Pose(30, 60, lying=True),
    Pose(200, 60, lying=True, spin=180),
    Pose(0, 89),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pose", POSES)
def test_sprite_fills_the_height_and_has_solid_alpha(kind: str, pose: Pose) -> None:
    sprite = render(make_package(1, kind), pose, 60)
    assert sprite.dtype == np.uint8
    assert sprite.shape[0] == 60
    assert sprite.shape[2] == 4
    alpha = sprite[..., 3]
    assert (alpha == 255).mean() > 0.3
    for edge in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]):
        assert edge.any()


def test_turning_shows_another_side() -> None:
    package = make_package(2, "box")
    views = [render(package, Pose(yaw, 15), 80) for yaw in (0, 90, 180)]
    colours = [view[view[..., 3] == 255][:, :3].mean(0) for view in views]
    assert views[1].shape[1] < 0.75 * views[0].shape[1]
    assert np.abs(colours[0] - colours[2]).max() > 4


def test_level_box_has_the_outline_of_its_front() -> None:
    package = make_package(5, "box")
    width, height, depth = package.size_cm
    sprite = render(package, Pose(0, 0), 200)
    near = CAMERA_CM / (CAMERA_CM - depth / 2)
    assert sprite.shape[1] == pytest.approx(200 * width / height, rel=0.02)
    drawn = render_sprite(package, Pose(0, 0), 10.0).image
    assert drawn.shape[1] == pytest.approx(10 * width * near, abs=1.5)
    assert drawn.shape[0] == pytest.approx(10 * height * near, abs=12 * near)


def test_rays_meet_a_can_where_the_cylinder_is() -> None:
    package = make_package(3, "can")
    solid = solid_of(package)
    radius, middle = package.size_cm[0] / 2, package.size_cm[1] / 2
    offsets = np.array([0.0, 0.5, -0.9, 1.1], np.float32) * np.float32(radius)
    rays = np.zeros((1, 4, 3), np.float32)
    rays[0, :, 0], rays[0, :, 1] = offsets / 50, 1
    hits = trace(solid, np.array([0, -50, middle], np.float32), rays)
    for k, slope in enumerate(offsets / 50):
        a, b, c = 1 + slope**2, -50.0, 2500 - radius**2
        if b * b < a * c:
            assert hits.distance[0, k] == FAR
        else:
            assert hits.distance[0, k] == pytest.approx((-b - np.sqrt(b * b - a * c)) / a, abs=1e-2)
    assert hits.u[0, 0] == pytest.approx(0.5, abs=1e-4)
    assert hits.v[0, 0] == pytest.approx(0.5, abs=1e-4)
    assert np.allclose(hits.normal[0, 0], (0, -1, 0), atol=1e-3)


def test_shadow_surrounds_the_foot() -> None:
    sprite = render_sprite(make_package(4, "can"), Pose(0, 60), 6.0)
    assert sprite.shadow[-sprite.shadow_y, -sprite.shadow_x] > 80
    assert max(sprite.shadow[0].max(), sprite.shadow[:, 0].max(), sprite.shadow[-1].max()) < 25


def test_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="height_px"):
        render(make_package(0), Pose(), 7)
