"""Checkout: same seed, same bytes; the truth agrees with itself and with the pictures."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.synth.checkout import Checkout
from edge.synth.placing import Spot, occupied
from edge.synth.scene import still_life
from edge.synth.shop import make_shop
from edge.synth.tray import tray_area
from edge.synth.video import write_video
from gallery.errors import DeviceError, InputError

SIZE = (320, 180)
SEEDS = range(5)


@lru_cache(maxsize=8)
def _checkout(seed: int) -> Checkout:
    return Checkout(make_shop(seed), seed, SIZE)


def test_same_seed_same_bytes() -> None:
    shop = make_shop(2)
    digests = set()
    for checkout in (Checkout(shop, 9, SIZE, fps=4), Checkout(make_shop(2), 9, SIZE, fps=4)):
        for _ in range(2):
            digests.add(hashlib.sha256(b"".join(frame.tobytes() for frame in checkout.frames())).hexdigest())
    assert len(digests) == 1
    other = b"".join(frame.tobytes() for frame in Checkout(shop, 10, SIZE, fps=4).frames())
    assert hashlib.sha256(other).hexdigest() not in digests


@pytest.mark.parametrize("seed", SEEDS)
def test_truth_folds_to_the_basket(seed: int) -> None:
    checkout = _checkout(seed)
    lying: Counter[str] = Counter()
    unknowns = 0
    for event in checkout.truth:
        lying[event.sku or ""] += {"added": 1, "removed": -1}.get(event.kind, 0)
        unknowns += {"unknown": 1, "unknown_removed": -1}.get(event.kind, 0)
        assert min(lying.values()) >= 0
        assert (event.sku is None) == event.kind.startswith("unknown")
    assert {sku: n for sku, n in lying.items() if n} == checkout.basket()
    assert unknowns == checkout.unknowns
    assert set(checkout.basket()) <= {package.sku for package in checkout.shop.products}


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_asked_for_happens(seed: int) -> None:
    truth = _checkout(seed).truth
    kinds = Counter(event.kind for event in truth)
    assert (kinds["added"], kinds["unknown"]) == (7, 2)
    assert (kinds["moved"], kinds["covered"], kinds["removed"]) == (1, 1, 1)
    times = [event.time for event in truth]
    assert times == sorted(times)
    assert times[0] > 2
    assert min(np.diff(times)) > 1.5
    assert max(Counter(event.sku for event in truth if event.kind == "added").values()) == 2
    assert _checkout(seed).total / _checkout(seed).fps >= 36


@pytest.mark.parametrize("seed", SEEDS)
def test_items_lie_within_the_tray_and_apart(seed: int) -> None:
    checkout = _checkout(seed)
    x1, y1, x2, y2 = tray_area(SIZE)
    for event in checkout.truth:
        assert x1 <= event.box[0] < event.box[2] <= x2
        assert y1 <= event.box[1] < event.box[3] <= y2
    for event in checkout.truth:
        spots = list(checkout._lying(event.time + 0.01).values())
        assert _overlapping(spots) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_boxes_bound_what_changed_and_the_hand_leaves(seed: int) -> None:
    """Before and after each act, with no hand in sight, only the boxes and shadows of that act differ."""
    checkout = _checkout(seed)
    frames = list(checkout.frames())
    for gesture, event in zip(checkout._gestures, checkout.truth, strict=True):
        ends = gesture.act.start, gesture.act.start + gesture.act.length
        before, after = (
            frames[round(t * checkout.fps) + step] for t, step in zip(ends, (-1, 1), strict=True)
        )
        changed = _changed(before, after)
        if event.kind == "covered":
            assert changed.mean() < 0.002
            continue
        left, top, right, bottom = (round(v) for v in event.box)
        assert changed[top:bottom, left:right].mean() > 0.4
        occupied_now = _changed(checkout.empty_scene(), after)[top:bottom, left:right].mean() > 0.4
        assert occupied_now == (event.kind in ("added", "unknown", "moved"))
        allowed = np.zeros(changed.shape, bool)
        for spot in (gesture.spot, gesture.target):
            shadow, x, y = spot.sprite.shadow, spot.x + spot.sprite.shadow_x, spot.y + spot.sprite.shadow_y
            allowed[max(0, y) : y + shadow.shape[0], max(0, x) : x + shadow.shape[1]] = True
            a, b, c, d = (round(v) for v in spot.box)
            allowed[b - 3 : d + 3, a - 3 : c + 3] = True
        assert changed[~allowed].mean() < 0.002


@pytest.mark.parametrize("seed", SEEDS)
def test_hand_touches_the_border_while_it_is_seen(seed: int) -> None:
    checkout = _checkout(seed)
    for gesture in checkout._gestures:
        for share in (0.1, 0.3, 0.5, 0.7, 0.9):
            moment = gesture.at(gesture.act.start + share * gesture.act.length)
            assert moment is not None
            on_black, on_white = np.zeros((180, 320, 3), np.uint8), np.full((180, 320, 3), 255, np.uint8)
            checkout._show(on_black, gesture, moment, None)
            checkout._show(on_white, gesture, moment, None)
            covered = (on_white.max(2).astype(int) - on_black.max(2) < 60).astype(np.uint8)
            count, labels = cv2.connectedComponents(cv2.dilate(covered, np.ones((3, 3), np.uint8)))
            border = set(labels[0]) | set(labels[-1]) | set(labels[:, 0]) | set(labels[:, -1])
            big = {k for k in range(1, count) if (labels == k).sum() > 60}
            assert big <= border, (gesture.act, share)


def test_starts_empty() -> None:
    checkout = _checkout(0)
    scene = checkout.empty_scene()
    assert scene.shape == (180, 320, 3)
    for frame in islice(checkout.frames(), 30):
        assert np.abs(frame.astype(int) - scene).mean() < 8
        assert not np.array_equal(frame, scene)


def test_light_drifts_slowly_and_the_sensor_is_noisy() -> None:
    frames = [frame.astype(float) for frame in islice(_checkout(1).frames(), 30)]
    steps = [abs(b.mean() / a.mean() - 1) for a, b in pairwise(frames)]
    assert max(steps) < 0.03
    assert 1.5 < np.std(frames[1] - frames[0]) < 5


def test_touching_items_touch() -> None:
    checkout = Checkout(make_shop(1), 1, SIZE, touching=True)
    spots = list(checkout._lying(1e9).values())
    assert _overlapping(spots) == 0
    grown = [cv2.dilate(occupied([spot], SIZE), np.ones((7, 7), np.uint8)) for spot in spots]
    assert (np.sum([mask > 0 for mask in grown], axis=0) > 1).any()


@pytest.mark.parametrize("items", [1, 5, 20])
def test_still_life(items: int) -> None:
    scene = still_life(make_shop(0), items, SIZE, seed=3)
    assert scene.image.shape == (180, 320, 3)
    assert scene.boxes.shape == (items, 4)
    assert scene.boxes.dtype == np.float32
    assert len(scene.skus) == items
    assert None not in scene.skus
    assert np.array_equal(scene.image, still_life(make_shop(0), items, SIZE, seed=3).image)


@pytest.mark.parametrize("items", [1, 2, 4])
def test_short_recordings(items: int) -> None:
    checkout = Checkout(make_shop(0), 0, SIZE, fps=5, duration=24, items=items)
    assert sum(event.kind in ("added", "unknown") for event in checkout.truth) == items
    assert sum(1 for _ in checkout.frames()) == checkout.total == 120


@pytest.mark.parametrize(
    "options",
    [{"size": (64, 64)}, {"size": (321, 180)}, {"fps": 0}, {"items": 0}, {"duration": 9.0}, {"seed": -1}],
)
def test_what_cannot_be_recorded_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Checkout(make_shop(0), **{"size": SIZE, **options})  # type: ignore[arg-type]


def test_too_many_items_are_refused() -> None:
    with pytest.raises(InputError, match="do not fit"):
        still_life(make_shop(0), 400, (160, 90))


def test_video_is_written_and_reports_progress(tmp_path: Path) -> None:
    checkout = Checkout(make_shop(0), 0, SIZE, fps=5, duration=7, items=1)
    seen: list[tuple[int, int]] = []
    path = tmp_path / "till.mp4"
    try:
        write_video(checkout, path, lambda done, total: seen.append((done, total)))
    except DeviceError:
        pytest.skip("this OpenCV has no mp4v encoder")
    assert seen == [(k, 35) for k in range(1, 36)]
    video = cv2.VideoCapture(str(path))
    assert (video.get(cv2.CAP_PROP_FRAME_WIDTH), video.get(cv2.CAP_PROP_FPS)) == (320, 5)
    first = video.read()[1]
    assert np.abs(first.astype(int) - next(checkout.frames())).mean() < 6


def test_video_into_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="missing"):
        write_video(_checkout(0), tmp_path / "nowhere" / "till.mp4")


def test_a_writer_that_does_not_open_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Shut:
        fourcc = staticmethod(cv2.VideoWriter.fourcc)

        def __init__(self, *_: object) -> None:
            self.released = False

        def isOpened(self) -> bool:  # noqa: N802
            return False

        def release(self) -> None:
            self.released = True

    monkeypatch.setattr(cv2, "VideoWriter", Shut)
    with pytest.raises(DeviceError, match="mp4v"):
        write_video(_checkout(0), tmp_path / "till.mp4")


def _changed(before: np.ndarray, after: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Where two frames differ by more than noise and drifting light; bool `[h, w]`."""
    gain = np.median(after.astype(float) / np.maximum(before, 1))
    difference = cv2.blur(after.astype(np.float32) - before.astype(np.float32) * np.float32(gain), (3, 3))
    return np.abs(difference).max(2) > 12


def _overlapping(spots: list[Spot]) -> int:
    masks = [occupied([spot], SIZE) > 0 for spot in spots]
    return int((np.sum(masks, axis=0) > 1).sum())
