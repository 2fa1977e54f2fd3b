"""Writers: a report, as blocks, to finished files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from giadesk.core.form import Form
from giadesk.core.report import Report

Kind = Literal["docx", "xlsx", "pdf", "html", "package"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a report can be written as."""


def write_report(
    kind: Kind,
    report: Report,
    form: Form,
    target: Path,
    *,
    last: Report | None = None,
    last_form: Form | None = None,
    profile: str | None = None,
) -> None:
    """Write one file of that kind; its writer is loaded here. UserError where it cannot be written.

    last: goes along in a package. profile: the name of a layout profile for Word and PDF, None for
    the official layout.
    """
    if kind == "package":
        from giadesk.exports.package import write_package

        write_package(report, form, target, last, last_form)
    elif kind == "xlsx":
        from giadesk.exports.excel import write_xlsx

        write_xlsx(report, form, target)
    elif kind == "html":
        from giadesk.exports.html import write_html

        write_html(report, form, target)
    else:
        from giadesk.exports.profile import load_profile

        layout = load_profile(profile) if profile else None
        if kind == "pdf":
            from giadesk.exports.pdf import write_pdf

            write_pdf(report, form, target, layout)
        else:
            from giadesk.exports.word import write_docx

            write_docx(report, form, target, layout)
