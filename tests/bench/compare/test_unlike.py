"""What differs between two runs is named; what always does is not."""

from __future__ import annotations

from bench.till.reports import device, machine, report, settings

from edge.bench.compare.unlike import differences
from edge.bench.till.results import Film, Report


def test_alike_but_for_the_moment() -> None:
    runtime = machine().runtime
    torch = runtime.model_copy(update={"libraries": {**runtime.libraries, "torch": "2.9"}})
    other = machine(load=1.7, reason="faster", model="models/grocery-s", runtime=torch, memory=7900.3)
    a, b = report(count=3, frames=30), report(count=3, frames=30, machine=other)
    assert differences(a, b) == ()


def test_a_video_is_the_same_wherever_it_lies_and_another_under_the_same_name() -> None:
    film = Film(frames=300, fps=25.0, hash="12" * 32)

    def told(path: str, video: Film | None) -> Report:
        return report(count=3, frames=30, settings=settings(source=path), video=video)

    assert differences(told("a/till.mp4", film), told("b/till.mp4", film)) == ()
    (found,) = differences(
        told("till.mp4", film), told("till.mp4", film.model_copy(update={"hash": "34" * 32}))
    )
    assert (found.what, found.a) == ("asked source", "a video of 300 frames at 25 frames/s, 121212121212")
    assert found.b.endswith("343434343434")
    (found,) = differences(told("till.mp4", None), told("till.mp4", film))
    assert found.a == "till.mp4"


def test_machine_model_settings_and_mode_are_named() -> None:
    other = machine(
        model_hash="ef" * 32,
        governor=None,
        runtime=machine().runtime.model_copy(update={"libraries": {"onnxruntime": "1.21"}}),
    )
    a = report(count=3, frames=30)
    b = report(count=3, frames=30, machine=other, settings=settings(size=(1920, 1080)), device=device())
    found = {one.what: (one.a, one.b) for one in differences(a, b)}
    assert found["model"] == ("abababababab grocery-s", "efefefefefef grocery-s")
    assert found["governor"] == ("performance", "None")
    assert found["onnxruntime"] == ("1.20.1", "1.21")
    assert found["asked size"] == ("1280, 720", "1920, 1080")
    assert found["power mode"] == ("none", "25W")
