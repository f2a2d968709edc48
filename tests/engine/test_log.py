"""What TensorRT said of an error, in one line."""

from __future__ import annotations

import doctest

from engine.fakes import Severity, fake_module

from edge.engine import log
from edge.engine.log import collector, said


def test_errors_are_kept_and_the_rest_is_not() -> None:
    heard = collector(fake_module("10.3.0"))
    for severity in Severity:
        heard.log(severity, severity.name)
    assert heard.errors == ["INTERNAL_ERROR", "ERROR"]


def test_said_in_one_line_each_once() -> None:
    """As TensorRT-RTX 1.7.1 and TensorRT 8.4 wrote them."""
    heard = [
        "Cuda Runtime (In ScopedCudaStream at /_src/common/a.cpp:25 (cudaError 35: old driver))",
        "[macros.cpp::caught::250] Cuda Runtime (In f at /_src/b.cpp:250 (cudaError 35: old driver))",
        "4: [network.cpp::validate::2787] Error Code 4: Internal Error (fp16 is not configured)",
    ]
    assert said(heard) == (
        "Cuda Runtime (cudaError 35: old driver); 4: Error Code 4: Internal Error (fp16 is not configured)"
    )
    assert said([]) == "it gave no cause"


def test_examples_in_the_documentation() -> None:
    assert doctest.testmod(log).failed == 0
    assert doctest.testmod(log).attempted > 0
