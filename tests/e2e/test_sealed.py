"""The whole path from last year's file to the package, with the network sealed off by the kernel."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.sealed import NOT_POSSIBLE

_ROOT = Path(__file__).resolve().parents[2]


def _sealed(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    found = subprocess.run(
        [sys.executable, "-m", "tests.e2e.sealed", *arguments],
        cwd=_ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **more},
        capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    if found.returncode == NOT_POSSIBLE:
        pytest.skip(found.stderr.strip())
    return found


@pytest.mark.parametrize("kind", ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET"])
def test_the_seal_kills_whoever_opens_a_socket(tmp_path: Path, kind: str) -> None:
    (tmp_path / "opener.py").write_text(
        f"import socket\nprint('before', flush=True)\nsocket.socket(socket.{kind})\n"
    )
    found = _sealed("opener", PYTHONPATH=str(tmp_path))
    assert found.stdout == "before\n"
    assert found.returncode == -signal.SIGSYS


def test_the_seal_holds_for_children(tmp_path: Path) -> None:
    (tmp_path / "parent.py").write_text(
        "import subprocess, sys\n"
        "code = 'import socket; socket.socket(socket.AF_INET)'\n"
        "sys.exit(-subprocess.run([sys.executable, '-c', code]).returncode)\n"
    )
    assert _sealed("parent", PYTHONPATH=str(tmp_path)).returncode == signal.SIGSYS


def test_the_whole_path_opens_no_socket(tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    found = _sealed("giadesk", "demo", "-o", str(out), GIADESK_HOME=str(home))
    assert found.returncode == 0, found.stderr
    (package,) = out.glob("*2025*.gia")
    more = ["--pdf", str(out / "a.pdf"), "--html", str(out / "a.html"), "--force"]
    for rest in (
        ("export", str(package), *more),
        ("import", str(out / "a.html"), "--json"),
        ("import", str(out / "a.pdf"), "--json"),
        ("rollup", str(package), "-o", str(out / "汇总.xlsx")),
    ):
        found = _sealed("giadesk", *rest, GIADESK_HOME=str(home))
        assert found.returncode in (0, 1), (rest, found.stderr)
    kinds = {path.suffix for path in out.rglob("*") if path.is_file()}
    assert {".docx", ".xlsx", ".pdf", ".html", ".gia"} <= kinds


def test_the_window_opens_no_socket(tmp_path: Path) -> None:
    found = _sealed("giadesk", "--quit-after", "usable", GIADESK_HOME=str(tmp_path / "home"))
    assert found.returncode == 0, found.stderr
