"""Calibration: thresholds, the risk that was shown for them, and what they were measured on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from gallery.spread import COPY
from gallery.thresholds import Thresholds

Share = Annotated[float, Field(ge=0, le=1)]
Distance = Annotated[float, Field(gt=0, le=2)]
Margin = Annotated[float, Field(ge=0, le=2)]
Method = Literal["bound", "otsu"]


class Frozen(BaseModel):
    """A value that is stored: unknown keys are refused, nothing changes once it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rate(Frozen):
    """How often something happened in the trials, and what was shown of how often it happens.

    Attributes:
        target: what was asked for.
        measured: share of the trials, the mean over things.
        bound: the calibration's confidence is that the rate is at most this. Where the target was shown it
            is the target; where not, it is the bound of this setting looked at by itself.
        shown: whether the target was shown to be kept.
        things: products (and unknown things) the trials were of; these are the sample.
        trials: single queries.
    """

    target: Share
    measured: Share
    bound: Share
    shown: bool
    things: Annotated[int, Field(ge=0)]
    trials: Annotated[int, Field(ge=0)]


class Point(Frozen):
    """One setting on the operating curve: the shares of known items, then that of unknown ones.

    Attributes:
        distance: of the setting, before what is set for single products.
        margin: of the setting.
        right: known items accepted as what they are.
        asked: known items a person is asked about.
        refused: known items called unknown.
        wrong: known items accepted as another product; the four add up to 1.
        far: unknown items accepted.
        far_bound: with the calibration's confidence `far` is at most this, of this setting alone.
        loss: minor units lost over `Money.baskets` baskets, or None without prices.
        overcharge: minor units charged too much over as many, or None without prices.
    """

    distance: Distance
    margin: Margin
    right: Share
    asked: Share
    refused: Share
    wrong: Share
    far: Share
    far_bound: Share
    loss: float | None = None
    overcharge: float | None = None


class Money(Frozen):
    """What the sums of money on the curve assume.

    Attributes:
        currency: ISO 4217 code of all of them, or None where none is given.
        baskets: baskets they are for.
        basket_items: items in one.
        unknown_share: share of the items that the shop has not enrolled.
        priced: products with a price; only these count.
    """

    currency: str | None
    baskets: Annotated[int, Field(gt=0)]
    basket_items: Annotated[float, Field(gt=0)]
    unknown_share: Share
    priced: Annotated[int, Field(gt=0)]


class Calibration(Frozen):
    """Thresholds and what was shown of them.

    Attributes:
        made: when, UTC.
        model: embedding space (the gallery's `model`) it holds for.
        state: state of the gallery it was measured on, 64 hexadecimal digits.
        version: number of that state.
        method: `bound`: chosen so that the targets are kept; `otsu`: the paper's cut, whatever it gives.
        confidence: of each of the two rates: the chance that it is above its bound is at most 1 less this.
        distance: threshold for all products but those in `per_product`.
        margin: for all products.
        per_product: distance by SKU, where a product has its own (`gallery.spread.offsets`).
        far: unknown items accepted.
        wrong: known items accepted as another product.
        given: of `far.things`, those that came as photos of things not sold.
        curve: settings to look at, by margin, then distance.
        money: what the money on the curve assumes, or None.
        reason: why it was kept, in the shop's words.
    """

    made: datetime
    model: str
    state: str
    version: Annotated[int, Field(ge=0)]
    method: Method
    confidence: Annotated[float, Field(gt=0, lt=1)]
    distance: Distance
    margin: Margin
    per_product: dict[str, Annotated[float, Field(ge=0, le=4)]] = {}
    far: Rate
    wrong: Rate
    given: Annotated[int, Field(ge=0)] = 0
    curve: tuple[Point, ...] = ()
    money: Money | None = None
    reason: str = ""

    @property
    def shown(self) -> bool:
        """Whether both targets were shown to be kept; False after `--anyway`."""
        return self.far.shown and self.wrong.shown

    def is_fresh(self, state: str, model: str) -> bool:
        """Whether it was measured on this very state of the gallery, in this embedding space."""
        return (self.state, self.model) == (state, model)

    def thresholds(self) -> Thresholds:
        """What the till decides by; `origin` says what was shown, in words for people."""
        return Thresholds(self.distance, self.margin, self.words, per_product=self.per_product)

    @property
    def shut_out(self) -> tuple[str, ...]:
        """SKUs that hardly anything is accepted as, the narrowest first.

        Their own distance is `gallery.spread.COPY` at most: near copies of an enrolled photo alone are
        within it.
        """
        own = sorted((distance, sku) for sku, distance in self.per_product.items())
        return tuple(sku for distance, sku in own if distance <= COPY)

    @property
    def words(self) -> str:
        """What was shown, in one line."""
        how = "otsu" if self.method == "otsu" else "calibrated"
        far, made = self.far, f"{how} {self.made:%Y-%m-%d}: "
        if not far.things:
            return made + "no unknown item was tried; NOT shown how often one is accepted"
        said = made + f"{far.measured:.2%} of unknown items accepted on photos like those enrolled, "
        if self.shown:
            return said + f"{self.confidence:.0%} sure of at most {far.bound:.2%}"
        missed = "at most" if not far.shown else f"at most {far.target:.2%}, nor a wrong SKU for at most"
        rate = far if not far.shown else self.wrong
        return said + f"NOT shown to be {missed} {rate.target:.2%}"
