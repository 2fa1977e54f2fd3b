"""Writers: a report, as blocks, to finished files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from giadesk.core.errors import StorageFailed, system_says
from giadesk.core.form import Form
from giadesk.core.report import Report

if TYPE_CHECKING:
    from giadesk.exports.annexes import AnnexKind, Contents, Review
    from giadesk.exports.profile import Profile

Kind = Literal["docx", "xlsx", "pdf", "html", "package"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a report can be written as."""

SUFFIXES: Mapping[Kind, str] = {
    "docx": ".docx",
    "xlsx": ".xlsx",
    "pdf": ".pdf",
    "html": ".html",
    "package": ".gia",
}


def write_report(
    kind: Kind,
    report: Report,
    form: Form,
    target: Path,
    *,
    last: Report | None = None,
    last_form: Form | None = None,
    profile: str | None = None,
    annexes: Iterable[AnnexKind] | None = None,
    review: Review | None = None,
    earlier: Iterable[tuple[Report, Form]] = (),
) -> None:
    """Write one file of that kind; its writer is loaded here. UserError where it cannot be written.

    last: goes along in a package. profile: the name of a layout profile for Word and PDF, None for
    the official layout. annexes: what is printed behind the report in Word, PDF and the web page,
    None for what the profile asks; review: the findings for it (`annexes.review_of`).
    earlier: reports of earlier years; with any, the web page has charts under its tables.
    """
    with _own_files(target):
        if kind == "package":
            from giadesk.exports.package import write_package

            write_package(report, form, target, last, last_form)
        elif kind == "xlsx":
            from giadesk.exports.excel import write_xlsx

            write_xlsx(report, form, target)
        else:
            from giadesk.exports.annexes import contents_of
            from giadesk.exports.profile import DEFAULT, load_profile

            layout = load_profile(profile or DEFAULT)
            wanted = layout.annexes.wanted if annexes is None else annexes
            contents = contents_of(report, form, wanted, review)
            if kind == "html":
                from giadesk.exports.charts import table_charts
                from giadesk.exports.html import write_html

                write_html(
                    report, form, target, contents, table_charts(report, form, tuple(earlier))
                )
            else:
                _write_printed(kind, report, form, target, layout, contents)


def write_sign_off(
    report: Report,
    form: Form,
    target: Path,
    *,
    profile: str | None = None,
    review: Review | None = None,
) -> None:
    """Write the 审签单 alone, as .docx, .pdf or .html by the target's suffix (.docx for any other).

    review: what the checks found, for its line 审核情况. UserError where it cannot be written. To
    print it: `pdf.pages(report, form, profile.for_sheet, annexes.sign_off_sheet(report, form, review))`.
    """
    from giadesk.exports.annexes import sign_off_sheet
    from giadesk.exports.profile import DEFAULT, load_profile

    with _own_files(target):
        layout = load_profile(profile or DEFAULT).for_sheet
        kind: Kind = "pdf" if target.suffix.lower() == ".pdf" else "docx"
        if target.suffix.lower() in (".html", ".htm"):
            kind = "html"
        _write_printed(kind, report, form, target, layout, sign_off_sheet(report, form, review))


@contextmanager
def _own_files(target: Path) -> Iterator[None]:
    """A writer says itself what is wrong with its target; what is left is a file of ours, unreadable."""
    try:
        yield
    except OSError as error:
        raise StorageFailed(
            f"无法导出“{target.name}”",
            f"程序自带的文件读不出来（{error.filename or system_says(error)}）",
            "请再试一次；仍不行时请重新安装 GIADesk",
        ) from error


def _write_printed(
    kind: Kind, report: Report, form: Form, target: Path, layout: Profile, contents: Contents
) -> None:
    if kind == "html":
        from giadesk.exports.html import write_html

        write_html(report, form, target, contents)
    elif kind == "pdf":
        from giadesk.exports.pdf import write_pdf

        write_pdf(report, form, target, layout, contents)
    else:
        from giadesk.exports.word import write_docx

        write_docx(report, form, target, layout, contents)
