"""Cache: the user's own folder for what can be made again: engines, forms of the shipped model, trials."""

from __future__ import annotations

import os
from pathlib import Path


def user_cache(room: str) -> Path:
    """The folder `checkout-edge/ROOM` in the user's cache folder, which `XDG_CACHE_HOME` names.

    It need not exist. A user without a home has none that could be made, so that nothing is kept.

    Args:
        room: what is kept there, for example `trials`.
    """
    named = os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(named) if named else Path.home() / ".cache"
    except RuntimeError:  # no HOME, and no entry of this user
        base = Path(os.devnull)
    return base / "checkout-edge" / room
