"""Packages that do not exist: names, prices, barcodes and the recipe of their artwork."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from edge.synth.barcode import make_ean13
from edge.synth.draw import FONTS
from edge.synth.names import LINES, Flavour, Line, make_brand
from edge.synth.palette import Palette, make_palette
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
