"""Window: the till's picture on a screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from types import TracebackType

import cv2
import numpy as np
from numpy.typing import NDArray

from gallery.errors import DeviceError

_REMEDY = "run with --headless, or in a desktop session with opencv-python (not opencv-python-headless)"
_QUIT_KEYS = (27, ord("q"), ord("Q"))
_PROBE = "import cv2; cv2.namedWindow('checkout-edge'); cv2.waitKey(1); cv2.destroyAllWindows()"


class Window:
    """A window that shows pictures until it is closed.

    Args:
        title: what its bar says.

    Raises:
        DeviceError: no screen, or an OpenCV without windows.
    """

    def __init__(self, title: str) -> None:
        _check_screen()
        self.title = title
        cv2.namedWindow(title, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO)
        self._open = True

    def show(self, image: NDArray[np.uint8]) -> bool:
        """Show uint8 `[H, W, 3]`, BGR. False once the user closed the window or pressed q or Esc."""
        if not self._open:
            return False
        cv2.imshow(self.title, image)
        key = cv2.waitKey(1) & 0xFF
        if key in _QUIT_KEYS or cv2.getWindowProperty(self.title, cv2.WND_PROP_VISIBLE) < 1:
            self.close()
        return self._open

    def close(self) -> None:
        """Close the window; safe to call twice."""
        if self._open:
            self._open = False
            cv2.destroyAllWindows()
            cv2.waitKey(1)

    def __enter__(self) -> Window:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _check_screen() -> None:
    if re.search(r"GUI:\s+NONE", cv2.getBuildInformation()):
        raise DeviceError(f"window: this OpenCV {cv2.__version__} was built without windows", _REMEDY)
    if not sys.platform.startswith("linux"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise DeviceError("window: no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)", _REMEDY)
    _try_in_child()


def _try_in_child() -> None:
    """Open a window in a child process: Qt aborts its process when the screen refuses it."""
    try:
        child = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, timeout=30, check=False)
    except subprocess.TimeoutExpired:
        raise DeviceError("window: the screen does not answer", _REMEDY) from None
    if child.returncode != 0:
        screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        raise DeviceError(f"window: the screen {screen} cannot be opened", _REMEDY)
