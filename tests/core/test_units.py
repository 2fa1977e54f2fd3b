"""What the name of an office says: its places, its short name, its level."""

from __future__ import annotations

import pytest

from giadesk.core.units import level_of, listed_name, places_in, short_name
from giadesk.places import shipped


@pytest.mark.parametrize(
    ("unit", "short", "places", "level"),
    [
        ("临溪县白石坪镇人民政府", "白石坪镇", ("临溪县", "白石坪镇"), "township"),
        ("临溪区人民政府桥东街道办事处", "桥东街道", ("临溪区", "桥东街道"), "township"),
        (
            "临溪经济技术开发区桥东街道办事处",
            "桥东街道",
            ("临溪经济技术开发区", "桥东街道"),
            "township",
        ),
        ("临溪县青矿区矿市街道办事处", "矿市街道", ("临溪县", "青矿区", "矿市街道"), "township"),
        ("临溪县壶镇镇人民政府", "壶镇镇", ("临溪县", "壶镇镇"), "township"),
        ("临溪县安镇街道办事处", "安镇街道", ("临溪县", "安镇街道"), "township"),
        ("临溪县桥东街道办事处", "桥东街道", ("临溪县", "桥东街道"), "township"),
        ("临溪县人民政府", "临溪县", ("临溪县",), "county"),
        ("临溪县人民政府办公室", "临溪县", ("临溪县",), "county"),
        ("临溪县住房和城乡建设局", "临溪县住房和城乡建设局", ("临溪县",), "department"),
        ("临溪区城市管理局", "临溪区城市管理局", ("临溪区",), "department"),
        ("白城市规划局", "白城市规划局", ("白城市",), "department"),
        ("临溪县石城乡人民政府", "石城乡", ("临溪县", "石城乡"), "township"),
        ("临溪县教育局", "临溪县教育局", ("临溪县",), "department"),
        ("贵州省临溪县白石坪镇人民政府", "白石坪镇", ("贵州省", "临溪县", "白石坪镇"), "township"),
        ("临溪旗乌兰滩苏木人民政府", "乌兰滩苏木", ("临溪旗", "乌兰滩苏木"), "township"),
    ],
)
def test_the_name_of_an_office(unit: str, short: str, places: tuple[str, ...], level: str) -> None:
    assert short_name(unit) == short
    assert places_in(unit) == places
    assert level_of(unit) == level


@pytest.mark.parametrize(
    ("unit", "listed"),
    [
        ("云溪县青石镇人民政府", "青石镇"),
        ("云溪县农业农村局", "农业农村局"),
        ("农业农村局", "农业农村局"),
        ("云溪县人民政府", "云溪县"),
        ("", ""),
    ],
)
def test_how_a_county_lists_its_units(unit: str, listed: str) -> None:
    assert listed_name(unit) == listed


def test_every_countys_town_is_read_as_one_of_it() -> None:
    """沙县区, 内乡县 and 津市市 end twice as a county does; the list of them all is the judge."""
    lines = (shipped("resources") / "places.txt").read_text("utf-8").splitlines()
    names = [line.partition(" ")[2] for line in lines if line and not line.startswith("#")]
    counties = [n for n in names if n[-1] in "县区市旗" and "自治" not in n and "行政区" not in n]
    assert len(counties) > 2500
    wrong = [n for n in counties if places_in(f"{n}白石镇人民政府") != (n, "白石镇")]
    assert wrong == []
