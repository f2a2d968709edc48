"""What a native engine needs of this machine: TensorRT, CUDA's bindings, and a GPU."""

from __future__ import annotations

from dataclasses import dataclass

from edge.embed.cuda import Cuda, find_cuda
from edge.engine.gpu import Gpu, this_gpu, why_no_gpu
from edge.engine.module import Flavour, TensorRt, find_tensorrt
from gallery.errors import DeviceError


@dataclass(frozen=True, slots=True)
class TensorRtDevice:
    """TensorRT and a GPU, both there.

    Attributes:
        tensorrt: the module.
        cuda: the CUDA runtime.
        gpu: the GPU.
    """

    tensorrt: TensorRt
    cuda: Cuda
    gpu: Gpu

    @property
    def title(self) -> str:
        """For people, for example `TensorRT 10.3.0 on Orin`."""
        return f"{self.tensorrt.title} on {self.gpu.name}"


def find_device(flavour: Flavour | None = None) -> TensorRtDevice:
    """TensorRT and the GPU of this machine.

    Args:
        flavour: which TensorRT; None takes the one that is there.

    Raises:
        DeviceError: names what is missing, with its remedy.
    """
    tensorrt, cuda, gpu = find_tensorrt(flavour), find_cuda(), this_gpu()
    if gpu is None:
        raise DeviceError(f"no NVIDIA GPU here: {why_no_gpu()}", "check nvidia-smi, or use backend cpu")
    return TensorRtDevice(tensorrt, cuda, gpu)
