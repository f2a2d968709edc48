"""The whole view is one item, settled while it stays the same."""

from __future__ import annotations

import numpy as np
import pytest
from scenes import add_noise, rectangle, table

from edge.frame import Frame
from edge.localise import create
from edge.localise.whole import WholeLocaliser
from gallery.errors import InputError


def test_it_settles_and_unsettles() -> None:
    localiser = WholeLocaliser()
    other = np.ascontiguousarray(rectangle(360, 640)[..., :3])
    states = []
    for step, image in enumerate([table(), table(), other, other, other]):
        answer = localiser.locate(Frame(add_noise(image.astype(float), 3, step), step, step / 15, 0.0))
        assert answer.boxes.tolist() == [[0, 0, 640, 360]]
        states.append(bool(answer.settled[0]))
    assert states == [True, True, False, True, True]


@pytest.mark.parametrize("spec", ["", "Tray", "onnx:", "yolo"])
def test_an_unknown_name_lists_the_choices(spec: str) -> None:
    with pytest.raises(InputError, match=r"tray, whole, onnx:PATH"):
        create(spec)


def test_names_build_their_localisers() -> None:
    assert type(create("tray")).__name__ == "TrayLocaliser"
    assert type(create("tray", empty=table())).__name__ == "TrayLocaliser"
    assert type(create("whole")).__name__ == "WholeLocaliser"
    with pytest.raises(InputError, match="empty"):
        create("whole", empty=table())
    with pytest.raises(InputError, match=r"nowhere\.onnx"):
        create("onnx:nowhere.onnx")
