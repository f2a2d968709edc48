"""Commands: what `checkout-edge` can do. Each is imported when it is used, so that a till starts at once.

The list of all commands imports plug-ins alone, whose line nobody knows before.
Source: Click's documentation, "Lazily Loading Subcommands". What differs: the list stays in `commands`, where
Typer reads it, and what stands in for a command there is replaced where a name is resolved.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
import typer.core
import typer.main

from edge import one_thread
from gallery.errors import InputError

PLUG_INS = "checkout_edge.commands"
"""The entry points' group: each names a function, or a `typer.Typer` with commands of its own."""

OWN = {
    "run": ("edge.cli.run:run", "Watch a camera or a recording and keep the basket."),
    "enroll": (
        "edge.cli.enroll:enroll",
        "Enrol products from photos: a few of each are enough, and no training is needed.",
    ),
    "gallery": (
        "edge.cli.gallery.app:gallery_app",
        "Look into a gallery, change it, go back in its history, carry it to another till.",
    ),
    "calibrate": (
        "edge.cli.calibrate:calibrate",
        "Choose the thresholds so that few unknown items are accepted, and say how sure that is.",
    ),
    "basket": ("edge.cli.basket:basket", "Print the basket that a ledger of events adds up to."),
    "models": (
        "edge.cli.models:models",
        "Show each model's card and certificate: size, data, licence, threshold.",
    ),
    "verify": (
        "edge.cli.verify:verify",
        "Measure a certified model again on this device; exit code 6 if it misses a gate.",
    ),
    "demo": (
        "edge.cli.demo:demo",
        "Draw a small shop, enrol it, play a recorded checkout, and compare the basket with the truth.",
    ),
    "bench": (
        "edge.cli.bench:bench_app",
        "Measure this machine: the till from frame to decision beside its floor, large galleries, enrolment.",
    ),
}
"""Where each command is, and its line in the list: the first of its own help (a test compares them)."""

TILLS = ("run", "demo", "bench")
"""Commands that make a till: all with the same NumPy, else the bench would not time the till of `run`."""


class Commands(typer.core.TyperGroup):
    """All commands: ours, then those of plug-ins, which never take the name of one of ours."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: typer.core.TyperCommand(name, help=line) for name, (_, line) in OWN.items()}

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order of the help."""
        self._load_plug_ins()
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """What is listed under a name, or None; of ours it has the line alone."""
        if cmd_name not in self.commands:
            self._load_plug_ins()
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command that is used, imported."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, _load(name) if name in OWN else command, rest

    def _load_plug_ins(self) -> None:
        from importlib.metadata import entry_points  # reads what is installed: 20 ms that `run` need not pay

        for entry in entry_points(group=PLUG_INS):
            if entry.name not in self.commands:
                self.commands[entry.name] = _plug_in(entry)


class _Broken(typer.core.TyperCommand):
    """A plug-in that cannot be imported: the list says why, and so does its use."""

    def make_context(self, *_arguments: Any, **_options: Any) -> Any:
        raise InputError(str(self.help), "install the package it comes from again, with all it needs")


def _load(name: str) -> Any:
    if name in TILLS:
        one_thread.settle()
    module, _, attribute = OWN[name][0].partition(":")
    return _command(name, getattr(import_module(module), attribute))


def _plug_in(entry: Any) -> Any:
    try:
        return _command(entry.name, entry.load())
    except ImportError as error:
        return _Broken(entry.name, help=f"command {entry.name} cannot be imported: {error}")


def _command(name: str, target: Any) -> Any:
    """A function or a group of commands, as Typer runs it."""
    holder = typer.Typer(rich_markup_mode="rich", add_completion=False)
    holder.callback()(lambda: None)
    if isinstance(target, typer.Typer):
        holder.add_typer(target, name=name)
    else:
        holder.command(name)(target)
    return typer.main.get_group(holder).commands[name]
