"""Evaluating: what `checkout-edge evaluate` does once all that it needs is known to be installed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from gallery.errors import InputError
from train.data import Photos, read_photos
from train.measure import Protocol, measure, plan
from train.measure.bootstrap import Estimate
from train.measure.figure import MEANINGS
from train.measure.record import Result, Setting, difference, record, write_json
from train.measure.subject import Subject, open_subject
from train.metrics import Vectors
from train.report.page import write_page
from train.report.sections import COUNT, sections
from train.views import View, hard, whole


@dataclass(frozen=True)
class Request:
    """What the user asked for.

    Attributes:
        models: files or run folders; the first is the one that the report is about.
        data: folders of photos.
        shots, seeds: as in `Protocol`.
        unknown_classes, only: files with a class name a line, or None.
        view: "whole" or "hard".
        out: folder for the report.
        json_file: file for the figures, or None for one in `out`.
        threads: CPU threads of a model file, or None.
    """

    models: tuple[Path, ...]
    data: tuple[Path, ...]
    shots: int
    seeds: int
    unknown_classes: Path | None
    only: Path | None
    view: str
    out: Path
    json_file: Path | None
    threads: int | None


def run(request: Request, console: Console) -> None:
    """Measure, write the record and the page, and print the table.

    Raises:
        InputError: a model, the data or an option cannot be used, or the report cannot be written.
    """
    protocol = Protocol(request.shots, request.seeds, _names(request.unknown_classes))
    subjects = _distinct([open_subject(path, request.threads) for path in request.models])
    photos = read_photos(request.data)
    if request.only is not None:
        photos = _only(photos, request.only)
    setting = Setting(request.data, photos, protocol, plan(photos, protocol), request.view)
    for note in setting.plan.notes:
        console.print(f"[yellow]note:[/yellow] {escape(note)}", soft_wrap=True)
    with ExitStack() as stack:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        progress = stack.enter_context(Progress(*columns, console=console, transient=True))
        vectors = [_embed(subject, setting, progress) for subject in subjects]
        measured = [_measure(*pair, setting, progress) for pair in zip(subjects, vectors, strict=True)]
        _write(request, setting, measured, vectors[0], progress)
    Console().print(figure_table(setting, measured))
    console.print(f"report: {request.out / 'evaluation.html'}", soft_wrap=True, markup=False)


def figure_table(setting: Setting, measured: Sequence[Result]) -> Table:
    """Figures of every model with their intervals, and the paired difference of the first to each other."""
    first, others = measured[0], measured[1:]
    taking_part = len(setting.plan.classes)
    table = Table("figure", title=escape(setting.plan.how), title_justify="left")
    for result in measured:
        table.add_column(escape(result.subject.name), justify="right")
    for result in others:
        table.add_column(f"less {escape(result.subject.name)}", justify="right")
    for key in first.evaluation.figures:
        estimates = [result.evaluation.figures[key].estimate for result in measured]
        apart = [difference(first, other, key, taking_part) for other in others]
        break_at = "\n" if others else " "
        cells = [_cell(one, break_at) for one in estimates]
        cells += [_cell(one, break_at, "+") if one else "-" for one in apart]
        table.add_row(MEANINGS[key].title, *cells)
    return table


def _embed(subject: Subject, setting: Setting, progress: Progress) -> Vectors:
    task = progress.add_task(f"embedding, {subject.name}", total=len(setting.photos))
    view: View = whole if setting.view == "whole" else hard()
    return subject.embed(setting.photos, view, lambda count: progress.advance(task, count))


def _measure(subject: Subject, vectors: Vectors, setting: Setting, progress: Progress) -> Result:
    task = progress.add_task(f"measuring, {subject.name}", total=setting.protocol.seeds + 1)
    evaluation = measure(vectors, setting.photos, setting.plan, lambda: progress.advance(task))
    return Result(subject, evaluation)


def _write(
    request: Request, setting: Setting, measured: Sequence[Result], vectors: Vectors, progress: Progress
) -> None:
    first, others = measured[0], measured[1:]
    write_json(record(setting, first, others), request.json_file or request.out / "evaluation.json")
    task = progress.add_task("drawing the report", total=COUNT)
    drawn = sections(setting, first, others, vectors, lambda: progress.advance(task))
    write_page(request.out / "evaluation.html", setting, first, others, drawn)


def _cell(estimate: Estimate, break_at: str, sign: str = "") -> str:
    ends = f"[dim]\\[{estimate.low:{sign}.3f}, {estimate.high:{sign}.3f}][/dim]"
    return f"{estimate.value:{sign}.3f}{break_at}{ends}"


def _distinct(subjects: list[Subject]) -> list[Subject]:
    """The subjects, named by their whole path where short names are the same."""
    names = [subject.name for subject in subjects]
    return [
        subject if names.count(subject.name) == 1 else _renamed(subject, number)
        for number, subject in enumerate(subjects, 1)
    ]


def _renamed(subject: Subject, number: int) -> Subject:
    return Subject(
        f"{subject.name} ({number})", subject.path, subject.facts, subject.history, subject.embed_part
    )


def _only(photos: Photos, path: Path) -> Photos:
    some = photos.only(_names(path))
    if not some.classes:
        raise InputError(f"{path}: the data has none of its classes", "name classes of the data, one a line")
    return some


def _names(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"class names {path}: {error}", "give a text file, a class name a line") from None
    names = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if not names:
        raise InputError(f"class names {path}: no name in it", "write a class name a line")
    return names
