"""`checkout-edge`: the commands, and what a user sees when one of them fails."""

from __future__ import annotations

import errno
import logging
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.logging import RichHandler

from edge.cli.commands import Commands
from edge.cli.interrupt import Terminated, exit_code
from gallery.errors import CheckoutError

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)

app = typer.Typer(
    name="checkout-edge",
    cls=Commands,
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
        from importlib.metadata import version

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
