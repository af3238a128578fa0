# SPDX-License-Identifier: Apache-2.0
"""The page around the sections: one file, no network, light and dark, and A4 when printed."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from incuflow._style import PRINT_COLOURS, STYLE

_PAGE = """
html{background:#fff;color-scheme:light dark}
body{margin:0;font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",
"DejaVu Sans",sans-serif}
main.incuflow-view{box-sizing:border-box;max-width:1080px;margin:0 auto;padding:1.6em 1.4em 3em}
main h1{font-size:1.5em;line-height:1.3;margin:.2em 0 .5em}
main h2{font-size:1.2em;margin:1.9em 0 .5em;padding-bottom:.2em;border-bottom:2px solid var(--i-line)}
main h3{font-size:1em;margin:1.3em 0 .4em}
main p,main li{overflow-wrap:anywhere}
main ul{padding-left:1.3em;margin:.4em 0}
main .lookback{border-left:4px solid var(--i-edge);padding:.3em .8em;font-weight:600}
main .headline{font-size:1.05em;font-weight:600}
main .soft{color:var(--i-soft);font-size:.92em}
main .apart{border:1px dashed var(--i-line);padding:.4em 1em;margin:.6em 0}
main figure{margin:1em 0}
main figcaption{color:var(--i-soft);font-size:.9em}
main figure svg.figure{width:100%;max-width:820px;height:auto;display:block}
main table.incuflow-table{width:100%;max-width:100%}
main table.incuflow-table td{overflow-wrap:break-word;min-width:3.2em}
main table.incuflow-table td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
main table.incuflow-table td.r{text-align:right}
main table.incuflow-table td.d{white-space:nowrap}
main table.incuflow-table td.t{min-width:11em;overflow-wrap:anywhere}
main table.incuflow-table td.s{min-width:4.6em}
main code{overflow-wrap:anywhere;font-size:.92em}
@media screen and (max-width:700px){
main.incuflow-view{padding:1em .9em 2em}
main table.incuflow-table td.s{min-width:6.5em}
main figure svg,main figure svg.figure{min-width:620px}
}
@media (prefers-color-scheme:dark){html{background:#15191e}}
@page{size:A4;margin:15mm 13mm}
@media print{
html{background:#fff;color-scheme:light}
body{font-size:9.5pt;line-height:1.45}
main.incuflow-view{max-width:none;padding:0}
main h2{break-after:avoid}
main h3{break-after:avoid}
main figure,main tr,main .apart{break-inside:avoid}
main thead{display:table-header-group}
main .incuflow-scroll{overflow:visible}
main table.incuflow-table{font-size:7.4pt}
main table.incuflow-table th,main table.incuflow-table td{padding:.2em .35em;min-width:0}
main table.incuflow-table td.t{min-width:7em}
main table.incuflow-table td.s{min-width:3em}
main figure svg{max-height:230mm}
}
"""


def page(title: str, parts: Iterable[str], language: str) -> str:
    """A whole HTML document."""
    tag = "zh-CN" if language == "zh" else "en"
    style = f"{STYLE}{_PAGE}@media print{{{PRINT_COLOURS}}}"
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f'<body>\n<main class="incuflow-view">\n{body}\n</main>\n</body>\n</html>\n'
    )


def heading(text: str, level: int = 2) -> str:
    """A heading of plain text."""
    return f"<h{level}>{html.escape(text)}</h{level}>"


def text(line: str, css: str = "") -> str:
    """A paragraph of plain text."""
    return f'<p class="{css}">{html.escape(line)}</p>' if css else f"<p>{html.escape(line)}</p>"


def listed(lines: Sequence[str]) -> str:
    """A list of plain texts."""
    return f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in lines)}</ul>" if lines else ""


def table(head: Sequence[str], rows: Sequence[Sequence[str]], kinds: str, drop_empty: bool = False) -> str:
    """A table of plain texts with borders of its own, so that it pastes into a word processor.

    ``kinds``: a letter a column: ``n`` numbers to the right, ``r`` the same in several lines, ``d`` dates and short
    words on one line, ``t`` long texts, ``s`` any other. ``drop_empty``: leaves out columns without any word.
    """
    kept = [at for at in range(len(head)) if not drop_empty or any(row[at] for row in rows)]
    head, kinds = [head[at] for at in kept], "".join(kinds[at] for at in kept)
    rows = [[row[at] for at in kept] for row in rows]
    top = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
    lines = []
    for row in rows:
        cells = zip(row, kinds, strict=True)
        lines.append("<tr>" + "".join(f'<td class="{kind}">{html.escape(cell)}</td>' for cell, kind in cells) + "</tr>")
    return (
        '<div class="incuflow-scroll"><table class="incuflow-table" border="1" cellspacing="0" cellpadding="4">'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{chr(10).join(lines)}\n</tbody></table></div>"
    )


def figure(picture: str, caption: str) -> str:
    """An SVG with its caption."""
    return (
        f'<figure><div class="incuflow-scroll">{picture}</div><figcaption>{html.escape(caption)}</figcaption></figure>'
    )
