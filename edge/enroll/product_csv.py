"""Product list: products.csv, one line a product, as a spreadsheet writes it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from edge.enroll.product_fields import product_of
from gallery.errors import InputError
from gallery.product import Product, check_sku

COLUMNS = ("sku", "name", "price_minor", "currency", "barcode")
_HEADER = "let the first line be: " + ",".join(COLUMNS)


def read_product_csv(path: Path) -> dict[str, Product]:
    """The products of a CSV file by their SKU.

    Columns may come in any order and be split by comma, semicolon or tab.

    Raises:
        InputError: not UTF-8, a wrong header, a SKU twice, or a value that cannot be used; the
            message names the line.
    """
    rows = _rows(path)
    if not rows:
        raise InputError(f"{path} is empty", _HEADER)
    header = _header(path, rows[0][1])
    products: dict[str, Product] = {}
    for line, cells in rows[1:]:
        where = f"{path}, line {line}"
        product = _product(where, header, cells)
        if product.sku in products:
            raise InputError(f"{where}: SKU {product.sku!r} comes twice", "keep one of the two lines")
        products[product.sku] = product
    return products


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Line numbers and cells, without the lines that have none."""
    try:
        text = path.read_text("utf-8-sig")
        first = text.partition("\n")[0]
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True
        )
        return [(reader.line_num, cells) for row in reader if any(cells := [cell.strip() for cell in row])]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", "check the file and its rights") from None
    except UnicodeDecodeError:
        raise InputError(
            f"{path} is not UTF-8", "save it as `CSV UTF-8` in the spreadsheet program"
        ) from None
    except csv.Error as error:
        raise InputError(f"{path}: {error}", "check the quotes in it, or save it again as CSV") from None


def _header(path: Path, cells: list[str]) -> list[str]:
    names = [cell.casefold() for cell in cells]
    unknown = [cell for cell, name in zip(cells, names, strict=True) if name not in COLUMNS]
    if unknown:
        raise InputError(f"{path}: unknown column {unknown[0]!r}", f"remove it; {_HEADER}")
    if "sku" not in names or len(set(names)) < len(names):
        raise InputError(f"{path}: column sku is missing, or a column comes twice", _HEADER)
    return names


def _product(where: str, header: list[str], cells: list[str]) -> Product:
    if len(cells) > len(header) and any(cells[len(header) :]):
        problem = f"{where} has {len(cells)} cells, the header {len(header)}"
        raise InputError(problem, "put a text with a comma in it in quotes")
    row: dict[str, object] = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
    sku = str(row.pop("sku", ""))
    price = str(row.get("price_minor", ""))
    if price.isascii() and price.isdigit():
        row["price_minor"] = int(price)
    try:
        check_sku(sku)
    except InputError as error:
        raise InputError(f"{where}: {error.problem}", error.remedy) from None
    return product_of(sku, row, where)
