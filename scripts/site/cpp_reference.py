# SPDX-License-Identifier: Apache-2.0
"""The reference of the C++ library, from the `///` comments of its declaring headers.

Headers are laid out by clang-format, so a few rules do: what stands in `namespace detail` or below `private:` is not
told, a declaration ends with the line on which its brackets are closed, and the comment above it belongs to it.
"""

import re
from pathlib import Path

INCLUDE = Path(__file__).resolve().parents[2] / "include"
ENTRIES = ("incuflow/incuflow.hpp", "incuflow/io.hpp", "incuflow/eigen.hpp")
# What most programs need stands first.
FOLDERS = ("io", "study", "forecast", "model", "hazard", "units", "graph", "engine", "numeric", "random", "text", "base", "")
INTRO = """# C++ reference

What the headers declare in the namespace `incuflow`, by header. `#include <incuflow/incuflow.hpp>` declares all of it but
study files (`incuflow/io.hpp`, which needs `incuflow::compiled`) and the Eigen views (`incuflow/eigen.hpp`). What stands in
`incuflow::detail` is not part of it.
"""
LAST = """## What this does not show

How definitions work: they stand beside the headers in `*.ipp` files. Nothing here is promised between versions below 1.0.
"""


def headers() -> list[str]:
    """Every header that the entries include, at any depth; those of the library only."""
    found, open_ones = [], list(ENTRIES)
    while open_ones:
        name = open_ones.pop()
        if name not in found:
            found.append(name)
            text = (INCLUDE / name).read_text(encoding="utf-8")
            open_ones += re.findall(r'^#include ["<](incuflow/[\w/]+\.hpp)[">]', text, re.M)
    return sorted(found, key=lambda name: (FOLDERS.index("/".join(name.split("/")[1:-1])), name))


def public_text(name: str) -> str:
    """A header without what is not public: directives, `namespace detail`."""
    text = (INCLUDE / name).read_text(encoding="utf-8")
    text = re.sub(r"^namespace detail(?:::\w+)?\s*\{.*?^\}  // namespace detail(?:::\w+)?$", "", text, flags=re.S | re.M)
    return re.sub(r"^#.*(?:\\\n.*)*$|^INCUFLOW_(?:BEGIN|END)$|^// SPDX.*$", "", text, flags=re.M)


def bare(line: str) -> str:
    """A line without comments and quoted texts."""
    return masked(line).rstrip()


def chunks(text: str) -> list[tuple[list[str], list[str]]]:
    """The declarations of a text: the lines of the comment above, and its own."""
    found, comment, lines, depth = [], [], [], 0
    for line in text.splitlines():
        code = bare(line)
        if not lines and line.startswith("///"):
            comment.append(line[3:].removeprefix(" "))
        elif not lines and not code:
            comment = comment if line.strip() else []
        else:
            lines.append(line)
            depth += sum(code.count(one) for one in "({") - sum(code.count(one) for one in ")}")
            if depth == 0 and code.endswith((";", "}")):
                found.append((comment, lines))
                comment, lines = [], []
    return found


def without_private(lines: list[str]) -> list[str]:
    kept, shown = [], True
    for line in lines:
        if re.match(r"(private|protected):", line):
            shown = False
        elif line.startswith(("public:", "}")):
            shown = True
        if shown:
            kept.append(line)
    return kept


def masked(text: str) -> str:
    """A text of the same length whose comments and quoted texts are blank, to look for brackets in."""
    return re.sub(r'//[^\n]*|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])+\'', lambda match: " " * len(match[0]), text)


def closing(code: str, at: int) -> int:
    """Where the bracket that opens at ``at`` is closed."""
    depth = 0
    for i in range(at, len(code)):
        depth += (code[i] in "({") - (code[i] in ")}")
        if depth == 0:
            return i
    raise ValueError(f"not closed: {code[at:]}")


def without_body(text: str) -> str:
    """A function that is defined where it is declared, declared only; anything else as it is."""
    code = masked(text)
    at = re.search(r"(?<!\boperator)\((?<!decltype\()", code)
    if at is None or re.match(r"\s*(?:template <[^{;()]*>\s*)?(?:struct|class|enum|union|concept|using) ", code):
        return text
    end = closing(code, at.start()) + 1
    words = re.match(r"(?:\s*(?:const|noexcept(?:\([^{;]*\))?|override|final|&&?|->[^{;]+))*", code[end:])
    rest = end + words.end()
    return text[:rest] + ";" if re.match(r"\s*(?::(?!:)|\{)", code[rest:]) else text


def without_bodies(lines: list[str]) -> list[str]:
    """The functions of a type, or one function, declared only."""
    head = next((i for i, line in enumerate(lines) if "{" in bare(line)), 0)
    if len(lines) == 1 or not re.search(r"\b(?:class|struct) (?:\w+ )*\w+[^(;]*\{$", " ".join(map(bare, lines[: head + 1]))):
        return without_body("\n".join(lines)).splitlines()
    kept, open_lines = lines[: head + 1], []
    for line in lines[head + 1 : -1]:
        code = bare(line)
        if not open_lines and (not code or re.match(r"(?:public|protected):", code)):
            kept.append(line)
            continue
        open_lines.append(line)
        text = masked("\n".join(open_lines))
        if all(text.count(a) == text.count(b) for a, b in ("()", "{}")) and code.endswith((";", "}", ">")):
            kept += without_body("\n".join(open_lines)).splitlines()
            open_lines = []
    return [*kept, *open_lines, lines[-1]]


def name_of(lines: list[str]) -> str:
    """What a declaration declares."""
    code = " ".join(bare(line).strip() for line in lines)
    code = re.sub(r"\[\[\w+\]\] |INCUFLOW_EXPORT |template <[^()]*?> (?=\w|\[)", "", code)
    for rule in (r"^(?:class|struct|enum class|enum|using|concept) (\w+)", r"(operator ?[^\w\s(]+)\(", r"([\w~]+)\(", r"(\w+)(?:\{| =|;)"):
        match = re.search(rule, code)
        if match:
            return match[1]
    raise ValueError(f"no name in: {code}")


def declared(lines: list[str]) -> str:
    """The code of a declaration as it is told."""
    text = "\n".join(without_bodies(without_private(lines))).replace("INCUFLOW_EXPORT ", "").replace("///<", "//").replace("///", "//")
    return re.sub(r"\n\s*\n(?=\};)", "\n", re.sub(r"\n{3,}", "\n\n", text))


def prose(comment: list[str]) -> str:
    """A comment as Markdown; what is not code in it is plain."""
    lines: list[str] = []
    for line in comment:
        if line.startswith("- ") and lines and not lines[-1].startswith(("- ", "  ")):
            lines.append("")
        lines.append(line)
    parts = re.split(r"(`[^`]+`)", "\n".join(lines))
    return "".join(part if i % 2 else re.sub(r"([*\[\]|<_])", r"\\\1", part) for i, part in enumerate(parts))


def page() -> str:
    """The whole page."""
    parts = [INTRO]
    for header in headers():
        told = [(name_of(lines), comment, lines) for comment, lines in chunks(public_text(header))]
        told = [one for one in told if not re.match(r"(?:class|struct|enum class) \w+;$", bare(one[2][0]))]
        if not told:
            continue
        parts.append(f"## {header.removeprefix('incuflow/')}\n")
        for i, (name, comment, lines) in enumerate(told):
            if i == 0 or told[i - 1][0] != name:
                parts.append(f"### {name}\n".replace("*", "\\*"))
            parts.append(f"```cpp\n{declared(lines)}\n```\n\n{prose(comment)}\n")
    return "\n".join([*parts, LAST])
