"""Run: scenes, galleries and processes made, decisions compared, then everybody timed in turn."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import psutil

from edge import embed
from edge.bench.child import Child, ChildFailedError
from edge.certificate.runtime import runtime_facts
from edge.embed.providers import default_threads
from edge.synth import make_shop
from gallery.errors import DeviceError
from peers.agreement import Agreement, compare, refuse_another_network
from peers.folder import deaf, own_folder
from peers.galleries import enrolled, filled
from peers.host import Host
from peers.plan import Plan
from peers.results import Results, Size
from peers.rounds import run_rounds
from peers.scene import SEED, Scene
from peers.scenes import scenes_of
from peers.stock import Stock
from peers.subject import Answer
from peers.subjects import AUTO, OURS, SUBJECTS

Told = Callable[[str], None]

_PACKAGES = ("onnxruntime", "torch", "timm", "openvino", "faiss-cpu", "usearch")
_MB = 2**20
_SHARE = 0.3  # of the time that is left, for a gallery that is not the last
_HALF = 0.5  # of all the time must be left, or a gallery that is not the last is left out


def run(plan: Plan, told: Told) -> Results:
    """Measure.

    Args:
        plan: what.
        told: what is being done.

    Raises:
        GateError: a subject that should compute our network computes another.
        DeviceError: a subject failed.
    """
    load, ends = os.getloadavg()[0], perf_counter() + plan.seconds
    names, left_out = _present(plan)
    if AUTO in names:
        told("letting `--backend auto` try what there is, where it has not yet, before anything else runs")
        embed.load(None, "auto", default_threads())
    with ExitStack() as stack:
        scenes, stocks = _drawn(plan, stack.enter_context(own_folder()), told)
        with _own_words():
            with deaf():
                children = {
                    name: stack.enter_context(Child(Host, name, default_threads(), scenes)) for name in names
                }
            providers = _providers(children, left_out, told)
            sizes = []
            for stock in stocks:
                last = stock is stocks[-1]
                if not last and ends - perf_counter() < _HALF * plan.seconds:
                    left_out.append(f"{stock.views:,} views: the machine is too slow or busy")
                    continue
                answers = _answers(stock, children, told)
                agreements = _agreements(answers)
                seconds = (ends - perf_counter()) * (1 if last else _SHARE)
                rounds = run_rounds(children, plan.frames, seconds, told)
                sizes.append(Size(stock.views, rounds, agreements))
            memory = {name: _resident(child, scenes) for name, child in children.items()}
    return Results(
        made=datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        machine=_machine(load),
        threads=default_threads(),
        providers=providers,
        memory=memory,
        left_out=tuple(left_out),
        verdicts=_verdicts(answers[OURS]),
        sizes=tuple(sizes),
    )


def _drawn(plan: Plan, folder: Path, told: Told) -> tuple[list[Scene], list[Stock]]:
    """The scenes, and the galleries with the products on them."""
    shop = make_shop(SEED)
    told("drawing the scenes")
    scenes = [scene for setting in plan.settings for scene in scenes_of(setting, shop, plan.steps)]
    told("photographing and enrolling the products")
    gallery = enrolled(shop, folder, plan.photos)
    return scenes, [filled(gallery, views, told) for views in plan.views]


def _present(plan: Plan) -> tuple[list[str], list[str]]:
    """The subjects to measure, and a line on each that is not installed."""
    names, left_out = [], []
    for name, entry in SUBJECTS.items():
        if plan.only and name not in (OURS, *plan.only):
            continue
        missing = [install for package, install in entry.needs.items() if find_spec(package) is None]
        if missing:
            left_out.append(f"{name}: `pip install {' '.join(missing)}`")
        else:
            names.append(name)
    return names, left_out


def _providers(children: dict[str, Child], left_out: list[str], told: Told) -> dict[str, str]:
    """What runs each network; `auto` is left out, and told of, where it is the same as FP32."""
    told("starting a process a subject")
    for child in children.values():
        child.start("about")
    said = {name: child.answer() for name, child in children.items()}
    if AUTO in children and said[AUTO] == said[OURS]:
        children.pop(AUTO)
        left_out.append(f"{AUTO}: it takes FP32 on the CPU here, which is the first row")
    return {name: said[name][0] for name in children}


def _answers(stock: Stock, children: dict[str, Child], told: Told) -> dict[str, list[Answer | None]]:
    """What all say of the scenes with one gallery.

    They index it at once, on one thread each, and answer one after the other: their threads that wait spin.
    """
    told(f"{stock.views:,} views: indexing and comparing the decisions")
    for child in children.values():
        child.start("take", stock)
    for child in children.values():
        child.answer()
    return {name: child.ask("answers") for name, child in children.items()}


def _agreements(answers: dict[str, list[Answer | None]]) -> dict[str, Agreement]:
    """How far each agrees with ours.

    Raises:
        GateError: a subject that should compute our network computes another.
    """
    agreements = {name: compare(answers[OURS], answer) for name, answer in answers.items()}
    for name, agreement in agreements.items():
        if SUBJECTS[name].exact:
            refuse_another_network(name, agreement)
    return agreements


def _verdicts(answers: Sequence[Answer | None]) -> dict[str, int]:
    return dict(Counter(verdict for answer in answers if answer for verdict, _ in answer.decided))


def _resident(child: Child, scenes: Sequence[Scene]) -> float:
    """MB of a subject's process, less the frames that it was handed."""
    return float(psutil.Process(child.pid).memory_info().rss - sum(one.image.nbytes for one in scenes)) / _MB


def _machine(load: float) -> dict[str, str]:
    facts = runtime_facts("")
    found = {"CPU": f"{facts.cpu}, {facts.cores} cores", "load before": f"{load:.1f}", "Python": facts.python}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found | {"OpenCV": facts.opencv, "NumPy": facts.numpy}


@contextmanager
def _own_words() -> Iterator[None]:
    try:
        yield
    except ChildFailedError as error:
        raise DeviceError(str(error), "run it with --only for the other subjects, or mend this one") from None
