from __future__ import annotations

import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from store.archive.carriage import Members, members, stocked, vouched, written

from gallery.errors import InputError
from gallery.store.archive import export, opened


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    with stocked(folder / "shop.gallery") as gallery:
        return export(gallery, folder / "good.archive").path


def refused(path: Path, part: str = "", sha256: str | None = None) -> str:
    with pytest.raises(InputError) as caught, opened(path, sha256):
        pytest.fail("it was opened")
    assert path.name in caught.value.problem
    assert part in caught.value.problem
    return caught.value.problem


def test_a_good_one_is_opened_and_known_by_its_hash(good: Path) -> None:
    with opened(good) as archive:
        assert sum(map(len, archive.blocks())) == len(archive.views) == 10
        assert sorted(archive.content().products) == ["bread", "milk", "salt"]
        sha256 = archive.sha256
    with opened(good, sha256.upper()):
        pass
    assert sha256 in refused(good, "not", "0" * 64)


def test_a_cut_one_is_refused_wherever_it_is_cut(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    cuts = [0, 1, 100, len(data) // 2, len(data) - 23, len(data) - 1]
    for cut in [*cuts, *random.Random(0).sample(range(len(data)), 30)]:
        path = tmp_path / "cut"
        path.write_bytes(data[:cut])
        refused(path)


def test_a_flipped_bit_is_found_or_means_nothing(good: Path, tmp_path: Path) -> None:
    """Some bytes of a zip file, as its dates, say nothing of what it holds; all others are caught."""
    data = good.read_bytes()
    with opened(good) as archive:
        views, content = archive.views, archive.content()
    found = 0
    for at in random.Random(1).sample(range(len(data)), 150):
        path = tmp_path / "flipped"
        path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        try:
            with opened(path) as archive:
                assert archive.views == views
                assert archive.content() == content
        except InputError:
            found += 1
    assert found > 75


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"SQLite format 3\0" + bytes(4096), b"PK\x05\x06" + bytes(18), bytes(100)]
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "odd"
    path.write_bytes(data)
    refused(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "none")
    refused(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe")


def test_members_that_are_not_the_manifests_are_refused(good: Path, tmp_path: Path) -> None:
    content = members(good)
    path = tmp_path / "edited"
    refused(written(path, {**content, "views/000000.pictures": content["views/000000.pictures"][::-1]}))
    refused(written(path, {**content, "views/000000.f32": content["views/000000.f32"][:-4]}))
    refused(written(path, {**content, "../../etc/passwd": b"root"}), "foreign")
    refused(written(path, {**content, "/tmp/evil": b""}), "foreign")
    for name in content:
        refused(written(path, {other: data for other, data in content.items() if other != name}))
    refused(written(path, {}))
    refused(written(path, {"manifest.json": b"{}"}), "manifest")
    refused(written(path, {"manifest.json": b"\xff"}), "manifest")


def test_a_member_twice_is_refused(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice"
    path.write_bytes(good.read_bytes())
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("contents.json", b"{}")
    refused(path, "twice")


@pytest.mark.parametrize("compress", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_is_refused_before_it_is_unpacked(good: Path, tmp_path: Path, compress: int) -> None:
    bomb = vouched({**members(good), "views/000000.pictures": bytes(8 << 20)})
    path = written(tmp_path / "bomb", bomb, compress)
    assert path.stat().st_size < 1 << 17
    refused(path, "compressed")


def test_a_manifest_that_promises_too_much_is_refused(good: Path, tmp_path: Path) -> None:
    def set_to(field: str, value: object) -> Callable[[dict[str, Any]], None]:
        return lambda manifest: manifest.update({field: value})

    def huge(manifest: dict[str, Any]) -> None:
        manifest["members"][0]["size"] = 1 << 40

    def climbing(manifest: dict[str, Any]) -> None:
        manifest["members"][0]["name"] = "views/../../x.jsonl"

    changes = [huge, climbing, set_to("dimension", 1 << 30), set_to("format", "other"), set_to("more", 1)]
    for change in changes:
        refused(written(tmp_path / "edited", vouched(members(good), change)), "manifest")
    newer = written(tmp_path / "newer", vouched(members(good), set_to("format_version", 2)))
    assert "format 2" in refused(newer)


def swapped(content: Members) -> Members:
    first, *rest = content["views/000000.jsonl"].split(b"\n")
    line = json.dumps({**json.loads(first), "sku": "salt"}).encode()
    return {**content, "views/000000.jsonl": b"\n".join([line, *rest])}


def renamed(content: Members) -> Members:
    return {**content, "contents.json": content["contents.json"].replace(b'"milk"', b'"mild"')}


def dearer(content: Members) -> Members:
    return {**content, "contents.json": content["contents.json"].replace(b"129", b"999")}


def stateless(content: Members) -> Members:
    return vouched(content, lambda manifest: manifest.update(state="0" * 64))


@pytest.mark.parametrize("forge", [swapped, renamed, dearer, stateless])
def test_a_forged_one_does_not_have_the_state_that_it_says(
    good: Path, tmp_path: Path, forge: Callable[[Members], Members]
) -> None:
    forged = forge(members(good))
    refused(written(tmp_path / "forged", forged if forge is stateless else vouched(forged)), "trusted")


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"products": [], "groups": {}}', "[" * 100_000, '{"products": 1}']
)
def test_contents_that_are_none_are_refused(good: Path, tmp_path: Path, text: str) -> None:
    odd = vouched({**members(good), "contents.json": text.encode()})
    refused(written(tmp_path / "odd", odd))
