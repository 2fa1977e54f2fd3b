"""Start-up of the whole process against a bare PySide6 window of the same size."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from giadesk.store import Library
from tests.samples.library import library_file_in, library_in

_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, app.quit)
app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)
    return time.perf_counter() - start


def test_start(row: Callable[[str, str, str], None], tmp_path: Path) -> None:
    library_in(tmp_path, 200)
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", GIADESK_HOME=str(tmp_path))
    bare = [sys.executable, "-c", _BARE]
    commands = {
        "paint": [sys.executable, "-m", "giadesk", "--quit-after", "paint"],
        "usable": [sys.executable, "-m", "giadesk", "--quit-after", "usable"],
    }
    times: dict[str, list[float]] = {"bare": [], "paint": [], "usable": []}
    for turn in range(12):
        for name, command in {"bare": bare, **commands}.items():
            taken = _seconds(command, environment)
            if turn:
                times[name].append(taken)
    median = {name: statistics.median(taken) for name, taken in times.items()}
    for name, goal in (("paint", "1.6"), ("usable", "3.0")):
        ratio = median[name] / median["bare"]
        figure = f"{ratio:.2f} x ({median[name] * 1000:.0f} ms)"
        row(f"start to {name}, 200 reports / bare window", figure, f"<= {goal}")


def test_start_with_many_reports(row: Callable[[str, str, str], None], tmp_path: Path) -> None:
    """The clocks of the wall and of the processor: the second knows nothing of other programs."""
    times: dict[int, list[tuple[float, float]]] = {20: [], 2000: []}
    for count in times:
        library_in(_folder(tmp_path, count), count)
    for turn in range(12):
        for count, taken in times.items():
            home = str(_folder(tmp_path, count))
            environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", GIADESK_HOME=home)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [sys.executable, "-m", "giadesk", "--quit-after", "usable"]
            seconds = _seconds(command, environment)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            if turn:
                taken.append((seconds, worked))
    few, many = ([statistics.median(x) for x in zip(*times[n], strict=True)] for n in times)
    figure = f"{many[0] / few[0]:.2f} x, processor {many[1] / few[1]:.2f} x"
    row("start to usable, 2,000 reports / 20 reports", figure, "<= 1.1")
    with Library.open(library_file_in(_folder(tmp_path, 2000))) as library:
        start = time.perf_counter()
        found = library.search("改水")
        taken_ms = (time.perf_counter() - start) * 1000
    assert len(found) == 2000
    row("2 characters looked for in 2,000 reports, all of them hits", f"{taken_ms:.0f} ms", "")


def test_typing_with_many_reports(row: Callable[[str, str, str], None], tmp_path: Path) -> None:
    """The same keys over both libraries in turn, each time in a window of its own."""
    taken: dict[int, list[dict[str, float]]] = {20: [], 2000: []}
    for count in taken:
        library_in(_folder(tmp_path, count), count)
    for _ in range(3):
        for count, runs in taken.items():
            home = _folder(tmp_path, count)
            environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", GIADESK_HOME=str(home))
            command = [sys.executable, "-m", "tests.benchmarks.keys", str(home)]
            done = subprocess.run(
                command, env=environment, check=True, capture_output=True, timeout=120
            )
            runs.append(json.loads(done.stdout))
    for what in ("character", "figure", "save"):
        few, many = (statistics.median(run[what] for run in taken[n]) for n in (20, 2000))
        figure = f"{many / few:.2f} x ({many:.1f} ms)"
        row(f"one {what}, 2,000 reports / 20 reports", figure, "<= 1.1")


def _folder(tmp_path: Path, count: int) -> Path:
    folder = tmp_path / str(count)
    folder.mkdir(exist_ok=True)
    return folder


def test_pauses(row: Callable[[str, str, str], None], tmp_path: Path) -> None:
    """Everything that is done with a large library and large things, in a window of its own."""
    library_in(tmp_path, 2000)
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", GIADESK_HOME=str(tmp_path))
    command = [sys.executable, "-m", "tests.benchmarks.pauses", str(tmp_path)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, timeout=300)
    worst = json.loads(done.stdout)
    for what in sorted(worst, key=lambda name: -worst[name])[:8]:
        row(f"longest turn of the loop: {what}", f"{worst[what]:.0f} ms", "<= 100 ms")


def test_idle_memory(row: Callable[[str, str, str], None], tmp_path: Path) -> None:
    library_in(tmp_path, 200)
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", GIADESK_HOME=str(tmp_path))
    bare = _peak([sys.executable, "-c", _BARE], environment)
    ours = _peak([sys.executable, "-m", "giadesk", "--quit-after", "usable"], environment)
    row("memory, usable / bare window", f"{ours / bare:.2f} x ({ours // 1024} MB)", "<= 2.0")


_LAUNCHER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
assert status == 0, status
print(usage.ru_maxrss)
"""


def _peak(command: list[str], environment: dict[str, str]) -> int:
    """Peak resident memory of the process, in KB.

    Started by a small process: a child's peak begins with that of whoever started it.
    """
    launch = [sys.executable, "-S", "-c", _LAUNCHER, *command]
    done = subprocess.run(launch, env=environment, check=True, capture_output=True, timeout=60)
    return int(done.stdout)
