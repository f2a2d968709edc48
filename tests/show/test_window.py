from __future__ import annotations

import subprocess
from typing import Any

import cv2
import numpy as np
import pytest

from edge.show import window
from edge.show.window import Window
from gallery.errors import DeviceError

PICTURE = np.zeros((4, 4, 3), np.uint8)


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """OpenCV's window calls replaced: `key` is what is pressed, `visible` whether it is still open."""
    state: dict[str, Any] = {"key": -1, "visible": 1.0, "shown": 0, "closed": 0}
    monkeypatch.setattr(window, "_check_screen", lambda: None)
    monkeypatch.setattr(cv2, "namedWindow", lambda *_: None)
    monkeypatch.setattr(cv2, "imshow", lambda *_: state.update(shown=state["shown"] + 1))
    monkeypatch.setattr(cv2, "waitKey", lambda _: state["key"])
    monkeypatch.setattr(cv2, "getWindowProperty", lambda *_: state["visible"])
    monkeypatch.setattr(cv2, "destroyAllWindows", lambda: state.update(closed=state["closed"] + 1))
    return state


@pytest.mark.parametrize(
    ("key", "visible", "goes_on"),
    [(-1, 1.0, True), (ord("x"), 1.0, True), (ord("q"), 1.0, False), (27, 1.0, False), (-1, 0.0, False)],
)
def test_q_esc_and_the_cross_end_it(desktop: dict[str, Any], key: int, visible: float, goes_on: bool) -> None:
    desktop.update(key=key, visible=visible)
    with Window("till") as shown:
        assert shown.show(PICTURE) is goes_on
        desktop.update(key=-1, visible=1.0)
        assert shown.show(PICTURE) is goes_on
        assert desktop["shown"] == (2 if goes_on else 1)
    assert desktop["closed"] == 1


def test_no_screen_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(cv2, "getBuildInformation", lambda: "  GUI:    GTK3\n")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(DeviceError, match="no screen") as caught:
        Window("till")
    assert "--headless" in caught.value.remedy


def test_an_opencv_without_windows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "getBuildInformation", lambda: "  GUI:                           NONE\n")
    with pytest.raises(DeviceError, match="built without windows"):
        Window("till")


def test_a_screen_that_refuses_us_is_told_and_does_not_kill_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt aborts its process here, which is why a child tries first."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(cv2, "getBuildInformation", lambda: "  GUI:    QT5\n")
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(DeviceError, match="screen :987 cannot be opened"):
        Window("till")


def test_a_screen_that_hangs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: Any, **__: Any) -> None:
        raise subprocess.TimeoutExpired("python", 30)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(DeviceError, match="does not answer"):
        window._try_in_child()
