# SPDX-License-Identifier: Apache-2.0
"""The report: what it says, that it is one page without network, that it fits a desk, a telephone and A4, and that it is safe."""

import datetime
import hashlib
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from test_reprs import HOSTILE, Tags, hostile_study

import incuflow as inc
from incuflow._report import browser
from incuflow._report.words import HEADINGS

pytest.importorskip("matplotlib")

CHROMIUM = browser.find_browser()
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def torch():
    return inc.load_preset("torch-2016-2020").forecast(draws=40, seed=7)


@pytest.fixture(scope="module")
def county():
    return inc.load_preset("dabancheng-2023-2025").forecast(draws=40, seed=7)


@pytest.fixture(scope="module")
def pages(torch, county):
    runs = {"torch": torch, "county": county}
    return {(name, lang): run.report(lang=lang) for name, run in runs.items() for lang in ("zh", "en")}


class Tables(HTMLParser):
    """Every table as rows of texts, under the heading it stands below."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.cell, self.heading, self.inside = [], None, "", ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.tables.append((self.heading, []))
        elif tag == "tr":
            self.tables[-1][1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][1][-1].append("")
        if tag == "h2":
            self.heading = ""
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, text):
        if self.inside in ("td", "th"):
            self.tables[-1][1][-1][-1] += text
        elif self.inside == "h2":
            self.heading += text

    def under(self, heading):
        return [rows for above, rows in self.tables if above == heading]


def words(text):
    return " ".join(Tags(text).words)


@pytest.mark.parametrize("name", ["torch", "county"])
def test_the_headings_are_those_of_the_plan_and_in_order(pages, name):
    found = re.findall(r"<h2>(.*?)</h2>", pages[name, "zh"])
    assert found[:8] == [
        "一、测算对象与统计口径",
        "二、基准年数据与资料来源",
        "三、目标完成预测",
        "四、年度分解",
        "五、主要制约环节",
        "六、假设清单与敏感性",
        "七、未建模目标及原因",
        "八、资料缺口与需补充数据",
    ]
    english = re.findall(r"<h2>(.*?)</h2>", pages[name, "en"])
    assert len(english) == len(found)
    assert english[:8] == [english_title for chinese, english_title in HEADINGS.values() if chinese in found]
    # Annexes are numbered without a gap, whichever a study has.
    annexes = {"torch": [("实际情况（另行列示，未用于测算）", "What happened (printed apart, never used)")],
               "county": [("一致性对照", "Numbers of the text set against each other")]}[name]
    annexes.append(("运行记录", "Run record"))
    assert found[8:] == [f"附{number}、{title}" for number, (title, _) in zip("一二", annexes, strict=True)]
    assert english[8:] == [f"Annex {number}. {title}" for number, (_, title) in enumerate(annexes, 1)]


def test_the_first_table_says_what_is_counted(pages):
    rows = Tables(pages["county", "zh"]).under("一、测算对象与统计口径")[0]
    assert rows[0] == ["基准日", "报告期", "单位", "统计对象", "是否重复计数"]
    assert rows[1] == ["2022-12-31", "2023-01-01 至 2025-12-31", "个", "孵化企业和创业团队", "否：存量与新增均按户计"]
    assert len(rows) == 6 and rows[2][4] == "未建模，不计数"
    # Graduations of the national study are counted by crossing.
    rows = Tables(pages["torch", "en"]).under(HEADINGS["scope"][1])[0]
    assert "counts of crossings may count a firm again: 50,000 graduates in five years" in rows[1][4]


@pytest.mark.parametrize("name", ["torch", "county"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_target_has_its_row_with_status_and_reason(pages, torch, county, name, lang):
    run = {"torch": torch, "county": county}[name]
    tables = Tables(pages[name, lang])
    rows = tables.under(HEADINGS["attainment"][lang == "en"])[0][1:]
    wanted = run.attainment(lang).rows()
    assert [row[0] for row in rows] == [row["text"] for row in wanted]
    assert [row[-1] for row in rows] == [row["reason"] for row in wanted]
    assert all(row[3] for row in rows)
    without = tables.under(HEADINGS["unmodelled"][lang == "en"])[0][1:]
    expected = [r["text"] for r in wanted if r["status"] in ("not_modelled", "ambiguous", "not_quantified")]
    assert [row[0] for row in without] == expected
    assert run.headline(lang) in words(pages[name, lang])
    assert run.study.kinds_line(lang) in words(pages[name, lang])


def test_the_yearly_table_has_flow_sum_stock_value_and_both_shares(pages, torch):
    [rows] = Tables(pages["torch", "zh"]).under("四、年度分解")
    assert rows[0] == ["目标", "日期", "当年新增", "累计", "年末存量", "目标值", "完成进度", "时序进度"]
    progress = torch.progress().rows()
    assert len(rows) == 1 + len(progress) == 6
    last = progress[-1]
    assert rows[-1][1:] == [
        "2020-12-31",
        f"{last['flow']:,.0f}",
        f"{last['expected']:,.0f}",
        f"{last['stock']:,.0f}",
        "50,000",
        f"{last['reached']:.1%}",
        "100.0%",
    ]


def test_constraints_come_from_the_forecast_and_name_what_is_asked_for(pages, county):
    heading = HEADINGS["constraints"][1]
    text = words(pages["county", "en"])
    assert "This is no analysis of bottlenecks" in text
    [rows] = Tables(pages["county", "en"]).under(heading)
    first = next(row for row in rows if row[0] == "10 HNTEs recognised, cumulative")
    numbers = [r for r in county.assumptions("en").rows() if r["target"] == "hnte" and r["influence"] > 0]
    most = max(numbers, key=lambda r: r["influence"])
    assert most["place"] == "ladder.outside->hnte" and first[1].startswith("not in the library→high and new technology")
    [asked] = [r for r in county.attainment("en").rows() if r["target"] == "hnte"]
    line = f"technology-based SME (ladder.tech_sme) are unknown; with none the chance is {asked['p_floor']:.3f}"
    assert line in text and f"{asked['needed_50']:.0f} bring it to .5, {asked['needed_80']:.0f} to .8" in text


def test_assumptions_gaps_consistency_and_outcome(pages, torch, county):
    zh = words(pages["county", "zh"])
    for line in [*county.study.gaps("zh"), *county.study.consistency("zh"), *county.study.notes("zh")]:
        assert line in zh
    listed = Tables(pages["county", "zh"]).under("六、假设清单与敏感性")[0][1:]
    assert len(listed) == len(set(county.assumptions("zh")["name"]))
    moved = Tables(pages["torch", "en"]).under(HEADINGS["assumptions"][1])[1]
    assert moved[1][:3] == ["50,000 graduates in five years", "incubator→graduated (hazard)", "0.06 – 0.08 – 0.11"]
    assert moved[1][4:] == ["0.000 / 0.000 / 1.000", "0.1028"]
    # What happened stands apart, after everything that was computed.
    text = pages["torch", "en"]
    apart = text.index("Annex 1. What happened")
    assert apart > text.index(HEADINGS["gaps"][1])
    [outcome, _] = torch.study.outcomes("en")
    assert text.count("206,024 tenants") == 1 and text.index("206,024 tenants") > apart and outcome.startswith("206,024")


def test_the_run_record_names_the_study_by_its_hash(pages, torch):
    rows = dict(Tables(pages["torch", "zh"]).under("附二、运行记录")[0][1:])
    assert rows["方案规范文本的 SHA-256"] == hashlib.sha256(torch.study.to_toml().encode()).hexdigest()
    assert (rows["种子"], rows["参数抽样次数"], rows["引擎"]) == ("7", "40", "cohort_markov")
    assert rows["版本"] == f"incuflow {inc.__version__}"


def test_a_look_back_is_headed_as_one(torch):
    assert "回溯测算（以基准日信息为准），不代表实际完成情况" in torch.report(lang="zh")
    then = torch.report(lang="zh", run_date=datetime.date(2015, 6, 1))
    assert "回溯测算" not in then and "2015-06-01" in then


def test_equal_runs_give_equal_pages(torch):
    again = inc.load_preset("torch-2016-2020").forecast(draws=40, seed=7)
    assert again.report(lang="zh") == torch.report(lang="zh")


def test_one_page_without_network_script_or_repeated_ids(pages):
    for text in pages.values():
        tags = Tags(text)
        assert not {"script", "link", "img", "iframe", "object"} & set(tags.seen)
        plain = re.sub(r'xmlns(:\w+)?="[^"]*"', "", text)
        assert "http:" not in plain and "https:" not in plain and "@import" not in plain
        assert re.findall(r"url\((?!#)", plain) == []
        ids = [i for i in re.findall(r'\bid="([^"]+)"', plain) if not i.startswith("incuflow-")]
        assert len(ids) == len(set(ids))
        # Tables paste into a word processor: they have borders of their own.
        assert plain.count("<table") == plain.count('border="1"') > 6


def test_pictures_have_texts_and_follow_the_ink_of_the_page(pages):
    for text in pages.values():
        figures = re.findall(r'<svg class="figure".*?</svg>', text, re.DOTALL)
        assert len(figures) >= 4
        for picture in figures:
            assert "<text" in picture and "currentColor" in picture and "#010203" not in picture
    assert "科技企业孵化器" in re.findall(r'<svg class="figure".*?</svg>', pages["torch", "zh"], re.DOTALL)[1]


def test_what_a_study_says_never_becomes_markup():
    forecast = hostile_study().forecast(draws=3)
    for lang in ("zh", "en"):
        text = forecast.report(lang=lang)
        tags = Tags(text)
        assert "script" not in tags.seen and "img" not in tags.seen
        assert HOSTILE in "".join(tags.words)


def test_it_is_written_whole_or_not_at_all(torch, tmp_path, monkeypatch):
    assert torch.report(tmp_path / "r.html", lang="en") is None
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == torch.report(lang="en")
    with pytest.raises(inc.OutputError) as error:
        torch.report(tmp_path / "r.docx")
    assert error.value.code == "io.report_ending" and ".pdf" in str(error.value) and "r.docx" in str(error.value)
    with pytest.raises(inc.OutputError):
        torch.report(tmp_path / "none" / "r.html")
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    with pytest.raises(inc.OutputError) as missing:
        torch.report(tmp_path / "r.pdf")
    assert missing.value.code == "io.no_browser" and "Debian: chromium" in str(missing.value)
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


def test_a_browser_that_fails_is_told(torch, tmp_path, monkeypatch):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho no display >&2\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(browser, "find_browser", lambda: str(broken))
    with pytest.raises(inc.OutputError) as error:
        torch.report(tmp_path / "r.pdf", lang="en")
    assert error.value.code == "io.browser_failed" and "no display" in str(error.value)
    assert not (tmp_path / "r.pdf").exists()


def test_the_command_writes_a_report(tmp_path):
    place = tmp_path / "r.html"
    call = [sys.executable, "-m", "incuflow._cli", "forecast", "torch-2016-2020", "--draws", "0", "--lang", "en"]
    done = subprocess.run([*call, "--report", str(place)], capture_output=True, text=True, check=True)
    assert done.stdout == f"{place}\n"
    assert "<h2>3. Forecast of the targets</h2>" in place.read_text(encoding="utf-8")
    wrong = subprocess.run([*call, "--report", str(tmp_path / "r.txt")], capture_output=True, text=True)
    assert wrong.returncode == 1 and "allowed: .html, .pdf" in wrong.stderr


def measured(text, width, tmp_path):
    """Widths of the window and of the page's contents, told by a script that only the test adds."""
    script = (
        "<script>addEventListener('load',()=>{const d=document,e=d.documentElement;"
        "const out=[...d.querySelectorAll('main>*')].map(x=>x.getBoundingClientRect().right);"
        "e.setAttribute('data-m',[innerWidth,e.scrollWidth,Math.ceil(Math.max(...out))].join(' '));})</script>"
    )
    page = tmp_path / f"page{width}.html"
    # A window cannot be as narrow as a telephone; a frame in it can.
    page.write_text(text.replace("</body>", f"{script}</body>"), encoding="utf-8")
    frame = tmp_path / f"frame{width}.html"
    frame.write_text(
        f"<iframe id=f src='{page.name}' style='width:{width}px;height:900px;border:0'></iframe><script>"
        "addEventListener('load',()=>document.documentElement.setAttribute('data-m',"
        "f.contentDocument.documentElement.dataset.m))</script>",
        encoding="utf-8",
    )
    call = [*browser.browser_call(CHROMIUM, tmp_path / "profile"), "--allow-file-access-from-files"]
    call += ["--window-size=1500,1000", "--virtual-time-budget=4000", "--dump-dom", frame.as_uri()]
    done = subprocess.run(call, capture_output=True, text=True, timeout=180)
    return [int(x) for x in re.search(r'<html[^>]* data-m="(\d+) (\d+) (\d+)"', done.stdout).groups()]


@needs_browser
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_sticks_out_on_a_desk_or_a_telephone(pages, width, tmp_path):
    for text in (pages["county", "zh"], pages["torch", "en"]):
        window, scroll, right = measured(text, width, tmp_path)
        assert window == width and scroll <= width and right <= width
    wide = pages["torch", "en"].replace("<h2>", '<div style="width:1600px">x</div><h2>', 1)
    assert measured(wide, width, tmp_path)[1] > width  # the measure can fail


@needs_browser
def test_it_prints_on_a4(pages, torch, tmp_path):
    torch.report(tmp_path / "r.pdf", lang="zh")
    data = (tmp_path / "r.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    boxes = set(re.findall(rb"/MediaBox \[([^\]]*)\]", data))
    for box in boxes:
        x0, y0, x1, y1 = (float(x) for x in box.split())
        assert (x1 - x0, y1 - y0) == pytest.approx((595.3, 841.9), abs=1.0)
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b", data)) <= 14
    # Paper is as wide as this window: what sticks out of the window in print would be cut.
    for name in (("county", "zh"), ("torch", "en")):
        paper = pages[name].replace("@media print", "@media all").replace("@media screen", "@media print")
        window, scroll, right = measured(paper, 695, tmp_path)  # 184 mm between the margins
        assert scroll <= window and right <= window
        assert cut_tables(paper, tmp_path) == 0


def cut_tables(text, tmp_path):
    """How many tables are wider than the paper."""
    script = (
        "<script>addEventListener('load',()=>document.documentElement.setAttribute('data-cut',"
        "[...document.querySelectorAll('table')].filter(t=>t.getBoundingClientRect().right>innerWidth+1).length))</script>"
    )
    page = tmp_path / "cut.html"
    page.write_text(text.replace("</body>", f"{script}</body>"), encoding="utf-8")
    call = browser.browser_call(CHROMIUM, tmp_path / "profile")
    call += ["--window-size=695,1000", "--virtual-time-budget=4000", "--dump-dom", page.as_uri()]
    done = subprocess.run(call, capture_output=True, text=True, timeout=180)
    return int(re.search(r'data-cut="(\d+)"', done.stdout)[1])
