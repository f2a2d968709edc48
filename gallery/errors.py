"""Errors a user can act on. Every one names the thing at fault and the remedy."""

from __future__ import annotations


class CheckoutError(Exception):
    """A user's mistake or a broken environment: shown as two lines, never as a traceback.

    Args:
        problem: what is wrong, naming the file, option or device.
        remedy: what to do about it.

    `exit_code` is what the command line returns: 2 for bad input, 3 for a gallery that cannot be
    trusted, 4 for a device or backend that is not there, 6 for a model that missed a gate.
    """

    exit_code = 2

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}\n{remedy}")
        self.problem = problem
        self.remedy = remedy


class InputError(CheckoutError):
    """A file, folder, option or name that cannot be used as given."""


class GalleryError(CheckoutError):
    """A gallery file that is corrupt, foreign, locked, or cannot be written."""

    exit_code = 3


class DeviceError(CheckoutError):
    """A camera, stream, backend or accelerator that is not there or stopped answering."""

    exit_code = 4


class GateError(CheckoutError):
    """A model that does not do what it was certified or exported to do: a gate was missed."""

    exit_code = 6
