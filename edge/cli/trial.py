"""Trial: what `checkout-edge models --trial` shows of the forms of a model, timed in turns on this device."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from edge.certificate.gates import cosine_words
from edge.certificate.state import refuse_foreign
from edge.embed.choice import look
from edge.embed.remembered import Record
from edge.embed.trial import Measured, gain
from edge.embed.tried import measure_again
from gallery.errors import InputError


def show_trial(model: Path, threads: int | None, as_json: bool) -> None:
    """Measure, remember and show.

    Raises:
        InputError: the model is missing, broken or changed, or there is nothing to choose from.
        DeviceError: it does not run on the CPU, or the trial failed.
    """
    refuse_foreign(model)
    found = look(model, threads)
    if isinstance(found, str):
        raise InputError(
            f"model {model}: nothing to measure: {found or 'no form and no other backend is here'}",
            "`checkout-edge export --to onnx-fp16` or `--to onnx-int8` makes a form, beside its model",
        )
    record, words = measure_again(found, threads)
    if as_json:
        chosen = record.taken.model_dump(mode="json")
        Console().print_json(data={**record.model_dump(mode="json"), "taken": chosen})
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(_table(record))
    console.print(escape(words))


def _table(record: Record) -> Table:
    chosen, base = record.taken, record.against
    table = Table(
        "form", "file", "1 crop", "8 crops", "spread", f"against {base.title}", "cosine to FP32", ""
    )
    for each in record.measured:
        table.add_row(
            each.title,
            escape(each.file),
            f"{each.one_ms:.2f} ms",
            f"{each.eight_ms:.1f} ms",
            f"{each.spread:.0%}",
            f"{gain(each, base):.2f}x as fast",
            cosine_words(each.cosine),
            _verdict(each, chosen),
        )
    for failed in record.failed:
        table.add_row(failed.precision.upper(), failed.backend, "", "", "", "", "", escape(failed.why))
    by = "processor time of one thread" if record.clock == "processor" else "time by the clock"
    table.caption = f"{by}, lower quartiles; spread: how far the medians lie above them"
    return table


def _verdict(each: Measured, chosen: Measured) -> str:
    if not each.agrees:
        return f"[bold red]refused[/bold red]: {cosine_words(each.least_cosine)} is allowed"
    return "[green]taken by auto[/green]" if each == chosen else ""
