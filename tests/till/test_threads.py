"""Threads: one call settles what OpenCV takes."""

from __future__ import annotations

import cv2

from edge import threads


def test_settle() -> None:
    before = cv2.getNumThreads()
    try:
        cv2.setNumThreads(2)
        threads.settle()
        assert cv2.getNumThreads() == 1
    finally:
        cv2.setNumThreads(before)
