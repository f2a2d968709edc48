from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from embed.tiny import build, tiny_card, write
from enroll.pictures import save, scene, shop
from typer.testing import Result

from gallery.store import Gallery
from gallery.verdict import Word

Call = Callable[..., Result]
Start = Callable[..., "subprocess.Popen[str]"]
SHOP = {"sku-0": 2, "sku-1": 2, "sku-2": 2}


def counts(path: Path) -> dict[str, int]:
    with Gallery.inspect(path) as opened:
        return {product.sku: len(opened.views(product.sku)) for product in opened.products()}


def row(output: str, sku: str) -> list[str]:
    """The cells of a product's row: verdict, SKU, name, right, views, new, closest other, notes.

    Where no product has a name there is no such column; its cell is empty here.
    """
    lines = ([cell.strip() for cell in line.strip("│").split("│")] for line in output.splitlines())
    (cells,) = (cells for cells in lines if len(cells) >= 7 and cells[1] == sku)
    return cells if len(cells) == 8 else [*cells[:2], "", *cells[2:]]


def test_enrol_prints_what_became_of_each_product(call: Call, model: Path, products: Path) -> None:
    (products / "sku-1" / "product.toml").write_text('name = "Bread [dark]"')
    (products / "sku-2" / "bad.jpg").write_bytes(b"")
    result = call("enroll", products, "--model", model)
    assert result.exit_code == 0
    assert counts(Path("shop.gallery")) == SHOP
    verdict, _, name, right, views, new, closest, notes = row(result.stdout, "sku-1")
    assert verdict.startswith(tuple(word.value for word in Word))
    assert (name, new, views) == ("Bread [dark]", "2", "2")
    assert right in ("0%", "50%", "100%")
    assert notes.endswith("2 photos taken whole")
    rival, distance = closest.split()
    assert rival in ("sku-0", "sku-2")
    assert 0 < float(distance) < 2
    assert "1 photo skipped" in row(result.stdout, "sku-2")[-1]
    assert "bad.jpg is empty (0 bytes)" in result.stderr
    assert "tiny on onnxruntime" in result.stderr
    assert "bad.jpg" not in result.stdout


def test_again_adds_nothing_and_more_photos_add_to_it(call: Call, model: Path, products: Path) -> None:
    call("enroll", products, "--model", model)
    assert row(call("enroll", products, "--model", model).stdout, "sku-0")[4:6] == ["2", "0"]
    save(products / "sku-0" / "third.webp", scene(50))
    assert row(call("enroll", products, "--model", model).stdout, "sku-0")[4:6] == ["3", "1"]
    assert counts(Path("shop.gallery")) == {**SHOP, "sku-0": 3}


def test_one_product_by_options_and_the_gallery_by_environment(
    call: Call, model: Path, products: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKOUT_EDGE_GALLERY", str(tmp_path / "other.gallery"))
    said = ["--sku", "cola", "--name", "Cola", "--price", "199", "--currency", "EUR", "--barcode", "96385074"]
    assert call("enroll", products / "sku-0", "--model", model, *said).exit_code == 0
    with Gallery.inspect(tmp_path / "other.gallery") as opened:
        (product,) = opened.products()
    assert (product.name, product.price_minor, product.currency, product.barcode) == (
        "Cola",
        199,
        "EUR",
        "96385074",
    )
    assert row(call("enroll", products / "sku-0", "--model", model, *said).stdout, "cola")[6] == "-"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--sku", "../x"], "'../x'"),
        (["--sku", "a", "--price", "-5"], "price_minor = -5"),
        (["--sku", "a", "--currency", "euro"], "currency = 'euro'"),
        (["--sku", "a", "--barcode", "123"], "barcode = '123'"),
        (["--price", "5"], "--price without --sku"),
        ([], "no product folders"),
    ],
)
def test_mistakes_in_options_exit_with_2(
    call: Call, model: Path, products: Path, arguments: list[str], part: str
) -> None:
    result = call("enroll", products / "sku-0", "--model", model, *arguments)
    assert result.exit_code == 2
    assert part in str(result.exception)
    assert not Path("shop.gallery").exists()


def test_folder_without_products_and_product_without_photos(call: Call, model: Path, tmp_path: Path) -> None:
    (tmp_path / "products" / "bare").mkdir(parents=True)
    assert "'bare'" in str(call("enroll", "products", "--model", model).exception)
    result = call("enroll", "products/bare", "--model", model)
    assert result.exit_code == 2
    assert "front.jpg" in str(result.exception)
    assert call("enroll", "nowhere", "--model", model).exit_code == 2


def test_a_gallery_of_another_model_is_refused_and_stays(
    call: Call, model: Path, products: Path, tmp_path: Path
) -> None:
    call("enroll", products, "--model", model)
    before = counts(Path("shop.gallery"))
    other = write(tmp_path / "other.onnx", build(12), tiny_card(12))
    shop(tmp_path / "more", products=5)
    result = call("enroll", "more", "--model", other)
    assert result.exit_code == 3
    assert "8-d" in str(result.exception)
    assert "12-d" in str(result.exception)
    assert counts(Path("shop.gallery")) == before


def test_help_has_examples(call: Call) -> None:
    text = " ".join(call("enroll", "--help").output.split())
    assert "checkout-edge enroll products/ --gallery shop.gallery" in text
    assert "product.toml" in text


def _hang(folder: Path, start: Start) -> tuple[subprocess.Popen[str], Path]:
    """An enrolment in its midst: most photos are done, the last one never arrives."""
    shop(folder, products=20)
    pipe = folder / "sku-19" / "z.jpg"
    os.mkfifo(pipe)
    running = start(folder)
    assert running.stderr is not None
    assert "tiny" in running.stderr.readline()
    time.sleep(1)
    assert running.poll() is None
    return running, pipe


def _end_photo(running: subprocess.Popen[str], pipe: Path) -> None:
    """Let the photo that is being read come to its end, as often as it is opened."""
    until = time.monotonic() + 20
    while running.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):  # nobody reads just now
            os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        time.sleep(0.05)


def test_kill_9_in_the_midst_leaves_the_old_gallery(
    call: Call, model: Path, products: Path, tmp_path: Path, process: Start
) -> None:
    call("enroll", products, "--model", model)
    running, _ = _hang(tmp_path / "more", process)
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=30)
    assert running.returncode == -signal.SIGKILL
    assert counts(tmp_path / "shop.gallery") == SHOP
    assert call("enroll", products, "--model", model).exit_code == 0


def test_ctrl_c_exits_with_130_and_adds_nothing(
    call: Call, model: Path, products: Path, tmp_path: Path, process: Start
) -> None:
    call("enroll", products, "--model", model)
    running, pipe = _hang(tmp_path / "more", process)
    running.send_signal(signal.SIGINT)
    _end_photo(running, pipe)
    _, messages = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in messages
    assert counts(tmp_path / "shop.gallery") == SHOP


def test_a_full_disk_is_told_of_and_the_old_gallery_stays(
    call: Call, model: Path, products: Path, tmp_path: Path, process: Start
) -> None:
    call("enroll", products, "--model", model)
    most = (tmp_path / "shop.gallery").stat().st_size + 20_000
    shop(tmp_path / "more", products=60)
    running = process(
        tmp_path / "more", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    )
    _, messages = running.communicate(timeout=60)
    assert running.returncode == 3
    assert "shop.gallery" in messages
    assert "remedy" in messages
    assert "Traceback" not in messages
    assert counts(tmp_path / "shop.gallery") == SHOP
