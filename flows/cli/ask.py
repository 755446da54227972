"""Commands that ask: questions to the published file in, tables, JSON or CSV out."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.options import AsCsv, AsJson, Data, Files, Grain, Warehouse, form, instant

if TYPE_CHECKING:
    from warehouse.published import Answer, Place

# A gap of more periods than this is folded in a table.
LONGEST_GAP = 4


def query(
    sql: Annotated[str | None, typer.Argument(help="One SQL question; the file is read-only.")] = None,
    recipe: Annotated[str | None, typer.Option(help="Name of a worked question; `list` shows them (docs/warehouse.md).")] = None,
    data: Data = Path("data"),
    warehouse: Warehouse = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask the published file one question, in SQL or by the name of a worked one."""
    from flows.place import published_at
    from flows.terminal import print_rows
    from warehouse.published import ask, recipes
    from warehouse.published import query as worked

    if recipe == "list" or (sql is None) == (recipe is None) or (recipe and recipe not in recipes()):
        names = "\n".join(f"  {name}: {worked(name).splitlines()[0].removeprefix('-- ')}" for name in recipes())
        print(f"Give a question in SQL, or --recipe with one of these names:\n{names}")
        raise typer.Exit(0 if recipe == "list" else 2)
    sql = sql or worked(recipe or "")
    answer = ask(published_at(data), sql)
    print_rows(answer.columns, answer.rows, form(as_json, as_csv))


def trend(
    actor: Annotated[str, typer.Argument(help="Id or any name of an actor, in any script.")],
    by: Annotated[Grain, typer.Option(help="Period.")] = Grain.week,
    since: Annotated[str | None, typer.Option(help="First day (ISO 8601).")] = None,
    until: Annotated[str | None, typer.Option(help="Day after the last (ISO 8601).")] = None,
    data: Data = Path("data"),
    warehouse: Warehouse = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show how often an actor is named, period by period; a period without any article is a gap, not a zero."""
    from flows.place import published_at
    from flows.terminal import bar, bar_width, print_rows
    from warehouse.published import ask, statement

    published, wanted = published_at(data), form(as_json, as_csv)
    actor_id, name = find_actor(published, actor)
    limits = {"actor": actor_id, "grain": by.value, "since": instant(since), "until": instant(until)}
    answer = ask(published, statement("trend"), limits)
    if wanted != "table":
        print_rows(answer.columns, answer.rows, wanted)
        return
    width, most = bar_width(), max((row[1] or 0 for row in answer.rows), default=0)
    drawn = [(*row[:5], f"{row[5]:.0%}" if row[5] is not None else None, bar(row[1], most, width)) for row in answer.rows]
    rows = fold_gaps(drawn)
    print_rows([*answer.columns[:4], "all", "share", f"by {by.value}"], rows, title=f"{name} ({actor_id})")
    if not most:
        print(f"no article of this time names {name}")


def fold_gaps(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Write a long run of periods without any article as its first, a line that counts those left out, and its last."""
    folded: list[tuple[Any, ...]] = []
    for gap, run in groupby(rows, key=lambda row: row[1] is None):
        periods = list(run)
        if gap and len(periods) > LONGEST_GAP:
            between = (f"… {len(periods) - 2} more", *periods[0][1:])
            periods = [periods[0], between, periods[-1]]
        folded += periods
    return folded


def find_actor(published: Place, wanted: str) -> tuple[str, str]:
    """Find the id and name of an actor that the published file knows; raises typer.BadParameter."""
    from flows.cli.naming import choose_actor
    from warehouse.published import ask, statement

    rows = ask(published, statement("actor_names")).rows
    actor_id = choose_actor(wanted, [(actor, said, how) for actor, _, said, how in rows])
    return actor_id, next(name for actor, name, _, _ in rows if actor == actor_id)


def status(
    data: Data = Path("data"),
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    as_prometheus: Annotated[bool, typer.Option("--prometheus", help="Print metrics in Prometheus' text format.")] = False,
    textfile: Annotated[
        Path | None, typer.Option(help="Write these metrics to a file, whole, for node_exporter's textfile collector (*.prom).")
    ] = None,
    now: Annotated[str | None, typer.Option(help="The instant as of which ages are told (ISO 8601).")] = None,
) -> None:
    """Show the last run, the feeds, and what does not work now; as csv the feeds."""
    from flows.health import exposition, look, write_textfile
    from flows.moments import zoned
    from flows.terminal import print_json
    from warehouse.published import ask, statement

    wanted = form(as_json, as_csv)
    seen = look(data, zoned(instant(now)))
    if textfile:
        write_textfile(textfile, exposition(seen))
    if as_prometheus:
        print(exposition(seen), end="")
    if as_prometheus or textfile:
        return
    parts = {part: ask(data / "zagros.duckdb", statement(f"status_{part}")) for part in ("run", "feeds", "failures")}
    if wanted == "json":
        print_json({**seen, **{part: answer.dicts() for part, answer in parts.items()}})
        return
    print_status(parts, seen["health"], wanted)


def print_status(parts: dict[str, Answer], health: dict[str, Any], wanted: str) -> None:
    """Print how it stands, for people or as csv."""
    from flows.terminal import print_rows, visible

    if wanted == "csv":
        print_rows(parts["feeds"].columns, parts["feeds"].rows, wanted)
        return
    print(visible(": ".join(filter(None, (health["state"], "; ".join(health["reasons"]))))))
    for run in parts["run"].rows:
        print_rows(["last run", ""], list(zip(parts["run"].columns, run, strict=True)))
    print_rows(parts["feeds"].columns, parts["feeds"].rows, title="Feeds")
    if parts["failures"].rows:
        print_rows(parts["failures"].columns, parts["failures"].rows, title="Not working now")


def export(
    to: Annotated[
        Path, typer.Argument(help="New folder for Parquet or CSV files, or a new file: one that ends in .duckdb, or JSON lines.")
    ],
    data: Data = Path("data"),
    wanted: Annotated[
        Files, typer.Option("--format", help="parquet or csv: every table; plover-jsonl: the acts, a PLOVER record a line.")
    ] = Files.parquet,
    without_texts: Annotated[
        bool,
        typer.Option(
            help="Leave the articles' texts out, but for the sentences that name somebody or tell an event: for sharing."
        ),
    ] = False,
) -> None:
    """Write the published facts to files: Parquet or CSV by month, described, a DuckDB file, or acts as PLOVER has them."""
    import tempfile

    from warehouse.export import write_edition, write_tables
    from warehouse.plover import write_plover
    from warehouse.store import WarehouseError

    published, one_file = data / "zagros.duckdb", to.suffix == ".duckdb"
    if wanted is Files.plover:
        print(f"{to}: {write_plover(published, to)} acts")
        return
    if one_file and not without_texts:
        raise WarehouseError(f"{published} is that file already: copy it, or give --without-texts")
    if one_file:
        write_edition(published, to)
        print(f"{to} ({to.stat().st_size / 1e6:.1f} MB)")
        return
    with tempfile.TemporaryDirectory(dir=to.parent) as folder:
        source = published
        if without_texts:
            source = Path(folder) / "edition.duckdb"
            write_edition(published, source)
        files = write_tables(source, to, wanted.value)
    print(f"{to}: {len(files)} files ({sum(path.stat().st_size for path in files) / 1e6:.1f} MB)")
