from __future__ import annotations

import contextlib
import hashlib
import io
import struct
import time
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from enroll.pictures import save, save_turned, scene
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from edge.photo import photo_hash, read_photo
from edge.photo.decode import WORKING_SIDE, UnreadableError, decode
from gallery.errors import InputError

FORMATS = ("jpg", "png", "webp")


def near(left: np.ndarray, right: np.ndarray, tolerance: float = 4.0) -> bool:
    return left.shape == right.shape and float(np.abs(left.astype(float) - right).mean()) < tolerance


def encoded(kind: str, seed: int = 0) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(scene(seed)[..., ::-1]).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_turned_upright(tmp_path: Path, suffix: str, orientation: int) -> None:
    upright = scene()
    path = save_turned(tmp_path / f"photo.{suffix}", upright, orientation)
    assert near(read_photo(path).image, upright)
    if suffix == "jpg":  # OpenCV turns JPEG photos by itself: an independent opinion
        assert near(read_photo(path).image, cv2.imread(str(path)))


def test_orientation_and_alpha_turn_together(tmp_path: Path) -> None:
    upright = np.dstack([scene(), np.zeros((96, 128), np.uint8)])
    upright[10:40, 20:90, 3] = 255
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = Image.fromarray(np.ascontiguousarray(upright[..., [2, 1, 0, 3]])).transpose(
        Image.Transpose.ROTATE_90
    )
    stored.save(tmp_path / "photo.png", exif=exif)
    photo = read_photo(tmp_path / "photo.png")
    assert photo.mask is not None
    assert np.array_equal(photo.mask, upright[..., 3])


def test_broken_exif_leaves_the_pixels_alone(tmp_path: Path) -> None:
    path = save(tmp_path / "photo.jpg", scene(), exif=b"Exif\x00\x00not a TIFF header")
    assert near(read_photo(path).image, scene())


def test_opaque_alpha_is_no_mask(tmp_path: Path) -> None:
    path = save(tmp_path / "photo.png", np.dstack([scene(), np.full((96, 128), 255, np.uint8)]))
    assert read_photo(path).mask is None


def test_palette_with_a_transparent_colour(tmp_path: Path) -> None:
    indices = np.zeros((32, 48), np.uint8)
    indices[8:20, 10:30] = 1
    picture = Image.fromarray(indices).convert("P")
    picture.putpalette([0, 0, 0, 10, 20, 200] + [0] * 756)
    picture.save(tmp_path / "photo.png", transparency=0)
    photo = read_photo(tmp_path / "photo.png")
    assert photo.mask is not None
    assert np.array_equal(photo.mask, indices * np.uint8(255))
    assert photo.image[10, 12].tolist() == [200, 20, 10]


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_grey_photos_of_8_and_16_bits(tmp_path: Path, depth: type) -> None:
    grey = scene()[..., 0]
    cv2.imwrite(str(tmp_path / "photo.png"), grey.astype(depth) * (257 if depth is np.uint16 else 1))
    image = read_photo(tmp_path / "photo.png").image
    assert all(np.array_equal(image[..., channel], grey) for channel in range(3))


def test_16_bit_colour_and_one_bit(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "deep.png"), scene().astype(np.uint16) * 257)
    assert np.array_equal(read_photo(tmp_path / "deep.png").image, scene())
    bits = scene()[..., 0] > 127
    Image.fromarray(bits).save(tmp_path / "bits.png")
    assert np.array_equal(read_photo(tmp_path / "bits.png").image[..., 1] > 127, bits)


def test_cmyk(tmp_path: Path) -> None:
    Image.fromarray(scene()[..., ::-1]).convert("CMYK").save(tmp_path / "photo.jpg", quality=95)
    assert near(read_photo(tmp_path / "photo.jpg").image, scene())


def test_mask_file_beside_the_photo(tmp_path: Path) -> None:
    mask = np.zeros((96, 128), np.uint8)
    mask[20:60, 30:100] = 255
    photo = save(tmp_path / "a.jpg", scene())
    without = read_photo(photo)
    save(tmp_path / "a.mask.png", mask)
    masked = read_photo(photo)
    assert without.mask is None
    assert masked.mask is not None
    assert np.array_equal(masked.mask, mask)
    assert (
        masked.sha256
        == hashlib.sha256(photo.read_bytes() + (tmp_path / "a.mask.png").read_bytes()).hexdigest()
    )
    assert masked.sha256 == photo_hash(photo) != without.sha256


def test_black_and_white_png_of_the_same_name_is_a_mask_and_a_colour_one_is_not(tmp_path: Path) -> None:
    mask = np.zeros((96, 128, 3), np.uint8)
    mask[20:60, 30:100] = 255
    for name in ("1", "2", "3"):
        save(tmp_path / f"{name}.jpg", scene())
    save(tmp_path / "1.png", mask)
    save(tmp_path / "2.png", scene(5))
    save(tmp_path / "3.png", mask[:50])
    assert read_photo(tmp_path / "1.jpg").mask is not None
    assert read_photo(tmp_path / "2.jpg").mask is None
    assert read_photo(tmp_path / "3.jpg").mask is None


@pytest.mark.parametrize(
    ("mask", "reason"),
    [
        (np.full((40, 50), 255, np.uint8), "50x40, the photo 128x96"),
        (np.zeros((96, 128), np.uint8), "no pixel"),
    ],
)
def test_useless_masks_are_refused_by_name(tmp_path: Path, mask: np.ndarray, reason: str) -> None:
    save(tmp_path / "a.jpg", scene())
    save(tmp_path / "a.mask.png", mask)
    with pytest.raises(InputError, match=reason) as caught:
        read_photo(tmp_path / "a.jpg")
    assert "a.mask.png" in caught.value.problem


def test_wholly_transparent_photo_is_refused(tmp_path: Path) -> None:
    save(tmp_path / "a.png", np.dstack([scene(), np.zeros((96, 128), np.uint8)]))
    with pytest.raises(InputError, match="no pixel"):
        read_photo(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "0 bytes"),
        (b"hello, I am a text", "not a JPEG, PNG or WebP"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100, "HEIC"),
        (b"GIF89a" + b"\x00" * 100, "not a JPEG, PNG or WebP"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 3, "broken or cut short"),
    ],
)
def test_what_is_no_photo_is_refused_with_name_and_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(InputError, match=reason) as caught:
        read_photo(path)
    assert str(path) in caught.value.problem


def test_missing_photo_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jpg", tmp_path):
        with pytest.raises(InputError, match="photo"):
            read_photo(path)


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(["JPEG", "PNG", "WEBP"]), part=st.floats(0, 0.98), zeros=st.booleans())
def test_a_photo_cut_anywhere_is_refused(kind: str, part: float, zeros: bool) -> None:
    data = encoded(kind)
    cut = data[: int(len(data) * part)]
    rest = b"\x00" * max(512, len(data) - len(cut)) if zeros else b""
    with pytest.raises(UnreadableError):
        decode(cut + rest)


def test_a_large_photo_cut_short_is_refused_though_it_is_scaled_down(tmp_path: Path) -> None:
    path = save(tmp_path / "a.jpg", scene(0, 3000, 4000))
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(InputError, match="cut short"):
        read_photo(path)


@settings(max_examples=80, deadline=None)
@given(kind=st.sampled_from(["JPEG", "PNG", "WEBP"]), at=st.floats(0, 1), byte=st.integers(0, 255))
def test_a_flipped_byte_gives_a_photo_or_a_reason(kind: str, at: float, byte: int) -> None:
    data = bytearray(encoded(kind))
    data[min(len(data) - 1, int(at * len(data)))] = byte
    with contextlib.suppress(UnreadableError):  # and no other error
        assert decode(bytes(data)).image.dtype == np.uint8


@pytest.mark.parametrize("size", [(1, 1), (15, 200), (200, 15)])
def test_too_small_photos_are_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    path = save(tmp_path / "dot.png", np.zeros((*size, 3), np.uint8))
    with pytest.raises(InputError, match="less than 16"):
        read_photo(path)
    assert read_photo(save(tmp_path / "ok.png", scene(0, 16, 16))).image.shape == (16, 16, 3)


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_50_megapixels_are_read_and_scaled_down(tmp_path: Path, suffix: str) -> None:
    path = save(
        tmp_path / f"large.{suffix}",
        scene(0, 6250, 8000),
        **({"compress_level": 1} if suffix == "png" else {}),
    )
    image = read_photo(path).image
    assert image.shape == (WORKING_SIDE * 6250 // 8000, WORKING_SIDE, 3)
    assert near(cv2.resize(image, (128, 96), interpolation=cv2.INTER_AREA), scene(), 6)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(("width", "height"), [(8001, 8001), (12000, 12000), (60000, 60000)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(
    tmp_path: Path, width: int, height: int
) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1000)
    path = tmp_path / "bomb.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )
    start = time.perf_counter()
    with pytest.raises(InputError, match="megapixels"):
        read_photo(path)
    assert time.perf_counter() - start < 1
