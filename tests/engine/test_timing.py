"""Timings are kept for the next build, each TensorRT's and GPU's for itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine.fakes import Config, fake, fake_module

from edge.engine.gpu import Gpu
from edge.engine.place import cache_folder
from edge.engine.timing import keep_timings, timing_file, use_timings


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Config:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return Config(fake_module("10.3.0"))


def test_one_file_for_each_tensorrt_and_gpu(config: Config) -> None:
    orin, thor = Gpu("Orin, 16 multiprocessors", "8.7"), Gpu("NVIDIA Thor", "11.0")
    files = {timing_file(fake(version), gpu) for version in ("10.3.0", "10.4.0") for gpu in (orin, thor)}
    assert len(files) == 4
    assert {file.parent for file in files} == {cache_folder()}
    assert all(" " not in file.name for file in files)


def test_what_was_measured_is_used_next_time(config: Config) -> None:
    file = cache_folder() / "t.cache"
    use_timings(config, file)
    assert config.timing == b""
    keep_timings(config, file)
    assert file.read_bytes() == b"measured"
    use_timings(config, file)
    assert config.timing == b"measured"


def test_a_file_that_tensorrt_refuses_is_begun_anew(config: Config, tmp_path: Path) -> None:
    file = tmp_path / "t.cache"
    file.write_bytes(b"foreign")
    use_timings(config, file)
    assert config.timing == b""


def test_a_folder_that_cannot_be_written_costs_no_engine(config: Config, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    config.timing = b""
    keep_timings(config, tmp_path / "file" / "t.cache")
