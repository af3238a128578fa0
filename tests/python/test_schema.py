# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of study files, judged by an independent validator."""

import copy
import datetime
import json
import tomllib

import jsonschema
import pytest
from conftest import PRESETS, SMALL

import incuflow as inc

SCHEMA = json.loads(inc.study_schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def plain(value):
    """A TOML document as JSON: dates are ISO texts."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def errors_of(text):
    return list(VALIDATOR.iter_errors(plain(tomllib.loads(text))))


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["additionalProperties"] is False


@pytest.mark.parametrize("name", PRESETS)
def test_the_presets_and_their_written_form_are_valid(name):
    assert errors_of(inc.preset_text(name)) == []
    assert errors_of(inc.load_preset(name).to_toml()) == []


def test_studies_made_in_code_are_valid(county):
    assert errors_of(SMALL) == []
    assert errors_of(county.with_stock({"ladder.outside": 300}, rest=0).to_toml()) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("per_year", "per_yaer"),
        ('id = "small"', 'id = "small"\ncolour = "blue"'),
        ("format = 1", "format = 2"),
        ("format = 1\n", ""),
        ('kind = "observed"', 'kind = "guessed"'),
        ('accounting = "cumulative"', 'accounting = "total"'),
        ('counts = "crossings"', "counts = 3"),
        ("mid = 0.13", "mid = true"),
        ("since = 2023-01-01", "since = 2023"),
        ('path = "ladder.tech_sme->hnte"\n', ""),
        ("base_date = 2022-12-31\n", ""),
        ("at_least = 15", "at_least = []"),
        ('[exit.closed]\nzh = "注销吊销"', 'exit = "closed"'),
        ('of = "incubation.incubator->graduated"', "of = 7"),
    ],
)
def test_planted_faults_are_rejected_by_the_schema_and_by_the_reader(before, after):
    assert before in SMALL
    text = SMALL.replace(before, after, 1)
    assert errors_of(text) != []
    with pytest.raises(inc.StudyError):
        inc.parse_study(text)


def tables_in(node, path=()):
    """Every place of a document that is a table with keys of ours."""
    if isinstance(node, dict):
        yield path
        for key, item in node.items():
            yield from tables_in(item, (*path, key))
    elif isinstance(node, list):
        for at, item in enumerate(node):
            yield from tables_in(item, (*path, at))


def test_an_unknown_key_is_rejected_in_every_table():
    document = plain(tomllib.loads(SMALL))
    named = {("source",), ("track",), ("exit",)}  # keys there are names that the analyst chooses
    places = [path for path in tables_in(document) if path not in named]
    assert len(places) > 12
    for path in places:
        changed = copy.deepcopy(document)
        node = changed
        for step in path:
            node = node[step]
        node["no_such_key"] = 1
        assert not VALIDATOR.is_valid(changed), path


def test_every_key_has_a_description():
    def properties(node):
        if isinstance(node, dict):
            for key, value in node.get("properties", {}).items():
                yield key, value
            for value in node.values():
                yield from properties(value)
        elif isinstance(node, list):
            for item in node:
                yield from properties(item)

    found = list(properties(SCHEMA))
    assert len(found) > 60
    assert [key for key, value in found if not value.get("description")] == []
