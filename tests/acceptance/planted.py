"""Sentences that each hold one fault, whatever the form: what is said of them."""

from __future__ import annotations

_SENTENCES = (
    ("P-LIST-SUM", "verify", "编发简报58期，其中政策类20期、工作类30期、其他类7期。", "57", "58"),
    ("P-LIST-SUM", "verify", "政策类6篇，工作类7篇，其他类84篇，总计98篇。", "97", "98"),
    ("P-LIST-SUM", "verify", "检查16次（春季6次、夏季5次、秋季4次）。", "15", "16"),
    ("P-LIST-SUM", "verify",
     "走访30户，其中低保户20户（甲村12户、乙村9户）、其他10户。", "21", "20"),
    ("P-PART", "verify", "编发简报33期，其中专题简报74期。", "≤33", "74"),
    ("P-AVERAGE", "verify", "举办培训5期，参训240人次，平均每期60人次。", "48", "60"),
    ("P-PERCENT", "verify", "收到来信50封，其中咨询30封，占70%。", "60", "70"),
    ("P-PERCENT", "verify", "来信中咨询占60%、建议占30%、其他占20%。", "100", "110"),
    ("P-PERCENT", "verify", "报送稿件120篇，采用90篇，采用率80%。", "75", "80"),
    ("P-GROWTH", "verify", "编发简报264期，比上年增加44期，增长25%。", "20", "25"),
    ("P-NO-NUMBER", "verify", "公布资质核准条、施工许可76条、排水许可5条。", "", ""),
    ("P-YEAR", "verify", "2023年，我镇开展检查4次。", "2024", "2023"),
    ("P-YEAR", "verify", "截至2023年12月31日，建成公开栏12处。", "2024", "2023"),
    ("P-YEAR", "verify", "现公布{town}2023年政府信息公开工作年度报告。", "2024", "2023"),
    ("P-YEAR", "verify", "2024年，我镇将加强业务培训。", "2025", "2024"),
    ("P-YEAR", "verify", "2042年，我镇全年共开展检查4次。", "2024", "2042"),
    ("C-PERIOD", "must", "统计期限自2023年1月1日起至2023年12月31日止。", "2024", "2023"),
    ("C-PERIOD", "must", "统计期限自2024年1月1日起至202024年12月31日止。", "2024", "202024"),
    ("N-OTHER", "verify", "请与松林镇人民政府联系。", "{town}", "松林镇"),
    ("N-OTHER", "verify", "更新松林镇信息公开目录。", "{town}", "松林镇"),
    ("N-OTHER", "verify", "不断改善松林镇营商环境。", "{town}", "松林镇"),
    ("N-OTHER", "verify", "2024年，松林镇高度重视公开工作。", "{town}", "松林镇"),
    ("N-OTHER", "verify", "展示桃源镇新形象。", "{town}", "桃源镇"),
    ("N-OTHER", "verify", "现公布{county}水务局2024年政府信息公开工作年度报告。",
     "{county}{town}人民政府", "{county}水务局"),
    ("N-SELF", "verify", "我局高度重视这项工作。", "我镇", "我局"),
    ("N-SELF", "verify", "我街道高度重视这项工作。", "我镇", "我街道"),
    ("S-ID", "must", "经办人身份号码11010519491231002X。", "", ""),
    ("S-CARD", "must", "退费至6222021001116245702。", "", ""),
    ("S-MOBILE", "verify", "联系人王某，13800138000。", "", ""),
    *(("S-MARK", "must", f"（{mark}）注意保存。", "", "") for mark in ("秘密", "机密", "绝密", "内部资料")),
    ("C-PLACEHOLDER", "must", "全年接待来访××人次。", "", ""),
    ("C-PLACEHOLDER", "must", "全年接待来访XX人次。", "", ""),
    ("C-PLACEHOLDER", "must", "全年接待来访待补充。", "", ""),
    ("C-PLACEHOLDER", "must", "全年收到{applications/none/total}件。", "", ""),
    ("C-ORDER", "hint", "一是内容不全；三是更新不及时。", "二", "三"),
    ("W-WORD", "hint", "截止年底，公开栏全部更新。", "截至年底", "截止年底"),
    ("W-WORD", "hint", "做为重点工作推进。", "作为", "做为"),
    ("W-PAIR", "hint", "公开栏（含电子屏全部更新。", "", ""),
    ("W-DOUBLED", "hint", "公开公开栏全部更新。。", "", ""),
    ("W-MARK", "hint", "及时更新内容，做到、全面真实。", "做到", "做到、"),
    ("W-SPACE", "hint", "公开栏 全部更新。", "", ""),
    ("W-WIDTH", "hint", "公开栏全部更新,群众满意。", "", ""),
    ("W-WIDTH", "hint", "公开栏２３处。", "", ""),
)  # fmt: skip


def sentences(town: str, county: str) -> list[tuple[str, str, str, str, str]]:
    """Code, severity, the sentence, expected and actual figure, for a town of the county's."""

    def named(text: str) -> str:
        return text.replace("{town}", town).replace("{county}", county)

    return [
        (code, severity, named(text), named(expected), named(actual))
        for code, severity, text, expected, actual in _SENTENCES
    ]
