from __future__ import annotations

from contextlib import ExitStack

import numpy as np
import pytest
from embed.fake_cuda import FakeCuda

from edge.embed.cuda import Cuda
from edge.embed.cuda_memory import Mirror
from gallery.errors import DeviceError


def test_what_is_written_on_the_host_comes_back_from_the_device() -> None:
    fake = FakeCuda()
    cuda = Cuda(fake)
    with ExitStack() as stack:
        mirror, stream = Mirror(cuda, stack, 3, (2, 2), np.float32), cuda.stream()
        assert (mirror.row, mirror.host.shape, mirror.host.dtype) == (16, (3, 2, 2), np.float32)
        mirror.host[:] = np.arange(12).reshape(3, 2, 2)
        cuda.upload(mirror.device, mirror.address, 2 * mirror.row, stream)
        cuda.wait(stream)
        mirror.host[:] = -1
        cuda.download(mirror.address, mirror.device, 2 * mirror.row, stream)
        cuda.wait(stream)
        np.testing.assert_array_equal(mirror.host.ravel(), [*range(8), -1, -1, -1, -1])
    assert fake.held[:2] == (0, 0)


def test_without_device_memory_the_hosts_is_given_back() -> None:
    fake = FakeCuda(memory=100)
    with pytest.raises(DeviceError, match="cudaErrorMemoryAllocation"), ExitStack() as stack:
        Mirror(Cuda(fake), stack, 101, (), np.uint8)
    assert fake.held[:2] == (0, 0)
