"""Remarks: what a verdict says of a product in plain sentences, each with its remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edge.enroll.hints import Kind
from edge.enroll.judged import Judged
from edge.photo.quality import Fault
from edge.show.verdict.situation import Situation
from gallery.verdict import Confusion, Stray
from gallery.verdict.product_verdict import FEWEST_VIEWS

MOST_NAMED = 3
"""Photos that a sentence names."""

SHOWN_DIGITS = 12
"""Digits of a photo's hash that name a view to people, as in `gallery show`."""

ONE_PRODUCT = 0.8
"""Part of the views, both ways, that two SKUs must meet each other in to ask whether they are one product."""

_REMEDIES = {
    Fault.BLURRED: "Hold the camera still, let it focus, and take it again.",
    Fault.DARK: "Take it again in more light.",
    Fault.BLOWN_OUT: "Take it again in less light, or with a shorter exposure.",
    Fault.CUT_OFF: "Step back, so that the whole product is in the photo.",
    Fault.SMALL: "Go nearer, or give a photo of more pixels.",
}
_KINDS = {
    Kind.SIDE: "Add photos of another side, such as the back, as customers may lay it down.",
    Kind.TOP: "Add photos from above, the way the till's camera sees it.",
    Kind.LIGHT: "Add a photo in other light, such as at the till.",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a product: what was seen, what to do about it, and the pairs of views that show it.

    Attributes:
        problem: one sentence or two.
        remedy: one sentence.
        pairs: rows of the product's view and of the other's, and the L2 distance of the two.
        photos: rows of its views that it is about.
    """

    problem: str
    remedy: str
    pairs: tuple[tuple[int, int, float], ...] = ()
    photos: tuple[int, ...] = ()


def remarks(one: Judged, situation: Situation) -> list[Remark]:
    """What there is to say of one product, the worst first; nothing where all is well.

    Args:
        one: the product, judged.
        situation: where its views are.
    """
    verdict = one.verdict
    said = [_unlike(one)] if one.unlike else []
    said += [_stray(one, stray, situation) for stray in verdict.strays]
    strange = {stray.sku for stray in verdict.strays}
    said += [_confusion(one, met, situation) for met in verdict.confused_with if met.sku not in strange]
    if verdict.scattered and not verdict.confused_with:
        said.append(_scattered(one))
    said += [_faulty(one, fault) for fault in Fault if any(fault in some for some in one.faults)]
    if verdict.lonely:
        said.append(_lonely(one))
    said += _needs(one)
    said += [_copies(one, group) for group in verdict.copies]
    return said


def _unlike(one: Judged) -> Remark:
    return Remark(
        "Its views look nothing alike: are they one product?",
        "If they are, add photos in between; if not, enrol each product under a SKU of its own.",
        photos=one.verdict.rows,
    )


def _stray(one: Judged, stray: Stray, situation: Situation) -> Remark:
    name = photo_name(one, stray.row)
    return Remark(
        f"{name} looks like {stray.sku}: {stray.distance:.2f} from its nearest view, "
        f"{stray.own_distance:.2f} from its own product's.",
        f"If it shows {stray.sku}: {_out(one, stray.row, situation)}.",
        pairs=((stray.row, stray.other_row, stray.distance),),
    )


def _out(one: Judged, row: int, situation: Situation) -> str:
    """How a wrong view goes: out of the gallery, and out of where the next enrolment would find it."""
    place = one.verdict.rows.index(row)
    source = "leave its photo out from now on"
    if one.fresh[place] and not situation.enrolled:
        return source
    command = situation.command("remove", one.sku, "--view", one.hashes[place][:SHOWN_DIGITS])
    return f"`{command}`, and {source}"


def _confusion(one: Judged, met: Confusion, situation: Situation) -> Remark:
    views = one.verdict.forecast.views
    by = ", by a photo of that one which looks like this product" if met.strayed else ""
    return Remark(
        f"Confused with {met.sku}{by}: {met.views} of {views} of its views, left out, would be taken for it "
        f"or asked about; {met.back:.0%} of the other's would for this one.",
        _apart(one, met, situation),
        pairs=((met.row, met.other_row, met.distance),),
    )


def _apart(one: Judged, met: Confusion, situation: Situation) -> str:
    if met.strayed:
        named = f": `{situation.command('check', met.sku)}` names it" if situation.enrolled else ""
        return f"Take that photo out of {met.sku}{named}."
    same = (
        "If both are one product, enrol it under one SKU. " if min(met.share, met.back) >= ONE_PRODUCT else ""
    )
    first = "" if situation.enrolled else "enrol them without --strict and "
    return (
        f"{same}Add photos of the sides that differ; or, if people must look twice too, {first}have the till "
        f"ask: `{situation.command('group', 'NAME', one.sku, met.sku)}`."
    )


def _scattered(one: Judged) -> Remark:
    names = [met.sku for met in one.verdict.confusions]
    forecast = one.verdict.forecast
    lost = f"{forecast.asked + forecast.wrong} of {forecast.views} of its views"
    return Remark(
        f"{lost}, left out, would be taken for other products or asked about: {_listed(names)}.",
        "Add photos of more sides; look whether its photos show the product and little else.",
        pairs=tuple((met.row, met.other_row, met.distance) for met in one.verdict.confusions[:MOST_NAMED]),
    )


def _faulty(one: Judged, fault: Fault) -> Remark:
    rows = [row for row, some in zip(one.verdict.rows, one.faults, strict=True) if fault in some]
    names = _listed([photo_name(one, row) for row in rows])
    return Remark(
        f"{names}: {fault.value}.",
        _REMEDIES[fault],
        photos=tuple(rows),
    )


def _lonely(one: Judged) -> Remark:
    forecast = one.verdict.forecast
    return Remark(
        f"{forecast.refused} of {forecast.views} of its views, left out, would not be recognised: "
        "no other photo shows that side.",
        "Add a second and third photo of each side.",
    )


def _needs(one: Judged) -> list[Remark]:
    """The kinds of views it lacks; other light alone is worth a word only where something else is wrong."""
    if one.good:
        return []
    needs = [Remark(f"Needs {hint.kind.value}: {hint.why}.", _KINDS[hint.kind]) for hint in one.hints]
    return [*_few(one), *needs]


def _few(one: Judged) -> list[Remark]:
    distinct = one.verdict.distinct
    if distinct >= FEWEST_VIEWS:
        return []
    views = "one view" if distinct == 1 else f"{distinct} different views"
    return [Remark(f"It has {views} only.", "Give it about seven, from all sides.")]


def _copies(one: Judged, group: tuple[int, ...]) -> Remark:
    names = _listed([photo_name(one, row) for row in group])
    return Remark(
        f"{names} are one photo to the till; they count once.",
        "Replace the copies by other views; they do no harm.",
        photos=group,
    )


def photo_name(one: Judged, row: int) -> str:
    """The file name of a product's view."""
    return one.sources[one.verdict.rows.index(row)]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
