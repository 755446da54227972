"""A published file in, its manual out: tables, views and macros with their comments, worked questions with answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from warehouse.published import ask, query, recipes

HEAD = """\
# The warehouse

This page is made by `make docs` from the comments in the published file and from the answers of the sample; a test fails when
it differs. `data/zagros.duckdb` opens in any DuckDB client from 1.1 on (tests ask every worked question with 1.1.3, 1.4.4,
1.5.5 and 2.0.1; 1.4.1 loses the named parts of a stored macro). `zagros query "..."` asks in SQL, `zagros query --recipe
NAME` one of the worked questions below; in Python `import warehouse; warehouse.connect()` opens the newest copy, read-only.

## In five minutes
```sql
FROM rising('week');                                                -- whose coverage rises
FROM actor_trend('muqtada-al-sadr', grain := 'week');               -- one of them, to chart: period and share
FROM evidence('muqtada-al-sadr', '2020-01-13', '2020-01-20');       -- the sentences behind one point
SELECT as_of, code_version, registry_hash, content_hash FROM manifest;  -- what to cite
```
A period in which no outlet reported at its usual pace is NULL: draw a gap, not a zero. `stories` counts a text that was copied
forty times once, `witnesses` counts the outlets of one owner once. Days and weeks are UTC's; `articles_local` has the clocks
of Baghdad and Tehran. Macros take their options by name: `grain :=`, `since :=`, `until :=`, `among :=`, `counted :=`.
"""
PARTS = """
SELECT t.table_name AS name, 'table' AS kind, t.comment FROM duckdb_tables() t WHERE NOT t.internal
UNION ALL SELECT v.view_name, 'view', v.comment FROM duckdb_views() v WHERE NOT v.internal
ORDER BY kind, name
"""
COLUMNS = "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = $name ORDER BY column_index"
MACROS = """
SELECT DISTINCT function_type = 'macro' AS scalar, function_name, comment FROM duckdb_functions()
WHERE NOT internal AND function_type IN ('table_macro', 'macro') AND database_name = current_database() ORDER BY ALL
"""


def describe(published: Path) -> str:
    """Write the manual of a published file, in Markdown."""
    lines = [HEAD]
    for name, kind, comment in ask(published, PARTS).rows:
        lines += [
            f"## {name} ({kind})",
            comment or "",
            "",
            *table(["column", "type", "what it is"], columns(published, name)),
            "",
        ]
    macros = ask(published, MACROS).rows
    lines += ["## Macros", *(f"- `{name}`: {comment}" for scalar, name, comment in macros if not scalar), ""]
    lines += ["What they are made of:", *(f"- `{name}`: {comment}" for scalar, name, comment in macros if scalar), ""]
    lines += ["## Worked questions", "Each with its answer on the sample (`make demo`).", ""]
    for name in recipes():
        text = query(name)
        question, sql = text.split("\n", 1)
        answer = ask(published, text)
        lines += [f"### {name}", question.removeprefix("-- "), "", "```sql", sql.strip(), "```"]
        lines += [*(table(answer.columns, answer.rows) if answer.rows else ["(nothing in the sample)"]), ""]
    return "\n".join(lines).rstrip() + "\n"


def columns(published: Path, name: str) -> list[tuple[Any, ...]]:
    """List a table's columns with their types and comments."""
    return ask(published, COLUMNS, {"name": name}).rows


def table(head: list[str], rows: list[tuple[Any, ...]]) -> list[str]:
    """Write rows as a Markdown table; what stands in a cell cannot end it."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]


def cell(value: Any) -> str:
    """Write one value of a table."""
    if value is None:
        return "–"
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


if __name__ == "__main__":
    print(describe(Path(sys.argv[1])), end="")
