"""forms: those installed, one form's indicators and ids, and what is wrong with a form file."""

from __future__ import annotations

import argparse
import sys

from giadesk.commands.opening import form_library, must_exist


def forms(options: argparse.Namespace) -> int:
    """List the forms or one's indicators, or check a form file."""
    from giadesk.core.forms import FormErrors

    if options.check:
        must_exist(options.check)
        try:
            form = form_library().check(options.check)
        except FormErrors as error:
            for line in error.errors:
                print(line, file=sys.stderr)
            print(f"{options.check}：{len(error.errors)}处错误", file=sys.stderr)
            return 3
        print(f"{options.check}：正确，{len(form.indicators)}项指标，{len(form.relations)}条关系")
        return 0
    forms = form_library()
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
