# SPDX-License-Identifier: Apache-2.0
"""Words of tables and pictures in Chinese and English; the terms are those of the project's term table."""

from __future__ import annotations

COLUMNS = {
    "scenario": ("方案", "study"),
    "scenario_a": ("方案一", "a"),
    "scenario_b": ("方案二", "b"),
    "value_a": ("目标值（一）", "value a"),
    "value_b": ("目标值（二）", "value b"),
    "status_a": ("状态（一）", "status a"),
    "status_b": ("状态（二）", "status b"),
    "expected_a": ("预计值（一）", "expected a"),
    "expected_b": ("预计值（二）", "expected b"),
    "difference": ("差（二减一）", "difference (b − a)"),
    "p_met_a": ("概率（一）", "chance a"),
    "p_met_b": ("概率（二）", "chance b"),
    "p_difference": ("概率差", "difference of chances"),
    "p_difference_se": ("概率差标准误", "s.e. of it"),
    "combines": ("组合", "combines"),
    "set": ("改动", "sets"),
    "region": ("地区代码", "region"),
    "population": ("统计对象", "population"),
    "date": ("日期", "date"),
    "start": ("起始日", "from"),
    "track": ("链条", "track"),
    "stage": ("阶段", "stage"),
    "transition": ("阶段转换", "transition"),
    "metric": ("指标", "metric"),
    "unit": ("单位", "unit"),
    "expected": ("预计值", "expected"),
    "low": ("下限", "low"),
    "mid": ("中值", "mid"),
    "high": ("上限", "high"),
    "level": ("区间水平", "level"),
    "target": ("目标", "target"),
    "number": ("序号", "no."),
    "source_number": ("文号", "number"),
    "clause": ("条款", "clause"),
    "text": ("目标内容", "text"),
    "counted": ("统计内容", "counted"),
    "accounting": ("统计口径", "accounting"),
    "since": ("起算日", "since"),
    "due": ("到期日", "due"),
    "value": ("目标值", "value"),
    "content": ("内容", "content"),
    "reading": ("口径依据", "reading"),
    "status": ("状态", "status"),
    "p_met": ("按期完成概率", "chance"),
    "p_met_se": ("概率标准误", "s.e."),
    "p_floor": ("未知存量为0时的概率", "chance with unknown stock 0"),
    "ask": ("需补充的期初数", "asks for"),
    "needed_50": ("概率达0.5所需", "needed for .5"),
    "needed_80": ("概率达0.8所需", "needed for .8"),
    "method": ("方法", "method"),
    "verdict": ("判断", "verdict"),
    "reason": ("说明", "reason"),
    "name": ("名称", "name"),
    "place": ("位置", "place"),
    "key": ("键", "key"),
    "group": ("类别", "group"),
    "kind": ("数据来源", "kind"),
    "range_kind": ("区间来源", "kind of range"),
    "law": ("分布", "law"),
    "source": ("来源", "source"),
    "fixed": ("不设区间的理由", "fixed because"),
    "derived_from": ("倒推自", "derived from"),
    "expected_low": ("低值时预计", "expected at low"),
    "expected_high": ("高值时预计", "expected at high"),
    "influence": ("影响", "influence"),
    "p_low": ("低值时概率", "chance at low"),
    "p_mid": ("中值时概率", "chance at mid"),
    "p_high": ("高值时概率", "chance at high"),
    "break_even": ("概率0.5的取值", "break-even"),
    "flow": ("当年新增", "new in the year"),
    "stock": ("年末存量", "stock at year end"),
    "reached": ("完成进度", "reached"),
    "elapsed": ("时序进度", "time elapsed"),
    "alternatives": ("其他口径", "other readings"),
    "stated": ("原文状态", "stated status"),
    "id": ("标识", "id"),
    "title": ("题名", "title"),
    "publisher": ("发布机构", "publisher"),
    "page": ("页码", "page"),
    "note": ("备注", "note"),
    "n": ("数量", "n"),
    "probability": ("概率", "probability"),
    "at_most": ("不超过的概率", "at most"),
    "at_least": ("不少于的概率", "at least"),
    "part": ("组成", "part"),
    "label": ("名称", "label"),
    "variance": ("方差", "variance"),
    "share": ("占比", "share"),
    "share_se": ("占比标准误", "s.e. of share"),
    "bound": ("上界", "bound"),
    "limit": ("约束", "limit"),
    "capacity": ("容量", "capacity"),
    "used": ("使用", "used"),
    "binding": ("是否卡住", "binding"),
    "shadow_price": ("每增一单位可多出", "worth of one more"),
    "attribute": ("企业指标", "attribute"),
    "sd": ("标准差", "s.d."),
}

VALUES = {
    "status": {
        "modelled": ("测算", "modelled"),
        "needs_input": ("需补充期初数", "needs input"),
        "by_assumption": ("由目标倒推", "by assumption"),
        "not_modelled": ("未建模", "not modelled"),
        "not_quantified": ("定性目标", "not quantified"),
        "ambiguous": ("口径待定", "ambiguous"),
    },
    "accounting": {
        "stock": ("期末存量", "stock"),
        "cumulative": ("累计", "cumulative"),
        "yearly_flow": ("当年新增", "yearly flow"),
        "share": ("占比", "share"),
        "growth": ("增长", "growth"),
        "joint": ("同时实现", "joint"),
        "yearly_growth": ("年均增长", "yearly growth"),
    },
    "part": {
        "parameters": ("参数不确定性", "parameters"),
        "intake": ("入孵数量与时间", "intake"),
        "chance": ("企业随机性", "chance"),
        "total": ("合计", "total"),
        "number": ("其中：单个参数", "of these, one number"),
    },
    "reading": {"stated": ("原文写明", "stated"), "assumed": ("假定口径", "assumed")},
    "kind": {
        "observed": ("本地实测", "observed"),
        "borrowed": ("借用外地数据", "borrowed"),
        "fitted": ("拟合", "fitted"),
        "rule": ("规则", "rule"),
        "plan": ("由目标倒推", "plan"),
        "assumed": ("分析假设", "assumed"),
        "unknown": ("未知", "unknown"),
    },
    "metric": {
        "stock": ("期末存量", "stock"),
        "stock_newcomers": ("期末存量（仅新增）", "stock, newcomers only"),
        "flow": ("当年新增", "flow"),
        "flow_newcomers": ("当年新增（仅新增企业）", "flow, newcomers only"),
        "total": ("总量", "total"),
        "total_newcomers": ("总量（仅新增企业）", "total, newcomers only"),
        "mean_per_firm": ("户均", "mean per firm"),
        "mean_per_firm_newcomers": ("户均（仅新增企业）", "mean per firm, newcomers only"),
    },
}
VALUES["bound"] = {"linear_programme": ("线性规划上界", "linear programme, bound"), "max_flow": ("最大流上界", "max flow, bound")}
VALUES["limit"] = {
    "total": ("合计", "total"),
    "places": ("名额", "places"),
    "moves": ("期内流出", "moves within the period"),
    "stock": ("期初企业", "starting firms"),
    "intake": ("新增企业", "firms taken in"),
}
VALUES["binding"] = {"yes": ("是", "yes"), "no": ("否", "no")}
VALUES["range_kind"] = VALUES["kind"]
VALUES["status_a"] = VALUES["status_b"] = VALUES["status"]

SENTENCES = {
    "capacity_statement": (
        "截至 {end}，进入“{goal}”的企业：线性规划上界 {optimum}（{each}分配一次名额）；最大流上界 {flow}；均为上界，不是预测",
        "firms that enter {goal} until {end}: at most {optimum} (linear programme, places given out once a {each}); "
        "{flow} (max flow); bounds, not forecasts",
    ),
    "capacity_year": ("每年", "year"),
    "capacity_month": ("每月", "month"),
    "capacity_newcomers": ("；期初数未知的企业不计在内", "; firms of unknown starting stock are not counted"),
}

NOT_COMPUTED = {"zh": "未测算", "en": "not computed"}


def heading(column: str, language: str) -> str:
    """The heading of a column."""
    pair = COLUMNS.get(column)
    return column if pair is None else pair[language == "en"]


def shown(column: str, value: str, language: str) -> str:
    """A word of a table in one language; texts that are not words of ours stay."""
    pair = VALUES.get(column, {}).get(value)
    return value if pair is None else pair[language == "en"]


def word(key: str, language: str, **values: object) -> str:
    """A sentence of a result."""
    return SENTENCES[key][language == "en"].format(**values)
