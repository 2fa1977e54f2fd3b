"""Writing the package, .gia: what a town hands in and what a county rolls up.

A zip of manifest.json (format version, form, year, unit, sha256 of each part), report.json and
attachments/; last year's report goes along as attachments/last-year.json, so that the relations
between the years can be checked wherever the package is opened. Same report, same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from giadesk import __version__
from giadesk.core.form import Form
from giadesk.core.interchange import report_to_json
from giadesk.core.report import Report
from giadesk.places import replacing

FORMAT = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_package(
    report: Report,
    form: Form,
    target: Path,
    last: Report | None = None,
    last_form: Form | None = None,
) -> None:
    """Write the package. StorageFailed where it cannot be written; the old file then stands."""
    parts = {"report.json": _bytes(report_to_json(report, form))}
    if last is not None:
        parts["attachments/last-year.json"] = _bytes(report_to_json(last, last_form or form))
    manifest = {
        "giadesk": FORMAT,
        "program": __version__,
        "form": form.id,
        "year": report.year,
        "unit": report.unit,
        "status": report.about.status,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
    }
    with replacing(target) as temporary, zipfile.ZipFile(temporary, "w") as package:
        for name, data in {"manifest.json": _bytes(manifest), **parts}.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, data)


def _bytes(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
