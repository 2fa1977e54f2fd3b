"""Reading and writing a report by path: what an undo step consists of.

`figures/ID`, `section/ID` (a whole section), `about/FIELD`, `explanations/KEY`, `signoff/ROLE`, and
`order` (the ids of all sections).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from giadesk.core.report import Report, Value


def read(report: Report, path: str) -> Any:
    """What stands at a path, None for nothing. KeyError for a path of no known kind."""
    kind, _, rest = path.partition("/")
    match kind:
        case "figures":
            return report.values.get(rest)
        case "section":
            return report.section(rest)
        case "about":
            return getattr(report.about, rest)
        case "explanations":
            return next((e for e in report.explanations if e.key == rest), None)
        case "signoff":
            return next((s for s in report.signoff if s.role == rest), None)
        case "order":
            return tuple(s.id for s in report.sections)
    raise KeyError(path)


def write(report: Report, changes: Mapping[str, Any]) -> Report:
    """The report with the values at these paths replaced; None takes a value away."""
    values: dict[str, Value | None] = {}
    about: dict[str, Any] = {}
    sections = {s.id: s for s in report.sections}
    explanations = {e.key: e for e in report.explanations}
    signoff = {s.role: s for s in report.signoff}
    for path, new in changes.items():
        kind, _, rest = path.partition("/")
        match kind:
            case "figures":
                values[rest] = new
            case "about":
                about[rest] = new
            case "section":
                _put(sections, rest, new)
            case "explanations":
                _put(explanations, rest, new)
            case "signoff":
                _put(signoff, rest, new)
    if values:
        report = report.with_values(values)
    if about:
        report = report.with_about(**about)
    order = changes.get("order", tuple(s.id for s in report.sections))
    return msgspec.structs.replace(
        report,
        sections=tuple(sections[name] for name in order if name in sections),
        explanations=tuple(sorted(explanations.values(), key=lambda e: e.key)),
        signoff=tuple(signoff.values()),
    )


def _put(where: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        where.pop(key, None)
    else:
        where[key] = value
