# SPDX-License-Identifier: Apache-2.0
"""docs/cpp-guide.md: its snippets are those of the compiled programs, and these print what it says."""

import re
import subprocess
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "cpp-guide.md"
BLOCK = re.compile(r"<!-- (?P<what>[^>\n]+?): (?P<name>[^>\n]+?) -->\n```(?:cpp|text)\n(?P<text>.*?)```\n", re.S)


def blocks():
    return [match.groupdict() for match in BLOCK.finditer(GUIDE.read_text(encoding="utf-8"))]


def snippet(program, name):
    """What stands between the marks ``// [name]`` and ``// [/name]``, moved to the left margin."""
    source = (ROOT / "examples" / "cpp" / program).read_text(encoding="utf-8")
    [text] = re.findall(rf"^ *// \[{name}\]\n(.*?)^ *// \[/{name}\]$", source, re.S | re.M)
    return textwrap.dedent(text)


def output(program):
    binary = ROOT / "build" / "dev" / "examples" / "cpp" / f"incuflow_example_{program}"
    if not binary.exists():
        pytest.skip(f"{binary.relative_to(ROOT)} is not built")
    return subprocess.run([binary], capture_output=True, text=True, check=True, encoding="utf-8").stdout


def test_every_mark_of_the_programs_is_in_the_guide_once():
    marks = [
        (program, name)
        for program in ("guide.cpp", "hazard_family.cpp")
        for name in re.findall(r"// \[([^/\]]+)\]", (ROOT / "examples" / "cpp" / program).read_text(encoding="utf-8"))
    ]
    assert marks
    assert sorted(marks) == sorted((b["what"], b["name"]) for b in blocks() if b["what"] != "output")


@pytest.mark.parametrize("block", blocks(), ids=lambda b: f"{b['what']}: {b['name']}")
def test_the_guide_shows_what_is_compiled_and_printed(block):
    expected = output(block["name"]) if block["what"] == "output" else snippet(block["what"], block["name"])
    assert block["text"] == expected


def test_every_code_block_of_c_plus_plus_is_compared():
    assert GUIDE.read_text(encoding="utf-8").count("```cpp") == sum(b["what"] != "output" for b in blocks())
