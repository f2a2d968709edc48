"""Stages: what one photo costs one core before the model sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import thread_time
from typing import TypeVar

import cv2

from edge.enroll.one_photo import prepare
from edge.photo import photo_hash, read_photo
from edge.photo.item import find_item

Made = TypeVar("Made")


def stages(photos: Sequence[Path], size: tuple[int, int]) -> dict[str, float]:
    """Milliseconds of one core a photo, by what is done; the parts add up to all of it.

    Args:
        photos: files that can be used.
        size: height and width of the embedder's input.

    Raises:
        InputError: a photo cannot be used.
    """
    spent = dict.fromkeys(("hashed", "read", "found", "all"), 0.0)

    def timed(stage: str, work: Callable[[], Made]) -> Made:
        start = thread_time()
        made = work()
        spent[stage] += thread_time() - start
        return made

    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)  # or OpenCV's own threads do some of it unseen
    try:
        for path in photos:
            timed("hashed", lambda path=path: photo_hash(path))  # type: ignore[misc]
            photo = timed("read", lambda path=path: read_photo(path))  # type: ignore[misc]
            timed("found", lambda photo=photo: find_item(photo))  # type: ignore[misc]
            timed("all", lambda path=path: prepare(path, size))  # type: ignore[misc]
    finally:
        cv2.setNumThreads(threads)
    each = {stage: seconds / len(photos) * 1e3 for stage, seconds in spent.items()}
    return {
        "file read and hashed": each["hashed"],
        "decoded and scaled": max(0.0, each["read"] - each["hashed"]),
        "item found": each["found"],
        "cut out, kept and judged": max(0.0, each["all"] - each["read"] - each["found"]),
    }
