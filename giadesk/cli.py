"""The command line: the window's own functions for offices with many reports, and for measuring.

Exit status: 0 done; 1 done, and `must` findings exist; 2 wrong usage; 3 the input cannot be read or
is refused; 4 the disk or the library failed. Never a traceback.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from giadesk import __version__
from giadesk.core.errors import InputRefused, UsageError, UserError
from giadesk.places import could_not_write, home, own_forms, shipped

if TYPE_CHECKING:
    from giadesk.checks.registry import Finding
    from giadesk.core.form import Form
    from giadesk.core.forms import FormLibrary
    from giadesk.core.report import Report
    from giadesk.imports.package import Package

_SEVERITY = {"must": "强制", "verify": "核实", "hint": "提示"}


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        options = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = options.run
        status = run(options)
        sys.stdout.flush()
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        # the reader of our output went away (giadesk forms | head): nothing left to tell anybody
        sys.stdout = None
        return 0
    except KeyboardInterrupt:
        print("已中止。未完成的文件没有写入。", file=sys.stderr)
        return 4
    except OSError as error:
        path = Path(str(error.filename or ""))
        print(could_not_write(path, error), file=sys.stderr)
        return 4
    except Exception as error:
        print(_own_fault(error), file=sys.stderr)
        return 4
    return status


def _own_fault(error: Exception) -> str:
    """One line for a bug of ours; the details go to a log file that holds no report text."""
    import traceback

    place = ""
    try:
        log = home() / "logs" / "command.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            traceback.print_tb(error.__traceback__, file=file)
            file.write(f"{type(error).__name__}\n")
        place = f"详情记录在 {log}，"
    except OSError:
        pass
    return f"程序内部错误：{type(error).__name__}。{place}输入的文件没有改动，请告知开发者。"


class _Parser(argparse.ArgumentParser):
    """argparse that says what is wrong in Chinese, on one line."""

    def error(self, message: str) -> NoReturn:
        for pattern, chinese in _ARGPARSE:
            if match := re.search(pattern, message):
                message = match.expand(chinese)
                break
        raise UsageError("命令用法不对", message, f"用 {self.prog} --help 查看用法")


_ARGPARSE = (
    (r"argument (.+?): invalid choice: (\S+) \(choose from (.+)\)", r"\1没有 \2，可用 \3"),
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"argument (.+?): expected (?:at least )?one argument", r"\1 后面要有一个值"),
    (r"argument (.+?): invalid int value: (.+)", r"\1应为整数，不是 \2"),
)
"""What argparse says, and how we say it."""


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="giadesk", description="政府信息公开工作年度报告填报与审核")
    parser.add_argument("--version", action="version", version=f"GIADesk {__version__}")
    parser.add_argument(
        "--quit-after", choices=["paint", "usable"], help="打开窗口，到这一步即退出（用于测量）"
    )
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        return one

    one = command("import", _import, "读入一份报告")
    one.add_argument("file", type=Path, metavar="文件")
    one.add_argument("--form", metavar="表式")
    one.add_argument("--year", type=int, metavar="年份")
    one.add_argument("--unit", metavar="单位")
    one.add_argument("--json", action="store_true")
    one.add_argument("-o", "--output", type=Path, metavar="OUT.gia")

    one = command("new", _new, "用去年的报告编写今年的")
    one.add_argument("--from", dest="source", type=Path, required=True, metavar="文件")
    one.add_argument("--year", type=int, required=True, metavar="年份")
    one.add_argument("--form", metavar="表式")
    one.add_argument("-o", "--output", type=Path, metavar="OUT.gia")

    one = command("set", _set, "按编号填数")
    one.add_argument("file", type=Path, metavar="REPORT.gia")
    one.add_argument("values", nargs="+", metavar="编号=值")

    one = command("check", _check, "审核")
    one.add_argument("file", type=Path, metavar="文件")
    one.add_argument("--previous", type=Path, metavar="文件")
    one.add_argument("--json", action="store_true")

    one = command("export", _export, "导出")
    one.add_argument("file", type=Path, metavar="REPORT.gia")
    for kind in ("docx", "xlsx", "pdf", "html", "package"):
        one.add_argument(f"--{kind}", type=Path, metavar="文件")
    one.add_argument("--profile", metavar="版式")
    one.add_argument("--force", action="store_true")

    one = command("compare", _compare, "与去年比较：重复率和变动")
    one.add_argument("this", type=Path, metavar="今年")
    one.add_argument("last", type=Path, metavar="去年")
    one.add_argument("--json", action="store_true")

    one = command("rollup", _rollup, "汇总各单位的报告")
    one.add_argument("paths", nargs="+", type=Path, metavar="文件或文件夹")
    one.add_argument("-o", "--output", type=Path, metavar="汇总.xlsx")
    one.add_argument("--previous", type=Path, action="append", default=[], metavar="文件夹")
    one.add_argument("--expected", type=Path, metavar="名单.txt", help="下属单位名单，一行一个")
    one.add_argument("--unit", default="汇总", metavar="单位", help="汇总单位的名称")
    one.add_argument("--json", action="store_true")

    one = command("forms", _forms, "已有的表式，一个表式的指标和编号")
    one.add_argument("id", nargs="?", metavar="表式")
    one.add_argument("--check", type=Path, metavar="文件", help="检查一个表式文件")

    one = command("library", _library, "报告库")
    one.add_argument("action", choices=["list", "search", "backup", "restore", "check"])
    one.add_argument("words", nargs="*", metavar="词或文件")

    one = command("demo", _demo, "用示例乡镇走一遍全过程，不需要屏幕")
    one.add_argument("-o", "--output", type=Path, default=Path("out"), metavar="文件夹")

    command("selftest", _selftest, "自检：版本、字体，编一份报告，审核、导出、读回")
    return parser


# --- opening ------------------------------------------------------------------------------------


def _form_library() -> FormLibrary:
    from giadesk.core.forms import FormLibrary

    return FormLibrary(shipped("forms"), own_forms())


def _open(path: Path, forms: FormLibrary) -> Package:
    """Any file as a report: a package as it is, everything else read in."""
    from giadesk.imports import open_report
    from giadesk.imports.package import Package, read_package

    _must_exist(path)
    if path.suffix.lower() == ".gia":
        return read_package(path, forms)
    recognised = open_report(path, forms)
    return Package(recognised.report, recognised.form)


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise InputRefused(f"找不到文件“{path}”", "路径不对，或文件已被移走", "请检查路径后再试")
    if path.is_dir():
        raise InputRefused(f"“{path}”是文件夹", "这里需要一个文件", "请指定其中的文件")


def _must_be_package(path: Path) -> None:
    if path.suffix.lower() != ".gia":
        raise UsageError(
            f"“{path.name}”不是 .gia 文件",
            "这个命令只用于 GIADesk 的报告文件",
            "先用 giadesk import 或 giadesk new 生成 .gia",
        )


def _print_json(data: Any) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


# --- commands -----------------------------------------------------------------------------------


def _import(options: argparse.Namespace) -> int:
    from giadesk.core.interchange import report_to_json
    from giadesk.exports.package import write_package
    from giadesk.imports import open_report
    from giadesk.imports.package import read_package

    forms = _form_library()
    _must_exist(options.file)
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
        _print_json(report_to_json(report, form) | {"repairs": repairs, "unplaced": unplaced})
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


def _new(options: argparse.Namespace) -> int:
    from giadesk.core.carry import draft_with_left_years
    from giadesk.exports.package import write_package

    forms = _form_library()
    source = _open(options.source, forms)
    form = forms.get(options.form) if options.form else forms.for_year(options.year)
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


def _set(options: argparse.Namespace) -> int:
    import msgspec

    from giadesk.core.interchange import values_from_text
    from giadesk.core.totals import without_agreeing_totals
    from giadesk.exports.package import write_package
    from giadesk.imports.package import read_package

    _must_be_package(options.file)
    _must_exist(options.file)
    package = read_package(options.file, _form_library())
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


def _check(options: argparse.Namespace) -> int:
    from giadesk.checks.registry import all_checks
    from giadesk.checks.run import check_report

    forms = _form_library()
    this = _open(options.file, forms)
    last, last_form = this.last, this.last_form
    if options.previous:
        previous = _open(options.previous, forms)
        last, last_form = previous.report, previous.form
    findings = check_report(this.report, this.form, last, last_form)
    if options.json:
        data: dict[str, Any] = {
            "findings": [_finding_to_json(f, this.report, this.form) for f in findings],
            "checked": {
                "form": this.form.id,
                "rules": len(all_checks()),
                "figures_in_prose": _figures_in_prose(this.report),
            },
        }
        if last is not None and last_form is not None:
            data["repetition"] = _repetition(this.report, last, this.form, last_form)
        _print_json(data)
    else:
        _print_findings(findings, this.form)
    return 1 if any(f.severity == "must" for f in findings) else 0


def _finding_to_json(finding: Finding, report: Report, form: Form) -> dict[str, Any]:
    where: dict[str, Any] = {}
    section_id = finding.where.section
    if not section_id and finding.cells and finding.cells[0] in form.indicators:
        section_id = form.indicators[finding.cells[0]].section
    if section_id:
        section = report.section(section_id)
        spec = form.sections.get(section_id)
        where["section"] = section.title if section else spec.title if spec else section_id
        where["section_id"] = section_id
    if finding.where.paragraph is not None:
        where["paragraph"] = finding.where.paragraph
    if finding.where.quote:
        where["quote"] = finding.where.quote
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "remedy": finding.remedy,
        "where": where,
        "cells": list(finding.cells),
        "expected": finding.expected,
        "actual": finding.actual,
        "formula": finding.formula,
        "key": finding.key,
        "explained": finding.explained,
    }


def _print_findings(findings: Iterable[Finding], form: Form) -> None:
    counts = dict.fromkeys(_SEVERITY, 0)
    for finding in findings:
        counts[finding.severity] += 1
        place = form.sections.get(finding.where.section)
        parts = [f"[{_SEVERITY[finding.severity]}] {finding.code}"]
        parts.append(f"{place.title}：{finding.message}" if place else finding.message)
        if finding.formula:
            parts.append(finding.formula)
        if finding.explained:
            parts.append(f"已说明：{finding.explained}")
        elif finding.remedy:
            parts.append(f"办法：{finding.remedy}")
        print("　".join(parts))
    print("审核完成：" + "，".join(f"{_SEVERITY[s]}{n}条" for s, n in counts.items()))


def _export(options: argparse.Namespace) -> int:
    from giadesk.checks.run import check_report

    forms = _form_library()
    kinds = ("docx", "xlsx", "pdf", "html", "package")
    targets = {k: getattr(options, k) for k in kinds if getattr(options, k)}
    if not targets:
        raise UsageError(
            "没有说导出成什么", "", "至少给出 --docx、--xlsx、--pdf、--html、--package 之一"
        )
    this = _open(options.file, forms)
    must = [
        f
        for f in check_report(this.report, this.form, this.last, this.last_form)
        if f.severity == "must"
    ]
    for kind, target in targets.items():
        export_one(kind, this, target, options.profile)
        print(f"已导出 {target}")
    if must and not options.force:
        print(f"有{len(must)}条强制性审核没有通过，导出的是草稿：", file=sys.stderr)
        for finding in must[:5]:
            print(f"　{finding.message}", file=sys.stderr)
        return 1
    return 0


def export_one(kind: str, this: Package, target: Path, profile_name: str | None = None) -> None:
    """Write one file of that kind (docx, xlsx, pdf, html, package)."""
    report, form = this.report, this.form
    if kind == "package":
        from giadesk.exports.package import write_package

        write_package(report, form, target, this.last, this.last_form)
    elif kind == "xlsx":
        from giadesk.exports.excel import write_xlsx

        write_xlsx(report, form, target)
    elif kind == "html":
        from giadesk.exports.html import write_html

        write_html(report, form, target)
    else:
        from giadesk.exports.profile import load_profile

        profile = load_profile(profile_name) if profile_name else None
        if kind == "pdf":
            from giadesk.exports.pdf import write_pdf

            write_pdf(report, form, target, profile)
        else:
            from giadesk.exports.word import write_docx

            write_docx(report, form, target, profile)


def _figures_in_prose(report: Report) -> int:
    from giadesk.core.quantities import quantities

    return sum(
        1 for s in report.sections for p in s.paragraphs if p.text for _ in quantities(p.text)
    )


def _repetition(this: Report, last: Report, form: Form, last_form: Form) -> dict[str, Any]:
    from giadesk.core.compare import repetition

    result = repetition(this, last, form, last_form)
    return {
        "text": None if result.text is None else round(result.text, 4),
        "table": None if result.table is None else round(result.table, 4),
        "sections": {k: round(v, 4) for k, v in result.sections.items()},
    }


def _compare(options: argparse.Namespace) -> int:
    from giadesk.core.totals import figures_of

    forms = _form_library()
    this, last = _open(options.this, forms), _open(options.last, forms)
    data = {"repetition": _repetition(this.report, last.report, this.form, last.form)}
    now, then = figures_of(this.report, this.form), figures_of(last.report, last.form)
    changes = [
        {"id": i, "name": this.form.indicators[i].name, "last": str(then[i]), "this": str(now[i])}
        for i in now
        if i in then and now[i] != then[i]
    ]
    if options.json:
        _print_json(data | {"changes": changes})
        return 0
    rates = data["repetition"]
    text, table = (
        "无法计算" if rates[kind] is None else f"{rates[kind]:.1%}" for kind in ("text", "table")
    )
    print(f"文字重复率 {text}　表格重复率 {table}")
    for section_id, rate in rates["sections"].items():
        section = this.report.section(section_id)
        print(f"　{section.title if section else section_id} {rate:.1%}")
    for change in changes:
        print(f"{change['name']}：{change['last']} → {change['this']}")
    return 0


def _rollup(options: argparse.Namespace) -> int:
    from giadesk.rollup_command import run

    return run(options, _form_library(), _print_json)


def _forms(options: argparse.Namespace) -> int:
    from giadesk.core.forms import FormErrors

    if options.check:
        _must_exist(options.check)
        try:
            form = _form_library().check(options.check)
        except FormErrors as error:
            for line in error.errors:
                print(line, file=sys.stderr)
            print(f"{options.check}：{len(error.errors)}处错误", file=sys.stderr)
            return 3
        print(f"{options.check}：正确，{len(form.indicators)}项指标，{len(form.relations)}条关系")
        return 0
    forms = _form_library()
    if options.id:
        form = forms.get(options.id)
        print(f"{form.id}　{form.name}　{form.spec.basis}")
        for indicator in form.indicators.values():
            label = "/".join((*indicator.row_label, *indicator.col_label))
            mark = "（自动计算）" if indicator.computed else ""
            print(f"{indicator.id}　{label}　{indicator.unit}{mark}")
        return 0
    for form in forms.all():
        until = f"{form.spec.to_year}年" if form.spec.to_year else "今"
        years = f"{form.spec.from_year}年至{until}"
        print(f"{form.id}　{form.name}　{years}　{len(form.indicators)}项指标")
    for name, fault in forms.broken.items():
        print(f"{name}　有错误，未启用：{fault}", file=sys.stderr)
    return 0


def _library(options: argparse.Namespace) -> int:
    from giadesk.library_commands import run

    return run(options.action, options.words)


def _demo(options: argparse.Namespace) -> int:
    from giadesk.demo import run_demo

    return run_demo(options.output)


def _selftest(options: argparse.Namespace) -> int:
    from giadesk.demo import run_selftest

    return run_selftest()
