"""onnxruntime falls back in silence; a stand-in for it does so here without a GPU."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from embed.tiny import build, tiny_card, write, write_tiny_embedder

from edge import embed
from edge.embed.batch import MAX_BATCH
from gallery.errors import DeviceError

onnxruntime = pytest.importorskip("onnxruntime")
CUDA, CPU = "CUDAExecutionProvider", "CPUExecutionProvider"


class Session:
    """An InferenceSession that reports `really` as its provider, whatever was asked for."""

    def __init__(self, inner: Any, really: list[str]) -> None:
        self.inner, self.really = inner, really

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def get_providers(self) -> list[str]:
        return self.really


class Runtime:
    """onnxruntime with CUDA and TensorRT listed; `fate` is what becomes of a session that asks for them."""

    SessionOptions = onnxruntime.SessionOptions
    __version__ = "9.9"

    def __init__(self, fate: str, folder: Path) -> None:
        self.fate, self.asked = fate, []
        self.__file__ = str(folder / "__init__.py")

    def get_available_providers(self) -> list[str]:
        return ["TensorrtExecutionProvider", CUDA, CPU]

    def InferenceSession(self, model: bytes, options: Any, providers: list[Any], **more: Any) -> Session:  # noqa: N802
        names = [p if isinstance(p, str) else p[0] for p in providers]
        self.asked.append(providers)
        if names[0] != CPU and self.fate == "raises":
            raise RuntimeError("CUDA failure 100: no CUDA-capable device is detected\nstack")
        inner = onnxruntime.InferenceSession(model, options, providers=[CPU])
        return Session(inner, [CPU] if self.fate == "falls back" else names)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_tiny_embedder(tmp_path / "tiny.onnx")


def pretend(monkeypatch: pytest.MonkeyPatch, fate: str, folder: Path) -> Runtime:
    runtime = Runtime(fate, folder)
    for module in ("onnx_runtime", "providers"):
        monkeypatch.setattr(f"edge.embed.{module}.find_runtime", lambda: runtime)
    return runtime


@pytest.mark.parametrize(
    ("backend", "extra"), [("cuda", r"checkout-edge\[gpu\]"), ("tensorrt-ep", r"checkout-edge\[tensorrt\]")]
)
def test_a_backend_that_is_not_installed_is_refused_with_its_install_line(
    model: Path, backend: str, extra: str
) -> None:
    if CUDA in onnxruntime.get_available_providers():
        pytest.skip("this onnxruntime has CUDA")
    with pytest.raises(DeviceError, match=extra):
        embed.load(model, backend)


@pytest.mark.parametrize("backend", ["cuda", "tensorrt-ep"])
@pytest.mark.parametrize(
    ("fate", "cause"), [("falls back", "fell back to the CPU"), ("raises", "no CUDA-capable device")]
)
def test_a_backend_that_does_not_start_is_refused_with_the_cause(
    model: Path, monkeypatch: pytest.MonkeyPatch, fate: str, cause: str, backend: str, tmp_path: Path
) -> None:
    pretend(monkeypatch, fate, tmp_path)
    with pytest.raises(DeviceError, match=cause) as caught:
        embed.load(model, backend)
    assert caught.value.problem.startswith(f"backend {backend}")
    assert "\n" not in caught.value.problem


def test_the_cause_of_a_fallback_is_asked_of_the_dynamic_linker(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pretend(monkeypatch, "falls back", tmp_path)
    (tmp_path / "capi").mkdir()
    (tmp_path / "capi" / "libonnxruntime_providers_cuda.so").write_bytes(b"not a library")
    with pytest.raises(DeviceError, match=r"libonnxruntime_providers_cuda\.so"):
        embed.load(model, "cuda")


@pytest.mark.parametrize("fate", ["falls back", "raises"])
def test_auto_takes_the_cpu_and_says_why(
    model: Path, monkeypatch: pytest.MonkeyPatch, fate: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pretend(monkeypatch, fate, tmp_path)
    embedder = embed.load(model, "auto")
    assert CPU in embedder.provider
    assert "CUDA is installed but did not start" in embedder.reason
    assert "did not start" in caplog.text


def test_auto_takes_cuda_where_it_starts_and_never_tensorrt(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runtime = pretend(monkeypatch, "starts", tmp_path)
    embedder = embed.load(model, "auto")
    assert CUDA in embedder.provider
    assert embedder.reason.startswith("auto took CUDA: it started here; ")
    assert "Tensorrt" not in str(runtime.asked)


def provider_options(runtime: Runtime) -> dict[str, str]:
    name, options = runtime.asked[-1][0]
    assert name == "TensorrtExecutionProvider"
    return dict(options)


def test_tensorrt_is_told_the_batches_to_come(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    runtime = pretend(monkeypatch, "starts", tmp_path)
    assert "Tensorrt" in embed.load(model, "tensorrt-ep").provider
    options = provider_options(runtime)
    assert options["trt_profile_max_shapes"] == f"images:{MAX_BATCH}x32x32x3"
    assert Path(options["trt_engine_cache_path"]).is_dir()


def test_each_model_has_a_cache_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    runtime = pretend(monkeypatch, "starts", tmp_path)
    folders = []
    for dimension in (8, 9):
        embed.load(write_tiny_embedder(tmp_path / f"{dimension}.onnx", dimension), "tensorrt-ep")
        folders.append(provider_options(runtime)["trt_engine_cache_path"])
    assert folders[0] != folders[1]


@pytest.mark.parametrize(("precision", "allowed"), [("fp32", ("0", "0")), ("fp16", ("1", "0"))])
def test_lower_precision_is_allowed_only_to_a_graph_that_states_it(
    precision: str, allowed: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    runtime = pretend(monkeypatch, "starts", tmp_path)
    path = write(tmp_path / "m.onnx", build(), tiny_card(precision=precision))
    provider = embed.load(path, "tensorrt-ep").provider
    options = provider_options(runtime)
    assert (options["trt_fp16_enable"], options["trt_int8_enable"]) == allowed
    assert (f"{precision} graph" in provider) == (precision != "fp32")
