# SPDX-License-Identifier: Apache-2.0
"""Lessons as pages: a notebook is run, and its cells and what they show are written as Markdown."""

import html
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def fenced(text: str, word: str) -> str:
    return f"```{word}\n{text.rstrip()}\n```"


def shown(output, title: str) -> str:
    """What one output of a cell looks like."""
    if output.output_type == "stream":
        if output.name == "stderr":
            raise ValueError(f"a lesson warns: {output.text}")
        return fenced(output.text, "text")
    data = output.data
    if "text/html" in data:
        return f'<div class="output">\n{data["text/html"]}\n</div>'
    if "image/png" in data:
        picture = f'<img alt="{html.escape(title)}" src="data:image/png;base64,{data["image/png"].strip()}">'
        return f'<div class="output">\n{picture}\n</div>'
    return fenced(data["text/plain"], "python")


def page(path: Path) -> str:
    """The page of a lesson. An error or a warning of a cell stops the build."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", extra_arguments=["--log-level=40"]).execute()
    parts, title = [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
            title = ([title] + re.findall(r"^#+ (.+)$", cell.source, re.M))[-1]
        else:
            parts.append(fenced(cell.source, "python"))
            parts += [shown(output, title) for output in cell.outputs]
    link = {True: f"[下载笔记本]({path.name})", False: f"[Download the notebook]({path.name})"}[".zh-CN" in path.name]
    return "\n\n".join([parts[0], link, *parts[1:], ""])
