"""Spoilt shop: six drawn products, five of them photographed badly on purpose, to see what `enroll` says.

Usage: python scripts/enrolment/spoilt_shop.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

from edge.synth.package import Package
from edge.synth.photos import POSES, photo
from edge.synth.pose import Pose
from edge.synth.shop import make_shop

FRONT = (Pose(0, 22), Pose(24, 25), Pose(-24, 20))


def save(folder: Path, name: str, image: np.ndarray, quality: int = 90) -> None:
    """Write one JPEG."""
    folder.mkdir(parents=True, exist_ok=True)
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    (folder / f"{name}.jpg").write_bytes(data.tobytes())


def photos(folder: Path, package: Package, seed: int = 0, poses: tuple[Pose, ...] = POSES) -> None:
    """Seven good photos."""
    for number in range(7):
        save(folder, f"view-{number + 1}", photo(package, number, seed, poses=poses))


def main() -> None:
    """Draw it."""
    out = Path(sys.argv[1])
    soup, tea, rice, soap, juice, oats, *_ = make_shop(5, 12, 0).products
    photos(out / "1-good", soup)
    photos(out / "2-front-only", tea, poses=FRONT)
    for number in range(7):
        save(out / "3-blurred", f"view-{number + 1}", cv2.GaussianBlur(photo(rice, number), (0, 0), 6))
    photos(out / "4-a-stranger-in-it", soap)
    save(out / "4-a-stranger-in-it", "view-8", photo(soup, 1, seed=9))
    photos(out / "5-twin", juice, seed=1)
    photos(out / "5-twin-again", juice, seed=2)
    for number in range(2):
        save(out / "6-copies", f"view-{number + 1}", photo(oats, number))
        save(out / "6-copies", f"view-{number + 1}-again", photo(oats, number), quality=60)


if __name__ == "__main__":
    main()
