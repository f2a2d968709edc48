"""A build tells how far it is, and stops when it is told to."""

from __future__ import annotations

import os
import signal
import threading

import pytest
from engine.fakes import fake_module

from edge.engine.watch import Watch, monitor


def test_phases_go_from_nought_to_all_and_never_beyond() -> None:
    seen: list[tuple[str, int, int]] = []
    watch = Watch(lambda *step: seen.append(step))
    watching = monitor(fake_module("10.3.0"), watch)
    watching.phase_start("outer", None, 2)
    watching.phase_start("inner", "outer", 1)
    assert watching.step_complete("inner", 0)
    assert watching.step_complete("inner", 1)  # a step more than announced, as RTX 1.7 does
    watching.phase_finish("inner")
    assert watching.step_complete("outer", 0)
    watching.phase_finish("outer")
    assert seen == [
        ("outer", 0, 2),
        ("inner", 0, 1),
        ("inner", 1, 1),
        ("inner", 1, 1),
        ("inner", 1, 1),
        ("outer", 1, 2),
        ("outer", 2, 2),
    ]


def test_what_the_callback_raises_stops_the_build_and_is_raised_after_it() -> None:
    def fail(phase: str, step: int, steps: int) -> None:
        raise LookupError(phase)

    watch = Watch(fail)

    def build() -> None:
        with watch.stoppable():
            watch.begin("outer", 3)
            assert watch.step("outer", 0) is False

    with pytest.raises(LookupError, match="outer"):
        build()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_build_and_then_acts_as_elsewhere(number: signal.Signals) -> None:
    came: list[int] = []
    before = signal.signal(number, lambda which, frame: came.append(which))
    try:
        watch = Watch(None)
        with watch.stoppable():
            assert watch.step("outer", 0)
            os.kill(os.getpid(), number)
            assert watch.step("outer", 1) is False
            assert came == []
            assert signal.getsignal(number) is signal.SIG_DFL  # a second one ends the process
        assert came == [number]
    finally:
        signal.signal(number, before)


def test_ctrl_c_is_a_keyboard_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt), Watch(None).stoppable():
        os.kill(os.getpid(), signal.SIGINT)


def test_signals_that_are_ignored_stay_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        watch = Watch(None)
        with watch.stoppable():
            os.kill(os.getpid(), signal.SIGINT)
            assert watch.step("outer", 0)
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_build_in_the_background_leaves_signals_alone() -> None:
    before, inside = signal.getsignal(signal.SIGINT), []

    def build() -> None:
        with Watch(None).stoppable():
            inside.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=build)
    thread.start()
    thread.join()
    assert inside == [before]
