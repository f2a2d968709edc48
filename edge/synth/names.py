"""Invented brands, and which nouns and flavours go with which kind of pack."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edge.synth.palette import Colour

_FIRST = ("Lun", "Tav", "Brim", "Morv", "Zel", "Kirm", "Vond", "Pell", "Osk", "Quor", "Fenn", "Hald", "Jorr",
          "Sorv", "Wimb", "Yarl", "Drev", "Ulm", "Gand", "Ebb")  # fmt: skip
_MIDDLE = ("a", "e", "i", "o", "u", "ari", "elo", "omi")
_LAST = (
    "ro",
    "mir",
    "vo",
    "dan",
    "bel",
    "ko",
    "sta",
    "wick",
    "ren",
    "zu",
    "dell",
    "nth",
    "ska",
    "ling",
    "py",
    "mo",
)


@dataclass(frozen=True, slots=True)
class Flavour:
    """A word on the pack, the picture that goes with it and its colour."""

    word: str
    motif: str
    accent: Colour


FRUIT = (
    Flavour("Orange", "citrus", (30, 135, 245)),
    Flavour("Lemon", "citrus", (55, 215, 248)),
    Flavour("Lime", "citrus", (70, 190, 130)),
    Flavour("Cherry", "cherry", (45, 30, 185)),
    Flavour("Apple", "apple", (60, 165, 110)),
    Flavour("Grape", "berries", (130, 50, 110)),
    Flavour("Cranberry", "berries", (70, 30, 200)),
    Flavour("Blueberry", "berries", (160, 85, 60)),
    Flavour("Peach", "apple", (110, 160, 250)),
    Flavour("Sunrise", "sun", (60, 175, 250)),
)
SWEET = (
    Flavour("Honey", "honeycomb", (35, 160, 235)),
    Flavour("Cocoa", "bean", (40, 65, 120)),
    Flavour("Almond", "nut", (80, 130, 185)),
    Flavour("Vanilla", "flower", (130, 205, 240)),
    Flavour("Oat", "grain", (85, 165, 215)),
    Flavour("Coffee", "cup", (60, 85, 125)),
    Flavour("Wild Berry", "berries", (120, 45, 150)),
    Flavour("Original", "star", (45, 60, 215)),
)
SAVOURY = (
    Flavour("Tomato", "tomato", (45, 50, 215)),
    Flavour("Chilli", "chilli", (35, 35, 205)),
    Flavour("Sea Salt", "waves", (190, 120, 45)),
    Flavour("Garden", "leaf", (75, 150, 65)),
    Flavour("Wholegrain", "grain", (60, 135, 190)),
    Flavour("Smoky", "checks", (60, 60, 110)),
    Flavour("Classic", "star", (40, 165, 225)),
)
FRESH = (
    Flavour("Alpine", "mountain", (190, 130, 60)),
    Flavour("Ocean", "waves", (180, 145, 30)),
    Flavour("Mint", "leaf", (130, 180, 60)),
    Flavour("Lotus", "flower", (170, 110, 225)),
    Flavour("Pure", "drop", (215, 165, 70)),
    Flavour("Citrus", "citrus", (60, 205, 240)),
    Flavour("Summer", "sun", (50, 180, 250)),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sort of goods: the noun on its packs, their size and what they may taste or smell of.

    Attributes:
        noun: what it is.
        amount: net content.
        size_cm: width, height and depth; width is the diameter for cans and bottles.
        flavours: what it comes in.
        price: cheapest and dearest, minor units.
    """

    noun: str
    amount: str
    size_cm: tuple[float, float, float]
    flavours: tuple[Flavour, ...]
    price: tuple[int, int]


LINES: dict[str, tuple[Line, ...]] = {
    "box": (
        Line("Muesli", "375 g", (12.5, 17.5, 5.0), SWEET, (279, 449)),
        Line("Tea", "20 bags", (12.0, 8.5, 6.0), FRUIT + FRESH[2:4], (149, 329)),
        Line("Crackers", "200 g", (10.5, 15.0, 4.5), SAVOURY, (119, 259)),
        Line("Biscuits", "300 g", (15.5, 9.5, 4.5), SWEET, (129, 289)),
        Line("Pasta", "500 g", (9.5, 17.0, 4.6), SAVOURY, (89, 219)),
    ),
    "can": (
        Line("Soda", "330 ml", (6.6, 11.6, 6.6), FRUIT, (59, 149)),
        Line("Soup", "400 g", (7.6, 10.8, 7.6), SAVOURY, (109, 279)),
        Line("Iced Tea", "330 ml", (6.0, 13.5, 6.0), FRUIT + FRESH[2:3], (79, 169)),
        Line("Sparkling", "250 ml", (5.8, 12.2, 5.8), FRESH, (49, 129)),
    ),
    "carton": (
        Line("Oat Drink", "1 l", (7.2, 15.5, 7.0), SWEET, (149, 279)),
        Line("Juice", "1 l", (7.2, 16.0, 7.0), FRUIT, (139, 319)),
        Line("Stock", "0.75 l", (7.0, 13.5, 6.6), SAVOURY, (129, 249)),
    ),
    "bottle": (
        Line("Water", "0.5 l", (6.6, 19.5, 6.6), FRESH, (39, 99)),
        Line("Syrup", "0.5 l", (6.4, 19.0, 6.4), FRUIT, (219, 399)),
        Line("Shampoo", "300 ml", (6.4, 17.0, 6.4), FRESH, (189, 449)),
        Line("Dressing", "350 ml", (6.2, 16.5, 6.2), SAVOURY, (169, 329)),
    ),
}
"""The lines of each kind of pack."""


def make_brand(rng: np.random.Generator) -> str:
    """A name no shop sells, made of syllables."""
    return str(rng.choice(_FIRST)) + str(rng.choice(_MIDDLE)) + str(rng.choice(_LAST))
