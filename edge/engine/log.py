"""Log: what TensorRT says while it works, kept for the error that may follow."""

from __future__ import annotations

import logging
import re
from typing import Any

log = logging.getLogger("edge.engine")

_PLACE = r"\s*\bIn [\w:~]+ at \S+:\d+\s*|\[\w+\.\w+::\S+?::\d+\]\s*"
_ERROR = 1  # ILogger.Severity: 0 internal error, 1 error, 2 warning, 3 info, 4 verbose


def collector(module: Any) -> Any:
    """An `ILogger` of this TensorRT module that keeps the errors in `errors`, a list of str.

    Everything goes to Python's log too, at debug level: what matters is said in our own words.
    """

    class Collector(module.ILogger):  # type: ignore[misc]
        def __init__(self) -> None:
            module.ILogger.__init__(self)
            self.errors: list[str] = []

        def log(self, severity: Any, message: str) -> None:
            log.debug("TensorRT: %s", message)
            if int(severity) <= _ERROR:
                self.errors.append(message)

    return Collector()


def said(errors: list[str]) -> str:
    """The errors in one line, each once, without the places in TensorRT's source.

    >>> said(["builder: no memory (In f at /_src/a.cpp:7 (cudaError 2: full))", "4: [b.cpp::f::7] lost\\nit"])
    'builder: no memory (cudaError 2: full); 4: lost it'
    """
    lines = (re.sub(_PLACE, "", " ".join(error.split())) for error in errors)
    tidy = (line.replace("((", "(").replace("))", ")").replace("()", "").strip() for line in lines)
    return "; ".join(dict.fromkeys(tidy)) or "it gave no cause"
