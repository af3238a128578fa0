# SPDX-License-Identifier: Apache-2.0
"""Catalogue and code agree: every code is used, is tested, and has the same blanks in both languages."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "include" / "incuflow" / "base" / "messages"
ENTRY = re.compile(r'INCUFLOW_MESSAGE\("((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\)')
SOURCES = {".hpp", ".ipp", ".inc", ".cpp"}


def entries():
    found = []
    for path in sorted(CATALOGUE.glob("*.inc")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("INCUFLOW_MESSAGE"):
                match = ENTRY.fullmatch(line)
                assert match, f"{path.name}: {line}"
                found.append((path.stem, *match.groups()))
    return found


ENTRIES = entries()
CODES = {code for _, code, _, _ in ENTRIES}
FLOORS = {floor for floor, _, _, _ in ENTRIES}


def text_of(*folders, suffixes=SOURCES, without=()):
    parts = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and path not in without and CATALOGUE not in path.parents:
                parts.append(path.read_text(encoding="utf-8"))
    return "\n".join(parts)


# What a comment says is thrown is not thrown by that.
CODE = re.sub(r"//[^\n]*", "", text_of("include", "src", "bindings"))
PYTHON = text_of("python", suffixes={".py"})
TESTS = text_of("tests", suffixes=SOURCES | {".py"}, without={Path(__file__).resolve()})


def spoken(text):
    """Whole string literals that are codes; a literal that ends in `.` or `_` is a beginning of codes, not one."""
    pattern = rf'"((?:{"|".join(sorted(FLOORS))})\.[a-z0-9_.]*[a-z0-9])"'
    return set(re.findall(pattern, text))


def test_the_catalogue_is_read_whole():
    written = [path.read_text(encoding="utf-8") for path in CATALOGUE.glob("*.inc")]
    assert len(ENTRIES) == sum(text.count('INCUFLOW_MESSAGE("') for text in written)
    assert len(CODES) == len(ENTRIES), "a code stands twice"
    included = re.findall(r'messages/([a-z]+)\.inc"', (CATALOGUE.parent / "messages.ipp").read_text(encoding="utf-8"))
    assert sorted(included) == sorted(path.stem for path in CATALOGUE.glob("*.inc"))


@pytest.mark.parametrize(("floor", "code", "en", "zh"), ENTRIES, ids=[code for _, code, _, _ in ENTRIES])
def test_an_entry_stands_in_its_floors_file_and_has_the_same_blanks_in_both_languages(floor, code, en, zh):
    assert code.startswith(floor + ".")
    assert set(re.findall(r"\{([a-z_]+)\}", en)) == set(re.findall(r"\{([a-z_]+)\}", zh))
    assert en.strip()
    assert re.search(r"[\u4e00-\u9fff]", zh), "the Chinese sentence is not Chinese"


def test_no_entry_is_dead():
    assert sorted(CODES - spoken(CODE) - spoken(PYTHON)) == []


def test_no_code_is_thrown_without_an_entry():
    assert sorted(spoken(CODE) - CODES) == []


def test_every_code_has_a_test():
    assert sorted(code for code in CODES if not re.search(rf"(?<![a-z_.]){re.escape(code)}(?![a-z_.])", TESTS)) == []
