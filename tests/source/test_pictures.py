from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from source.film import noise

from edge.source import Kind, SourceOptions, frames, open_source, pictures
from edge.source.pictures import list_pictures, read_picture
from gallery.errors import InputError


def save(path: Path, image: np.ndarray) -> Path:
    assert cv2.imwrite(str(path), image)
    return path


def test_natural_order_and_only_pictures(tmp_path: Path) -> None:
    for name in ("10.png", "2.PNG", "1.png", "b2.png", "b10.jpg", ".hidden.png", "notes.txt", "².png"):
        (tmp_path / name).touch()
    (tmp_path / "sub").mkdir()
    assert [p.name for p in list_pictures(tmp_path)] == [
        "1.png",
        "2.PNG",
        "10.png",
        "b2.png",
        "b10.jpg",
        "².png",
    ]


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_pictures_come_as_frames_with_made_up_times(tmp_path: Path, suffix: str) -> None:
    images = [np.full((20 + i, 30, 3), (i * 40, 90, 200), np.uint8) for i in range(3)]
    for i, image in enumerate(images):
        save(tmp_path / f"{i}{suffix}", image)
    with open_source(str(tmp_path)) as source:
        shown = list(source)
    assert (source.kind, source.size, source.fps, source.total) == (Kind.PICTURES, (30, 20), 5.0, 3)
    assert [(f.index, f.time) for f in shown] == [(0, 0.0), (1, 0.2), (2, 0.4)]
    for frame, image in zip(shown, images, strict=True):
        assert frame.image.shape == image.shape
        assert frame.image.flags.c_contiguous
        assert np.abs(frame.image.astype(int) - image).max() <= 6
    assert [f.time for f in frames(str(tmp_path), SourceOptions(fps=2))] == [0.0, 0.5, 1.0]


def test_one_picture_is_a_source_of_one_frame(tmp_path: Path) -> None:
    image = noise(1)[0]
    (frame,) = frames(str(save(tmp_path / "a.png", image)))
    np.testing.assert_array_equal(frame.image, image)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_exif_orientation_is_honoured(tmp_path: Path, orientation: int, suffix: str) -> None:
    """EXIF 2.3: orientation says where row 0 and column 0 of the stored picture lie."""
    upright = np.zeros((40, 64, 3), np.uint8)
    upright[:20, :32] = (0, 0, 255)
    upright[:20, 32:] = (0, 255, 0)
    undo = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
        8: lambda a: np.rot90(a, -1),
    }
    stored = np.ascontiguousarray(undo[orientation](upright)[..., ::-1])
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"a{suffix}"
    Image.fromarray(stored).save(path, exif=exif, quality=100)
    with open_source(str(path)) as source:
        (frame,) = source
    assert source.size == (64, 40)
    assert np.abs(frame.image[4:16, 4:28].astype(int) - (0, 0, 255)).max() < 12
    assert np.abs(frame.image[4:16, 36:60].astype(int) - (0, 255, 0)).max() < 12
    assert frame.image[24:].max() < 12


def test_a_broken_picture_is_skipped_by_name_and_reason(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for i in range(5):
        save(tmp_path / f"{i}.jpg", noise(1)[0])
    (tmp_path / "1.jpg").write_bytes(b"no picture")
    (tmp_path / "2.jpg").write_bytes((tmp_path / "2.jpg").read_bytes()[:600])
    (tmp_path / "3.jpg").write_bytes(b"")
    with open_source(str(tmp_path)) as source:
        shown = list(source)
    assert [(f.index, f.time) for f in shown] == [(0, 0.0), (4, 0.8)]
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        assert name in (source.warning or "")
        assert name in caplog.text
    assert "not a picture" in caplog.text


def test_a_folder_without_a_readable_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no picture in the folder"):
        open_source(str(tmp_path))
    (tmp_path / "1.jpg").write_bytes(b"no picture")
    with pytest.raises(InputError, match=r"1\.jpg: not a picture"):
        open_source(str(tmp_path))


def test_pictures_that_break_behind_their_header_are_refused_at_the_end(tmp_path: Path) -> None:
    path = save(tmp_path / "1.jpg", noise(1)[0])
    path.write_bytes(path.read_bytes()[:700])
    with pytest.raises(InputError, match="none of 1 pictures"):
        list(frames(str(tmp_path)))


def test_a_missing_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        open_source(str(tmp_path / "missing.png"))


def test_one_pixel_and_fifty_megapixels(tmp_path: Path) -> None:
    save(tmp_path / "1.png", np.full((1, 1, 3), 7, np.uint8))
    Image.new("L", (10000, 5000), 9).save(tmp_path / "2.png", compress_level=1)
    shapes = [(f.image.shape, int(f.image.max())) for f in frames(str(tmp_path))]
    assert shapes == [((1, 1, 3), 7), ((5000, 10000, 3), 9)]


def test_a_picture_above_the_limit_is_skipped_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "1.png", noise(1)[0])
    Image.new("1", (14000, 14000)).save(tmp_path / "2.png")  # 196 MP: Pillow calls it a bomb
    Image.new("1", (9000, 8000)).save(tmp_path / "3.png")
    monkeypatch.setattr(pictures, "_upright_rgb", lambda p: p if p.width < 100 else pytest.fail("decoded"))
    with open_source(str(tmp_path)) as source:
        assert len(list(source)) == 1
    assert "9000x8000 pixels, more than 64 megapixels" in (source.warning or "")
    assert "2.png" in (source.warning or "")


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
def test_every_mode_becomes_bgr(tmp_path: Path, mode: str) -> None:
    if mode == "I;16":
        picture = Image.fromarray(np.full((4, 6), 200 << 8, np.uint16))
    else:
        picture = Image.new("RGB", (6, 4), (200, 200, 200)).convert(mode)
    path = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
    picture.save(path)
    image = read_picture(path)
    assert (image.shape, image.dtype) == ((4, 6, 3), np.uint8)
    if mode != "1":
        assert np.abs(image.astype(int) - 200).max() <= 4


def test_transparent_parts_become_neutral_grey(tmp_path: Path) -> None:
    rgba = np.zeros((4, 4, 4), np.uint8)
    rgba[:2] = (255, 0, 0, 255)
    Image.fromarray(rgba).save(tmp_path / "a.png")
    image = read_picture(tmp_path / "a.png")
    assert (image[:2] == (0, 0, 255)).all()
    assert (image[2:] == 128).all()
