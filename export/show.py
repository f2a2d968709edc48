"""Show: progress while an export runs, and its certificate when it is done."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from edge.certificate.certificate import Certificate, certificate_path
from edge.certificate.gates import cosine_words, percent
from export.run import Exported

_WORDS = {
    "photos": "check photos and what the reference says of them",
    "graph": "the graph",
    "half": "as many convolutions in half precision as the gates allow",
    "ranges": "ranges of every tensor",
    "moments": "what every layer reads",
    "layers": "what every layer costs",
    "search": "as many layers in integers as the gates allow",
    "check": "the artifact against its reference",
}


class Reporter:
    """A live line for what is being done; a certificate's gates for each artifact that is done.

    Args:
        console: where to print the progress; results go to standard output.
    """

    def __init__(self, console: Console) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True)
        self._task = self._progress.add_task("", total=None)
        self._out = Console(highlight=False, soft_wrap=True)

    def progress(self, phase: str, step: int, steps: int) -> None:
        """Say what is being done: step 0 of 1 is a step of unknown length."""
        total = steps if steps > 1 else None
        self._progress.update(self._task, description=_WORDS.get(phase, phase), completed=step, total=total)

    def show(self, done: Exported) -> None:
        """Print what came of one artifact."""
        self._progress.update(self._task, description="", completed=0, total=None)
        for table in done.tables:
            self._out.print(escape(table), style="dim")
        self._print_certificate(done)

    def _print_certificate(self, done: Exported) -> None:
        certificate, print_ = done.certificate, self._out.print
        for name, fact in _facts(done).items():
            print_(f"[dim]{name:>13}[/dim]  {escape(fact)}")
        if certificate.agreement is not None:
            table = Table("gate", "measured", "bound", "verdict")
            for gate in certificate.gates:
                verdict = "[green]passed[/green]" if gate.passed else "[bold red]MISSED[/bold red]"
                table.add_row(gate.name, gate.value, gate.bound, verdict)
            print_(table)
        for note in certificate.notes:
            print_(f"[dim]{'note':>13}[/dim]  {escape(note)}")

    def __enter__(self) -> Reporter:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()


def _facts(done: Exported) -> dict[str, str]:
    certificate, artifact = done.certificate, done.certificate.artifact
    facts = {
        "artifact": f"{done.out}, {artifact.bytes / 1e6:.1f} MB, {artifact.precision}",
        "reference": certificate.reference,
        "photos": certificate.check.origin,
    }
    if certificate.agreement is not None:
        facts |= _measured(certificate)
    facts["certificate"] = str(certificate_path(done.out)) if done.kept else "not written"
    return facts


def _measured(certificate: Certificate) -> dict[str, str]:
    found, latency = certificate.agreement, certificate.latency
    if found is None:
        return {}
    facts = {
        "cosine": f"least {cosine_words(found.cosine_min)}, 1st percentile "
        f"{cosine_words(found.cosine_p01)}, mean {cosine_words(found.cosine_mean)}",
        "top-1 correct": f"{percent(found.right_artifact, found.known)}, reference "
        f"{percent(found.right_reference, found.known)}",
    }
    if latency is not None:
        facts["latency"] = (
            f"{latency.artifact_ms:.2f} ms a crop, reference {latency.reference_ms:.2f} ms "
            f"({latency.reference_provider}): {latency.ratio:.2f} times as fast"
        )
    return facts
