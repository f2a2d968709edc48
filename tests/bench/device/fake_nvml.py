"""`pynvml` that is not here: a module with one GPU, or several, which answers or refuses as it is told.

Names and constants are those of nvidia-ml-py 13; errors have its classes' names.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any


class NVMLError(Exception):
    pass


class NVMLError_NotSupported(NVMLError):  # noqa: N801, N818
    pass


class NVMLError_GpuIsLost(NVMLError):  # noqa: N801, N818
    pass


class FakeNvml:
    """The module: `answers` by function, a value or an error; what is not there is not supported."""

    NVMLError = NVMLError
    NVML_TEMPERATURE_GPU, NVML_CLOCK_SM = 0, 1

    def __init__(self, count: int = 1, **answers: Any) -> None:
        self.count, self.closed, self.asked = count, False, []
        self.answers = {
            "nvmlDeviceGetName": b"NVIDIA RTX A2000",
            "nvmlDeviceGetUtilizationRates": SimpleNamespace(gpu=96, memory=10),
            "nvmlDeviceGetTemperature": 83,
            "nvmlDeviceGetPowerUsage": 69_500,
            "nvmlDeviceGetClockInfo": 1_200,
            "nvmlDeviceGetMaxClockInfo": 2_100,
            "nvmlDeviceGetCurrentClocksEventReasons": 0x4 | 0x20,
            **answers,
        }

    def nvmlInit(self) -> None:  # noqa: N802
        if "nvmlInit" in self.answers:
            raise self.answers["nvmlInit"]

    def nvmlShutdown(self) -> None:  # noqa: N802
        self.closed = True

    def nvmlDeviceGetCount(self) -> int:  # noqa: N802
        return self.count

    def nvmlSystemGetDriverVersion(self) -> str:  # noqa: N802
        return "580.65.06"

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:  # noqa: N802
        if index >= self.count:
            raise NVMLError("Invalid Argument")
        self.asked.append(index)
        return index

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> str:  # noqa: N802
        self.asked.append(uuid)
        return uuid

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("nvmlDeviceGet"):
            raise AttributeError(name)

        def ask(handle: object, *arguments: object) -> Any:
            answer = self.answers.get(name, NVMLError_NotSupported("Not Supported"))
            if isinstance(answer, Exception):
                raise answer
            return answer

        return ask
