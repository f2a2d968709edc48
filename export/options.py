"""Options of `export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

SourceArgument = Annotated[
    Path | None,
    typer.Argument(help="Folder of a finished run, or an .onnx model.", show_default="the model shipped"),
]
ToOption = Annotated[
    Literal["onnx", "onnx-fp16", "onnx-int8", "tensorrt"],
    typer.Option("--to", help="Form of the artifact."),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        help="The file.",
        show_default="beside its source; of the shipped model in the cache, where auto finds it",
    ),
]
TargetOption = Annotated[
    str,
    typer.Option(
        help="GPU of an engine: this-device, or an RTX GPU as rtx4090 or sm_89 (built without it, by "
        "tensorrt-rtx). A Jetson's (orin, thor) is built on the Jetson."
    ),
]
CalibrateOption = Annotated[
    Path | None, typer.Option(help="Photos to calibrate INT8 with, 100 or more.", show_default=False)
]
CheckOption = Annotated[
    Path | None,
    typer.Option(
        help="Photos to judge it by, a folder a product.",
        show_default="the source's own, else drawn ones",
    ),
]
KeepFailedOption = Annotated[bool, typer.Option("--keep-failed", help="Keep an artifact that misses a gate.")]
DlaOption = Annotated[
    int | None, typer.Option(help="DLA core of an Orin: 0 or 1.", min=0, max=1, show_default=False)
]
BatchOption = Annotated[
    int | None,
    typer.Option(help="The one batch size of an engine.", min=1, max=32, show_default="1 to 32; DLA: 1"),
]
VersionCompatibleOption = Annotated[
    bool, typer.Option("--version-compatible", help="Engine for later TensorRT of the same major, too.")
]
LicenceOption = Annotated[str, typer.Option(help="Of a run's weights, an SPDX identifier.")]
TrainedOnOption = Annotated[
    list[str] | None,
    typer.Option(
        help="What a run was trained on, for its card; may be given again.",
        show_default="the data folders",
    ),
]
Float32Option = Annotated[bool, typer.Option("--float32", help="Store weights whole: twice the size.")]
