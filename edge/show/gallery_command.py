"""Gallery command: the command that a remedy tells people to give."""

from __future__ import annotations

import shlex
from pathlib import Path


def gallery_command(gallery: Path | None, *words: str) -> str:
    """`checkout-edge gallery WORDS`, ready to be pasted.

    Args:
        gallery: the file that it is about; None where commands take it by themselves.
        words: the command and its arguments; they are quoted for a shell.
    """
    named = () if gallery is None else ("--gallery", str(gallery))
    return shlex.join(("checkout-edge", "gallery", *words, *named))
