"""Facts: on what the run was made and what was asked for; one name and its words each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from edge.bench.device.facts import DeviceFacts
from edge.bench.till.results import Report

Facts = Mapping[str, str]


def facts(report: Report) -> Iterator[tuple[str, Facts]]:
    """A heading and its facts: the device, where one was asked, the machine, the settings."""
    if report.device is not None:
        yield "Device", _said(_device(report.device))
    yield "Machine", _said(_machine(report))
    yield "Settings", _said(_settings(report))


def _said(given: Mapping[str, str | None]) -> Facts:
    return {name: words for name, words in given.items() if words}


def _device(device: DeviceFacts) -> dict[str, str | None]:
    def figure(value: float | None, form: str) -> str | None:
        return None if value is None else form.format(value)

    return {
        "board": device.board, "JetPack": device.jetpack, "Jetson Linux": device.l4t,
        "power mode": device.power_mode, "GPU": device.gpu, "driver": device.driver,
        "asked": f"{device.sensor}, {device.samples:,} samples",
        "GPU load": figure(device.gpu_load, "{:.0%} mean"),
        "GPU clock": figure(device.gpu_clock, "{:,.0f} MHz mean"),
        "GPU's greatest clock": figure(device.gpu_greatest, "{:,.0f} MHz as it is set"),
        "clocks": {True: "held at one clock", False: "free", None: None}[device.clocks_fixed],
        "fan": figure(device.fan, "{:.0f} % before the run"),
        "hottest": figure(device.temperature, "{:.1f} °C"),
        "power": figure(device.power, f"{{:.2f}} W mean of {device.power_of or 'an unnamed rail'}"),
        "power before": figure(device.idle_power, "{:.2f} W"),
        "energy a look": figure(device.energy_per_look, "{:.3f} J a crop embedded"),
        "energy an item": figure(device.energy_per_item, "{:.2f} J an item on the receipt, of several looks"),
        "throttled": "; ".join(device.throttled) or "no throttling was seen",
    }  # fmt: skip


def _machine(report: Report) -> dict[str, str | None]:
    machine, runtime = report.machine, report.machine.runtime
    libraries = [f"{name} {version}" for name, version in runtime.libraries.items()]
    return {
        "CPU": f"{runtime.cpu}, {runtime.cores} cores", "instruction sets": ", ".join(machine.flags),
        "governor": machine.governor,
        "clocks": machine.clocks and f"{machine.clocks[0]:,.0f} to {machine.clocks[1]:,.0f} MHz",
        "GPU": runtime.gpu, "memory": f"{machine.memory:,.0f} MB", "load before": f"{machine.load:.2f}",
        "system": runtime.platform,
        "versions": ", ".join(
            [f"Python {runtime.python}", f"NumPy {runtime.numpy}", f"OpenCV {runtime.opencv}", *libraries]
        ),
        "OpenCV threads": str(machine.opencv_threads),
        "model": f"{machine.model}, {machine.precision}, {machine.model_hash[:12]}",
        "provider": runtime.provider, "why": machine.reason,
        "gallery": f"{machine.gallery}, {machine.views:,} views, {machine.gallery_state[:12]}",
    }  # fmt: skip


def _settings(report: Report) -> dict[str, str | None]:
    asked = report.settings
    return {
        "backend": asked.backend, "source": asked.source,
        "frames": f"{asked.size[0]}x{asked.size[1]} at {asked.fps:g} frames/s",
        "items": str(asked.items), "duration": f"{asked.duration:g} s",
        "threads": "as the backend has them" if asked.threads is None else str(asked.threads),
        "seed": str(asked.seed), "parts": ", ".join(asked.parts),
    }  # fmt: skip
