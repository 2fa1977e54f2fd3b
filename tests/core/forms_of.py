"""The shipped forms, for tests of core."""

from __future__ import annotations

from functools import lru_cache

from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.places import shipped

SHIPPED = ("gia-2008", "gia-2014", "gia-2014-shandong", "gia-2019", "gia-2021")


@lru_cache(maxsize=1)
def shipped_forms() -> FormLibrary:
    return FormLibrary(shipped("forms"))


def form_of(form_id: str) -> Form:
    return shipped_forms().get(form_id)
