"""Packages and shops that do not exist: names, prices, barcodes and the recipe of their artwork."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from edge.synth.barcode import make_ean13
from edge.synth.draw import FONTS
from edge.synth.names import LINES, Flavour, Line, make_brand
from edge.synth.palette import Colour, Palette, make_palette
from gallery.errors import InputError

KINDS = ("box", "can", "carton", "bottle")
LAYOUTS = ("banner", "badge", "diagonal", "window", "tide", "stripes", "pattern")


@dataclass(frozen=True, slots=True)
class Artwork:
    """What is printed on a pack; `artwork.faces` draws it.

    Attributes:
        brand: wordmark.
        noun: what it is.
        flavour: word, motif and accent colour.
        amount: net content, as printed.
        palette: the brand's colours.
        layout: one of `LAYOUTS`.
        font: index of the wordmark's font.
        slant: of the wordmark, in heights.
        arc: of the wordmark, in heights.
        upper: whether the wordmark is in capitals.
        seed: decides the small print and the scatter of small motifs.
    """

    brand: str
    noun: str
    flavour: Flavour
    amount: str
    palette: Palette
    layout: str
    font: int
    slant: float
    arc: float
    upper: bool
    seed: int

    @property
    def wordmark(self) -> str:
        """The brand as the pack spells it."""
        return self.brand.upper() if self.upper else self.brand


@dataclass(frozen=True, slots=True)
class Package:
    """A product that does not exist.

    Attributes:
        sku: lower-case ASCII words joined by hyphens.
        name: for people.
        kind: box, can, carton or bottle.
        price_minor: price in cents.
        currency: ISO 4217.
        barcode: EAN-13.
        size_cm: width, height and depth of the standing pack.
        artwork: what is printed on it.
    """

    sku: str
    name: str
    kind: str
    price_minor: int
    currency: str
    barcode: str
    size_cm: tuple[float, float, float]
    artwork: Artwork


@dataclass(frozen=True, slots=True)
class Shop:
    """What a shop sells, and what customers bring along that it does not.

    Attributes:
        products: to be enrolled.
        strangers: never enrolled.
        look_alikes: pairs of SKUs of one brand and layout in two flavours.
    """

    products: tuple[Package, ...]
    strangers: tuple[Package, ...]
    look_alikes: tuple[tuple[str, str], ...]


def make_package(seed: int, kind: str | None = None) -> Package:
    """The package of number `seed`; there is no end of them.

    Args:
        seed: not negative.
        kind: box, can, carton or bottle; None lets the seed choose.

    Raises:
        InputError: there is no such kind, or the seed is negative.
    """
    if seed < 0:
        raise InputError(f"seed {seed} is negative", "give a seed of 0 or more")
    if kind is not None and kind not in KINDS:
        raise InputError(f"kind of package {kind!r} is not known", f"choose one of {', '.join(KINDS)}")
    rng = np.random.default_rng((seed, 0xACE))
    chosen = str(rng.choice(KINDS)) if kind is None else kind
    line = LINES[chosen][int(rng.integers(len(LINES[chosen])))]
    flavour = line.flavours[int(rng.integers(len(line.flavours)))]
    return _package(chosen, line, _artwork(line, flavour, rng), rng)


def sibling(package: Package, rng: np.random.Generator) -> Package:
    """The same brand, line and layout in another flavour: what a till most easily mistakes."""
    line = next(line for line in LINES[package.kind] if line.noun == package.artwork.noun)
    word, motif = package.artwork.flavour.word, package.artwork.flavour.motif
    others = [flavour for flavour in line.flavours if flavour.word != word and flavour.motif != motif]
    flavour = others[int(rng.integers(len(others)))]
    made = _package(package.kind, line, replace(package.artwork, flavour=flavour), rng)
    return replace(made, price_minor=package.price_minor)


def make_shop(seed: int, products: int = 12, strangers: int = 2) -> Shop:
    """A shop: a quarter of its products have a look-alike, and all four kinds occur from 4 products on.

    Args:
        seed: same seed, same shop.
        products: number of products, at least 1.
        strangers: number of packages it does not sell.

    Raises:
        InputError: a number is out of range.
    """
    if products < 1 or strangers < 0 or seed < 0:
        raise InputError(
            f"a shop with seed {seed}, {products} products and {strangers} strangers cannot be made",
            "give a seed of 0 or more, 1 product or more, and 0 strangers or more",
        )
    rng = np.random.default_rng((seed, 0x5409))
    pairs = products // 4 if products > 4 else 0
    chosen: list[Package] = []
    for number in range(products - pairs + strangers):
        chosen.append(_unlike(chosen, KINDS[number % len(KINDS)], rng))
    sold, unsold = chosen[: products - pairs], chosen[products - pairs :]
    twins = [_fresh_sibling(sold[k], sold, rng) for k in range(pairs)]
    alike = tuple((sold[k].sku, twin.sku) for k, twin in enumerate(twins))
    return Shop(tuple(sold + twins), tuple(unsold), alike)


def _fresh_sibling(package: Package, taken: list[Package], rng: np.random.Generator) -> Package:
    twin = sibling(package, rng)
    while any(twin.sku == other.sku for other in taken):
        twin = sibling(package, rng)
    return twin


def _unlike(taken: list[Package], kind: str, rng: np.random.Generator) -> Package:
    """Of some candidates, the one that looks least like the packages already taken."""
    candidates = [make_package(int(rng.integers(2**31)), kind) for _ in range(8)]
    names = {package.artwork.brand for package in taken}
    fresh = [package for package in candidates if package.artwork.brand not in names] or candidates
    return max(fresh, key=lambda one: min((_unlikeness(one, other) for other in taken), default=0.0))


def _unlikeness(one: Package, other: Package) -> float:
    a, b = one.artwork, other.artwork
    ground = _apart(a.palette.ground, b.palette.ground) + 0.5 * _apart(a.flavour.accent, b.flavour.accent)
    signs = (a.layout != b.layout) + (a.flavour.motif != b.flavour.motif) + (a.noun != b.noun)
    return ground + 0.35 * signs + 0.3 * (one.kind != other.kind)


def _apart(one: Colour, other: Colour) -> float:
    return float(np.linalg.norm(np.subtract(one, other))) / 255


def _artwork(line: Line, flavour: Flavour, rng: np.random.Generator) -> Artwork:
    return Artwork(
        brand=make_brand(rng),
        noun=line.noun,
        flavour=flavour,
        amount=line.amount,
        palette=make_palette(rng),
        layout=str(rng.choice(LAYOUTS)),
        font=int(rng.integers(len(FONTS))),
        slant=float(rng.choice([0.0, 0.0, 0.22, -0.12])),
        arc=float(rng.choice([0.0, 0.0, 0.45, -0.4])),
        upper=bool(rng.random() < 0.4),
        seed=int(rng.integers(2**31)),
    )


def _package(kind: str, line: Line, artwork: Artwork, rng: np.random.Generator) -> Package:
    name = f"{artwork.brand} {artwork.noun} {artwork.flavour.word} {artwork.amount}"
    low, high = line.price
    return Package(
        sku=_slug(name),
        name=name,
        kind=kind,
        price_minor=int(rng.integers(low, high) // 10 * 10 + 9),
        currency="EUR",
        barcode=make_ean13(int(rng.integers(10**10))),
        size_cm=line.size_cm,
        artwork=artwork,
    )


def _slug(name: str) -> str:
    *words, number, unit = name.lower().replace(".", "").split()
    return "-".join([*words, number + unit])
