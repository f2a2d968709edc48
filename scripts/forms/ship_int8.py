"""Make the INT8 form that is shipped: calibrated, judged and certified with what the project's export uses.

    python scripts/forms/ship_int8.py DATA [--returned 64] [--out edge/models/product-duo-r3-int8.onnx]

`DATA` holds Grocery Store Dataset and Caltech-101. `checkout-edge export --to onnx-int8` searches for the
layers that return to float32 by the photos it checks with; the 120 decisions of the drawn ones are too few to
search by, for two of them lie at a threshold (docs/performance.md). Here the number is given, and the file is
kept only if it passes its gates on the drawn products, of which its certificate is, and on two folders of
photos that it was not calibrated with. Its check set is that of the FP32 model beside it, which it shares.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from edge import embed, models
from edge.certificate.certificate import write_certificate
from edge.certificate.certify import certify, embed_all, measure
from edge.certificate.gates import cosine_words, judge, percent
from edge.certificate.photos import check_set_from_folder, crops_from_folder
from export.forms import _card, simple
from export.half import store_half
from export.int8.calibration import MOST_PHOTOS, calibrate
from export.int8.convert import _PROBES, _answers
from export.int8.layers import layers_of
from export.int8.quantise import quantise
from export.int8.sensitivity import sensitivities
from export.int8.strips import with_strips
from export.source import Source, onnx_source
from export.write import write_model

JUDGES = ("grocery/test", "caltech101")


def tell(phase: str, done: int, of: int) -> None:
    """Progress, one line a phase."""
    if done == 0:
        print(phase, flush=True)


def convert(source: Source, photos: Path, returned: int, out: Path) -> str:
    """Write the form, and say what was done."""
    model, size = simple(source), (source.card.height, source.card.width)
    layers, crops = layers_of(model), crops_from_folder(photos, size)
    rows = np.linspace(0, len(crops) - 1, min(MOST_PHOTOS, len(crops))).round().astype(int)
    seen = with_strips(crops[rows])
    calibration = calibrate(model, layers, seen, tell)
    probes = seen[:: len(seen) // _PROBES | 1][:_PROBES]
    ranking = sensitivities(model, layers, calibration, lambda each: _answers(each, probes), tell)
    graph = quantise(model, layers, calibration, {item.layer for item in ranking[returned:]})
    store_half(graph, exactly=True)
    write_model(graph, _card(source, "int8"), out)
    work = sum(item.work for item in ranking[returned:])
    return (
        f"{len(ranking) - returned} of {len(ranking)} layers compute in integers, {work:.0%} of the "
        f"multiplications; calibrated with {len(seen)} photos of the Grocery Store Dataset"
    )


def passes(source: Source, out: Path, data: Path) -> bool:
    """Whether the form passes its gates on photos that it was not calibrated with; told a line a folder."""
    form, passed = embed.load(out, "cpu"), True
    for name in JUDGES:
        check = check_set_from_folder(data / name, (source.card.height, source.card.width))
        found = measure(form, check.with_reference(embed_all(source.rival, check.crops), "FP32"))
        good = all(gate.passed for gate in judge("int8", found))
        print(
            f"{name}: decisions {percent(found.same_decisions, found.queries)}, "
            f"top-1 {found.right_reference} > {found.right_artifact} of {found.known}, "
            f"least cosine {cosine_words(found.cosine_min)}{'' if good else ': MISSED'}",
            flush=True,
        )
        passed &= good
    return passed


def main() -> None:
    """Make it, or say why not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--returned", type=int, default=64)
    parser.add_argument("--out", type=Path, default=models.default().with_name("product-duo-r3-int8.onnx"))
    asked = parser.parse_args()
    source, draft = onnx_source(models.default()), asked.out.with_suffix(".draft.onnx")
    note = convert(source, asked.data / "grocery/train", asked.returned, draft)
    if source.check is None:
        sys.exit("the shipped model has no check set")
    draft.replace(asked.out)
    certificate = certify(
        asked.out,
        embed.load(asked.out, "cpu"),
        source.check,
        source=source.facts,
        rival=source.rival,
        notes=(note,),
    )
    if not (certificate.passed and passes(source, asked.out, asked.data)):
        asked.out.unlink()
        sys.exit("a gate was missed; nothing is left")
    write_certificate(asked.out, certificate)
    print(f"{asked.out}, {asked.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
