"""What a report can say there was none of, in what words, and the figures that are then 0.

Every word of a denial must be understood: 未收到重复申请 denies the row of repeated requests, and
nothing is said of 未收到关于征地的申请.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_COMMON = (
    "的|或者|或|和|及|以及|与|、|/|也|过|到|了|任何|各类|各种|各项|该项|此类|这类|有关|相关|方面|等|在|关于|涉及"
    "|本[镇乡县区局街道委办院厅单位机关部门]+|我[镇乡县区局街道委办院厅单位部门]+|全[镇乡县区局街道]+|本年度?|年度|全年"
    "|政府信息公开|信息公开|政务公开|依申请公开|政府信息|政务信息|信息|公开|依申请|主动|工作|事务|政务"
    "|事项|事宜|案件|案|情况|情形|现象|事件|行为|问题|数量|总数|件|发生|产生|出现|受理|办理|处理|新|的要求"
    "|任何一|一起|一件|一例|一宗|一次|一项|1起|1件|1例|1宗"
)

_ASKED = (
    "自然人|法人|其他组织|公民、法人和其他组织|公民、法人或其他组织|公民、法人或者其他组织|公民、法人及其他组织|公民、法人、其他组织|单位和个人|单位或个人"
    "|公民|群众|社会公众|公众|申请人|形式|方式|渠道|对|向|由|来自|提出|提交|要求|请求|申请|信件|函件|信函|来信|来电|来访|电话|邮件|办件|收到|线上线下|线上、线下"
    "|和不予公开|及不予公开|、不予公开|人提出|人提交|人申请|人要求|人向|人前来|前来"
)

_DISPUTED = (
    "行政复议|复议|行政诉讼|诉讼|申诉|应诉|举报|投诉|收费|纠纷|争议|因|被|而|由|对|针对|提请|提起|申请|引起|引发|导致"
    "|造成|新增|答复|不服|不当|上述|公民|法人|其[他它]组织|以|为被申请人|为被告|作为|为|当事人|相对人|公众|群众|人提起|人提出|人申请|人因|人就|人对|就|零"
)

_DECIDED = (
    "行政许可|行政处罚|行政强制|行政事业性收费|行政|许可|处罚|强制|收费|规章|规范性文件|对外管理服务|实施|作出|做出|开展"
    "|决定|项目|职权|职能|权力|管理|制定|制发|印发|出台|收取|措施|费用"
)

_CLASSES = "机构职能|政策法规|规划计划|业务工作|统计数据"
_MADE = "行政规范性文件|规范性文件|规章|制定|制发|印发|出台|发布|文件|新增|废止|修订|政策性?"

_CARRIED = (
    "需要|需|跨年度?|结转|转入|至|继续|20\\d\\d年|下一?年度?|次年|明年|申请|待|尚待|答复|未办结"
)


class Absence(NamedTuple):
    """Something that a report can say there was none of, and the figures that must then be 0.

    named: what the denied words must hold; never: what they must not; words: those understood.
    verbs: which negations speak of it; "" for a bare 无, 没有. strict: whether the words before the
    negation must be understood too. about: what the paragraph or its headings must speak of; beside:
    what in the rest of the paragraph makes the denial one of a part.
    """

    name: str
    named: re.Pattern[str]
    never: re.Pattern[str] | None
    words: re.Pattern[str]
    verbs: re.Pattern[str]
    ids: tuple[str, ...]
    strict: bool = False
    about: re.Pattern[str] | None = None
    beside: re.Pattern[str] | None = None


def _absence(name: str, named: str, never: str, words: str, verbs: str, *ids: str) -> Absence:
    every = sorted({*f"{_COMMON}|{words}".split("|")}, key=len, reverse=True)
    return Absence(
        name,
        re.compile(named),
        re.compile(never) if never else None,
        re.compile(f"(?:{'|'.join(every)}|\\s)*+"),
        re.compile(verbs),
        ids,
    )


_ANY_VERB = r".*"
_WHOLE_MATTERS = (
    _absence(
        "收到的申请",
        r"申请|要求.*公开",
        r"复议|诉讼|举报|投诉|收费|结转",
        _ASKED,
        r"$|收|接|受理|办理|有|发生|出现|产生|存在",
        "applications/received/total",
        "statistics/received/value",
    ),
    _absence(
        "行政复议",
        r"复议",
        r"^此",
        _DISPUTED,
        _ANY_VERB,
        "proceedings/cases/review_total",
        "statistics/review/value",
    ),
    _absence(
        "行政诉讼",
        r"诉讼|起诉|被诉|诉至",
        r"^此",
        f"{_DISPUTED}|起诉|诉至|被诉|人民法院|法院|诉",
        _ANY_VERB,
        "proceedings/cases/direct_total",
        "proceedings/cases/after_total",
        "statistics/litigation/value",
    ),
    _absence(
        "结转下年度的申请",
        r"结转(?:至|到)?(?:下|次年|明年|20)|转入?下|跨年",
        r"上年|去年|上一年",
        _CARRIED,
        _ANY_VERB,
        "applications/carried_out/total",
    ),
    _absence(
        "上年结转的申请",
        r"(?:上一?年度?|去年)(?:结转|转入|转结)",
        r"结转(?:至|到)?(?:下|次年|明年)|转入?下",
        _CARRIED + "|上年度?|上一年度?|去年|转结",
        _ANY_VERB,
        "applications/carried_in/total",
    ),
    _absence(
        "制发的行政规范性文件",
        r"规范性文件",
        r"废止|许可|处罚|强制",
        _MADE,
        r"$|制|出台|印发|发布|有",
        "disclosure/normative/made",
        "statistics/normative_made/value",
    ),
    _absence(
        "行政许可", r"许可", "", _DECIDED, _ANY_VERB, "disclosure/licences/decisions"
    ),
    _absence(
        "行政处罚", r"处罚", "", _DECIDED, _ANY_VERB, "disclosure/penalties/decisions"
    ),
    _absence(
        "行政强制", r"强制", "", _DECIDED, _ANY_VERB, "disclosure/coercion/decisions"
    ),
    _absence(
        "行政事业性收费", r"行政事业性收费", "", _DECIDED, _ANY_VERB, "disclosure/fees/amount"
    ),
)  # fmt: skip

_OUTCOMES = (
    "同意|予以|部分公开|不予|不同意|公开|答复|办结|决定|延期|延长|期限|无法提供|提供|申请信息|信息不存在|不存在|不属于本(?:行政)?机关|非本机关"
    "|掌握|其[他它]处理|作出|做出|需要|需|申请人?|例|要|被|类|经?批准|更改|补充|补正|告知|重复|件申请|一"
)
_REASONS = (
    "国家秘密|三类|四类|内部事务信息|内部事务|过程性信息|过程性|行政执法案卷|执法案卷|行政查询事项|行政查询|没有|无|现成信息|现成"
    "|需要|需|另行制作|内容|仍|不明确|逾期|不补正|未补正|申请人|属于|涉及|因|而"
)
_STAFF = (
    "专职|兼职|专门|专项|人员|配备|设置|设立|设|安排|列支|落实|成立|机构|经费|资金|从事|查阅点|查阅场所|保障"
    "|负责|的?工作人员"
)
_HELD = (
    "召开|举办|举行|组织|参加|开展|做客|新闻发布会|发布会|政府网站|网站|在线访谈|网上访谈|访谈|培训班?|业务|各类|会议|专题|工作会|会"
    "|场|期|班|发布|制作|撰写|编发|政策|文件|解读|稿件?|材料|篇|社会|公众|群众|关注|关心|热点|重大舆情|舆情|回应|需要|需|进行|本"
)
_CHARGED = (
    "向|申请人|收取|收费|收|费用|费|处理|检索|复制|复印|打印|邮寄|递送|寄送|成本|工本|材料|依申请|提供|单位|个人|公民|群众"
    "|法人|其[他它]组织|及?减免|人|对|因"
)
_OPENED = "开通|开设|开办|建立|使用|政务|官方|微博|微信|公众号|账号|平台|通过|利用|发布|编印|发行|政府公报"
_ENDED = (
    f"{_DISPUTED}|结果为?|纠正|纠错|依法|败诉|法院|复议机关|机关|具体行政行为|行政行为|判决"
    "|尚?未审结|尚?未结案|在审|一"
)
_REQUESTS = re.compile(r"申请")
_OTHER_MEETINGS = re.compile(r"(?:例|联席|办公|推进|部署|工作|碰头|党委|扩大|座谈|动员)会|\d[次场]")


def _row(
    name: str,
    named: str,
    words: str,
    *ids: str,
    never: str = "",
    about: re.Pattern[str] | None = None,
    beside: str = "",
) -> Absence:
    """A row or column of a table, denied by words that are understood from the start of their clause."""
    return _absence(name, named, never, words, _ANY_VERB, *ids)._replace(
        strict=True, about=about, beside=re.compile(beside) if beside else None
    )


def _outcome(name: str, named: str, *ids: str) -> Absence:
    return _row(name, named, _OUTCOMES, *ids, about=_REQUESTS)


def _ended(how: str, named: str, result: str) -> tuple[Absence, Absence]:
    """The cases that ended so, by their two kinds; the kind is said, or added from what went before."""
    return (
        _row(
            f"{how}的行政复议", f"复议.*(?:{named})|(?:{named}).*复议", _ENDED,
            f"proceedings/cases/review_{result}", f"statistics/review_{result}/value",
        ),
        _row(
            f"{how}的行政诉讼", f"诉讼.*(?:{named})|(?:{named}).*诉讼", _ENDED,
            f"proceedings/cases/direct_{result}", f"proceedings/cases/after_{result}",
            f"statistics/litigation_{result}/value",
        ),
    )  # fmt: skip


DENIED = tuple(
    f"denied_{why}"
    for why in (
        "secret", "law", "security", "third_party", "internal", "process", "enforcement", "registry",
    )
)  # fmt: skip
"""The rows of 不予公开 in the forms since 2019, and of 无法提供."""
UNAVAILABLE = ("unavailable_not_held", "unavailable_to_be_made", "unavailable_unclear")


def _totals(*rows: str) -> tuple[str, ...]:
    return tuple(f"applications/{row}/total" for row in rows)


_ROWS = (
    _outcome("延期办结", r"延期|延长", "statistics/closed_extended/value"),
    _outcome(
        "部分公开", r"部分公开", "applications/partly_granted/total", "statistics/partly_granted/value"
    ),
    _outcome(
        "不予公开", r"不予公开|不同意公开", "statistics/denied/value", *_totals(*DENIED)
    ),
    _outcome("无法提供", r"无法提供", *_totals(*UNAVAILABLE)),
    _outcome(
        "不予处理", r"不予处理",
        *_totals(
            "declined_petition", "declined_repeated", "declined_publication",
            "declined_excessive", "declined_confirm",
        ),
    ),
    _outcome("重复申请", r"重复申请", "applications/declined_repeated/total"),
    _outcome(
        "其他处理", r"其[他它]处理",
        *_totals("others", "others_not_corrected", "others_not_paid", "others_other"),
    ),
    _outcome("申请信息不存在", r"信息不存在", "statistics/not_existing/value"),
    _outcome("不属于本机关公开", r"不属于本|非本机关", "statistics/not_ours/value"),
    _outcome("告知作出更改补充", r"更改|补正", "statistics/to_be_amended/value"),
    *(
        _row(f"{name}申请", f"(?:{named}).*申请|申请.*(?:{named})", f"{_ASKED}|{named}|通过|以|采[取用]", i)
        for name, named, i in (
            ("当面", "当面|现场|窗口", "statistics/received_in_person/value"),
            ("传真", "传真", "statistics/received_fax/value"),
            ("网络", "网络|网上|互联网|在线", "statistics/received_online/value"),
            ("信函", "信函|邮寄", "statistics/received_letter/value"),
            ("商业企业的", "商业企业|企业", "applications/received/business"),
            ("科研机构的", "科研机构", "applications/received/research"),
            ("社会公益组织的", "社会公益组织|公益组织", "applications/received/welfare"),
            ("法律服务机构的", "法律服务机构|律师事务所", "applications/received/legal_service"),
        )
    ),
    _row(
        "法人和其他组织的申请", r"^(?!.*(?:公民|自然人|个人|群众)).*法人.{1,3}其[他它]组织.*申请",
        _ASKED + "|或者?|和|及",
        *(
            f"applications/received/{i}"
            for i in ("business", "research", "welfare", "legal_service", "other_org")
        ),
    ),
    _row(
        "复议后起诉的行政诉讼", r"^因?此.*诉讼", f"{_DISPUTED}|此", "proceedings/cases/after_total",
        "statistics/litigation/value", never=r"复议",
    ),
    *_ended("结果纠正", "纠正|纠错|败诉", "corrected"),
    *_ended("尚未审结", "未审结|未结案|在审", "pending"),
    _row(
        "举报投诉", r"举报.{0,2}投诉|投诉.{0,2}举报", f"{_DISPUTED}|收到|接到|针对|关于|涉及",
        "statistics/complaints/value", never=r"收费.?[引的]|不服|不当",
    ),
    _row(
        "依申请公开信息收取的费用", r"收费|费用|[理寄制印索送本]费", _CHARGED, "statistics/charges/value",
        never=r"行政事业|(?<!及)减免",
    ),
    _row(
        "新闻发布会", r"新闻发布会", _HELD, "statistics/press_conferences/value",
        beside=r"参加[^，。；]*发布会",
    ),
    _row("政府网站在线访谈", r"访谈", _HELD, "statistics/interviews/value", beside=r"参加[^，。；]*访谈"),
    _row("政策解读稿件", r"解读", _HELD, "statistics/interpretations/value", never=r"回应"),
    _row(
        "回应公众关注热点或重大舆情", r"热点", _HELD, "statistics/responses/value", never=r"重大热点|解读"
    ),
    _row(
        "政府信息公开会议", r"会议|专题会|工作会", _HELD, "statistics/meetings/value",
        never=r"培训|发布|热点", beside=_OTHER_MEETINGS.pattern,
    ),
    _row(
        "培训班", r"培训", _HELD, "statistics/courses/value", never=r"专题|回应|政策",
        beside=r"参加|选派|派员|以会代训",
    ),
    _row("专职人员", r"专职", _STAFF, "statistics/staff_full_time/value", never=r"兼职"),
    _row("兼职人员", r"兼职", _STAFF, "statistics/staff_part_time/value", never=r"专职"),
    _row("政府信息公开专项经费", r"专项经费|专门经费|专项资金", _STAFF, "statistics/funds/value"),
    _row("政府信息公开查阅点", r"查阅点|查阅场所", _STAFF, "statistics/reading_points/value"),
    _row("政府信息公开工作专门机构", r"专门.*机构", _STAFF, "statistics/offices/value"),
    _row("政务微博公开政府信息", r"微博", _OPENED, "statistics/channel_weibo/value"),
    _row("政务微信公开政府信息", r"微信", _OPENED, "statistics/channel_wechat/value"),
    _row("政府公报公开政府信息", r"公报", _OPENED, "statistics/channel_gazette/value"),
    _row(
        "废止的行政规范性文件", r"废止.*文件|文件.*废止", f"{_MADE}|被",
        "disclosure/normative/abolished",
    ),
    *(
        _absence(
            f"{name}信息", name, "", f"{_CLASSES}|类|公布|公开|发布|类别", _ANY_VERB,
            f"classes/{i}/value",
        )
        for i, name in (
            ("functions", "机构职能"), ("policies", "政策法规"), ("plans", "规划计划"),
            ("business", "业务工作"), ("statistics", "统计数据"),
        )
    ),
    *(
        _row(name, named, f"{_OUTCOMES}|{_REASONS}", f"applications/{row}/total", about=_REQUESTS)
        for row, name, named in (
            ("denied_secret", "属于国家秘密", "国家秘密"),
            ("denied_internal", "属于三类内部事务信息", "内部事务"),
            ("denied_process", "属于四类过程性信息", "过程性"),
            ("denied_enforcement", "属于行政执法案卷", "执法案卷"),
            ("denied_registry", "属于行政查询事项", "行政查询"),
            ("unavailable_to_be_made", "没有现成信息需要另行制作", "^(?!现成).*另行制作"),
            ("unavailable_unclear", "补正后申请内容仍不明确", "不明确"),
            ("others_not_corrected", "逾期不补正", "逾期.*补正"),
        )
    ),
    _row("政府集中采购", r"采购", "政府|集中|采购|项目|实施|开展|进行|组织", "disclosure/procurement/items"),
)  # fmt: skip

ABSENT = (*_WHOLE_MATTERS, *_ROWS)
"""Whole matters first (requests, reviews, lawsuits), then single rows and columns."""

MAY_DENY = re.compile(
    r"申请|要求|复议|诉讼|结转|转入|转结|规范性文件|许可|处罚|强制|收费|延期|延长|公开|提供|处理|不存在|不属于|机关|更改|补正|举报"
    r"|投诉|费|发布会|访谈|解读|热点|会|培训|专职|兼职|经费|资金|查阅|跨年|机构|微博|微信|公报|废止|采购|起诉|被诉|诉至|政策法规|规划计划|业务工作|统计数据|秘密|内部|过程|案卷|查询|制作|现成|不明确"
)
"""What at least one of `named` looks for, to be tried first."""
