"""Summary: a certificate as a page that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.certificate.gates import cosine_words, percent

if TYPE_CHECKING:
    from edge.certificate.agreement import Agreement
    from edge.certificate.certificate import Certificate, LatencyFacts

Rows = list[tuple[str, ...]]


def summary(certificate: Certificate) -> str:
    """The certificate in Markdown: verdict, gates, all numbers, and what they are bound to."""
    artifact = certificate.artifact
    parts = [f"# {artifact.name}: {_verdict(certificate)}", _opening(certificate)]
    if certificate.agreement:
        gates: Rows = [
            (g.name, g.value, g.bound, "passed" if g.passed else "MISSED") for g in certificate.gates
        ]
        measures = _measures(certificate.agreement, certificate.latency)
        parts += ["## Gates", _table(("gate", "measured", "bound", "verdict"), gates)]
        parts += ["## What was measured", _table(("measure", "value"), measures)]
    parts += [
        "## What it is bound to",
        _table(("what", "which"), _bonds(certificate)),
    ]
    if certificate.notes:
        parts += ["## Notes", "\n".join(f"- {note}" for note in certificate.notes)]
    again = "" if certificate.pending else " again"
    parts.append(f"Measure it{again} on your device with `checkout-edge verify {artifact.name}`.")
    return "\n\n".join(parts) + "\n"


def _verdict(certificate: Certificate) -> str:
    if certificate.pending:
        return "not measured yet"
    return "passed" if certificate.passed else "FAILED"


def _opening(certificate: Certificate) -> str:
    check, artifact, source = certificate.check, certificate.artifact, certificate.source
    done = "are to be" if certificate.pending else "were"
    return (
        f"An {artifact.form} file of {artifact.bytes / 1e6:.1f} MB that computes in {artifact.precision}, "
        f"made from {source.what} `{source.name}` on {day(certificate)}. Its embeddings of {check.photos} "
        f"photos {done} compared with those of {certificate.reference}: {check.products} products enrolled, "
        f"{check.queries} photos to recognise, {check.strangers} of them of things nobody enrolled. "
        f"The photos: {check.origin}."
    )


def _measures(found: Agreement, latency: LatencyFacts | None) -> Rows:
    rows: Rows = [
        ("cosine to the reference, least", cosine_words(found.cosine_min)),
        ("cosine, 1st percentile", cosine_words(found.cosine_p01)),
        ("cosine, mean", cosine_words(found.cosine_mean)),
        (
            "same accept, ask or unknown, and same accepted product",
            percent(found.same_decisions, found.queries),
        ),
        ("same first product of the 7-NN", percent(found.same_first, found.queries)),
        ("same first five products", percent(found.same_five, found.queries)),
        ("top-1 accuracy of the reference", percent(found.right_reference, found.known)),
        ("top-1 accuracy of this file", percent(found.right_artifact, found.known)),
    ]
    if latency:
        rows += [
            (f"milliseconds for a batch of {latency.batch}, this file", f"{latency.artifact_ms:.2f}"),
            (f"the same, {latency.reference_provider}", f"{latency.reference_ms:.2f}"),
            ("times as fast", f"{latency.ratio:.2f}"),
        ]
    return rows


def _bonds(certificate: Certificate) -> Rows:
    artifact, source, runtime = certificate.artifact, certificate.source, certificate.runtime
    versions = {"numpy": runtime.numpy, "opencv": runtime.opencv, **runtime.libraries}
    return [
        ("this file, SHA-256", f"`{artifact.sha256}`"),
        ("its embedding space", f"`{artifact.space}`"),
        (f"source, {source.what}", f"`{source.hash}`"),
        ("check photos", f"`{certificate.check.hash}`"),
        ("reference", certificate.reference),
        ("its embeddings of the photos", f"`{certificate.check.reference_hash}`"),
        ("ran on", runtime.provider),
        ("machine", ", ".join(filter(None, (runtime.cpu, f"{runtime.cores} cores", runtime.gpu)))),
        ("system", f"{runtime.platform}, Python {runtime.python}"),
        ("versions", ", ".join(f"{name} {version}" for name, version in versions.items())),
    ]


def day(certificate: Certificate) -> str:
    """The day it was made, `2026-11-25`."""
    return certificate.made[:10]


def _table(head: tuple[str, ...], rows: Rows) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
