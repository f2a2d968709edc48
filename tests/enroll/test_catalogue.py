from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from enroll.pictures import save, scene, shop

from edge.enroll.catalogue import read_catalogue
from gallery.errors import InputError
from gallery.product import Product


def test_a_folder_a_product(tmp_path: Path) -> None:
    shop(tmp_path, products=12)
    (tmp_path / "sku-1" / "product.toml").write_text('name = "Bread"\nprice_minor = 250\ncurrency = "EUR"\n')
    (tmp_path / ".git").mkdir()
    listings = list(read_catalogue(tmp_path))
    assert [listing.product.sku for listing in listings] == [f"sku-{number}" for number in range(12)]
    assert listings[1].product == Product("sku-1", "Bread", 250, "EUR")
    assert [path.name for path in listings[0].photos] == ["0.jpg", "1.jpg"]


def test_products_csv_describes_folders_and_tells_of_missing_ones(tmp_path: Path) -> None:
    shop(tmp_path)
    save(tmp_path / "loose.jpg", scene())
    (tmp_path / "products.csv").write_text("sku,name,price_minor\nsku-2,Milk,99\nghost,Ghost,1\n")
    catalogue = read_catalogue(tmp_path)
    assert [listing.product.name for listing in catalogue] == ["", "", "Milk"]
    assert len(catalogue.notes) == 2
    assert "loose.jpg" in catalogue.notes[0]
    assert "'ghost'" in catalogue.notes[1]


def test_names_with_spaces_and_decomposed_letters(tmp_path: Path) -> None:
    save(tmp_path / unicodedata.normalize("NFD", "Müsli 500 g") / "a.jpg", scene())
    (tmp_path / "products.csv").write_text("sku,name\nMüsli 500 g,Müsli\n", "utf-8")
    (listing,) = read_catalogue(tmp_path)
    assert listing.product == Product("Müsli 500 g", "Müsli")


def test_links_to_folders_are_followed(tmp_path: Path) -> None:
    shop(tmp_path / "real", products=1)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "linked").symlink_to(tmp_path / "real" / "sku-0")
    (listing,) = read_catalogue(tmp_path / "shop")
    assert (listing.product.sku, len(listing.photos)) == ("linked", 2)


def test_one_product_by_option(tmp_path: Path) -> None:
    save(tmp_path / "a.jpg", scene())
    (tmp_path / "product.toml").write_text('name = "Old"\nbarcode = "96385074"\n')
    (listing,) = read_catalogue(tmp_path, "cola", {"name": "New", "price_minor": 5})
    assert listing.product == Product("cola", "New", 5, None, "96385074")


@pytest.mark.parametrize("sku", ["../x", "a/b", "", " ", "..", "a\\b", "a\nb", "x" * 200])
def test_a_weird_sku_is_refused(tmp_path: Path, sku: str) -> None:
    save(tmp_path / "a.jpg", scene())
    with pytest.raises(InputError, match="SKU"):
        read_catalogue(tmp_path, sku)


def test_photos_without_folders_ask_for_the_sku(tmp_path: Path) -> None:
    save(tmp_path / "a.jpg", scene())
    with pytest.raises(InputError, match="no product folders") as caught:
        read_catalogue(tmp_path)
    assert "--sku" in caught.value.remedy


def test_nothing_to_enrol_shows_the_layout(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no products") as caught:
        read_catalogue(tmp_path)
    assert "front.jpg" in caught.value.remedy
    with pytest.raises(InputError, match="is a file"):
        read_catalogue(save(tmp_path / "a.jpg", scene()))
    with pytest.raises(InputError, match="nowhere"):
        read_catalogue(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no photo of 'cola'"):
        read_catalogue(tmp_path / "empty", "cola")


def test_one_sku_from_two_folders_or_two_descriptions_is_refused(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        save(tmp_path / "twice" / unicodedata.normalize(form, "Käse") / "a.jpg", scene())
    with pytest.raises(InputError, match="both SKU 'Käse'"):
        read_catalogue(tmp_path / "twice")
    shop(tmp_path / "told", products=1)
    (tmp_path / "told" / "sku-0" / "product.toml").write_text('name = "A"')
    (tmp_path / "told" / "products.csv").write_text("sku,name\nsku-0,B\n")
    with pytest.raises(InputError, match=r"products\.csv and in"):
        read_catalogue(tmp_path / "told")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("\nname = x", "line 2"),
        ('prize = "1"', "'prize'"),
        ("price_minor = 1.5", "price_minor = 1.5"),
        ("[name]", "name"),
    ],
)
def test_a_bad_product_toml_is_named(tmp_path: Path, text: str, part: str) -> None:
    shop(tmp_path, products=1)
    told = tmp_path / "sku-0" / "product.toml"
    told.write_text(text)
    with pytest.raises(InputError, match=part) as caught:
        read_catalogue(tmp_path)
    assert str(told) in caught.value.problem
