from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from embed.tiny import write_tiny_embedder
from enroll.pictures import save, scene

from edge import embed
from edge.enroll.one_photo import prepare
from edge.things import embed_things, listing
from gallery.errors import InputError


def test_a_folder_is_a_thing_and_so_is_a_loose_photo(tmp_path: Path) -> None:
    for name in ("phone/a.jpg", "phone/b.jpg", "keys/a.jpg", "lone.jpg"):
        save(tmp_path / name, scene())
    (tmp_path / "keys" / "notes.txt").write_text("no photo")
    found = [(name, path.name) for name, path in listing(tmp_path)]
    assert found == [("lone.jpg", "lone.jpg"), ("keys", "a.jpg"), ("phone", "a.jpg"), ("phone", "b.jpg")]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no photo in"):
        listing(tmp_path)


def test_they_are_embedded_as_an_enrolment_embeds_and_what_cannot_be_used_is_told(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="no onnxruntime: nothing can be embedded")
    embedder = embed.load(write_tiny_embedder(tmp_path / "tiny.onnx"))
    photos = [(f"t{n}", save(tmp_path / "p" / f"{n}.jpg", scene(n))) for n in range(20)]
    broken = tmp_path / "p" / "broken.jpg"
    broken.write_bytes(b"no picture")
    seen: list[tuple[int, int]] = []
    found = embed_things([*photos, ("broken", broken)], embedder, lambda *at: seen.append(at))
    assert found.names == tuple(name for name, _ in photos)
    assert len(found.skipped) == 1
    assert "broken.jpg" in found.skipped[0]
    assert seen[-1] == (21, 21)
    one = prepare(photos[3][1], (embedder.card.height, embedder.card.width))
    assert found.photos[3] == one.sha256
    assert np.allclose(found.vectors[3], embedder.embed(one.crop[None])[0], atol=1e-5)
    with pytest.raises(InputError, match="none of 1 photos"):
        embed_things([("broken", broken)], embedder, lambda *at: None)
