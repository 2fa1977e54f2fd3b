"""The quick part of the fuzzing: a few hundred mutants of every reader, the same ones each time."""

from __future__ import annotations

import logging
from random import Random

import pytest

from giadesk.core.blocks import Document, Paragraph
from giadesk.imports.recognise import traced
from tests.fuzz import seeds, targets
from tests.fuzz.targets import TARGETS, VanishedError, recognised
from tests.imports.documents import flattened
from tests.samples.reports import form_of, full_report

_QUICK = {
    "docx": 600, "xlsx": 600, "html": 400, "txt": 700, "md": 700, "pdf": 60, "gia": 150, "doc": 700, "blocks": 250,
    "flat": 150, "mht": 250, "rtf": 400,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet():
    """Libraries log what they find wrong with a file, which here is everything."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", _QUICK)
def test_a_mutant_gives_a_report_or_a_sentence(name):
    target = TARGETS[name]
    outcomes = set()
    for number in range(_QUICK[name]):
        made, chance = target.mutant("quick", number)
        try:
            outcomes.add(target.run(made, chance))
        except BaseException as error:
            error.add_note(f"python -m tests.fuzz --seed quick --reader {name} --one {number}")
            raise
    assert (
        len(outcomes) > 1 or name == "blocks"
    )  # some are read and some refused, or the mutants are worth nothing


def test_the_seeds_are_whole():
    """A seed that is refused would make every mutant pass."""
    chance = Random(8)  # any that sends some on to the recogniser and some not
    made = {
        "docx": seeds.small_docx(), "xlsx": seeds.own_xlsx(), "html": seeds.small_html().encode(), "md": seeds.small_markdown().encode(),
        "txt": seeds.small_text().encode("gb18030"), "pdf": seeds.small_pdf(), "gia": seeds.own_package(), "doc": seeds.small_doc(),
        "mht": seeds.small_mht(), "rtf": seeds.small_rtf(),
        **{f"flat{i}": x.encode() for i, x in enumerate(seeds.flat_texts())},
    }  # fmt: skip
    for name, data in made.items():
        name = name.rstrip("0123456789")
        assert {TARGETS[name].run(data, chance) for _ in range(6)} <= {"read", "report"}, name
    for document in seeds.documents():
        recognised(document)


def test_a_vanished_character_is_noticed(monkeypatch):
    """The promise is worth something only if breaking it is seen."""
    form = form_of()
    whole = flattened(full_report(form, characters=200), form).blocks
    document = Document((*whole[:-2], Paragraph("甲乙丙丁。"), *whole[-2:]))
    recognised(document)

    def forgetful(given, *rest, **named):
        return traced(
            Document(tuple(b for b in given.blocks if "甲乙丙丁" not in getattr(b, "text", ""))),
            *rest,
            **named,
        )

    monkeypatch.setattr(targets, "traced", forgetful)
    with pytest.raises(VanishedError, match="丁"):
        recognised(document)
