"""The data files of the checks are right: names of real rows, confusions that mend, places with codes."""

from __future__ import annotations

import re

import pytest
import yaml

from giadesk.checks.links import table_words
from giadesk.checks.wording import confusions
from giadesk.core.form import walk
from giadesk.core.forms import FormLibrary
from giadesk.places import shipped

FORMS = FormLibrary(shipped("forms")).all()


def _known() -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for form in FORMS:
        for table in form.spec.tables:
            ids = known.setdefault(table.id, set())
            for block in table.blocks:
                ids |= {n.id for n, _ in walk(block.rows)}
                ids |= {n.id for n, _ in walk(block.columns)}
    return known


def test_every_name_in_prose_belongs_to_a_row_or_column_of_a_shipped_form() -> None:
    content = yaml.safe_load((shipped("resources") / "links.yaml").read_text("utf-8"))
    known = _known()
    for table, names in content["tables"].items():
        for node in (*names.get("rows", {}), *names.get("columns", {})):
            assert node in known[table], f"{table}/{node}"


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_every_form_compiles_and_its_names_are_not_too_short(form) -> None:  # type: ignore[no-untyped-def]
    for words in table_words(form):
        for name in (*words.rows, *words.columns):
            assert all(len(word) >= 2 for word in name.words), name


def test_a_confusion_mends_itself_and_makes_no_other() -> None:
    wrong = [one.wrong for one in confusions()]
    assert len(wrong) == len(set(wrong))
    for one in confusions():
        assert one.why
        assert one.wrong != one.right
        left = [w for w in wrong if w in one.right]
        assert left == [], f"{one.right} holds {left}"


def test_places_have_codes_of_six_digits() -> None:
    lines = (shipped("resources") / "places.txt").read_text("utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    assert len(rows) > 3000
    assert all(
        re.fullmatch(r"[1-9]\d{5} \S+[省市区县旗州盟]", row) for row in rows if "地区" not in row
    )


def test_townships_are_names_once_each() -> None:
    lines = (shipped("resources") / "townships.txt").read_text("utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#")]
    assert len(rows) > 25000
    assert len(set(rows)) == len(rows)
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{2,4}(?:街道|[镇乡])", row) for row in rows)
