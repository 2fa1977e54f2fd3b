"""What a report can both tell of and deny, in the words of offices: trainings, complaints, fees, reviews, …

For each how it is told of, in what surroundings that is another matter, and how it is denied where the
denials held against the tables (`giadesk.checks.denied`) do not know it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from giadesk.checks.denied import ABSENT

MANY = r"(?:[1-9]\d{0,4}|[一二两三四五六七八九十]{1,3})"
_IDS = {absence.name: absence.ids for absence in ABSENT}


class Matter(NamedTuple):
    """Something denied by name, and how it is told of.

    word: what a paragraph must hold that tells of it. around: what the sentence must speak of, and what
    it must not; None where more is asked than that (`giadesk.checks.gainsaid`). denies: a denial of it
    that names it otherwise.
    """

    denied: str
    word: str
    told: re.Pattern[str]
    remedy: str
    around: tuple[re.Pattern[str], re.Pattern[str]] | None = None
    denies: re.Pattern[str] | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The figures by which the tables say it."""
        return _IDS.get(self.denied, ())


_OUR_WORK = re.compile(r"公开")
_NEVER = (
    r"上一?年|去年|往年|历年|累计|以来|如果|假如|如有|若|凡|一旦|可以|可在|可向|应当|有权|将(?=[组开举召])|拟|计划|明年|下一?步|各村|每[村个]"
    r"|村级|村委|县里|市里|县局|市局|省|上级|参加|选派"
)


def _matter(
    denied: str,
    word: str,
    told: str,
    remedy: str,
    *,
    about: str = "公开",
    never: str = "",
    denies: str = "",
) -> Matter:
    return Matter(
        denied,
        word,
        re.compile(told),
        remedy,
        (re.compile(about), re.compile(f"{_NEVER}|{never}" if never else _NEVER)),
        re.compile(denies) if denies else None,
    )


_NONE = r"(?:未|没有|无)(?:再|曾|能)?"
_ENDS = r"(?=[，。；、（）]|$)"
MATTERS = (
    _matter(
        "培训班", "培训",
        rf"(?:举办|组织|开展|召开|进行|安排)了?(?!过)[^，。；]{{0,16}}培训(?:班|会|活动)?(?:共|累计|达|了)*{MANY}[次期场]"
        rf"|(?:举办|组织|开展|召开)了?{MANY}[次期场][^，。；]{{0,12}}培训|\d{{1,2}}月(?:\d{{1,2}}日)?[^，。；、]{{0,8}}(?:举办|组织|开展)了?[^，。；、]{{0,12}}培训"
        rf"|\d{{1,2}}月(?:份)?培训[的了]|办班{MANY}期"
        rf"|培训[^，。；\d]{{0,10}}[1-9]\d*人次",
        "核对有没有举办培训，改正写错的一处",
        about=r"公开|信息员|联络员|公开员", never=r"安全生产|消防|技能|农技|就业|党员",
        denies=rf"{_NONE}(?:组织|举办|开展|进行|安排)(?:过)?(?:任何)?(?:(?:政府|政务)?(?:信息)?公开)?(?:工作|业务|专题|人员)*培训{_ENDS}",
    ),
    _matter(
        "结转下年度的申请", "件",
        rf"{MANY}件(?:申请)?[^，。；件]{{0,20}}?[，]?(?:结?转(?:至|到|入)?(?:下一?年|次年|明年|20\d\d年)|(?:未能?|没有|尚未)(?:在)?(?:年内|年底前|本年度?内?|当年)(?:办结|答复|办理完))"
        rf"|(?:尚有|还有|仍有|余|剩余?){MANY}件[^，。；]{{0,20}}[，]?[^，。；]{{0,8}}(?:结?转(?:至|到|入)?(?:下一?年|次年|明年|20\d\d年))"
        rf"|(?:年底|年末|年终|12月31日)[^，。；]{{0,6}}?(?:尚有|还有|仍有|有){MANY}件[^，。；]{{0,8}}(?:正在办理|在办|[未没]有?办结|未答复|办理中|尚未)",
        "核对有没有结转下年度的申请，改正写错的一处",
        about=r"申请|结转|答复|办理", never=r"复议|诉讼|投诉|建议|提案|20\d\d年结?转|无结转|问题|整改|信访",
    ),
    _matter(
        "依申请公开信息收取的费用", "费",
        r"收取了?[^，。；\d]{0,10}费用?[^，。；\d]{0,4}[1-9]\d*(?:\.\d+)?元",
        "核对有没有收取费用，改正写错的一处",
        about=r"申请人|信息处理费|检索|复[印制]",
        never=r"标准为|每[页件份]|证书|资格|许可证|事业|社会|公司",
        denies=r"(?:信息处理费|费用)(?:共计?|合计|总额|为|是|[：:])*(?:0|零)万?元",
    ),
    _matter(
        "举报投诉", "公开",
        rf"(?:接到|收到|受理|处理|查处|转来)(?=[^，。；]*公开)[^，。；]{{0,24}}(?:举报|投诉)(?:的?问题|事项|信件|电话|来信)*(?:共|计)*{MANY}[件起次]"
        rf"|(?:接到|收到|受理|处理|查处)(?=[^，。；]*公开)[^，。；]{{0,4}}{MANY}[件起次][^，。；]{{0,16}}(?:举报|投诉)",
        "核对有没有举报投诉，改正写错的一处",
        about=r"信息公开|政务公开|公开栏|公开不|不公开|公开[^，。；]{0,4}不(?:实|及时|全)",
        never=r"热线|12345|信访|环境|市场|消费|无关|不涉及",
        denies=rf"(?:{_NONE}(?:收到|接到|发生|受理|出现|有|被)|无|没有)(?:过)?(?:任何)?(?:关于|有关|涉及|针对|因)?[^，。；]{{0,14}}公开[^，。；]{{0,8}}(?:举报|投诉)"
        rf"(?:举报|投诉|情况|案件|事项|问题|件|[、和或的])*{_ENDS}",
    ),
    _matter(
        "政府信息公开专项经费", "经费",
        r"(?:安排|投入|列支|落实|拨付|支出|使用|拨出)了?[^，。；\d没未]{0,14}专[项门]"
        r"(?:工作)?(?:经费|资金)(?:共|为|人民币|约)*\d[\d.]*万?元"
        r"|专[项门](?:工作)?经费(?:共|为|[：:])*[1-9][\d.]*万?元",
        "核对有没有专项经费，改正写错的一处",
        denies=rf"{_NONE}(?:安排|列支|设立|单列|落实)?过?(?:专[项门]的?(?:(?:政府|政务)?(?:信息)?公开)(?:工作)?"
        rf"|(?:(?:政府|政务)?(?:信息)?公开)(?:工作)?的?专[项门]的?)(?:经费|资金){_ENDS}",
    ),
    _matter(
        "专职人员", "专职",
        rf"(?:配备|设有?|设置|安排|落实|现有|确定|明确|有)了?(?:[^，。；\d]{{0,6}}专职(?:工作|信息公开)?(?:人员|干部|信息员)(?:共|为)*{MANY}[名人]|{MANY}[名人位]专职)|由{MANY}[名人位]专职",
        "核对有没有专职人员，改正写错的一处", never=r"村|社区|网站|窗口|大厅|站所|股室|司法",
    ),
    _matter(
        "政府信息公开会议", "次",
        rf"(?:召开|组织)了?[^，。；、]{{0,8}}(?:政府信息公开|信息公开|政务公开)[^，。；、]{{0,6}}(?:会议?)(?:共|了)*{MANY}[次场]",
        "核对有没有召开会议，改正写错的一处",
    ),
    _matter(
        "制发的行政规范性文件", "规范性文件",
        rf"(?:制[发定]|出台|印发)了?(?:行政)?规范性文件(?:共|了)*{MANY}[件份个]|(?:制[发定]|出台|印发)了?{MANY}[件份个](?:行政)?规范性文件",
        "核对有没有制发规范性文件，改正写错的一处", about=r".", never=r"县政府|市政府|区政府|府办",
    ),
    _matter(
        "新闻发布会", "发布会",
        rf"(?:召开|举办|举行)了?[^，。；]{{0,8}}新闻发布会(?:共|了)*{MANY}[次场]|(?:召开|举办|举行)了?{MANY}[次场][^，。；]{{0,6}}新闻发布会",
        "核对有没有召开新闻发布会，改正写错的一处", about=r".",
    ),
    _matter(
        "政策解读稿件", "解读",
        rf"(?:制作|发布|编写|推出|撰写|发表)了?[^，。；、]{{0,10}}(?:解读(?:稿件?|材料|信息)?|图解)(?:共|了)*{MANY}[篇件期条个]",
        "核对有没有发布政策解读，改正写错的一处", about=r".", never=r"转[发载]|县政府|市政府",
    ),
    _matter(
        "延期办结", "延",
        rf"{MANY}件[^，。；\d]{{0,14}}(?<!未)(?<!不)(?<!有)延[期长](?:答复|办理|办结|了)*|延[期长](?:答复|办理|办结)(?:的?(?:申请)?)?{MANY}件",
        "核对有没有延期，改正写错的一处", about=r"申请|答复", never=r"未延|无延|没有延|复议|诉讼",
        denies=rf"{_NONE}(?:一件)?(?:申请)?延[期长](?:答复|办理|办结)?(?:的?(?:情况|情形|申请))?{_ENDS}",
    ),
)  # fmt: skip
"""What no table of the report's form need say."""
_ASKED_OF_US = (
    rf"(?:向|为|给|对){MANY}[名位个](?:信息公开)?申请人|申请人[\u4e00-\u9fff]?某[^，。；]{{0,6}}(?:索取|要求|申请|请求)|申请人(?:来[信函电]|到[^，。；]{{1,8}})[^，。；]{{0,4}}(?:索取|要求公开|申请公开)"
    rf"|\d{{1,2}}月(?:\d{{1,2}}日)?[^，。；]{{0,6}}(?:收到|接到|受理)的?[^，。；未没]{{0,20}}(?:信息公开|公开)申请|(?:收到|接到|受理)的第?[一1]件申请"
    rf"|(?:(?:某|一名|1名|一位)(?:村|居|市)?民|[村居市]民[\u4e00-\u9fff]{{0,2}}某)[^，。；]{{0,10}}(?:申请公开|书面申请|要求公开)(?!的)"
)
ASKED = re.compile(_ASKED_OF_US)
"""One application told of as such, which no number of them says."""
