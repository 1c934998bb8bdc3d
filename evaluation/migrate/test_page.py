"""The page shows the snippets that are measured."""

import re

import pytest

from evaluation.common.paths import ROOT
from evaluation.migrate.libraries import LIBRARIES, SNIPPETS

PAGE = (ROOT / "docs" / "guide" / "migrate.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(?:python|toml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = sorted(each for each in SNIPPETS.iterdir() if each.is_file())


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_every_snippet_is_a_block_of_the_page(path):
    assert path.read_text(encoding="utf-8") in BLOCK.findall(PAGE)


def test_every_block_is_a_snippet():
    snippets = {path.read_text(encoding="utf-8") for path in FILES}
    assert set(BLOCK.findall(PAGE)) == snippets


def test_every_snippet_is_measured():
    assert {path.stem for path in FILES} == set(LIBRARIES)
