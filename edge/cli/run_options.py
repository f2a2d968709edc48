"""Options of `run`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SourceArgument = Annotated[
    str | None,
    typer.Argument(help="Camera number, video, folder of pictures, RTSP/HTTP URL or GStreamer pipeline."),
]
CameraOption = Annotated[str | None, typer.Option("--camera", "-c", help="The same as SOURCE: `--camera 0`.")]
LocaliserOption = Annotated[
    str,
    typer.Option(
        help="[bold]tray[/bold]: items on a tray seen by a fixed camera; [bold]whole[/bold]: one item "
        "fills the view; [bold]onnx:PATH[/bold]: a detector exported by a YOLO exporter."
    ),
]
EmptyOption = Annotated[
    Path | None, typer.Option(help="Photo of the empty tray; else it is learnt from the first second.")
]
ResolutionOption = Annotated[
    str | None, typer.Option(help="Asked of the camera, as WIDTHxHEIGHT.", metavar="WxH")
]
FpsOption = Annotated[float | None, typer.Option(help="Asked of the camera; of pictures: their rate.")]
MaxFramesOption = Annotated[int | None, typer.Option(help="Stop after so many frames.", min=1)]
WindowOption = Annotated[bool, typer.Option("--window/--headless", help="Show a window, or none.")]
SaveVideoOption = Annotated[Path | None, typer.Option(help="Write the annotated video here.")]
EventsOption = Annotated[
    Path | None, typer.Option(help="Write events as JSON Lines here; `-` is standard output.")
]
ReportOption = Annotated[Path | None, typer.Option(help="Write an HTML report here.")]
LooksOption = Annotated[
    int | None, typer.Option(help="Sharp looks before a product is accepted (3).", min=1, max=50)
]
