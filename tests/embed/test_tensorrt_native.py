"""The native embedder against fakes of CUDA and TensorRT that refuse what the real ones refuse."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from embed.fake_cuda import Error, FakeCuda
from embed.fake_tensorrt import DataType, FakeTensorRt, device, write_tiny_engine
from embed.tiny import expected, tiny_card

from edge.embed.tensorrt_native import TensorRtEmbedder
from gallery.errors import DeviceError, InputError

ALL = [(8, 6, 1), (10, 3, 0), (11, 0, 0)]


def pictures(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, 32, 32, 3), np.uint8)


def load(tmp_path: Path, module: FakeTensorRt, **changes: Any) -> TensorRtEmbedder:
    changes = {"batch": module.batch, **changes}
    path = write_tiny_engine(tmp_path / "tiny.engine", tiny_card(precision="fp16"), **changes)
    return TensorRtEmbedder(path, device(module), "because")


@pytest.mark.parametrize("version", ALL, ids=str)
@pytest.mark.parametrize("shares", [False, True])
def test_any_batch_gives_the_vectors_that_numpy_gives(
    tmp_path: Path, version: tuple[int, ...], shares: bool
) -> None:
    module = FakeTensorRt(FakeCuda(), version, shares_profiles=shares or version >= (10,))
    embedder = load(tmp_path, module)
    for count in (0, 1, 3, 32, 33, 65, 3, 1, 3):
        images = pictures(count, seed=count)
        vectors = embedder.embed(images)
        assert (vectors.shape, vectors.dtype) == ((count, 8), np.float32)
        np.testing.assert_allclose(vectors, expected(images), atol=1e-5)


def test_batches_above_the_engines_greatest_are_split_and_below_its_fewest_filled_up(tmp_path: Path) -> None:
    module = FakeTensorRt(FakeCuda(), batch=(2, 4, 4))
    embedder = load(tmp_path, module)
    np.testing.assert_allclose(embedder.embed(pictures(9)), expected(pictures(9)), atol=1e-5)
    assert set(module.runs) == {4, 2}


def test_the_second_call_of_a_size_is_one_launch_and_one_wait(tmp_path: Path) -> None:
    cuda = FakeCuda()
    embedder = load(tmp_path, FakeTensorRt(cuda))
    embedder.embed(pictures(3))
    cuda.calls.clear()
    embedder.embed(pictures(3))
    assert cuda.names() == ["cudaGraphLaunch", "cudaStreamSynchronize"]


def test_the_first_call_warms_up_and_then_captures_in_this_order(tmp_path: Path) -> None:
    cuda = FakeCuda()
    module = FakeTensorRt(cuda)
    embedder = load(tmp_path, module)
    cuda.calls.clear()
    module.runs.clear()
    embedder.embed(pictures(5))
    up, down = ("cudaMemcpyAsync", 5 * 32 * 32 * 3, "up"), ("cudaMemcpyAsync", 5 * 8 * 4, "down")
    copies = [(name, *rest[2:4]) for name, *rest in cuda.calls if name == "cudaMemcpyAsync"]
    assert copies == [up, down, up, down]
    assert [name for name in cuda.names() if name != "cudaMemcpyAsync"] == [
        "cudaStreamSynchronize",
        "cudaStreamBeginCapture",
        "cudaStreamEndCapture",
        "cudaGraphInstantiate",
        "cudaGraphDestroy",
    ]
    assert module.runs == [5, 5]


def test_each_size_is_captured_once_and_only_pictures_that_are_there_are_copied(tmp_path: Path) -> None:
    cuda = FakeCuda()
    embedder = load(tmp_path, FakeTensorRt(cuda))  # it was tried on two pictures
    for count in (1, 2, 4, 1, 4, 2, 36):
        embedder.embed(pictures(count))
    assert cuda.names().count("cudaStreamBeginCapture") == 4  # 1, 2, 4 and 32


def test_nothing_is_taken_after_the_first_call_but_what_it_returns(tmp_path: Path) -> None:
    cuda = FakeCuda()
    embedder, images = load(tmp_path, FakeTensorRt(cuda)), pictures(4)
    embedder.embed(images)
    cuda.calls.clear()
    tracemalloc.start()
    before = tracemalloc.take_snapshot()
    kept = [embedder.embed(images) for _ in range(50)]
    ours = [
        each
        for each in tracemalloc.take_snapshot().compare_to(before, "filename")
        if "edge/embed" in each.traceback[0].filename
    ]
    tracemalloc.stop()
    assert not {"cudaMalloc", "cudaHostAlloc"} & set(cuda.names())
    assert sum(each.size_diff for each in ours) < 50 * 4 * 8 * 4 * 3  # vectors, with numpy's headers
    assert len(kept) == 50


def test_what_it_returned_stays_valid(tmp_path: Path) -> None:
    embedder = load(tmp_path, FakeTensorRt(FakeCuda()))
    first = embedder.embed(pictures(3, seed=1))
    before = first.copy()
    embedder.embed(pictures(3, seed=2))
    embedder.close()
    np.testing.assert_array_equal(first, before)
    with pytest.raises(RuntimeError, match="closed"):  # its memory is no longer there
        embedder.embed(pictures(3))


def test_a_view_into_a_larger_picture_is_taken(tmp_path: Path) -> None:
    view = np.random.default_rng(3).integers(0, 256, (2, 64, 64, 3), np.uint8)[:, ::2, ::-2]
    embedder = load(tmp_path, FakeTensorRt(FakeCuda()))
    np.testing.assert_allclose(embedder.embed(view), expected(view), atol=1e-5)


def test_pictures_of_another_shape_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"uint8 \[N, 32, 32, 3\]"):
        load(tmp_path, FakeTensorRt(FakeCuda())).embed(np.zeros((1, 32, 31, 3), np.uint8))


@pytest.mark.parametrize("call", ["cudaGraphLaunch", "cudaStreamSynchronize"])
def test_an_error_in_the_middle_has_cudas_name(tmp_path: Path, call: str) -> None:
    cuda = FakeCuda()
    embedder = load(tmp_path, FakeTensorRt(cuda))
    embedder.embed(pictures(2))
    cuda.fail[call] = (1, Error.cudaErrorIllegalAddress)
    with pytest.raises(DeviceError, match=f"{call}: cudaErrorIllegalAddress"):
        embedder.embed(pictures(2))


def test_an_engine_that_refuses_to_run_is_an_error(tmp_path: Path) -> None:
    module = FakeTensorRt(FakeCuda())
    embedder = load(tmp_path, module)
    module.refuses_runs = True
    with pytest.raises(DeviceError, match="refused to run"):
        embedder.embed(pictures(7))


def test_too_little_memory_is_said_and_what_was_taken_is_given_back(tmp_path: Path) -> None:
    need = 32 * 32 * 32 * 3 + 32 * 8 * 4 + 4096
    load(tmp_path, FakeTensorRt(FakeCuda(memory=need))).close()
    for memory in (0, 32 * 32 * 32 * 3, need - 1):
        cuda = FakeCuda(memory=memory)
        with pytest.raises(DeviceError, match="cudaErrorMemoryAllocation"):
            load(tmp_path, FakeTensorRt(cuda))
        assert cuda.held == (0, 0, 0, 0)


def test_all_is_given_back_when_it_goes(tmp_path: Path) -> None:
    cuda = FakeCuda()
    embedder = load(tmp_path, FakeTensorRt(cuda))
    embedder.embed(pictures(3))
    assert cuda.held == (3, 2, 1, 2)
    del embedder
    gc.collect()
    assert cuda.held == (0, 0, 0, 0)


def test_a_gpu_that_broke_does_not_disturb_the_end(tmp_path: Path) -> None:
    cuda = FakeCuda()
    embedder = load(tmp_path, FakeTensorRt(cuda))
    cuda.fail["cudaFree"] = (1, Error.cudaErrorIllegalAddress)
    embedder.close()
    embedder.close()


def test_it_says_what_runs_and_why(tmp_path: Path) -> None:
    embedder = load(tmp_path, FakeTensorRt(FakeCuda()))
    assert embedder.provider == "TensorRT 10.3.0 on Orin, CUDA graphs, fp16 graph"
    assert embedder.reason == "because"
    assert embedder.card == tiny_card(precision="fp16")


def test_a_plan_that_tensorrt_refuses_is_an_error_in_its_words(tmp_path: Path) -> None:
    path = write_tiny_engine(tmp_path / "odd.engine", tiny_card(), b"another plan")
    with pytest.raises(DeviceError, match="kPLAN_MAGIC_TAG"):
        TensorRtEmbedder(path, device(FakeTensorRt(FakeCuda())), "")


@pytest.mark.parametrize(
    ("card", "odd", "named"),
    [
        ({"dimension": 9}, {}, "embeddings float [N, 9]"),
        ({"height": 16}, {}, "images uint8 [N, 16, 32, 3]"),
        ({}, {"output_type": DataType.HALF}, "its output is embeddings half"),
    ],
)
def test_an_engine_that_is_not_what_its_card_says_is_refused(
    tmp_path: Path, card: dict[str, Any], odd: dict[str, Any], named: str
) -> None:
    path = write_tiny_engine(tmp_path / "odd.engine", tiny_card(**card))
    with pytest.raises(InputError) as caught:
        TensorRtEmbedder(path, device(FakeTensorRt(FakeCuda(), **odd)), "")
    assert named in caught.value.problem


def test_a_cut_file_is_refused_before_tensorrt_sees_it(tmp_path: Path) -> None:
    path = write_tiny_engine(tmp_path / "cut.engine", tiny_card())
    path.write_bytes(path.read_bytes()[:-1])
    cuda = FakeCuda()
    with pytest.raises(InputError, match="cut short"):
        TensorRtEmbedder(path, device(FakeTensorRt(cuda)), "")
    assert not cuda.calls
