"""What leaves the house as files: Parquet that describes itself, and an edition that holds nobody's articles."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from extractors.records import Actor, Sentence
from tests.make import NOW, article, facts
from warehouse.export import write_edition, write_tables
from warehouse.publish import check, publish
from warehouse.published import ask
from warehouse.store import Run, WarehouseError, open_store

SADR = Actor("muqtada-al-sadr", "Muqtada al-Sadr", "person")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles of two months."""
    folder = tmp_path_factory.mktemp("export")
    with open_store(folder / "warehouse.duckdb") as store:
        sentences = [Sentence(number, n, *place) for number in (1, 40) for n, place in enumerate(((0, 28), (29, 40)))]
        given = facts(article(1), article(40, title="مقتدی صدر در قم"), actors=[SADR], sentences=sentences)
        store.keep(Run(NOW, 1.0, "0.1", "h"), given)
        publish(store, folder / "zagros.duckdb")
    return folder / "zagros.duckdb"


def test_csv_holds_the_same_rows(published: Path, tmp_path: Path) -> None:
    write_tables(published, tmp_path / "out", "csv")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert {(one["format"], one["mediatype"]) for one in package["resources"]} == {("csv", "text/csv")}
    (mentions,) = (one for one in package["resources"] if one["name"] == "mentions")
    found = duckdb.read_csv([str(tmp_path / "out" / path) for path in mentions["path"]], header=True)
    assert [found.aggregate("count(*)").fetchall()[0]] == ask(published, "SELECT count(*) FROM mentions").rows
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "articles").rglob("*.csv")]
    assert any("مقتدی صدر در قم" in text for text in texts)


def test_parquet_by_month_says_what_is_in_it(published: Path, tmp_path: Path) -> None:
    files = write_tables(published, tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert resources["mentions"]["path"] == ["mentions/month=2019-12/data_0.parquet", "mentions/month=2020-01/data_0.parquet"]
    assert {str(path.relative_to(tmp_path / "out")) for path in files} == {
        "datapackage.json", *(path for resource in resources.values() for path in resource["path"])
    }  # fmt: skip
    assert package["zagros:manifest"]["articles"] == 2
    assert "signatures" not in resources
    for resource in resources.values():
        paths = [str(tmp_path / "out" / path) for path in resource["path"]]
        found = duckdb.read_parquet(paths, hive_partitioning=False)
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert [name for name in found.columns if name != "month"] == names
        assert all(field["description"] and field["type"] != "any" for field in resource["schema"]["fields"])
        count = ask(published, f"SELECT count(*) FROM {resource['name'].replace('-', '_')}").rows
        assert [found.aggregate("count(*)").fetchall()[0]] == count


def test_an_edition_keeps_only_the_sentences_that_name_somebody(published: Path, tmp_path: Path) -> None:
    edition = tmp_path / "shared.duckdb"
    write_edition(published, edition)
    whole = ask(published, "SELECT text, title FROM articles ORDER BY article_id").rows
    kept = ask(edition, "SELECT text, title FROM articles ORDER BY article_id").rows
    assert [title for _, title in kept] == [title for _, title in whole]
    assert whole[0][0] == "Muqtada al-Sadr met leaders. They spoke."
    assert kept[0][0] == "Muqtada al-Sadr met leaders.".ljust(len(whole[0][0]))
    asked = "SELECT sentence FROM evidence('muqtada-al-sadr', '2019-12-01', '2020-03-01')"
    assert ask(edition, asked).rows == ask(published, asked).rows
    assert ask(edition, "SELECT edition FROM manifest").rows == [("without texts",)]
    assert ask(edition, "SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND NOT internal").rows == [(0,)]
    with duckdb.connect(str(edition), read_only=True) as con:
        check(con, everything=True)


def test_nothing_is_written_over(published: Path, tmp_path: Path) -> None:
    for write in (write_edition, write_tables):
        with pytest.raises(WarehouseError, match="is there already"):
            write(published, tmp_path)
        with pytest.raises(WarehouseError, match="not there yet"):
            write(tmp_path / "none.duckdb", tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
