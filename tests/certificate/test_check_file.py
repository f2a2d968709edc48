"""The check set on disk: the same bytes every time, and no damage that goes unnoticed."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from certificate.sets import check_set, vectors_of
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.certificate.check_file import find_check_set, read_check_set, some_crops, write_check_set
from edge.certificate.check_set import CheckSet
from gallery.errors import InputError

CHECK = check_set(3, 16)
WHOLE = CHECK.with_reference(vectors_of(CHECK), "pytorch 2.15.0")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_check_set(tmp_path / "check.zip", WHOLE)
    return tmp_path / "check.zip"


def same(one: CheckSet, other: CheckSet) -> bool:
    return (one.hash, one.origin, one.reference_name, one.reference_hash) == (
        other.hash,
        other.origin,
        other.reference_name,
        other.reference_hash,
    )


def outcome(file: Path) -> str:
    try:
        return "the same" if same(read_check_set(file), WHOLE) else "another set"
    except InputError as refusal:
        return "refused" if str(file) in refusal.problem else refusal.problem


def test_what_is_read_is_what_was_written(path: Path) -> None:
    assert same(read_check_set(path), WHOLE)
    np.testing.assert_array_equal(read_check_set(path).crops, WHOLE.crops)


def test_the_same_set_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_check_set(tmp_path / "again.zip", read_check_set(path))
    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


def test_a_set_without_reference(tmp_path: Path) -> None:
    write_check_set(tmp_path / "check.zip", CHECK)
    assert read_check_set(tmp_path / "check.zip").reference is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_flipped_bit_and_no_cut_goes_unnoticed(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "check.zip"
        write_check_set(file, WHOLE)
        bytes_ = bytearray(file.read_bytes())
        place = data.draw(st.integers(0, len(bytes_) - 1))
        if data.draw(st.booleans()):
            bytes_[place] ^= 1 << data.draw(st.integers(0, 7))
        else:
            del bytes_[place:]
        file.write_bytes(bytes_)
        assert outcome(file) in ("refused", "the same"), "some bytes say nothing, as the date of a member"


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_check_set(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "check.zip").write_bytes(content)
    with pytest.raises(InputError, match="damaged"):
        read_check_set(tmp_path / "check.zip")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is none"):
        read_check_set(tmp_path / "none.zip")
    with pytest.raises(InputError):
        read_check_set(tmp_path)


@pytest.mark.parametrize("key", ["roles", "products", "hash", "format"])
def test_facts_changed_by_hand_are_noticed(path: Path, key: str) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    facts = json.loads(members["check.json"])
    facts[key] = {
        "roles": ["known", *facts["roles"][1:]],
        "products": ["p9", *facts["products"][1:]],
        "hash": "0" * 64,
        "format": 2,
    }[key]
    members["check.json"] = json.dumps(facts).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(InputError, match=r"not those it was written with|format 2"):
        read_check_set(path)


def test_a_member_that_unfolds_without_end_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("check.json", b" " * 65_000_000)
    with pytest.raises(InputError, match="too large"):
        read_check_set(path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder that can be written"):
        write_check_set(tmp_path / "none" / "check.zip", CHECK)


def test_some_crops_are_spread_over_the_set(path: Path) -> None:
    np.testing.assert_array_equal(some_crops(path, 3), CHECK.crops[[0, 7, 14]])
    np.testing.assert_array_equal(some_crops(path, 99), CHECK.crops)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match="damaged"):
        some_crops(path, 3)


def test_forms_of_one_folder_may_share_a_check_set(path: Path) -> None:
    model, damaged = path.with_name("m-int8.onnx"), path.with_name("a.check.zip")
    damaged.write_bytes(b"PK")
    assert find_check_set(model, CHECK.hash) == path.with_name("m-int8.onnx.check.zip"), "none is there"
    path.rename(path.with_name("m.onnx.check.zip"))
    assert find_check_set(model, CHECK.hash) == path.with_name("m.onnx.check.zip")
    assert find_check_set(model, "0" * 64).name == "m-int8.onnx.check.zip"
    write_check_set(path.with_name("m-int8.onnx.check.zip"), check_set(4, 16))
    assert find_check_set(model, CHECK.hash).name == "m-int8.onnx.check.zip", "its own goes first"
