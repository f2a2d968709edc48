"""`checkout-edge verify`: is the model on this device still the one that was certified?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from edge.certificate.gates import cosine_words, percent
from edge.certificate.state import certificate_state
from edge.certificate.verify import Verification
from edge.certificate.verify import verify as measure_again
from edge.cli.options import BackendOption, JsonOption, ThreadsOption
from gallery.errors import GateError


def verify(
    artifact: Annotated[
        Path, typer.Argument(help="A model file with its certificate beside it.", show_default=False)
    ],
    backend: BackendOption = "auto",
    threads: ThreadsOption = None,
    check: Annotated[
        Path | None,
        typer.Option(
            help="Photos of your own, a folder a product; needs --against.",
            show_default="the check set beside it",
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            help="The FP32 model it was made from, run here as the reference.",
            show_default="the embeddings in the check set",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure a certified model again on this device; exit code 6 if it misses a gate.

    A file that was changed since it was certified is refused.

    [bold]Examples[/bold]

    checkout-edge verify product.onnx

    checkout-edge verify product-int8.onnx --check photos/ --against product.onnx
    """
    found = measure_again(artifact, backend, threads, photos=check, against=against)
    if as_json:
        Console().print_json(data=_as_json(artifact, found))
    else:
        _show(artifact, found)
    missed = [gate.name for gate in found.gates if not gate.passed]
    if missed:
        if check is not None:
            raise GateError(
                f"model {artifact}: missed on these photos: {', '.join(missed)}",
                "export it again with them: --check " + str(check),
            )
        raise GateError(
            f"model {artifact}: missed here: {', '.join(missed)}",
            "do not sell with it on this device: try another --backend, or export it anew",
        )


def _as_json(artifact: Path, found: Verification) -> dict[str, object]:
    return {
        "artifact": str(artifact),
        "certificate": certificate_state(artifact).words,
        "runs_on": found.runs_on,
        "photos": found.origin,
        "reference": found.reference,
        "agreement": found.agreement.model_dump(),
        "gates": [gate.model_dump() for gate in found.gates],
        "milliseconds": found.milliseconds,
        "passed": found.passed,
    }


def _show(artifact: Path, found: Verification) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for name, fact in _facts(artifact, found).items():
        console.print(f"[dim]{name:>13}[/dim]  {escape(fact)}")
    table = Table("gate", "measured here", "bound", "verdict")
    for gate in found.gates:
        verdict = "[green]passed[/green]" if gate.passed else "[bold red]MISSED[/bold red]"
        table.add_row(gate.name, gate.value, gate.bound, verdict)
    console.print(table)


def _facts(artifact: Path, found: Verification) -> dict[str, str]:
    agreement = found.agreement
    return {
        "model": f"{artifact}, unchanged since it was certified",
        "certificate": certificate_state(artifact).words,
        "runs on": found.runs_on,
        "photos": found.origin,
        "compared with": found.reference,
        "cosine": f"least {cosine_words(agreement.cosine_min)}, 1st percentile "
        f"{cosine_words(agreement.cosine_p01)}, mean {cosine_words(agreement.cosine_mean)}",
        "top-1 correct": f"{percent(agreement.right_artifact, agreement.known)}, reference "
        f"{percent(agreement.right_reference, agreement.known)}",
        "same first": percent(agreement.same_first, agreement.queries),
        "latency": f"{found.milliseconds:.2f} ms for one crop here",
    }
