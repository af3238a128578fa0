# SPDX-License-Identifier: Apache-2.0
"""The site: links are turned, references are whole, the checker finds what is wrong. scripts/docs builds it all."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import incuflow as inc

pytest.importorskip("mkdocs")
ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
sys.path.insert(0, str(ROOT / "scripts" / "site"))
check = pytest.importorskip("check")
cpp_reference = pytest.importorskip("cpp_reference")
hooks = pytest.importorskip("hooks")
lessons = pytest.importorskip("lessons")
python_reference = pytest.importorskip("python_reference")


@pytest.mark.parametrize(("page", "uri", "text", "wanted"), [
    ("README.md", "index.md", "[m](docs/method.md)", "[m](method.md)"),
    ("README.md", "index.md", "[d](docs/decisions)", "[d](decisions/index.md)"),
    ("README.md", "index.md", "[l](LICENSE)", "[l](files/LICENSE.txt)"),
    ("README.md", "index.md", "[l](docs/lessons/a.ipynb)", "[l](lessons/a.md)"),
    ("README.md", "index.md", "[e](examples/cpp/a.cpp)", "[e](files/examples/cpp/a.cpp)"),
    ("docs/method.md", "method.md", "[d](decisions/0001-a.md#b)", "[d](decisions/0001-a.md#b)"),
    ("docs/decisions/0001-a.md", "decisions/0001-a.md", "[a](../../ARCHITECTURE.md#the-way)", "[a](../architecture.md#the-way)"),
    ("docs/method.md", "method.md", "[w](https://example.org/a.md) [h](#here)", "[w](https://example.org/a.md) [h](#here)"),
    ("README.md", "index.md", "```\n[m](docs/method.md)\n```\n[m](docs/a.md)", "```\n[m](docs/method.md)\n```\n[m](a.md)"),
])  # fmt: skip
def test_links_are_turned_to_the_site(page, uri, text, wanted):
    assert hooks.with_links(text, page, uri) == wanted


def test_the_record_of_decisions_is_whole():
    text = hooks.decisions_page()
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert f"(decisions/{path.name})" in text


def test_pages_of_the_site_that_are_made_end_with_what_they_do_not_show():
    for text in (hooks.decisions_page(), cpp_reference.page(), python_reference.page()):
        assert re.findall(r"^## (.+)$", text, re.M)[-1] == "What this does not show"
    assert hooks.chinese_terms().startswith("# 术语表")


# ---- the checker ----


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_the_checker_accepts_what_is_right(tmp_path):
    write(tmp_path, "index.html", '<a href="b/c.html#%E6%9C%AF">x</a><a href="#top">y</a><p id="top"><a href="https://example.org">z</a>')
    write(tmp_path, "b/c.html", '<h2 id="术"></h2><img src="data:image/png;base64,AA"><a href="../index.html">a</a>')
    write(tmp_path, "404.html", '<a href="/b/c.html">a</a>')
    assert check.faults(tmp_path) == []


@pytest.mark.parametrize(("text", "word"), [
    ('<a href="missing.html">x</a>', "leads nowhere"),
    ('<a href="../outside.html">x</a>', "leads nowhere"),
    ('<a href="#nothing">x</a>', "no such anchor"),
    ('<a href="page.html#nothing">x</a>', "no such anchor"),
    ('<img src="missing.png">', "leads nowhere"),
    ('<img src="https://example.org/a.png">', "fetches https://example.org/a.png"),
    ('<script src="//example.org/a.js"></script>', "fetches //example.org/a.js"),
    ('<link rel="stylesheet" href="https://example.org/a.css">', "fetches https://example.org/a.css"),
    ('<link rel="preconnect" href="https://example.org">', "fetches https://example.org"),
])  # fmt: skip
def test_the_checker_finds_what_is_wrong(tmp_path, text, word):
    write(tmp_path / "site", "page.html", text)
    write(tmp_path, "outside.html", "")
    [fault] = check.faults(tmp_path / "site")
    assert fault.startswith("page.html: ")
    assert word in fault


def test_the_checker_reads_style_sheets_and_wants_a_page(tmp_path):
    assert check.faults(tmp_path) == [f"{tmp_path}: no page"]
    write(tmp_path, "index.html", "")
    write(tmp_path, "a.css", "@font-face { src: url(https://example.org/f.woff2) }")
    assert check.faults(tmp_path) == ["a.css: fetches url(http"]


# ---- the C++ reference ----


def sections(text: str) -> dict[str, str]:
    """The parts of a reference by the names in their headings."""
    parts = re.split(r"^#{3,4} (.+)$", text, flags=re.M)
    found: dict[str, str] = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        found[name.replace("\\", "")] = found.get(name.replace("\\", ""), "") + body
    return found


def umbrella_headers() -> set[str]:
    """What a program gets by the umbrella header, asked of the compiler."""
    line = ["g++", "-std=c++20", "-DINCUFLOW_COMPILED", "-MM", f"-I{INCLUDE}", str(INCLUDE / "incuflow" / "incuflow.hpp")]
    listed = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    return {name for name in re.findall(r"incuflow/\S+?\.hpp", listed.replace(str(INCLUDE), "")) if "incuflow.hpp" not in name}


def test_the_reference_knows_every_header_of_the_umbrella():
    asked = umbrella_headers()
    assert len(asked) > 30
    assert asked <= set(cpp_reference.headers())


def test_every_exported_function_of_the_umbrella_is_told():
    """Counted another way than the reference does: by the word that exports a function, outside of detail."""
    told = sections(cpp_reference.page())
    functions = set()
    for header in umbrella_headers():
        text = (INCLUDE / header).read_text(encoding="utf-8")
        text = re.sub(r"namespace detail.*?\}  // namespace detail", "", text, flags=re.S)
        functions |= set(re.findall(r"^(?:\[\[nodiscard\]\] )?INCUFLOW_EXPORT [^({;]*?(\w+)\(", text, re.M))
    assert len(functions) > 80
    assert {"forecast", "make_study", "per_year", "to_svg"} <= functions
    assert functions - set(told) == set()
    for name in functions:
        assert re.search(rf"\b{name}\(", told[name]), name


def test_nothing_private_is_told():
    page = cpp_reference.page()
    code = "\n".join(re.findall(r"^```cpp\n(.*?)^```$", page, re.S | re.M))
    assert "namespace detail" not in code
    assert "private:" not in code
    assert "INCUFLOW_" not in code
    assert not re.search(r"\b\w+_(?:;|\{)", code), "a member of a class"
    assert "return" not in re.sub(r"//.*", "", code), "the body of a function"


def test_declarations_are_read():
    text = """\
/// What it is,
/// in two lines.
class INCUFLOW_EXPORT Box {
public:
    /// How big; never < 0.
    [[nodiscard]] double size() const noexcept { return size_; }
    explicit Box(int size) : size_{size} {}
    friend bool operator==(const Box& a, const Box& b) = default;

private:
    double size_{};  // "not }; told"
};

/// A call.
[[nodiscard]] INCUFLOW_EXPORT Box make_box(int a,
                                           const std::vector<int>& b = {});
"""
    first, second = cpp_reference.chunks(text)
    assert cpp_reference.prose(first[0]) == "What it is,\nin two lines."
    assert [cpp_reference.name_of(lines) for _, lines in (first, second)] == ["Box", "make_box"]
    assert cpp_reference.declared(first[1]) == (
        "class Box {\npublic:\n    // How big; never < 0.\n    [[nodiscard]] double size() const noexcept;\n"
        "    explicit Box(int size);\n    friend bool operator==(const Box& a, const Box& b) = default;\n};"
    )
    assert "make_box(int a,\n" in cpp_reference.declared(second[1])


# ---- the Python reference ----


def test_every_public_name_is_told():
    page = python_reference.page()
    told = sections(page)
    for name in inc.__all__:
        assert name in told or f"`{name}`: `" in page, name
    for cls in (inc.Study, inc.Forecast, inc.Table, inc.Pipeline, inc.PipelineBuilder):
        for member in vars(cls):
            if not member.startswith("_"):
                assert member in told or f"`{member}`" in page, (cls, member)


def test_docstrings_become_pages():
    def function(a: int = 1) -> str:
        """Says ``a`` and *no more*.

        >>> function()
        '1'
        """

    call, text = python_reference.signed("function", function)
    assert call == "function(a: int = 1) -> str"
    assert python_reference.markdown(text) == "Says `a` and \\*no more\\*.\n\n```pycon\n>>> function()\n'1'\n```"


def test_long_calls_are_laid_out():
    call = "f(a: dict[str, int] = {}, b: tuple[int, ...] = (1, 2), " + "c" * 60 + ") -> int"
    wanted = "f(\n    a: dict[str, int] = {},\n    b: tuple[int, ...] = (1, 2),\n    " + "c" * 60 + ",\n) -> int"
    assert python_reference.laid_out(call) == wanted
    assert inspect.signature(inc.Study.forecast).parameters["draws"].default == 1000
    assert "draws: int = 1000,\n" in sections(python_reference.page())["forecast"]


def test_a_lesson_that_warns_or_fails_stops_the_build(tmp_path):
    nbformat = pytest.importorskip("nbformat")

    def page(code: str) -> str:
        cells = [nbformat.v4.new_markdown_cell("# Lesson"), nbformat.v4.new_code_cell(code)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "a.ipynb")
        return lessons.page(tmp_path / "a.ipynb")

    with pytest.raises(ValueError, match="a lesson warns: .*careful"):
        page("import warnings\nwarnings.warn('careful')")
    with pytest.raises(Exception, match="ZeroDivisionError"):
        page("1 / 0")
    text = page("print('a')\n{'b': 1}")
    assert text.endswith("```python\nprint('a')\n{'b': 1}\n```\n\n```text\na\n```\n\n```python\n{'b': 1}\n```\n\n")
    assert "[Download the notebook](a.ipynb)" in text
