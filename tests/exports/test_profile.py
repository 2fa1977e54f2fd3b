"""Layout profiles: the measured numbers, what a profile yields, faults with place and remedy."""

import pytest

from giadesk.core.errors import InputRefused
from giadesk.exports.profile import load_profile, parse_profile, profile_names

OWN = '[about]\nname = "本地"\nbased_on = "gbt9704"\n'


def test_the_default_gives_the_measured_numbers_of_the_standard():
    profile = load_profile()
    assert (profile.text_width, profile.text_height) == (8845, 12756)
    assert (profile.line, profile.spacing) == (579, -5)
    assert profile.yields == "22 行 × 28 字"


def test_the_ink_profile_moves_the_margins_and_not_the_page_number():
    profile = load_profile("gbt9704-ink")
    assert (profile.line, profile.spacing, profile.yields) == (592, -5, "22 行 × 28 字")
    standard = load_profile()
    edge = standard.page.bottom - standard.page_number.below
    assert profile.page.bottom - profile.page_number.below == pytest.approx(edge)


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_profile_loads_and_says_what_it_yields(name):
    profile = load_profile(name)
    assert profile.id == name
    assert profile.yields.startswith(f"{profile.lines} 行 × {profile.characters} 字")
    assert profile.characters == profile.grid.characters


def test_a_pitch_that_does_not_fit_is_loaded_and_said():
    profile = parse_profile(OWN + "[grid]\nline = 29\n", "own")
    assert profile.yields == "21 行 × 28 字（29 磅 × 22 行超出版心 0.2 磅）"
    loose = parse_profile(OWN + "[grid]\nline = 28\n", "own")
    assert loose.yields == "22 行 × 28 字（版心下部空 7.69 毫米）"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[page]\ntob = 3\n",
            "page.tob：没有这一项，可以有 top、bottom、left、right（是不是“top”）",
        ),
        ('[page]\ntop = "高"\n', "page.top：是“高”，应为 5 至 80 的数"),
        ("[page]\ntop = 200\n", "page.top：是“200”，应为 5 至 80 的数"),
        ("[grid]\nlines = 22.5\n", "grid.lines：是“22.5”，应为 10 至 60 的整数"),
        ('[body]\nfont = "a\\"b"\n', 'body.font：是“a"b”，应为文字'),
        ("[body]\njustify = 1\n", "body.justify：是“1”，应为 true 或 false"),
        ('[page_number]\nstyle = "下"\n', "应为center、mirrored、none、right 之一"),
        ('[page_number]\npattern = "第页"\n', "应为含有一个 {n} 的文字"),
        ("[grid]\nline = 12\n", "grid.line：行距 12 磅小于正文字号 16 磅"),
        ("[title]\nline = 20\n", "title.line：行距小于标题字号 22 磅"),
        ("[heading1]\nsize = 40\n", "heading1.size：大于行距"),
        ("[table]\nmin_size = 14\n", "table.min_size：大于 table.size"),
        ("[fonts]\n宋体 = 3\n", "不是正确的 TOML"),
        ("[page\n", "不是正确的 TOML"),
        ("page = 3\n", "page：应为一节 [page]"),
    ],
)
def test_a_fault_names_its_place_and_what_is_allowed(text, said):
    with pytest.raises(InputRefused) as caught:
        parse_profile(OWN + text if not text.startswith("page") else text + OWN, "own")
    assert said in str(caught.value)
    assert "own.toml" in str(caught.value)


def test_all_faults_are_said_at_once():
    with pytest.raises(InputRefused, match="有3处错误"):
        parse_profile(OWN + "[page]\ntop = 1\nbottom = 1\n[body]\nsize = 1\n", "own")


def test_missing_parts_are_named_where_a_profile_stands_alone():
    with pytest.raises(InputRefused, match="page：缺少"):
        parse_profile('[about]\nname = "单独"\n', "own")


def test_an_unknown_name_lists_what_there_is():
    with pytest.raises(InputRefused, match="是不是“gbt9704”"):
        load_profile("gbt9705")
    with pytest.raises(InputRefused, match="没有名为"):
        load_profile("../layout/gbt9704")


def test_profiles_that_are_based_on_each_other_are_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("GIADESK_HOME", str(tmp_path))
    folder = tmp_path / "layout"
    folder.mkdir()
    for name, base in (("one", "two"), ("two", "one")):
        text = f'[about]\nname = "x"\nbased_on = "{base}"\n'
        (folder / f"{name}.toml").write_text(text, "utf-8")
    with pytest.raises(InputRefused, match="互相引用"):
        load_profile("one")


def test_an_office_may_add_its_own_profile(monkeypatch, tmp_path):
    monkeypatch.setenv("GIADESK_HOME", str(tmp_path))
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "ours.toml").write_text(OWN + "[grid]\nline = 28\n", "utf-8")
    assert "ours" in profile_names()
    assert profile_names()[0] == "gbt9704"
    assert load_profile("ours").line == 560
