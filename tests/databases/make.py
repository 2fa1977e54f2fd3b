"""Make the library that stands for the present schema: `python -m tests.databases.make`.

Run it once when a version with a new schema is released, commit what it makes, and never run it for
that schema again: the files are what clerks of that version have on their disks.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from giadesk.core.report import Paragraph
from giadesk.store import Library
from giadesk.store.header import SCHEMA
from tests.store.sample import report

FOLDER = Path(__file__).resolve().parent


def fill(library: Library) -> dict[str, Any]:
    """Put something of every kind into a library, give what a later program must find."""
    town = library.create(report(2024), report(2023), "去年的报告", {"filled": 41, "total": 214})
    first = report(2024).with_value("applications/row3/natural", Decimal(77))
    library.save(town, first)
    library.keep_version(town, "export", "交县政府办")
    second = first.with_paragraphs("overview", [Paragraph("全年公开信息，另行成文。")])
    library.save(town, second.with_about(status="final"), {"filled": 42, "total": 214})
    other = library.create(report(2022, "示例县柳河镇财政所"), None, "导入")
    library.remove(other)
    library.set_profile({"unit": "示例县柳河镇人民政府", "telephone": "0000-0000000"})
    return {
        "reports": {i: library.load(i).report.flatten() for i in (town, other)},
        "last": library.load(town).last_id,
        "recycled": [other],
        "versions": {
            str(v.number): [v.reason, library.version(town, v.number).flatten()]
            for v in library.versions(town)
        },
        "past": [p.content for p in library.past(town, "figures/applications/row3/natural")],
        "profile": library.profile(),
        "town": town,
    }


def main() -> None:
    path = FOLDER / f"schema-{SCHEMA:04}.sqlite"
    if path.exists():
        raise SystemExit(f"{path.name} exists: it is what that schema was, and stays")
    with Library.open(path, clock=lambda: datetime(2026, 1, 9, 8, 30, tzinfo=UTC)) as library:
        found = fill(library)
    path.with_name(path.name + "-journal").unlink(missing_ok=True)
    path.with_suffix(".json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
