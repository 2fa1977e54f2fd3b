"""The house itself: no socket, no index address, the wheel whole, README true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_NETWORK = {
    "socket", "socketserver", "ssl", "urllib", "http", "ftplib", "smtplib", "poplib", "imaplib",
    "xmlrpc", "asyncio", "requests", "httpx", "aiohttp", "PySide6.QtNetwork", "PySide6.QtWebSockets",
}  # fmt: skip


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", sorted((ROOT / "giadesk").rglob("*.py")), ids=str)
def test_no_module_of_ours_reaches_for_the_network(path: Path) -> None:
    taken = {n for n in _imports(path) if n in _NETWORK or n.partition(".")[0] in _NETWORK}
    assert not taken


def test_no_index_address_in_what_we_ship() -> None:
    """Whoever sets up uses their own index; ours is nobody's business."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / "packaging" / name).read_text("utf-8")
        assert "://" not in text
        assert "index" not in text
        pinned = re.findall(r"^[a-z0-9_.-]+==[^ ]+", text, re.MULTILINE | re.IGNORECASE)
        assert len(pinned) > 20
        assert text.count("--hash=sha256:") > len(pinned)


def test_readme_has_its_two_commands_on_top() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    commands = [line.split("#")[0].strip() for line in lines[:12] if line.startswith("make ")]
    assert commands == ["make run", "make test"]


def test_the_wheel_holds_forms_and_resources(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "site")
    for path in [*(ROOT / "forms").rglob("*"), *(ROOT / "resources").rglob("*")]:
        if path.is_file():
            assert f"giadesk/{path.relative_to(ROOT).as_posix()}" in names
    assert "giadesk/resources/manual.md" in names
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); import giadesk; "
        "from giadesk.places import shipped; from giadesk.core.forms import FormLibrary; "
        "assert 'site' in giadesk.__file__, giadesk.__file__; "
        "assert FormLibrary(shipped('forms')).get('gia-2021').indicators"
    )
    subprocess.run([sys.executable, "-I", "-c", code], check=True, cwd=tmp_path, timeout=60)


def test_every_room_has_a_test_folder() -> None:
    rooms = [p.name for p in (ROOT / "giadesk").iterdir() if (p / "__init__.py").exists()]
    for room in rooms:
        if any(p.stem != "__init__" for p in (ROOT / "giadesk" / room).glob("*.py")):
            assert list((ROOT / "tests" / room).glob("test_*.py")), room


@pytest.mark.parametrize("path", sorted((ROOT / "giadesk").rglob("*.py")), ids=str)
def test_what_is_done_a_moment_later_is_given_up_with_whom_it_concerns(path: Path) -> None:
    """A timer without its widget fires after that is gone: the clerk would see an error for it."""
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "QTimer.singleShot":
            assert len(call.args) == 3, f"{path}:{call.lineno}"


def test_every_test_that_shows_a_line_of_the_editors_exists() -> None:
    page = (ROOT / "docs" / "table-editor.md").read_text("utf-8")
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", page)
    lines = [
        line for line in page.splitlines() if line.startswith("| ") and "must hold" not in line
    ]
    assert len(lines) >= 80
    assert all("::test_" in line for line in lines)
    there: dict[str, set[str]] = {}
    for file, _ in named:
        tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
        there[file] = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    assert [(file, name) for file, name in named if name not in there[file]] == []
