"""The day on which a report is signed, by which its files are dated and named."""

from __future__ import annotations

import re
from datetime import date

from giadesk.core.report import Report

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def signed_on(report: Report) -> date | None:
    """The day of the report's date; None where it has none, or one that is no day of the calendar."""
    found = _DATE.search(report.about.date)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def written_day(report: Report) -> str:
    """The same day as 20260108, "" for none."""
    day = signed_on(report)
    return f"{day:%Y%m%d}" if day else ""
