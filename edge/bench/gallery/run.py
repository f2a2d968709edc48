"""Run: the bench from the first size to the last; what is measured is kept as it comes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from edge.bench.child import ChildFailedError
from edge.bench.gallery.filled import FILE
from edge.bench.gallery.one_size import Step, measure
from edge.bench.gallery.results import Report, SizeResult
from edge.bench.gallery.shelf import QUERIES, STRANGERS, stock
from edge.bench.gallery.shop import fill_shop, open_shop
from edge.bench.gallery.subject import EF_CONSTRUCTION, M, graph_bytes
from edge.bench.gallery.subjects import OURS
from edge.certificate.runtime import runtime_facts
from gallery.errors import DeviceError

_PACKAGES = ("numpy", "hnswlib", "faiss-cpu", "usearch")


@dataclass(frozen=True, slots=True)
class Settings:
    """What to measure.

    Attributes:
        sizes: numbers of views.
        peers: names of subjects beside ours.
        dimension: length of a vector.
        views_per_product: views of a product.
        seed: of the vectors.
        shop: whether a gallery's file is measured, too.
        folder: where files lie while they are needed; None: the system's temporary folder.
    """

    sizes: tuple[int, ...]
    peers: tuple[str, ...]
    dimension: int = 256
    views_per_product: int = 10
    seed: int = 0
    shop: bool = True
    folder: Path | None = None


def run_bench(
    settings: Settings, left_out: Sequence[str], step: Step, kept: Callable[[Report], None]
) -> Report:
    """Measure size by size.

    Args:
        settings: what to measure.
        left_out: a line for each peer that is not installed.
        step: progress.
        kept: told the report so far after each size, so that a run that is cut short keeps it.

    Raises:
        DeviceError: our own index failed; out of memory is the usual reason.
    """
    report = Report(machine=_machine(), settings=_words(settings), left_out=tuple(left_out))
    for views in settings.sizes:
        with tempfile.TemporaryDirectory(prefix="checkout-edge-bench-", dir=settings.folder) as folder:
            try:
                size = _size(settings, views, Path(folder), step)
            except ChildFailedError as error:
                raise DeviceError(f"{views:,} views: {error}", "choose smaller --sizes") from None
        report = report.model_copy(update={"sizes": (*report.sizes, size)})
        kept(report)
    return report


def _size(settings: Settings, views: int, folder: Path, step: Step) -> SizeResult:
    each, dimension = settings.views_per_product, settings.dimension
    shelf = stock(
        folder / "vectors.npy",
        views,
        each,
        dimension,
        settings.seed,
        lambda done: step("drawing the views", done, views),
    )
    path = folder / OURS / FILE
    path.parent.mkdir()
    filled = fill_shop(shelf, path, step)
    return SizeResult(
        views=views,
        products=shelf.products,
        raw_bytes=4 * views * dimension,
        links_bytes=graph_bytes(views),
        fill_s=filled,
        results=tuple(measure(shelf, (OURS, *settings.peers), folder, step)),
        shop=open_shop(shelf, path, step) if settings.shop else None,
    )


def _machine() -> dict[str, str]:
    facts = runtime_facts("cpu")
    versions = {name: _version(name) for name in _PACKAGES}
    return {"machine": f"{facts.cpu}, {facts.cores} cores", "python": facts.python, **versions}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _words(settings: Settings) -> dict[str, str]:
    return {
        "vectors": f"{settings.dimension} numbers, {settings.views_per_product} views a product, "
        f"seed {settings.seed}",
        "queries": f"{QUERIES}, of which {STRANGERS:.0%} show products that are not enrolled",
        "graphs": f"M {M}, the peers' built with effort {EF_CONSTRUCTION}",
        "threads": "one each",
    }
