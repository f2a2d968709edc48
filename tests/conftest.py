"""Fixtures shared by every room's tests."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.logging import RichHandler

from edge.source.capture import quiet

quiet()  # FFmpeg reads its log level once, whoever opens the first video
os.environ.setdefault("CHECKOUT_EDGE_TRIAL", "off")
"""`auto` measures nothing here: which form runs must not depend on how busy the machine is."""
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real photos and videos, or a skip that says where it was looked for.

    It is no part of the project: set CHECKOUT_EDGE_DATA to where yours is.
    """
    folder = Path(os.environ.get("CHECKOUT_EDGE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"real photos are not at {folder} (set CHECKOUT_EDGE_DATA)")
    return folder


@pytest.fixture(autouse=True)
def _no_log_of_another_test() -> Iterator[None]:
    """The command line, run in this process, leaves its log handler behind."""
    yield
    for handler in [h for h in logging.root.handlers if isinstance(h, RichHandler)]:
        logging.root.removeHandler(handler)
