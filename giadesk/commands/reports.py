"""import, new, set: a report in, and filled."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from giadesk.commands.opening import (
    form_library,
    must_be_package,
    must_exist,
    open_file,
    print_json,
)
from giadesk.core.errors import UsageError

if TYPE_CHECKING:
    from giadesk.core.form import Form
    from giadesk.core.report import Report


def import_(options: argparse.Namespace) -> int:
    """Read a report, and say or write what it holds."""
    from giadesk.core.interchange import report_to_json
    from giadesk.exports.package import write_package
    from giadesk.imports import open_report
    from giadesk.imports.package import read_package

    forms = form_library()
    must_exist(options.file)
    repairs: list[dict[str, str]] = []
    unplaced: list[dict[str, str]] = []
    if options.file.suffix.lower() == ".gia":
        package = read_package(options.file, forms)
        report, form, last, last_form = (
            package.report,
            package.form,
            package.last,
            package.last_form,
        )
    else:
        read = open_report(
            options.file, forms, form_id=options.form, year=options.year, unit=options.unit
        )
        report, form, last, last_form = read.report, read.form, None, None
        repairs = [
            {"what": r.what, "where": r.where, "was": r.was, "now": r.now} for r in read.repairs
        ]
        unplaced = [{"text": text} for text in read.unplaced]
    if options.output:
        write_package(report, form, options.output, last, last_form)
    if options.json:
        print_json(report_to_json(report, form) | {"repairs": repairs, "unplaced": unplaced})
        return 0
    _describe(report, form)
    for repair in repairs:
        print(f"修正 {repair['where']}：“{repair['was']}”→“{repair['now']}”")
    for piece in unplaced:
        print(f"未能归位：{piece['text']}")
    if options.output:
        print(f"已写入 {options.output}")
    return 0


def _describe(report: Report, form: Form) -> None:
    from giadesk.core.document import title_of
    from giadesk.core.totals import figures_of

    filled = len(figures_of(report, form))
    print(title_of(report, form))
    print(f"单位：{report.unit}　年份：{report.year}　表式：{form.id}")
    for section in report.sections:
        texts = [p for p in section.paragraphs if not p.table]
        print(f"{section.title}：{len(texts)}段，{sum(len(p.text) for p in texts)}字")
    print(f"数据：{filled}/{len(form.indicators)}")


def new(options: argparse.Namespace) -> int:
    """This year's draft out of last year's report."""
    from giadesk.core.carry import draft_with_left_years
    from giadesk.exports.package import write_package

    forms = form_library()
    source = open_file(options.source, forms)
    form = forms.get(options.form) if options.form else forms.for_year(options.year, source.form)
    carried = draft_with_left_years(source.report, source.form, form, options.year)
    draft = carried.report
    target = options.output or Path(f"{draft.unit}{options.year}.gia")
    write_package(draft, form, target, source.report, source.form)
    _describe(draft, form)
    for year in carried.left:
        section = draft.section(year.section)
        place = f"{section.title if section else year.section}第{year.paragraph + 1}段"
        print(f"年份未动 {place}：“{year.text}”（{year.why}），请核对")
    print(f"已写入 {target}")
    return 0


def set_(options: argparse.Namespace) -> int:
    """Fill figures by id; totals that then agree with their parts are computed again."""
    import msgspec

    from giadesk.core.interchange import values_from_text
    from giadesk.core.totals import without_agreeing_totals
    from giadesk.exports.package import write_package
    from giadesk.imports.package import read_package

    must_be_package(options.file)
    must_exist(options.file)
    package = read_package(options.file, form_library())
    pairs = []
    for value in options.values:
        name, equals, text = value.partition("=")
        if not equals:
            raise UsageError(f"“{value}”缺少等号", "应写成 编号=值", "清空一格写成 编号=")
        pairs.append((name.strip(), text.strip()))
    values = values_from_text(pairs, package.form)
    report = package.report.with_values(values)
    report = msgspec.structs.replace(
        report, values=without_agreeing_totals(report.values, package.form)
    )
    write_package(report, package.form, options.file, package.last, package.last_form)
    print(f"已填{len(values)}项，写入 {options.file}")
    return 0
