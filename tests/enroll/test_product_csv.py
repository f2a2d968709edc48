from __future__ import annotations

from pathlib import Path

import pytest

from edge.enroll.product_csv import read_product_csv
from gallery.errors import InputError
from gallery.product import Product

COLA = Product("cola", "Cola 330 ml", 199, "EUR", "4006381333931")


@pytest.mark.parametrize(
    "text",
    [
        "sku,name,price_minor,currency,barcode\ncola,Cola 330 ml,199,EUR,4006381333931\n",
        "\ufeffbarcode;currency;price_minor;name;sku\r\n4006381333931;EUR;199;Cola 330 ml;cola\r\n",
        "SKU\tName\tprice_minor\tcurrency\tbarcode\n cola \tCola 330 ml\t199\tEUR\t4006381333931\n\n\n",
        'sku,name,price_minor,currency,barcode\n"cola","Cola 330 ml","199",EUR,4006381333931,,\n,,,,\n',
    ],
)
def test_any_order_any_separator(tmp_path: Path, text: str) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes(text.encode())
    assert read_product_csv(path) == {"cola": COLA}


def test_empty_cells_say_nothing_and_names_may_have_commas(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text('sku,name,price_minor\na,,\nb,"Brot, dunkel",5\n', "utf-8")
    assert read_product_csv(path) == {"a": Product("a"), "b": Product("b", "Brot, dunkel", 5)}


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (b"", ["is empty"]),
        (b"sku,colour\na,red\n", ["unknown column 'colour'"]),
        (b"name\na\n", ["sku is missing"]),
        (b"sku,sku\na,b\n", ["twice"]),
        (b"sku\na\n\na\n", ["line 4", "'a'", "twice"]),
        (b"sku,price_minor\na,5\nb,1.99\n", ["line 3", "price_minor", "'1.99'"]),
        (b"sku,currency\na,euro\n", ["line 2", "currency", "'euro'"]),
        (b"sku,name\n../x,a\n", ["line 2", "'../x'"]),
        (b"sku,name\n,a\n", ["line 2", "empty"]),
        (b"sku,price_minor\na,1,99\n", ["line 2", "3 cells"]),
        (b"sku,name\na,caf\xe9\n", ["UTF-8"]),
        (b'sku,name\na,"open\n', ["products.csv"]),
    ],
)
def test_mistakes_are_named_by_file_line_and_value(tmp_path: Path, content: bytes, parts: list[str]) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_product_csv(path)
    assert all(part in caught.value.problem for part in [str(path), *parts])
    assert caught.value.remedy
