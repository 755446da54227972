"""The house's own rules: budgets, names and files that keep it readable (numbers from the architecture guide)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("flows", "extractors", "warehouse")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = [(path, node) for path, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, Function)]
# Flow and command parameters are the configuration a person sees: they are not packed away to please a counter.
INTERFACES = {
    ("flows/ingest.py", "ingest"),
    ("flows/reread.py", "reread"),
    ("flows/cli/run.py", "ingest"),
    ("flows/backfill.py", "backfill"),
    ("flows/cli/run.py", "replay"),
    ("flows/cli/run.py", "backfill"),
    ("flows/cli/ask.py", "trend"),
    ("flows/cli/up.py", "up"),
    ("flows/cli/feeds.py", "check"),
    ("flows/cli/feeds.py", "add"),
    ("flows/cli/actors.py", "suggest"),
}
WALLS = {
    "flows/fleet.py:ask",
    "flows/fleet.py:read_guarded",
    "flows/reading.py:poll_feed",
    "flows/reading.py:read_entry",
    "flows/finding.py:try_to_find",
}


def lines_of_code(node: Function) -> int:
    """Count a function's lines without its docstring and signature."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_files_are_short() -> None:
    assert {place(path): n for path in FILES if (n := path.read_text(encoding="utf-8").count("\n")) > 300} == {}


def test_functions_are_short() -> None:
    lengths = sorted(lines_of_code(node) for _, node in FUNCTIONS)
    assert {f"{place(path)}:{node.name}": n for path, node in FUNCTIONS if (n := lines_of_code(node)) > 40} == {}
    assert lengths[len(lengths) // 2] <= 6
    assert lengths[int(len(lengths) * 0.9)] <= 20


def test_functions_have_few_arguments() -> None:
    many = {
        f"{place(path)}:{node.name}"
        for path, node in FUNCTIONS
        if len([a for a in node.args.args if a.arg not in ("self", "cls")]) > 6 and (place(path), node.name) not in INTERFACES
    }
    assert many == set()


def test_every_module_and_public_function_says_what_it_does() -> None:
    assert [place(path) for path, tree in TREES.items() if not ast.get_docstring(tree)] == []
    assert [
        f"{place(p)}:{n.name}"
        for p, n in FUNCTIONS
        if not n.name.startswith("_") and not ast.get_docstring(n) and n.name != "one"
    ] == []


def test_broad_excepts_stand_at_the_walls_of_one_feed_one_article_and_one_batch_only() -> None:
    found = {
        f"{place(path)}:{function.name}"
        for path, function in FUNCTIONS
        for node in ast.walk(function)
        if isinstance(node, ast.ExceptHandler) and getattr(node.type, "id", None) == "Exception"
    }
    assert found == WALLS


@pytest.mark.parametrize("word", ["utils", "common", "core", "helpers", "misc"])
def test_no_file_is_a_drawer(word: str) -> None:
    assert [place(path) for path in ROOT.rglob("*.py") if path.stem == word and not {".venv", ".cache"} & {*path.parts}] == []


def test_only_the_flow_reads_the_clock() -> None:
    wall_clock = re.compile(r"datetime\.now|datetime\.utcnow|time\.time\(|date\.today|current_timestamp|\bnow\(\)", re.I)
    files = [*FILES, *(p for p in (ROOT / "warehouse").rglob("*.sql"))]
    assert [place(path) for path in files if wall_clock.search(path.read_text(encoding="utf-8"))] == ["flows/moments.py"]


def test_the_lock_file_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert not re.search(r"://|--index|--extra-index|--find-links", lock)


def test_registry_holds_data_only() -> None:
    assert {path.suffix for path in (ROOT / "registry").rglob("*") if path.is_file()} <= {".yml", ".md"}
