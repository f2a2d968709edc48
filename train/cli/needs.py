"""Needs: what a command of training wants installed beside the device's packages."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from gallery.errors import InputError


def needs_training(command: str = "") -> None:
    """Check that torch is there, before anything that imports it.

    Args:
        command: the command as typed after `checkout-edge`, such as "train", for the message.

    Raises:
        InputError: torch is not installed.
    """
    needs(["torch"], command)


def needs(modules: Sequence[str], command: str, extra: str = "train") -> None:
    """Check that every one of `modules`, which the extra of the package brings, can be imported.

    Raises:
        InputError: one cannot; names it and the command that installs it.
    """
    for module in modules:
        if find_spec(module) is None:
            asker = f"`checkout-edge {command}`" if command else "this command"
            raise InputError(
                f"{asker} needs {module}, which is not installed", f"pip install 'checkout-edge[{extra}]'"
            )
