# SPDX-License-Identifier: Apache-2.0
"""Pages say what the program does: snippets, generated parts, printed figures, links, words.

Run as a program it writes the generated pages anew.
"""

import html
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import incuflow as inc
from incuflow import _words

ROOT = Path(__file__).resolve().parents[2]
BEGIN = "<!-- generated from here: python tests/python/test_docs.py -->"
END = "<!-- end of the generated part -->"
GENERATED = {"docs/study-file.md": "en", "docs/study-file.zh-CN.md": "zh"}
READMES = ["README.md", "README.zh-CN.md"]
DOCS = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").glob("*.md"))
PAGES = sorted([p.relative_to(ROOT).as_posix() for p in ROOT.glob("*.md")] + DOCS
               + [p.relative_to(ROOT).as_posix() for p in (ROOT / "docs" / "decisions").glob("*.md")])
HOMES = (ROOT, ROOT / "include", ROOT / "include" / "incuflow")
FOLDERS = {p.name for home in HOMES for p in home.iterdir() if p.is_dir()}
FOLDERS -= {"build", "out"}
PRINTED = re.compile(r"<!-- printed by: (.+?) -->\n```text\n(.*?)\n```", re.S)


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, language: str = r"\w*") -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", read(page), re.S | re.M)


def prose(page: str) -> str:
    """A page without its code blocks."""
    return re.sub(r"^```.*?^```$", "", read(page), flags=re.S | re.M)


def with_table(text: str, language: str) -> str:
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{inc.attribute_table(language).strip()}\n\n{END}{after}"


@pytest.mark.parametrize("page", GENERATED)
def test_generated_pages_are_up_to_date(page):
    assert read(page) == with_table(read(page), GENERATED[page]), "run: python tests/python/test_docs.py"


def test_both_readmes_have_the_same_code():
    english, chinese = (blocks(page) for page in READMES)
    assert len(english) >= 10
    assert english == chinese


@pytest.mark.parametrize("page", READMES)
def test_the_cpp_snippet_is_the_compiled_file(page):
    source = read("examples/cpp/quick_start.cpp")
    snippet = source.split("// [quick start]\n")[1].split("// [/quick start]")[0]
    assert blocks(page, "cpp") == [snippet]


@pytest.mark.parametrize("page", READMES)
def test_the_study_file_of_the_readme_is_one(page):
    [text] = blocks(page, "toml")
    study = inc.parse_study(text)
    assert study.id == "example"
    [row] = study.forecast(draws=0).attainment().rows()
    assert row["status"] == "needs_input"
    assert all("hypothetical" in n["reason"] for n in study.numbers().rows() if n["kind"] != "unknown")


def run(command: str) -> str:
    program, *arguments = shlex.split(command)
    if program == "incuflow_example_quick_start":
        path = ROOT / "build" / "dev" / "examples" / "cpp" / program
        if not path.exists():
            pytest.skip("the C++ examples are not built (cmake --build --preset dev)")
        line = [str(path), *arguments]
    else:
        assert program == "incuflow"
        line = [sys.executable, "-c", "import sys; from incuflow._cli import main; sys.exit(main())", *arguments]
    environment = os.environ | {"PYTHONUTF8": "1"}
    result = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", env=environment, cwd="/")
    assert result.returncode == 0, result.stderr
    return result.stdout


PRINTED_BLOCKS = [(page, command, text) for page in PAGES for command, text in PRINTED.findall(read(page))]
PRINTED_IDS = [f"{page}-{i}" for i, (page, _, _) in enumerate(PRINTED_BLOCKS)]


def test_there_are_printed_blocks():
    assert len(PRINTED_BLOCKS) >= 8


@pytest.mark.parametrize(("page", "command", "text"), PRINTED_BLOCKS, ids=PRINTED_IDS)
def test_quoted_output_is_printed(page, command, text):
    output = run(command)
    for line in text.splitlines():
        assert line in output, f"{page}: not printed by `{command}`"


@pytest.mark.parametrize("page", READMES + ["docs/reading-the-results.md", "docs/reading-the-results.zh-CN.md"])
def test_figures_in_sentences_stand_in_a_checked_block(page):
    """A figure of a preset in a sentence (five digits, or a decimal of four) is also in a block that a test runs."""
    text = re.sub(r"`[^`\n]*`", "", re.sub(r"<!--.*?-->", "", prose(page), flags=re.S))
    checked = "\n".join(blocks(page, "python") + [t for p, _, t in PRINTED_BLOCKS if p == page])
    for figure in re.findall(r"\d{1,3}(?:,\d{3})+|\d\.\d{3,}", text):
        assert figure in checked or figure.replace(",", "") in checked, f"{page}: {figure}"


@pytest.mark.parametrize("page", DOCS)
def test_every_page_ends_with_what_it_does_not_show(page):
    last = re.findall(r"^## (.+)$", read(page), re.M)[-1]
    assert last == ("本页不能说明什么" if page.endswith(".zh-CN.md") else "What this does not show")


def anchors(page: Path) -> set[str]:
    """Anchors of headings, as code hosts make them."""
    found = set()
    for title in re.findall(r"^#+ (.+)$", prose(page.relative_to(ROOT).as_posix()), re.M):
        plain = re.sub(r"[^\w\- ]", "", title.lower().replace("`", ""))
        found.add(plain.strip().replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    text = prose(page)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        file = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert file.exists(), f"{page}: {target}"
        assert file.is_relative_to(ROOT)
        if anchor:
            assert anchor in anchors(file), f"{page}: {target}"


@pytest.mark.parametrize("page", PAGES)
def test_no_absolute_paths(page):
    found = re.findall(r"(?<![\w.*/)\"])/(?:home|root|tmp|work|usr|opt|var|mnt|Users)/\S*", read(page))
    assert not found, found


@pytest.mark.parametrize("page", [p for p in PAGES if not p.startswith("CHANGELOG")])
def test_files_that_are_named_are_there(page):
    """Names in code font that look like files of the tree are files of the tree."""
    text = prose(page)
    places = [ROOT, ROOT / "include" / "incuflow", ROOT / "include", ROOT / "python" / "incuflow"]
    for name in re.findall(r"`((?:[\w.\-]+/)+[\w.\-*]*)`", text):
        if name.split("/")[0] not in FOLDERS:
            continue
        assert any(list(place.glob(name.rstrip("/"))) for place in places), f"{page}: {name}"


def test_the_term_table_has_every_word_of_the_outputs():
    text = read("docs/terms.md")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    for column, words in _words.VALUES.items():
        for code, (chinese, english) in words.items():
            assert any(row[0] == f"`{code}`" and row[1:3] == [english, chinese] for row in rows), (column, code)
    for word in _words.NOT_COMPUTED.values():
        assert word in text


def test_the_term_table_has_the_vocabulary_of_the_headers():
    rows = re.findall(r"^//   (\w+) +(\S*[\u4e00-\u9fff]\S*) ", read("include/incuflow/fwd.hpp"), re.M)
    assert len(rows) >= 15
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in read("docs/terms.md").splitlines()]
    for word, chinese in rows:
        assert any(row[0] == word and chinese in row[1] for row in cells if len(row) > 1), word


def labels_in(function: str, file: str) -> list[str]:
    """The strings a C++ label function returns, by language pair."""
    body = read(file).split(function)[1].split("\nINCUFLOW_INLINE")[0]
    return re.findall(r'"([^"\n]+)"', body)


@pytest.mark.parametrize(
    ("function", "file", "least"),
    [
        ("label(Status status, Language language)", "include/incuflow/study/parts.ipp", 12),
        ("verdict_label(int verdict)", "include/incuflow/forecast/effects.ipp", 10),
    ],
)
def test_the_term_table_has_the_labels_of_the_library(function, file, least):
    labels = labels_in(function, file)
    assert len(labels) >= least
    cells = {cell.strip() for line in read("docs/terms.md").splitlines() for cell in line.strip("|").split("|")}
    for label in labels:
        assert label in cells, label


def test_citation_is_complete():
    text = read("CITATION.cff")
    version = f"version: {inc.__version__}"
    for key in ("cff-version: 1.2.0", "message:", "title:", "authors:", version, "license: Apache-2.0"):
        assert key in text
    assert f"## [{inc.__version__}]" in read("CHANGELOG.md")


def test_tables_are_whole():
    """Every row of a table has as many cells as its head."""
    for page in PAGES:
        text = prose(page)
        for table in re.findall(r"(?:^\|.*\|$\n?)+", text, re.M):
            counts = {len(re.findall(r"(?<!\\)\|", html.unescape(line))) for line in table.strip().splitlines()}
            assert len(counts) == 1, f"{page}: {table.splitlines()[0]}"


if __name__ == "__main__":
    for name, chosen in GENERATED.items():
        (ROOT / name).write_text(with_table(read(name), chosen), encoding="utf-8")
