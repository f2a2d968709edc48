"""What is published is there whole, or what is there has no certificate."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")
pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[convert])")

from certificate.sets import certified

from edge.certificate.certificate import certificate_path, check_path, summary_path
from edge.certificate.state import certificate_state
from export.publish import publish, workshop
from gallery.errors import InputError


def beside(out: Path) -> tuple[Path, ...]:
    return out, check_path(out), summary_path(out), certificate_path(out)


def made_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A certified model that is about to be replaced; the content of what lies beside it is its own."""
    (tmp_path / "shop").mkdir()
    out = certified(tmp_path / "shop")[0]
    for path in beside(out)[1:3]:
        path.write_bytes(b"old")
    return out


def test_a_workshop_is_gone_with_what_was_left_in_it(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder" / "x.onnx"
    with workshop(out) as made:
        assert (made.name, made.parent.parent) == (out.name, out.parent)
        made.write_bytes(b"half done")
    assert not list(out.parent.iterdir())


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_a_workshop_is_gone_after_an_interruption(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), workshop(tmp_path / "x.onnx") as made:  # noqa: PT012
        made.write_bytes(b"half done")
        raise error
    assert not list(tmp_path.iterdir())


def test_all_four_files_are_replaced(tmp_path: Path, old: Path) -> None:
    with workshop(old) as made:
        certified(made.parent)
        new = made_in(made.parent)
        publish(made, old)
        assert not list(made.parent.iterdir())
    assert made_in(old.parent) == new
    assert b"old" not in new.values()
    assert certificate_state(old).kind == "passed"


@pytest.mark.parametrize("moved", range(4))
def test_cut_off_in_between_there_is_no_certificate_and_no_summary_of_another_file(
    old: Path, moved: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After so many files were moved, the power fails."""
    replace, count = Path.replace, iter(range(4))

    def cut_off(self: Path, target: Path) -> Path:
        if next(count) == moved:
            raise SystemError
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", cut_off)
    with pytest.raises(SystemError), workshop(old) as made:  # noqa: PT012
        certified(made.parent)
        new = made_in(made.parent)
        publish(made, old)
    assert certificate_state(old).kind == "none"
    left = made_in(old.parent)
    assert len(left) == max(moved, 1)
    assert all(left[name] == new[name] for name in left)


def test_a_folder_that_cannot_be_written_is_named_with_the_remedy(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"x\.onnx: ") as caught, workshop(old / "x.onnx"):
        pass
    assert "--out" in caught.value.remedy

    def read_only(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", read_only)
    with pytest.raises(InputError, match="Permission denied"), workshop(old) as made:  # noqa: PT012
        certified_here = made.with_name("other.onnx")
        publish(certified_here, old)
