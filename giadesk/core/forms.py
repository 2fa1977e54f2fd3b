"""Forms from files: YAML to specs to compiled forms, with every error of a file at once.

An error names the place inside the file, what was found and what is allowed. The shape is judged in
judge.py, changes of an extending form are done in extend.py, the meaning is judged in compile.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from giadesk.core.compile import compile_form
from giadesk.core.errors import InputRefused, system_says
from giadesk.core.extend import ExtensionSpec, extended
from giadesk.core.form import Form, FormSpec
from giadesk.core.judge import Faults, did_you_mean, judge

_REMEDY = "请按 forms/README.md 改正后再试"


class FormErrors(InputRefused):
    """A form file that is not right. `errors` are all its faults, one sentence each."""

    def __init__(self, source: str, errors: list[str]) -> None:
        super().__init__(f"表式文件“{source}”有{len(errors)}处错误", "；".join(errors), _REMEDY)
        self.errors = errors


def load_form(path: Path, base: Callable[[str], Form] | None = None) -> Form:
    """The form in that file. FormErrors with every fault; InputRefused where it cannot be read.

    base: gives the form that it extends; without it, forms of the same folder can be extended.
    """
    text = _read(path)
    return parse_form(text, path.name, base or FormLibrary(path.parent).get)


def parse_form(text: str, source: str, base: Callable[[str], Form] | None = None) -> Form:
    """The form that the YAML text holds; `source` names it in messages."""
    try:
        raw = yaml.load(text, Loader=_StrictLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise FormErrors(source, [f"不是正确的 YAML：{_where(error)}"]) from error
    faults = Faults()
    form = None
    if isinstance(raw, dict) and "extends" in raw:
        form = _extension(raw, faults, base)
    else:
        spec = judge(raw, FormSpec, faults)
        if spec is not None:
            form = compile_form(spec, faults)
    if form is None or faults:
        raise FormErrors(source, faults.sentences)
    return form


def _extension(raw: Any, faults: Faults, base: Callable[[str], Form] | None) -> Form | None:
    spec = judge(raw, ExtensionSpec, faults)
    if spec is None or not isinstance(raw["extends"], str):
        return None
    try:
        if base is None:
            raise InputRefused("没有可以扩展的表式")
        extends = base(spec.extends)
    except FormErrors as error:
        faults.meaning("extends", f"“{spec.extends}”本身有错误：{error.errors[0]}")
        return None
    except InputRefused as error:
        faults.meaning("extends", error.what, error.remedy)
        return None
    return compile_form(extended(spec, extends, faults), faults, (extends.id, *extends.bases))


class FormLibrary:
    """The forms in some folders; a later folder (the user's own) may add but not replace.

    A file that cannot be a form is kept in `broken` with its errors and does not stop the others.
    """

    def __init__(self, shipped: Path, own: Path | None = None) -> None:
        self.folders = (shipped, own)
        self.broken: dict[str, InputRefused] = {}
        self._paths: dict[str, Path] = {}
        self._loaded: dict[str, tuple[tuple[int, ...], Form]] = {}
        self._heads: dict[str, _Head] = {}
        for folder in self.folders:
            if folder is not None and folder.is_dir():
                for path in sorted(folder.glob("*.yaml")):
                    self._take(path)

    def _take(self, path: Path) -> None:
        if path.stem not in self._paths:
            self._paths[path.stem] = path
        else:
            self.broken[path.name] = InputRefused(
                f"表式文件“{path.name}”没有启用",
                f"已有 id 为“{path.stem}”的表式",
                "请换一个 id 和文件名，用 extends 扩展已有的表式",
            )

    @property
    def ids(self) -> list[str]:
        """The ids of all forms, oldest first by name."""
        return sorted(self._paths)

    def get(self, form_id: str) -> Form:
        """The form with that id. InputRefused where there is none, FormErrors where it is broken."""
        return self._get(form_id, ())

    def _get(self, form_id: str, trail: tuple[str, ...]) -> Form:
        path = self._paths.get(form_id)
        if path is None:
            close = did_you_mean(form_id, self._paths)
            raise InputRefused(
                f"没有名为“{form_id}”的表式",
                f"现有：{'、'.join(self.ids)}",
                close or "请选用其中之一，或把这个表式放进表式文件夹",
            )
        if form_id in trail:
            circle = " → ".join((*trail, form_id))
            raise FormErrors(path.name, [f"extends：互相扩展：{circle}"])
        known = self._loaded.get(form_id)
        if known is not None and known[0] == self._stamps(known[1]):
            return known[1]
        form = _named(path, load_form(path, lambda base: self._get(base, (*trail, form_id))))
        self._loaded[form_id] = (self._stamps(form), form)
        return form

    def _stamps(self, form: Form) -> tuple[int, ...]:
        """When the form's file and those of its bases were written."""
        return tuple(_stamp(self._paths[i]) for i in (form.id, *form.bases))

    def check(self, path: Path) -> Form:
        """The form in any file, which may extend one of these. Errors as `load_form` gives them."""
        return _named(path, load_form(path, self.get))

    def all(self) -> list[Form]:
        """Every form that loads; those that do not are put into `broken`."""
        forms = []
        for form_id in self.ids:
            try:
                forms.append(self.get(form_id))
                self.broken.pop(form_id, None)
            except InputRefused as error:
                self.broken[form_id] = error
        return forms

    def for_year(self, year: int, last: Form | None = None) -> Form:
        """The form in force for reports of that year.

        The oldest for years before all of them. A form that extends another is taken only by its id:
        whether an office has a province's rows is not in the year. last: the form of the office's
        last report; a province's is kept for as long as it is in force.
        """
        if last is not None and last.in_force(year) and self._head(last.id).extends:
            return last
        heads = [self._head(form_id) for form_id in self.ids]
        heads = [h for h in heads if not h.extends]
        fitting = [h for h in heads if h.from_year <= year and (not h.to_year or year <= h.to_year)]
        if not fitting:
            oldest = min((h.from_year for h in heads), default=0)
            fitting = [h for h in heads if h.from_year == oldest]
        for head in sorted(fitting, key=lambda h: (-h.from_year, h.own, h.id)):
            try:
                return self.get(head.id)
            except InputRefused as error:
                self.broken[head.id] = error
        raise InputRefused(f"没有适用于{year}年的表式", f"现有：{'、'.join(self.ids)}", _REMEDY)

    def _head(self, form_id: str) -> _Head:
        """What the top of a form's file says, read without judging the file."""
        path = self._paths[form_id]
        stamp = _stamp(path)
        head = self._heads.get(form_id)
        if head is None or head.stamp != stamp:
            try:
                said = dict(_HEAD_LINE.findall(_read(path)))
            except InputRefused:
                said = {}
            own = path.parent != self.folders[0]
            head = _Head(
                form_id,
                int(said.get("from_year") or 9999),
                int(said.get("to_year") or 0),
                "extends" in said,
                own,
                stamp,
            )
            self._heads[form_id] = head
        return head


def _named(path: Path, form: Form) -> Form:
    """The form, whose id must be the name of its file: it is found by it."""
    if form.id != path.stem:
        raise FormErrors(path.name, [f"id：是“{form.id}”，应与文件名“{path.stem}”相同"])
    return form


class _Head(NamedTuple):
    id: str
    from_year: int
    to_year: int
    extends: bool
    own: bool
    stamp: int


_HEAD_LINE = re.compile(r"^(from_year|to_year|extends)[ ]*:[ ]*[\"']?([0-9]{0,4})", re.MULTILINE)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefused(f"无法读取表式文件“{path.name}”", "不是 UTF-8 编码", _REMEDY) from error
    except OSError as error:
        why = system_says(error)
        raise InputRefused(f"无法读取表式文件“{path.name}”", why, _REMEDY) from error


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


class _StrictLoader(yaml.CSafeLoader):
    """YAML in which a key given twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = key_node.value
            if isinstance(key, str):
                if key in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"键“{key}”重复", key_node.start_mark
                    )
                seen.add(key)
        return super().construct_mapping(node, deep)


def _where(error: Exception) -> str:
    """Line and column of a fault in the YAML for an author, with the parser's own words."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return " ".join(str(error).split())
    problem = getattr(error, "problem", None) or "?"
    place = f"第{mark.line + 1}行第{mark.column + 1}个字"
    return f"{place}附近，请检查缩进、冒号、“- ”和引号（{problem}）"
