"""The tray localiser on made scenes: what lies there is found, what does not is not."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from scenes import add_noise, compose_scene, lay_down_sequence, rectangle, table

from edge.boxes import iou
from edge.detections import Detections
from edge.frame import Frame
from edge.localise.config import TrayConfig
from edge.localise.tray import TrayLocaliser
from edge.track import Sight, Tracker

FPS = 15.0


def settled(detections: Detections) -> np.ndarray:
    return detections.boxes[detections.settled].astype(np.float64)


def show(localiser: TrayLocaliser, image: np.ndarray, begin: float, seconds: float, noise: float = 2.0):
    """Show one picture with fresh noise for some time; the last answer and the time after it."""
    answer = None
    for step in range(round(seconds * FPS)):
        time = begin + step / FPS
        frame = Frame(add_noise(image.astype(np.float32), noise, round(time * 1000)), step, time, 0.0)
        answer = localiser.locate(frame)
    return answer, begin + round(seconds * FPS) / FPS


@pytest.mark.parametrize("seed", range(3))
def test_items_laid_down_are_found_where_they_lie(data: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    folders = sorted((data / "packaged8" / "cutouts").iterdir())
    items = []
    for k, x in zip(rng.choice(len(folders), 3, replace=False), (120, 320, 520), strict=True):
        cutout = cv2.imread(str(sorted(folders[k].iterdir())[seed]), cv2.IMREAD_UNCHANGED)
        rows, columns = np.nonzero(cutout[..., 3] > 128)
        cutout = cutout[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        scale = 110 / max(cutout.shape[:2])
        items.append((cutout, x, int(rng.integers(110, 230)), scale, float(rng.uniform(0, 360))))
    localiser, tracker = TrayLocaliser(), Tracker()
    wrong = 0
    for shot in lay_down_sequence(table(seed=seed), items, seed=seed):
        found = localiser.locate(shot.frame)
        tracks = tracker.update(found, shot.frame.time)
        wrong = max(wrong, len(tracks) - len(shot.boxes))
        if not shot.boxes:
            assert not len(settled(found))
    assert wrong == 0, "an item was invented"
    assert len(settled(found)) == 3
    truth = np.array(shot.boxes, np.float64)
    assert (iou(truth, settled(found)).max(axis=1) >= 0.7).all(), iou(truth, settled(found))
    assert [track.id for track in tracks] == [1, 2, 3]


def laid(*items, seed: int = 0) -> np.ndarray:
    return compose_scene(table(seed=seed), items, noise=0)[0]


ONE = (rectangle(90, 60), 300, 180, 1.0, 20.0)


def start(empty: np.ndarray, **settings) -> tuple[TrayLocaliser, float]:
    localiser = TrayLocaliser(TrayConfig(**settings))
    _, time = show(localiser, empty, 0.0, 1.5)
    return localiser, time


def test_an_item_never_melts_into_the_scene() -> None:
    localiser, time = start(table())
    answer, time = show(localiser, laid(ONE), time, 4)
    assert len(settled(answer)) == 1
    box = settled(answer)[0]
    image = laid(ONE)
    for step in range(100):
        answer, _ = show(localiser, image, time + 3 * step, 1 / FPS)
        assert len(settled(answer)) == 1
    assert np.allclose(settled(answer)[0], box, atol=4)


def test_slow_light_makes_no_items() -> None:
    localiser, time = start(table())
    for step in range(60 * 2):
        gain = 1 + 0.2 * np.sin(2 * np.pi * step / 120) * np.array([1.0, 0.9, 0.8])
        image = add_noise(table() * gain, 2, step)
        assert not len(localiser.locate(Frame(image, step, time + step / 2, 0.0)).boxes)


def test_light_that_drifts_on_one_side_makes_no_items() -> None:
    localiser, time = start(table())
    side = np.linspace(-1, 1, 640)[None, :, None]
    for step in range(60 * 2):
        image = add_noise(table() * (1 + 0.15 * step / 120 * side), 2, step)
        assert not len(localiser.locate(Frame(image, step, time + step / 2, 0.0)).boxes)


def test_noise_makes_no_items() -> None:
    localiser = TrayLocaliser()
    for step in range(40):
        answer = localiser.locate(
            Frame(add_noise(table().astype(np.float32), 8, step), step, step / FPS, 0.0)
        )
        assert not len(answer)


@pytest.mark.parametrize("gain", [0.55, 0.8, 1.25, 1.5])
def test_a_lamp_that_is_switched_makes_no_items_and_loses_none(gain: float) -> None:
    localiser, time = start(table() * 0.65)
    answer, time = show(localiser, laid(ONE) * 0.65, time, 1.5)
    assert len(settled(answer)) == 1
    tilt = np.linspace(0.94, 1.06, 640)[None, :, None]
    tracker = Tracker()
    tracker.update(answer, time)
    for _ in range(15):
        answer, time = show(localiser, laid(ONE) * 0.65 * gain * tilt, time, 1 / FPS)
        tracks = tracker.update(answer, time)
        assert [track.id for track in tracks] == [1]
    assert len(settled(answer)) == 1


def test_a_resting_hand_hides_an_item_and_does_not_remove_it() -> None:
    localiser, time = start(table())
    tracker = Tracker()
    hand = laid(ONE)
    cv2.line(hand, (300, 180), (330, 500), (120, 150, 205), 100)
    answer, time = show(localiser, laid(ONE), time, 1)
    tracker.update(answer, time)
    for _ in range(round(5 * FPS / 2)):
        answer, time = show(localiser, hand, time, 2 / FPS)
        (track,) = tracker.update(answer, time)
        assert (track.id, track.sight) == (1, Sight.HIDDEN)
    for _ in range(10):
        answer, time = show(localiser, laid(ONE), time, 1 / FPS)
        (track,) = tracker.update(answer, time)
    assert (track.id, track.sight) == (1, Sight.VISIBLE)
    for _ in range(15):
        answer, time = show(localiser, table(), time, 1 / FPS)
        tracks = tracker.update(answer, time)
    assert tracks == ()


def test_an_item_on_the_border_is_none_until_it_is_pulled_in() -> None:
    localiser, time = start(table())
    answer, time = show(localiser, laid((rectangle(90, 60), 5, 180, 1.0, 0.0)), time, 3)
    assert not len(settled(answer))
    answer, time = show(localiser, laid((rectangle(90, 60), 60, 180, 1.0, 0.0)), time, 1)
    assert len(settled(answer)) == 1


def test_what_was_there_while_learning_is_no_item_when_it_is_taken() -> None:
    localiser, time = start(laid(ONE))
    answer, time = show(localiser, table(), time, 1)
    assert not len(answer)
    other = (rectangle(70, 70, (30, 160, 40)), 300, 180, 1.0, 0.0)
    answer, _ = show(localiser, laid(other), time, 1)
    assert len(settled(answer)) == 1


def test_a_moving_shadow_is_no_item_even_when_it_stops() -> None:
    localiser, time = start(table())
    for step in range(50):
        dark = np.zeros((360, 640), np.float32)
        cv2.circle(dark, (100 + 8 * min(step, 40), 200), 60, 1.0, -1)
        image = table() * (1 - 0.35 * cv2.GaussianBlur(dark, (0, 0), 12))[..., None]
        answer, time = show(localiser, image, time, 1 / FPS)
        assert not len(settled(answer))


def test_a_grey_item_darker_than_the_table_is_no_shadow() -> None:
    grey = np.zeros((90, 70, 4), np.uint8)
    grey[...] = (105, 115, 122, 255)
    localiser, time = start(table())
    answer, _ = show(localiser, laid((grey, 300, 180, 1.0, 10.0)), time, 1)
    assert len(settled(answer)) == 1


def test_items_put_side_by_side_one_after_the_other_are_two() -> None:
    left = (rectangle(90, 60), 270, 180, 1.0, 0.0)
    right = (rectangle(90, 60, (30, 160, 40)), 330, 180, 1.0, 0.0)
    localiser, time = start(table())
    _, time = show(localiser, laid(left), time, 1)
    answer, _ = show(localiser, laid(left, right), time, 1)
    assert len(settled(answer)) == 2


@pytest.mark.parametrize("size", [(360, 640), (720, 1280), (240, 426)])
def test_answers_are_in_pixels_of_the_frame(size: tuple[int, int]) -> None:
    height, width = size
    empty = table(height, width)
    image, (truth,) = compose_scene(empty, [(rectangle(90, 60), width // 2, height // 2, height / 360, 0.0)])
    localiser = TrayLocaliser(empty=table(height, width))
    answer, _ = show(localiser, image, 0.0, 1)
    assert iou(np.array([truth], float), settled(answer)).max() >= 0.7
    assert answer.hidden is not None
    assert answer.hidden.size == (height, width)
    (x1, y1, x2, y2), (u1, v1, u2, v2) = settled(answer)[0], truth
    assert x1 <= u1 + 1
    assert y1 <= v1 + 1
    assert x2 >= u2 - 1
    assert y2 >= v2 - 1
    mask = cv2.resize(answer.masks[0], (int(x2 - x1), int(y2 - y1)))
    inner = mask[int(v1 - y1) + 8 : int(v2 - y1) - 8, int(u1 - x1) + 8 : int(u2 - x1) - 8]
    assert (inner == 255).mean() > 0.98


def test_the_same_frames_give_the_same_answers() -> None:
    shots = list(lay_down_sequence(table(), [ONE]))
    one, other = TrayLocaliser(), TrayLocaliser()
    for shot in shots:
        a, b = one.locate(shot.frame), other.locate(shot.frame)
        assert np.array_equal(a.boxes, b.boxes)
        assert np.array_equal(a.settled, b.settled)
        assert np.array_equal(a.hidden.map, b.hidden.map)


def test_an_item_whose_own_light_changes_slowly_stays_the_same_item() -> None:
    localiser, time = start(table())
    tracker = Tracker()
    image = laid(ONE)
    side = np.linspace(-1, 1, 640)[None, :, None] ** 2 * np.array([0.5, 1.0, 1.5])
    for step in range(90):
        drifted = add_noise(image * (1 + 0.3 * max(0, step - 5) / 85 * side), 2, step)
        frame = Frame(drifted, step, time + step, 0.0)
        tracks = tracker.update(localiser.locate(frame), frame.time)
        assert [track.id for track in tracks] == [1][:step], step
