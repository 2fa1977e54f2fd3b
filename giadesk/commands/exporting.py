"""`giadesk export …`: the files of one report, or of many into a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from giadesk.commands.opening import form_library, must_exist, office_profile, open_file
from giadesk.core.errors import StorageFailed, UsageError, UserError

if TYPE_CHECKING:
    from giadesk.core.forms import FormLibrary
    from giadesk.exports.annexes import AnnexKind
    from giadesk.exports.bundle import FileKind, Handover

DEFAULT_KINDS = "docx,xlsx,package"
"""What is written into a folder where nobody says otherwise."""

_SINGLE: tuple[FileKind, ...] = ("docx", "xlsx", "pdf", "html", "package", "sheet", "bundle")


def add_options(one: argparse.ArgumentParser) -> None:
    """The command's options. Those of one file name the file, those of many the folder."""
    words = {"sheet": "审签单", "bundle": "报送材料 .zip：Word、Excel、报送包"}
    one.add_argument("files", type=Path, nargs="+", metavar="REPORT.gia")
    for kind in _SINGLE:
        one.add_argument(f"--{kind}", type=Path, metavar="文件", help=words.get(kind))
    one.add_argument("--out", type=Path, metavar="文件夹", help="多份报告逐一导出到这个文件夹")
    one.add_argument(
        "--kinds",
        default=DEFAULT_KINDS,
        metavar="种类",
        help=f"与 --out 同用，默认 {DEFAULT_KINDS}",
    )
    one.add_argument(
        "--names",
        default="",
        metavar="式样",
        help="文件名式样，如 {单位}{年度}年{内容}；默认按本单位资料",
    )
    one.add_argument("--annexes", metavar="附件", help="审签单,核实说明,统计表，或 all、none")
    one.add_argument("--profile", metavar="版式")
    one.add_argument("--force", action="store_true")


def export(options: argparse.Namespace) -> int:
    """Write files. Returns 1 where `must` findings make it a draft, unless forced."""
    options.pattern = _pattern(options.names)
    options.wanted = _annexes(options.annexes)
    if options.out is None:
        return _export_one(options)
    return _export_many(options)


def _export_one(options: argparse.Namespace) -> int:
    from giadesk.exports.bundle import write_file

    targets = {k: getattr(options, k) for k in _SINGLE if getattr(options, k)}
    if not targets:
        options_there = "、".join(f"--{kind}" for kind in _SINGLE[:-1])
        raise UsageError("没有说导出成什么", "", f"至少给出 {options_there}、--{_SINGLE[-1]} 之一")
    if len(options.files) > 1 or options.files[0].is_dir():
        raise UsageError("多份报告要导出到文件夹", "", "用 --out 指定文件夹")
    given, must = _opened(options.files[0], form_library(), options)
    for kind, target in targets.items():
        write_file(kind, given, target)
        print(f"已导出 {target}")
    if must and not options.force:
        print(f"有{len(must)}条强制性审核没有通过，导出的是草稿：", file=sys.stderr)
        for message in must[:5]:
            print(f"　{message}", file=sys.stderr)
        return 1
    return 0


def _export_many(options: argparse.Namespace) -> int:
    """Write every report's files into the folder; what cannot be is said, and the others go on.

    Returns the gravest: 4 where a file could not be written, 3 where a report could not be read, 1
    where one is a draft by its findings and that is not forced, else 0.
    """
    from giadesk.rollup.collect import files_of

    kinds = _kinds(options.kinds)
    if any(getattr(options, kind) for kind in _SINGLE):
        raise UsageError("--out 不能与单个文件的选项同用", "", "种类写在 --kinds 里，如 docx,pdf")
    for path in options.files:
        if not path.is_dir():
            must_exist(path)
    _make_folder(options.out)
    inside = options.out.resolve()  # what an earlier run has written there is no report to export
    files = [p for p in files_of(options.files) if inside not in p.resolve().parents]
    forms = form_library()
    taken: set[str] = set()
    drafts, failures = 0, list[Exception]()
    for number, path in enumerate(files, start=1):
        _say(number, len(files), path.name)
        try:
            drafts += _export_into(path, forms, options, kinds, taken)
        except Exception as error:  # noqa: BLE001 - one file, or our fault on it, does not end the others
            failures.append(error)
            _clear()
            why = str(error) if isinstance(error, UserError) else "程序内部错误。"
            print(f"未导出 {path}：{why}", file=sys.stderr)
    print(
        f"共{len(files)}份：导出{len(files) - len(failures)}份，"
        f"其中{drafts}份有强制性审核没有通过；未导出{len(failures)}份"
    )
    told = [error.exit_status for error in failures if isinstance(error, UserError)]
    if len(told) < len(failures):  # told and noted as any fault of ours is
        raise next(error for error in failures if not isinstance(error, UserError))
    return max(told, default=int(bool(drafts) and not options.force))


def _export_into(
    path: Path,
    forms: FormLibrary,
    options: argparse.Namespace,
    kinds: list[FileKind],
    taken: set[str],
) -> bool:
    """Write one report's files into the folder; whether it has `must` findings is returned."""
    from giadesk.exports.bundle import write_files

    given, must = _opened(path, forms, options)
    written = write_files(given, options.out, kinds, taken)
    _clear()
    mark = f"（草稿：{len(must)}条强制性审核没有通过）" if must else ""
    for target in written:
        print(f"已导出 {target}{mark}")
    return bool(must)


def _opened(
    path: Path, forms: FormLibrary, options: argparse.Namespace
) -> tuple[Handover, list[str]]:
    """The report with all that its files are made of, and the messages of its `must` findings."""
    from giadesk.checks.run import check_report
    from giadesk.exports.annexes import review_of
    from giadesk.exports.bundle import Handover

    this = open_file(path, forms)
    findings = check_report(this.report, this.form, this.last, this.last_form)
    given = Handover(
        this.report,
        this.form,
        this.last,
        this.last_form,
        profile=options.profile,
        annexes=options.wanted,
        review=review_of(findings, this.report),
        pattern=options.pattern,
    )
    return given, [f.message for f in findings if f.severity == "must"]


def _pattern(asked: str) -> str:
    """The pattern of the files' names: that asked for, else that of 本单位资料, else the usual one."""
    from giadesk.exports.naming import DEFAULT_PATTERN, PATTERN_KEY, faults_of_pattern

    if faults := faults_of_pattern(asked):
        raise UsageError(f"文件名式样“{asked}”不能用", "；".join(faults), "请改正 --names")
    if asked:
        return asked
    kept = office_profile().get(PATTERN_KEY, "").strip()
    if faults := faults_of_pattern(kept):
        print(f"本单位资料里的文件名式样“{kept}”不能用：{'；'.join(faults)}", file=sys.stderr)
        return DEFAULT_PATTERN
    return kept or DEFAULT_PATTERN


def _annexes(words: str | None) -> tuple[AnnexKind, ...] | None:
    """The annexes named, None where nothing is said and the profile decides."""
    from giadesk.exports.annexes import ANNEX_KINDS, ANNEX_NAMES

    if words is None:
        return None
    if words in ("all", "none"):
        return ANNEX_KINDS if words == "all" else ()
    names: dict[str, AnnexKind] = {kind: kind for kind in ANNEX_KINDS}
    names |= {name: kind for kind, name in ANNEX_NAMES.items()}
    wanted = []
    for word in words.replace("，", ",").replace("、", ",").split(","):
        if word.strip() not in names:
            raise UsageError(f"没有附件“{word}”", "", f"可用 {'、'.join(ANNEX_NAMES.values())}")
        wanted.append(names[word.strip()])
    return tuple(wanted)


def _kinds(words: str) -> list[FileKind]:
    names = {str(kind): kind for kind in _SINGLE}
    kinds: list[FileKind] = []
    for word in words.replace("，", ",").replace("、", ",").split(","):
        if word.strip() not in names:
            raise UsageError(f"没有种类“{word}”", "", f"可用 {'、'.join(names)}")
        if names[word.strip()] not in kinds:
            kinds.append(names[word.strip()])
    return kinds


def _make_folder(folder: Path) -> None:
    from giadesk.places import could_not_write

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise StorageFailed(f"“{folder}”不是文件夹", "已有同名的文件", "请换一个名称") from error
    except OSError as error:
        raise could_not_write(folder, error) from error


def _say(number: int, total: int, name: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{number}/{total} {name[:40]:<40}", end="", file=sys.stderr, flush=True)


def _clear() -> None:
    if sys.stderr.isatty():
        print(f"\r{'':<60}\r", end="", file=sys.stderr, flush=True)
