# SPDX-License-Identifier: Apache-2.0
"""What MkDocs is told beside mkdocs.yml: pages that stand outside of docs/, lessons, and the references.

Pages link to each other as files of the repository, so that they can be read there too. Here such links are turned to
where the file stands in the site; a linked file that is no page (a licence, an example) is taken along.
"""

import os
import posixpath
import re
import sys
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).resolve().parent))
import cpp_reference  # noqa: E402
import lessons  # noqa: E402
import python_reference  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
# Pages of the repository outside of docs/, and where they stand in the site.
OUTSIDE = {
    "README.md": "index.md",
    "README.zh-CN.md": "index.zh-CN.md",
    "ARCHITECTURE.md": "architecture.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "docs/decisions": "decisions/index.md",
}
HOME = {site: page for page, site in OUTSIDE.items()}
FENCE = re.compile(r"^```.*?^```$", re.S | re.M)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def home_of(uri: str) -> str:
    """Where a page of the site stands in the repository."""
    return HOME.get(uri, f"docs/{uri}")


def site_place(path: str) -> str:
    """Where a file of the repository stands in the site."""
    if path in OUTSIDE:
        return OUTSIDE[path]
    if path.startswith("docs/"):
        return path.removeprefix("docs/").replace(".ipynb", ".md")
    # A name without an ending would be downloaded rather than shown.
    return f"files/{path}" if "." in posixpath.basename(path) else f"files/{path}.txt"


def target_of(link: str, page: str) -> tuple[str, str] | None:
    """The file of the repository a link leads to and its anchor; None for links to elsewhere and within the page."""
    if re.match(r"[a-z]+:|#", link):
        return None
    path, _, anchor = link.partition("#")
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)), anchor


def with_links(text: str, page: str, uri: str) -> str:
    """The text of a page with its links as they are in the site, those in code left alone."""

    def turned(match: re.Match[str]) -> str:
        found = target_of(match[1], page)
        if found is None:
            return match[0]
        path, anchor = found
        to = posixpath.relpath(site_place(path), posixpath.dirname(uri) or ".")
        return f"]({to}#{anchor})" if anchor else f"]({to})"

    parts, at = [], 0
    for fence in FENCE.finditer(text):
        parts += [LINK.sub(turned, text[at : fence.start()]), fence[0]]
        at = fence.end()
    return "".join([*parts, LINK.sub(turned, text[at:])])


def decisions_page() -> str:
    """The list of the decision records, by their titles."""
    rows = []
    for path in sorted((ROOT / "docs" / "decisions").glob("0*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        rows.append(f"- [{title}](decisions/{path.name})")
    head = "# Decisions\n\nWhy things are as they are, one record a decision.\n"
    last = "## What this does not show\n\nWhat was not decided: where no record stands, the plain way was taken."
    return "\n".join([head, *rows, "", last, ""])


def chinese_terms() -> str:
    """The one table of terms has both languages; the Chinese part of the site gets it under its Chinese name."""
    text = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8")
    head = "# Terms 术语表\n"
    if not text.startswith(head):
        raise PluginError(f"docs/terms.md does not begin with {head!r}")
    return text.replace(head, "# 术语表 Terms\n", 1)


def on_files(files, config):
    """Adds the pages that are not in docs/ as such."""
    made = {site: (ROOT / page).read_text(encoding="utf-8") for page, site in OUTSIDE.items() if page.endswith(".md")}
    made["decisions/index.md"] = decisions_page()
    made["terms.zh-CN.md"] = chinese_terms()
    made["api/python.md"] = python_reference.page()
    made["api/cpp.md"] = cpp_reference.page()
    for notebook in sorted((ROOT / "docs" / "lessons").glob("*.ipynb")):
        made[f"lessons/{notebook.stem}.md"] = lessons.page(notebook)
    for uri, text in made.items():
        files.append(File.generated(config, uri, content=text))
    pages = {file.src_uri: made.get(file.src_uri) or file.content_string for file in files.documentation_pages()}
    for uri, text in pages.items():
        for link in LINK.findall(FENCE.sub("", text)):
            found = target_of(link, home_of(uri))
            if found and site_place(found[0]).startswith("files/") and files.get_file_from_path(site_place(found[0])) is None:
                source = ROOT / found[0]
                if not source.is_file():
                    raise PluginError(f"{home_of(uri)} links to {link}, which is no file")
                files.append(File.generated(config, site_place(found[0]), abs_src_path=os.fspath(source)))
    return files


def on_page_markdown(markdown, page, config, files):
    """Turns the links of a page to where things stand in the site."""
    return with_links(markdown, home_of(page.file.src_uri), page.file.src_uri)


def on_post_page(output, page, config):
    """Says of Chinese pages that they are Chinese: fonts and voices are chosen by it."""
    if page.file.src_uri.endswith(".zh-CN.md"):
        return output.replace('<html lang="en"', '<html lang="zh-CN"', 1)
    return output
