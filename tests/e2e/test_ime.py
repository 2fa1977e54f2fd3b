"""`make ime`: the program with a real input method, fcitx5 with pinyin, on a screen of its own.

docs/input-methods.md keeps what came of it; GIADESK_IME=record writes that file anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs" / "input-methods.md"
_HEAD = """# Typing with a real input method

`make ime` starts fcitx5 with pinyin on a screen of its own (Xvfb, D-Bus session), then the program with
QT_IM_MODULE=fcitx as a Chinese desktop does. The PySide6 wheels bring no fcitx plugin, so the rule before
the application starts (`app.set_input_method`) leads to fcitx5 through the ibus protocol, which it
answers. Keys come through the X server. 政府信息公开 is typed by pinyin into every field of every page
and dialog, the text of every section, cells of every table and of one's own (自备表格); 组字未完 does
something else while letters are still being composed. Made by `GIADESK_IME=record make ime`, {day}: {count} places, {wrong} wrong.
{version}

| where | what | outcome |
|---|---|---|
"""


@pytest.mark.screen
@pytest.mark.timeout(300)
@pytest.mark.skipif(not os.environ.get("GIADESK_IME"), reason="`make ime` runs it")
def test_chinese_is_typed_everywhere(screen: dict[str, str], tmp_path: Path) -> None:
    for program in ("fcitx5", "dbus-run-session"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed (Debian: fcitx5 fcitx5-pinyin dbus)")
    folders = {name: tmp_path / name for name in ("home", "library", "pictures", "run")}
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    environment = {
        **os.environ,
        **screen,
        "HOME": str(folders["home"]),
        "XDG_CONFIG_HOME": str(folders["home"] / ".config"),
        "XDG_RUNTIME_DIR": str(folders["run"]),
        "LC_ALL": "C.UTF-8",
        "QT_IM_MODULE": "fcitx",
        "GIADESK_HOME": str(folders["library"]),
        "E2E_PICTURES": str(folders["pictures"]),
    }
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "tests.e2e.ime"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len(lines) >= 70
    assert all(line.endswith("| 对 |") for line in lines)
    if os.environ["GIADESK_IME"] == "record":
        version = next(line for line in done.stdout.splitlines() if line.startswith("fcitx5"))
        wrong = sum(not line.endswith("| 对 |") for line in lines)
        head = _HEAD.format(day=date.today(), count=len(lines), wrong=wrong, version=version)
        RECORD.write_text(head + "\n".join(lines) + "\n", "utf-8")
