"""`checkout-edge`: the commands, and what a user sees when one of them fails."""

from __future__ import annotations

import errno
import logging
import sys
from importlib.metadata import entry_points, version
from typing import Annotated

import typer
from rich.console import Console
from rich.logging import RichHandler

from edge.cli.basket import basket
from edge.cli.bench import bench_app
from edge.cli.calibrate import calibrate
from edge.cli.demo import demo
from edge.cli.enroll import enroll
from edge.cli.gallery import gallery_app
from edge.cli.interrupt import Terminated, exit_code
from edge.cli.models import models
from edge.cli.run import run
from edge.cli.verify import verify
from gallery.errors import CheckoutError

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)

app = typer.Typer(
    name="checkout-edge",
    help="Product recognition for cashierless checkout, on the device at the till.",
    epilog=(
        "[bold]Examples[/bold]\n\n"
        "checkout-edge demo\n\n"
        "checkout-edge enroll products/ --gallery shop.gallery\n\n"
        "checkout-edge run --camera 0 --gallery shop.gallery"
    ),
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"checkout-edge {version('checkout-edge')}")
        raise typer.Exit


@app.callback()
def _common(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more of what is done.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(message)s",
        handlers=[RichHandler(console=Console(stderr=True), show_time=False, show_path=False)],
        force=True,
    )


app.command("run")(run)
app.command("enroll")(enroll)
app.add_typer(gallery_app, name="gallery")
app.command("calibrate")(calibrate)
app.command("basket")(basket)
app.command("models")(models)
app.command("verify")(verify)
app.command("demo")(demo)
app.add_typer(bench_app, name="bench")
for _extra in entry_points(group="checkout_edge.commands"):
    if isinstance(_command := _extra.load(), typer.Typer):
        app.add_typer(_command, name=_extra.name)
    else:
        app.command(_extra.name)(_command)


def main() -> None:
    """Run the command line; a user's mistake ends in two lines and an exit code, not in a traceback."""
    try:
        app()
    except CheckoutError as error:
        _tell(error.problem, error.remedy)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, Terminated) as interrupt:
        Console(stderr=True).print("interrupted")
        sys.exit(exit_code(interrupt))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        if error.errno not in _NO_SPACE:
            raise
        _tell(f"{error.filename or 'a file'}: {error.strerror}", "free some space, and do it again")
        sys.exit(2)


def _tell(problem: str, remedy: str) -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(f"[bold red]error:[/bold red] {_plain(problem)}")
    console.print(f"[bold]remedy:[/bold] {_plain(remedy)}")


def _plain(words: str) -> str:
    return words.replace("[", "\\[")


if __name__ == "__main__":
    main()
