"""An office's own layouts: written, found again by name, handed on, refused where they are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.errors import InputRefused
from giadesk.exports import own_layouts
from giadesk.exports.own_layouts import base_of, import_own, listed, new_id, save_own
from giadesk.exports.profile import Profile, load_profile, parse_profile


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of its own."""
    monkeypatch.setenv("GIADESK_HOME", str(tmp_path))
    return tmp_path


def own(profile_id: str, based_on: str = "local-28", **about: str) -> Profile:
    """A shipped profile as an own one, with a wider upper margin."""
    base = load_profile(based_on)
    return msgspec.structs.replace(
        base,
        id=profile_id,
        page=msgspec.structs.replace(base.page, top=40),
        about=msgspec.structs.replace(base.about, based_on=based_on, **about),
    )


def test_an_own_layout_is_found_by_its_name_and_says_what_it_yields(home: Path) -> None:
    saved = save_own(own("柳河镇", name="柳河镇的版式"))
    assert load_profile("柳河镇") == saved
    assert saved.page.top == 40
    assert saved.grid.line == 28
    assert base_of(saved).id == "local-28"
    entry = next(one for one in listed() if one.id == "柳河镇")
    assert (entry.name, entry.own, entry.fault) == ("柳河镇的版式", True, "")
    assert entry.yields == saved.yields
    assert "top = 40" in (home / "layout" / "柳河镇.toml").read_text("utf-8")


def test_only_what_differs_is_written(home: Path) -> None:
    save_own(own("own"))
    text = (home / "layout" / "own.toml").read_text("utf-8")
    assert "[page]\ntop = 40" in text
    assert "bottom" not in text
    assert "[table]" not in text


def test_a_shipped_layout_is_neither_changed_nor_removed(home: Path) -> None:
    with pytest.raises(InputRefused, match="不能改动"):
        save_own(load_profile("gbt9704"))
    with pytest.raises(InputRefused, match="不能删除"):
        own_layouts.remove_own("gbt9704")
    assert not (home / "layout").exists()
    assert not own_layouts.is_own("gbt9704")


def test_a_removed_layout_is_gone() -> None:
    save_own(own("own"))
    own_layouts.remove_own("own")
    assert "own" not in [one.id for one in listed()]
    own_layouts.remove_own("own")
    with pytest.raises(InputRefused, match="没有名为“own”的版式"):
        load_profile("own")


def test_a_layout_is_handed_on_as_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = save_own(own("own", name="我们的"))
    own_layouts.export_layout("own", tmp_path / "给别人.toml")
    monkeypatch.setenv("GIADESK_HOME", str(tmp_path / "other"))
    brought = import_own(tmp_path / "给别人.toml")
    assert brought.id == "给别人"
    assert msgspec.structs.replace(brought, id="own") == saved
    assert import_own(tmp_path / "给别人.toml").id == "给别人-2"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "不是文字文件"),
        (b"[page]\ntop = 900\n", "page.top"),
        ('[about]\nname = "x"\nbased_on = "别处的"\n'.encode(), "没有名为“别处的”的版式"),
        (b"[about", "不是正确的 TOML"),
        (b"#" * 300_000, "只有几千个字节"),
        (b'[about]\nname = "x"\nbased_on = "gbt9704"\n[page]\ntop = nan\n', "page.top"),
    ],
)
def test_a_file_that_is_no_layout_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(InputRefused) as refused:
        import_own(path)
    assert said in str(refused.value)
    assert not (tmp_path / "layout").exists()


def test_a_broken_own_layout_is_listed_with_its_fault(home: Path) -> None:
    (home / "layout").mkdir()
    (home / "layout" / "坏.toml").write_text("[page]\ntop = 1\n", "utf-8")
    entry = next(one for one in listed() if one.id == "坏")
    assert entry.yields == ""
    assert "page.top" in entry.fault


def test_ids_are_free_and_fit_for_a_file() -> None:
    assert new_id("县/镇:版式") == "县_镇_版式"
    assert new_id("  ") == "本单位版式"
    assert new_id("GBT9704") == "GBT9704-2"


SHIPPED = ["gbt9704", "gbt9704-ink", "local-28", "local-29", "local-29-5", "local-33"]


@given(
    base=st.sampled_from(SHIPPED),
    values=st.fixed_dictionaries(
        {},
        optional={
            ("page", "top"): st.floats(20, 45),
            ("page", "left"): st.integers(20, 35),
            ("body", "latin"): st.sampled_from(["", "Arial", "a'b\\c"]),
            ("body", "justify"): st.booleans(),
            ("heading2", "bold"): st.booleans(),
            ("page_number", "pattern"): st.sampled_from(["{n}", "第{n}页", "-\u00a0{n}\u007f"]),
            ("signature", "lines_before"): st.integers(0, 3),
            ("about", "name"): st.text(min_size=1, max_size=20),
        },
    ),
)
def test_what_is_written_is_what_is_read(base: str, values: dict[tuple[str, str], Any]) -> None:
    given_values = own_layouts.values_of(load_profile(base))
    for (section, key), value in values.items():
        given_values[section][key] = value
    given_values["about"]["based_on"] = base
    try:
        wanted = own_layouts.judged(given_values, "own")
    except InputRefused:
        return  # margins that leave no room for the lines
    again = parse_profile(own_layouts.profile_text(wanted), "own")
    assert again == wanted
