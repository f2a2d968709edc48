from __future__ import annotations

from pathlib import Path
from typing import Any

from embed.test_trial import FP32, measured

from edge.embed.remembered import Failed, Record
from edge.embed.trial_words import why

FILE = Path("/c/x.json")
INT8 = measured("cpu", "int8", 8, 50)


def record(*found: Any, **changes: Any) -> Record:
    facts: dict[str, Any] = {"made": "2026-11-26T06:00:00Z", "depends_on": {}, "measured": found, "busy": 0.1}
    facts |= {"clock": "processor", "series": 1, "seconds": 3.2}
    return Record.model_validate({**facts, **changes})


def test_a_gain() -> None:
    assert why(record(FP32, INT8), [], FILE) == (
        "auto took INT8 on the CPU: 1.41x as fast as FP32 on the CPU in processor time, in a trial of "
        "26 November 2026, remembered in /c/x.json"
    )


def test_no_gain_and_what_could_not_take_part() -> None:
    failed = Failed(backend="cuda", precision="fp32", content_hash="ab" * 32, why="no driver")
    slow, wrong = measured("cpu", "int8", 10, 75), measured("openvino", "fp32", 5, 5, cosine=0.9)
    words = why(record(FP32, wrong, slow, failed=(failed,)), ["x.onnx: it has no certificate"], None)
    assert words.split("; ") == [
        "auto took FP32 on the CPU: no lower precision gains clearly in a trial of 26 November 2026, which "
        "could not be remembered",
        "FP32 by OpenVINO was passed over: here it answers otherwise than its certificate allows (cosine "
        "0.9000000, 0.9990000 is allowed)",
        "INT8 on the CPU was 1.03x as fast, of the 1.15 it must gain",
        "FP32 by CUDA was passed over: no driver",
        "passed over: x.onnx: it has no certificate",
    ]


def test_a_busy_machine_is_said() -> None:
    """Of a trial by the clock; processor time is the same beside them."""
    words = "while other programs took 60% of the processor"
    assert words in why(record(FP32, INT8, busy=0.6, clock="wall"), [], FILE)
    assert words not in why(record(FP32, INT8, busy=0.6), [], FILE)
