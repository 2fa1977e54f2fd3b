"""What the library cannot take is found again at the next start."""

from __future__ import annotations

import os
import stat
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.core.errors import StorageFailed
from giadesk.store import rescue
from tests.store.sample import report


def test_a_rescued_report_is_found_whole(tmp_path: Path) -> None:
    places = [tmp_path / "急救"]
    path = rescue.keep_rescue(tmp_path, "ab12", report(), 41, "磁盘已满", places=places)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (found,) = rescue.find_rescued(tmp_path, places)
    assert (found.report_id, found.report, found.revision, found.why) == (
        "ab12",
        report(),
        41,
        "磁盘已满",
    )


def test_typing_on_replaces_the_file_and_saving_takes_it_away(tmp_path: Path) -> None:
    places = [tmp_path / "rescue"]
    for figure in range(3):
        rescue.keep_rescue(
            tmp_path, "ab12", report().with_value("a/b/c", Decimal(figure)), 41, "x", places=places
        )
    other = rescue.keep_rescue(tmp_path, "cd34", report(2020), 7, "x", places=places)
    found = rescue.find_rescued(tmp_path, places)
    assert [f.report_id for f in found] == ["ab12", "cd34"]
    assert found[0].report.values["a/b/c"] == 2
    rescue.settle_rescue(tmp_path, "ab12", places)
    assert [f.path for f in rescue.find_rescued(tmp_path, places)] == [other]


def test_the_next_place_is_tried(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    places = [tmp_path / "file" / "x", tmp_path / "second"]
    path = rescue.keep_rescue(tmp_path, "a", report(), 1, "x", places=places)
    assert path.parent == tmp_path / "second"
    with pytest.raises(StorageFailed, match=r"文件或文件夹不存在.*请不要关闭程序"):
        rescue.keep_rescue(tmp_path, "a", report(), 1, "x", places=places[:1])


@pytest.mark.parametrize("cut", [0, 1, 100, -1, -30])
def test_a_damaged_file_is_not_taken_for_a_report_and_stays(tmp_path: Path, cut: int) -> None:
    places = [tmp_path / "r"]
    path = rescue.keep_rescue(tmp_path, "a", report(), 1, "x", places=places)
    path.write_bytes(path.read_bytes()[:cut])
    assert rescue.find_rescued(tmp_path, places) == []
    assert path.exists()


def test_a_changed_letter_is_noticed(tmp_path: Path) -> None:
    places = [tmp_path / "r"]
    path = rescue.keep_rescue(tmp_path, "a", report(), 1, "x", places=places)
    path.write_bytes(path.read_bytes().replace("柳河".encode(), "柳江".encode()))
    assert rescue.read_rescue(path) is None


def test_the_reserve_is_given_up_for_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rescue.keep_reserve(tmp_path)
    reserve = tmp_path / "rescue" / "reserve.bin"
    assert reserve.stat().st_size == 1 << 20
    real = os.fsync

    def full_while_reserved(handle: int) -> None:
        if reserve.exists():
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full_while_reserved)
    path = rescue.keep_rescue(tmp_path, "a", report(), 1, "x", places=[tmp_path / "rescue"])
    assert path.exists()
    assert not reserve.exists()
    rescue.settle_rescue(tmp_path, "a", [tmp_path / "rescue"])
    assert reserve.exists()


def test_the_usual_places_are_three_and_the_first_is_the_librarys(tmp_path: Path) -> None:
    places = rescue.rescue_places(tmp_path)
    assert places[0] == tmp_path / "rescue"
    assert len(places) >= 2
