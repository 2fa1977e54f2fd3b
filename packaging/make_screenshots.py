"""Pictures of every page and dialog of the real window, over the invented town, without a screen.

`make screenshots` writes out/screenshots/SIZE-ZOOM-SCHEME/PAGE.png and, per folder, sheets of
them to be looked at; and the few that the manual shows into docs/pictures.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the walk is shared with the tests

SIZES = ((1366, 768), (1920, 1080))
ZOOMS = (100, 150, 200)
SCHEMES = ("light", "dark")
IN_MANUAL = {
    "start": "start",
    "report-half-requests": "table",
    "report-wrong-preamble": "prose",
    "findings-wrong": "findings",
    "previewDialog": "preview",
    "exportDialog": "export",
    "reviewDialog": "review",
    "layoutDialog-1": "layout",
    "settingsDialog-1": "settings",
    "batchExportDialog": "batch",
    "importReview-pieces": "import",
    "importQueue": "queue",
    "years-trend": "trend",
    "years-beside": "years",
    "rollup-sums": "rollup",
    "report-free-table-overview": "own-table",
    "tour-3": "tour",
}
"""Pages whose picture at 1366x768, 100 %, light is in the manual, and how it is called there."""
LIMIT = 150_000
"""Bytes that a picture of the manual has at most."""


def main() -> int:
    """Make the pictures that are asked for; 0 when all were written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--out", type=Path, default=ROOT / "out" / "screenshots")
    parser.add_argument("--zoom", type=int, nargs="*", default=list(ZOOMS))
    parser.add_argument("--scheme", nargs="*", default=list(SCHEMES), choices=SCHEMES)
    parser.add_argument("--width", type=int, nargs="*", default=[w for w, _ in SIZES])
    parser.add_argument("--pages", default="", help="only those whose name begins so")
    given = parser.parse_args()
    widths = [size for size in SIZES if size[0] in given.width]
    if len(widths) > 1:  # a screen has its size from the beginning to the end of a process
        others = [a for a in sys.argv[1:] if not a.isdigit() or int(a) not in given.width]
        others = [a for a in others if a != "--width"]
        command = [sys.executable, __file__, *others, "--width"]
        return max(subprocess.run([*command, str(w)]).returncode for w, _ in widths)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GIADESK_HOME"] = folder
        os.environ["QT_QPA_PLATFORM"] = screen_of(Path(folder), *widths[0])
        return _make(Path(folder), given)


def screen_of(folder: Path, width: int, height: int) -> str:
    """The platform that draws nowhere, on a screen of that size."""
    screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file = folder / "screen.json"
    file.write_text(json.dumps({"screens": [screen]}), "utf-8")
    return f"offscreen:configfile={file}"


def _make(folder: Path, given: argparse.Namespace) -> int:
    from giadesk.app import make_application, speak_chinese
    from giadesk.ui import theme
    from tests.ui.gallery import Town

    application = make_application([])
    speak_chinese()
    town = Town(folder)
    total = 0
    for width, height in (size for size in SIZES if size[0] in given.width):
        for zoom in given.zoom:
            for scheme in given.scheme:
                theme.apply(application, zoom, scheme)
                target = given.out / f"{width}x{height}-{zoom}-{scheme}"
                target.mkdir(parents=True, exist_ok=True)
                for old in target.glob("*.png"):
                    old.unlink()
                flows = town.make_window(width, height)
                for number, shown in enumerate(town.walk(flows)):
                    if not shown.name.startswith(given.pages):
                        continue
                    picture = _picture(shown)
                    picture.save(str(target / f"{number:02d}-{shown.name}.png"))
                    total += 1
                    if (width, zoom, scheme) == (1366, 100, "light"):
                        _keep_for_manual(shown, picture)
                town.let_go(flows)
                _sheets(target)
                print(f"{target}: {number + 1}", flush=True)
    town.close()
    print(f"{total} pictures")
    return 0


def _picture(shown: Any) -> Any:
    """The window, the dialog in its middle as it would stand on the screen."""
    from PySide6.QtGui import QColor, QPainter

    picture = shown.window.grab()
    if shown.sheet is not None:
        over = shown.sheet.grab()
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 60))
        x = max(0, (picture.width() - over.width()) // 2)
        y = max(0, (picture.height() - over.height()) // 2)
        painter.setPen(QColor(110, 110, 110))
        painter.drawRect(x - 1, y - 1, over.width() + 1, over.height() + 1)
        painter.drawPixmap(x, y, over)
        painter.end()
    return picture


def _keep_for_manual(shown: Any, picture: Any) -> None:
    """Few colours, so that the file stays small: the rare ones, the red of a fault, are covered, and
    the common ones, grounds that hardly differ, are drawn back to what they are."""
    if shown.name not in IN_MANUAL:
        return
    from PIL import Image

    if shown.sheet is not None:
        picture = shown.sheet.grab()
    target = ROOT / "docs" / "pictures" / f"{IN_MANUAL[shown.name]}.png"
    target.parent.mkdir(exist_ok=True)
    picture.save(str(target))
    with Image.open(target) as image:
        small = image.convert("RGB").quantize(
            256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE
        )
    small.save(target, optimize=True)
    if target.stat().st_size > LIMIT:
        raise SystemExit(f"{target} has more than {LIMIT} bytes")


def _sheets(folder: Path, across: int = 2, down: int = 2) -> None:
    """Contact sheets, four pictures each: as many as can still be read."""
    from PIL import Image, ImageDraw

    files = sorted(folder.glob("[0-9]*.png"))
    for first in range(0, len(files), across * down):
        some = files[first : first + across * down]
        sheet = Image.new("RGB", (across * 700, down * 416), "gray")
        for place, file in enumerate(some):
            with Image.open(file) as image:
                small = image.convert("RGB")
                small.thumbnail((690, 395))
            x, y = place % across * 700, place // across * 416
            sheet.paste(small, (x + 5, y + 20))
            ImageDraw.Draw(sheet).text((x + 8, y + 4), file.stem, fill="white")
        sheet.save(folder / f"sheet-{first // (across * down):02d}.png")


if __name__ == "__main__":
    sys.exit(main())
