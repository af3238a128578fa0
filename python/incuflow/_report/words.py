# SPDX-License-Identifier: Apache-2.0
"""Words of the report; its headings are fixed."""

from __future__ import annotations

HEADINGS = {
    "scope": ("一、测算对象与统计口径", "1. What is counted, and how"),
    "base": ("二、基准年数据与资料来源", "2. Data of the base year and their sources"),
    "attainment": ("三、目标完成预测", "3. Forecast of the targets"),
    "yearly": ("四、年度分解", "4. Year by year"),
    "constraints": ("五、主要制约环节", "5. What the targets hang on most"),
    "assumptions": ("六、假设清单与敏感性", "6. Assumptions and what each moves"),
    "unmodelled": ("七、未建模目标及原因", "7. Targets that are not modelled, and why"),
    "gaps": ("八、资料缺口与需补充数据", "8. What is not known and would be needed"),
    # Annexes, which are numbered as they come: not every study has all.
    "consistency": ("附{number}、一致性对照", "Annex {number}. Numbers of the text set against each other"),
    "outcomes": ("附{number}、实际情况（另行列示，未用于测算）", "Annex {number}. What happened (printed apart, never used)"),
    "run": ("附{number}、运行记录", "Annex {number}. Run record"),
}

WORDS = {
    "base_date": ("基准日", "base date"),
    "period": ("报告期", "period"),
    "unit": ("单位", "unit"),
    "population": ("统计对象", "population"),
    "repeats": ("是否重复计数", "counted more than once?"),
    "to": ("{start} 至 {end}", "{start} to {end}"),
    "once": ("否：存量与新增均按户计", "no: stocks and entries count a firm once"),
    "by_crossing": (
        "存量与按户计的目标：否；按次计的目标可重复：{targets}",
        "stocks and counts of firms: no; counts of crossings may count a firm again: {targets}",
    ),
    "no_pipeline": ("未建模，不计数", "no pipeline, not counted"),
    "graph": ("阶段与转换（虚线：转换率未知）", "Stages and transitions (dashed: rate unknown)"),
    "readings": ("各项目标的统计口径", "How each target is read"),
    "place": ("阶段", "stage"),
    "stock_at_base": ("基准日存量", "stock at the base date"),
    "status": ("状态", "state"),
    "unknown": ("未知", "unknown"),
    "newcomers": ("期初未知，只计新增", "start unknown, newcomers only"),
    "known": ("已知", "known"),
    "sources": ("资料来源", "Sources"),
    "no_sources": ("方案未列资料来源。", "The study lists no sources."),
    "interval": ("预计值（{level} 区间）", "expected ({level} interval)"),
    "yearly_note": (
        "完成进度为累计（存量目标为期末存量）与目标值之比；时序进度为已过时间与目标期之比。",
        "Reached is the count since the start (of a stock target the stock) over the value; time elapsed is the share "
        "of the target's period that has passed.",
    ),
    "cumulative": ("累计", "since the start"),
    "no_counts": ("没有可逐年计数的目标。", "No target can be counted by year."),
    "stocks_figure": ("各阶段期末存量及区间", "Stocks with their intervals"),
    "counts_figure": ("各项目标的累计数及目标值（虚线）", "Counts of the targets, and the promises (dashed)"),
    "sankey_figure": ("流量（虚线：未测算）", "Flows (dashed: not computed)"),
    "constraints_note": (
        "按现有结果列出：每项可计数目标影响最大的数值（其余取中值，单个由低值变到高值），以及缺少的期初数。"
        "这不是瓶颈分析：能力与经费约束未建模。",
        "From what the forecast holds: for each counted target the numbers that move it most (one goes from low to "
        "high, the others stay at mid), and the starting stocks that are missing. This is no analysis of bottlenecks: "
        "capacity and budgets are not modelled.",
    ),
    "number": ("数值", "number"),
    "range": ("低—中—高", "low – mid – high"),
    "expected_range": ("预计值：取低值 → 取高值", "expected: at low → at high"),
    "chance_range": ("概率：低 / 中 / 高", "chance: low / mid / high"),
    "break_even": ("概率 0.5 的取值", "break-even (chance .5)"),
    "asked": ("需补充的期初数", "Starting stocks that are asked for"),
    "asked_line": (
        "{text}：{place} 的期初企业数未知；按 0 计概率为 {floor}，达 {half} 家概率过 0.5，达 {most} 家过 0.8。",
        "{text}: the firms standing at {place} are unknown; with none the chance is {floor}, {half} bring it to .5, "
        "{most} to .8.",
    ),
    "asked_short": (
        "{text}：{place} 的期初企业数未知。",
        "{text}: the firms standing at {place} are unknown.",
    ),
    "no_constraints": (
        "没有可计数的目标，也没有需补充的期初数。",
        "No target is counted, and no starting stock is asked for.",
    ),
    "tornado_figure": ("{target}：各数值单独由低值变到高值", "{target}: each number alone from low to high"),
    "all_assumptions": ("全部非实测数值", "Every number that is not plainly observed"),
    "kind": ("数据来源", "kind"),
    "law": ("分布", "law"),
    "why": ("来源或理由", "source or reason"),
    "moves": ("每个数值影响的目标", "What each number moves"),
    "target": ("目标", "target"),
    "reason": ("说明", "reason"),
    "none": ("无。", "None."),
    "study": ("方案", "study"),
    "hash": ("方案规范文本的 SHA-256", "SHA-256 of the study's canonical text"),
    "draws": ("参数抽样次数", "parameter draws"),
    "stopped": ("（提前停止）", " (stopped early)"),
    "seed": ("种子", "seed"),
    "level": ("区间水平", "level of intervals"),
    "engine": ("引擎", "engine"),
    "version": ("版本", "version"),
    "run_date": ("运行日", "day of the run"),
    "chances_figure": (
        "各项目标按期完成的概率；没有概率的注明状态",
        "Chance of each target; where there is none, its status",
    ),
    "limits": (
        "概率只反映方案所列数值的不确定性和机会波动；方案没有列出的变化不在其中。",
        "Chances reflect the uncertainty of the numbers that the study lists, and the luck of firms; what the study "
        "does not list is not in them.",
    ),
}


def word(key: str, language: str, **values: object) -> str:
    """A word or sentence of the report."""
    return WORDS[key][language == "en"].format(**values)


def title(key: str, language: str) -> str:
    """A heading."""
    return HEADINGS[key][language == "en"]
