"""The command `zagros` as a person and a program meet it: exit codes, forms, words; and the demo, whole."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from extractors.feed import article_key
from flows.sample.items import load_items
from flows.terminal import bar, visible
from tests.newsroom import Newsroom
from tests.world_server import SHARED
from warehouse.catalog import describe
from warehouse.publish import check
from warehouse.published import recipes
from warehouse.store import PATIENCE

STATES = {"iran", "iraq", "usa"}
ROOT = Path(__file__).resolve().parent.parent
ZAGROS = str(Path(sys.executable).parent / "zagros")
CLEAN = {
    name: value for name, value in os.environ.items() if not name.startswith("PREFECT") and not name.lower().endswith("_proxy")
}


def zagros(*words: str, given: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ZAGROS, *words], input=given, capture_output=True, text=True, cwd=ROOT, env={**CLEAN, **environment}, check=False
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    data, home = tmp_path_factory.mktemp("demo"), tmp_path_factory.mktemp("home")
    done = zagros("demo", "--data", str(data), HOME=str(home))
    assert list(home.iterdir()) == []  # nothing of a user's own profile is made or read
    return data, done


def test_the_demo_says_what_it_is_and_shows_a_trend(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, done = demo
    assert (done.returncode, done.stderr) == (0, "")
    assert "This is a sample" in done.stdout
    assert "36 articles added" in done.stdout
    assert str(data / "zagros.duckdb") in done.stdout
    weeks = dict(re.findall(r"(\d{4}-\d\d-\d\d) +(\d+|–) ", done.stdout))
    assert weeks["2020-01-20"] == "4"
    assert weeks["2019-12-16"] == "–"
    assert weeks["2019-11-04"] == "0"


def test_the_demo_finds_whom_its_items_name(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    with duckdb.connect(str(demo[0] / "zagros.duckdb"), read_only=True) as con:
        named = con.execute("SELECT article_id, list(DISTINCT actor_id) FROM mentions GROUP BY 1").fetchall()
        texts = dict(con.execute("SELECT article_id, text FROM articles").fetchall())
        moments = dict(con.execute("SELECT article_id, published_at FROM articles").fetchall())
    found = {article_id: set(actors) for article_id, actors in named}
    hits: Counter[str] = Counter()
    known = frozenset[str]().union(*(item.actors for item in load_items()))  # the registry knows more than the items list
    for item in load_items():
        # The items say which states' names stand in them; where these are places, they are nobody's mentions.
        actors, named_here = (found[article_key(item.url)] & known) - STATES, item.actors - STATES
        assert texts[article_key(item.url)].split("\n") == list(item.text)
        assert moments[article_key(item.url)] == item.published
        hits += Counter(found=len(actors & named_here), missed=len(named_here - actors), wrong=len(actors - named_here))
    assert hits["found"] / (hits["found"] + hits["missed"]) >= 0.95
    assert hits["found"] / (hits["found"] + hits["wrong"]) >= 0.97


@pytest.mark.parametrize("name", ["muqtada-al-sadr", "Moqtada Sadr", "مقتدى الصدر", "مقتدی صدر"])
def test_a_trend_is_found_by_any_name(demo: tuple[Path, subprocess.CompletedProcess[str]], name: str) -> None:
    done = zagros(
        "trend", name, "--data", str(demo[0]), "--by", "month", "--since", "2020-01-01", "--until", "2020-02-01", "--json"
    )
    (january,) = json.loads(done.stdout)
    assert (january["period"], january["articles"], january["witnesses"]) == ("2020-01-01", 10, 4)


def test_facts_come_as_table_json_and_csv(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    ask = ("query", "SELECT outlet_id, count(*) AS articles FROM articles GROUP BY 1 ORDER BY 1", "--data", str(demo[0]))
    as_json = json.loads(zagros(*ask, "--json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(zagros(*ask, "--csv").stdout)))
    assert [row["outlet_id"] for row in as_json] == [row["outlet_id"] for row in as_csv]
    assert {row["articles"] for row in as_json} == {9}
    assert "maraya-al-furat" in zagros(*ask).stdout
    status = json.loads(zagros("status", "--data", str(demo[0]), "--json").stdout)
    assert (status["run"][0]["articles_new"], len(status["feeds"]), status["failures"]) == (36, 4, [])
    assert len(list(csv.DictReader(io.StringIO(zagros("status", "--data", str(demo[0]), "--csv").stdout)))) == 4


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("query", "SELECT 1", "--data", "nowhere"), 1, "make demo"),
        (("ingest", "--feeds", "nowhere.yml"), 1, "nowhere.yml"),
        (("ingest", "--registry-overlay", "nowhere"), 1, "nowhere: no such folder"),
        (("ingest", "--only", "nobody"), 2, "no feed is called nobody"),
        (("ingest", "--pace", "0"), 2, "pace 0"),
        (("ingest", "--now", "yesterday"), 2, "yesterday"),
        (("ingest", "--colour"), 2, "--colour"),
        (("feeds", "--json", "--csv"), 2, "not both"),
        (("detect", "nowhere.jsonl"), 1, "nowhere.jsonl"),
        (("trend", "nobody at all"), 1, "make demo"),
    ],
)
def test_errors_are_said_in_a_line_with_their_exit_code(tmp_path: Path, words: tuple[str, ...], code: int, said: str) -> None:
    place = ("--data", str(tmp_path)) if words[0] in ("ingest", "trend") else ()
    done = zagros(*words, *place)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_actor_brings_the_nearest(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    done = zagros("trend", "Muqtada al-Sadre", "--data", str(demo[0]))
    assert done.returncode == 2
    assert "muqtada-al-sadr" in done.stderr


def test_some_failed_feeds_and_a_held_warehouse_have_their_codes(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "feeds.yml").write_text('- {id: bad, url: "http://bad.example/rss"}\n', encoding="utf-8")
    proxies = {"HTTP_PROXY": newsroom.address, "HTTPS_PROXY": newsroom.address}
    run = ("ingest", "--data", str(tmp_path), "--feeds", str(tmp_path / "feeds.yml"), "--pace", "0")
    failed = zagros(*run, **proxies)
    assert (failed.returncode, failed.stderr) == (3, "")
    assert "feed bad failed: HTTP 404" in failed.stdout
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")):
        began = time.monotonic()
        held = zagros(*run, **proxies)
    assert time.monotonic() - began > PATIENCE
    assert held.returncode == 4
    assert re.search(rf"is held by .* \(process {os.getpid()}, user \S+\)", held.stderr)
    assert len(held.stderr.strip().splitlines()) == 1


def test_feeds_are_checked_without_storing_anything(newsroom: Newsroom, tmp_path: Path) -> None:
    item = "<item><title>Sadr in Qom</title><link>http://good.example/1</link><pubDate>Sun, 26 Jan 2020 10:00:00 GMT</pubDate></item>"
    newsroom.pages["http://good.example/rss"] = f'<rss version="2.0"><channel><title>T</title>{item}</channel></rss>'
    lines = ('{id: good, url: "http://good.example/rss"}', '{id: bad, url: "http://bad.example/rss", off: "a guess"}')
    (tmp_path / "feeds.yml").write_text("".join(f"- {line}\n" for line in lines), encoding="utf-8")
    proxies = {"HTTP_PROXY": newsroom.address, "HTTPS_PROXY": newsroom.address}
    done = zagros("feeds", "check", "--feeds", str(tmp_path / "feeds.yml"), "--pace", "0", "--json", **proxies)
    assert (done.returncode, done.stderr) == (3, "")
    rows = {row["feed"]: row for row in json.loads(done.stdout)}
    assert (rows["good"]["verdict"], rows["good"]["entries"], rows["good"]["says"]) == ("stale", 1, "Sadr in Qom")
    assert (rows["bad"]["verdict"], rows["bad"]["list"]) == ("client", "off")
    assert "HTTP 404" in rows["bad"]["says"]
    assert [path.name for path in tmp_path.iterdir()] == ["feeds.yml"]


def test_the_archive_is_verified(demo: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    data, _ = demo
    whole = zagros("archive", "verify", "--data", str(data), "--json")
    assert whole.returncode == 0
    (row,) = json.loads(whole.stdout)
    assert (row["broken"], row["unread bytes"]) == (0, 0)
    assert row["answers"] > len(load_items())
    shutil.copytree(data, tmp_path / "copy")
    (file,) = (tmp_path / "copy" / "archive").iterdir()
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    torn = zagros("archive", "verify", "--data", str(tmp_path / "copy"), "--json")
    assert torn.returncode == 1
    assert re.search(r"\d+ articles have no page here, the first http", torn.stderr)


def test_detects_actors_in_lines(tmp_path: Path) -> None:
    text = "Muqtada al-Sadr met Sadr's men in Najaf."
    lines = [
        json.dumps({"id": 1, "text": text}),
        "{",
        json.dumps({"id": 2}),
        json.dumps({"id": 2, "text": "x", "title": 5}),
        json.dumps({"id": 3, "text": "الصدر", "title": "مقتدى الصدر", "lang": "ar-IQ"}),
    ]
    done = zagros("detect", "-", given="\n".join(lines))
    first, third = (json.loads(line) for line in done.stdout.splitlines())
    assert [text[m["start"] : m["end"]] for m in first["mentions"]] == ["Muqtada al-Sadr", "Sadr"]
    assert first["mentions"][0] | {"start": 0, "end": 15, "actor_id": "muqtada-al-sadr", "basis": "name"} == first["mentions"][0]
    assert set(first["mentions"][0]) == {"start", "end", "surface", "actor_id", "name", "wikidata", "basis", "confidence"}
    assert first["places"] == [{"start": 34, "end": 39, "surface": "Najaf", "place_id": "najaf"}]
    assert [m["surface"] for m in third["mentions"]] == ["الصدر"]
    assert done.returncode == 1
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == ["-:2", "-:3", "-:4"]


def test_scores_on_the_open_gold(tmp_path: Path) -> None:
    gold = SHARED / "gold" / "actors" / "peyma.open.jsonl"
    if not gold.is_file():
        pytest.skip(f"{gold} is not here")
    done = zagros("detect", str(gold))
    (tmp_path / "found.jsonl").write_text(done.stdout, encoding="utf-8")
    scorer, ids, scores = gold.parent.parent / "evaluate_actors.py", gold.parent / "ids.csv", tmp_path / "scores.json"
    words = ["--pred", str(tmp_path / "found.jsonl"), "--map", str(ids), "--core", "--json", str(scores), str(gold)]
    subprocess.run([sys.executable, str(scorer), *words], check=True, capture_output=True)
    identity = json.loads(scores.read_text(encoding="utf-8"))["peyma|fa|ALL|identity"]
    assert identity["p"] > 0.9
    assert identity["r"] > 0.9


def test_the_registry_is_checked_and_shown(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    assert "no problems" in zagros("actors", "check").stdout
    (tmp_path / "people" / "zed.yml").write_text("kind: person\nname: Zed\nparnet: iran\n", encoding="utf-8")
    wrong = zagros("actors", "check", "--registry-overlay", str(tmp_path))
    assert wrong.returncode == 1
    assert "zed.yml:3: unknown key 'parnet'" in wrong.stderr
    shown = json.loads(zagros("actors", "show", "مقتدى الصدر", "--json").stdout)
    assert (shown["actor_id"], ["strong", "fa", "مقتدی صدر"] in shown["names"]) == ("muqtada-al-sadr", True)
    assert "Prime Minister" in zagros("actors", "show", "nouri-al-maliki").stdout
    several = zagros("actors", "show", "Barzani")
    assert (several.returncode, "masoud-barzani" in several.stderr) == (2, True)


def test_help_names_every_command() -> None:
    told = zagros("--help").stdout
    for command in ("ingest", "demo", "query", "trend", "status", "detect", "feeds", "actors", "backup", "restore", "doctor"):
        assert re.search(rf"│ {command} ", told)
    assert "4 locked" in told


def test_right_to_left_text_is_isolated_and_nothing_steers_the_terminal() -> None:
    assert visible("مقتدی صدر") == "\u2068مقتدی صدر\u2069"
    assert visible("a\x1b[31mb\u202ec\r") == "a\ufffd[31mb\ufffdc\ufffd"
    assert visible(None) == "–"


@pytest.mark.parametrize(("value", "most", "drawn"), [(8, 8, "█" * 30), (None, 8, ""), (0, 8, ""), (1, 240, "▏"), (3, 0, "")])
def test_bars_are_drawn_in_eighths(value: float | None, most: float, drawn: str) -> None:
    assert bar(value, most) == drawn


def test_the_readme_answers_what_the_demo_answers(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sql = re.search(r"```sql\n(.*?)```", readme, re.S)
    assert sql is not None
    answer = list(csv.reader(io.StringIO(zagros("query", sql[1], "--data", str(demo[0]), "--csv").stdout)))
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", readme, re.M)]
    assert [table[0], *table[2:]] == answer


def test_a_new_actor_is_a_file_to_fill_in(tmp_path: Path) -> None:
    made = zagros("actors", "new", "some-body", "--kind", "militia", "--side", "IR", "--into", str(tmp_path))
    path = tmp_path / "groups" / "iran" / "some-body.yml"
    assert made.stdout.startswith(str(path))
    assert "no problems" in zagros("actors", "check", "--registry-overlay", str(tmp_path)).stdout
    again = zagros("actors", "new", "some-body", "--kind", "militia", "--side", "IR", "--into", str(tmp_path))
    assert (again.returncode, len(again.stderr.strip().splitlines())) == (1, 1)
    for wrong in (["Some Body"], ["other", "--kind", "gang"], ["muqtada-al-sadr"], [""]):
        refused = zagros("actors", "new", *wrong, "--into", str(tmp_path))
        assert refused.returncode in (1, 2)
        assert "Traceback" not in refused.stderr
    assert len(list(tmp_path.rglob("*.yml"))) == 1


def test_the_schema_knows_the_keys_and_kinds() -> None:
    schema = json.loads(zagros("actors", "schema", "groups").stdout)
    assert {"kind", "name", "names", "weak", "never", "seen"} <= schema["properties"].keys()
    assert "militia" in schema["properties"]["kind"]["enum"]
    assert schema["additionalProperties"] is False
    assert zagros("actors", "schema", "cellar").returncode == 2


def test_the_demo_has_nothing_to_replay_and_shows_what_a_name_more_would_do(
    demo: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    data = str(demo[0])
    overlay = ["--registry-overlay", "flows/sample/registry"]
    assert "0 articles of another registry" in zagros("replay", "--data", data, *overlay).stdout
    (tmp_path / "people").mkdir()
    lines = "kind: person\nname: Tigris\nside: IQ\nnames:\n  en:\n    - Iraqi\n"
    (tmp_path / "people" / "tigris.yml").write_text(lines, encoding="utf-8")
    rows = zagros("replay", "--data", data, *overlay, "--registry-overlay", str(tmp_path), "--dry-run", "--json").stdout
    found = {row["actor"]: row for row in json.loads(rows)}
    assert found["tigris"]["gained"] > 0
    assert zagros("replay", "--data", str(tmp_path)).returncode == 2


def test_a_feed_says_why_it_is_due(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    said = zagros("feeds", "why", "sirwan-wire", "--data", str(demo[0])).stdout
    assert "sirwan-wire is ok: 9 of its 9 entries were new; asked every 30 min" in said
    assert len(json.loads(zagros("feeds", "why", "sirwan-wire", "--data", str(demo[0]), "--json").stdout)["polls"]) == 1
    assert zagros("feeds", "why", "nobody", "--data", str(demo[0])).returncode == 2
    sample = Path(__file__).parent.parent / "flows" / "sample"
    listed = ("--feeds", str(sample / "feeds.yml"), "--registry-overlay", str(sample / "registry"), "--data", str(demo[0]))
    assert {row["health"] for row in json.loads(zagros("feeds", *listed, "--json").stdout)} == {"ok"}
    assert "█" in zagros("feeds", *listed).stdout


def test_a_feed_that_is_off_says_why_and_is_not_exported(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.yml"
    feeds.write_text('- {id: a, url: "http://a.example/"}\n- {id: b, url: "http://b.example/", off: a guess}\n', encoding="utf-8")
    listed = json.loads(zagros("feeds", "--feeds", str(feeds), "--data", str(tmp_path), "--json").stdout)
    assert [(row["health"], row["off"]) for row in listed] == [("new", None), ("off", "a guess")]
    exported = zagros("feeds", "export", "--feeds", str(feeds)).stdout
    assert ("a.example" in exported, "b.example" in exported) == (True, False)


def test_facts_leave_as_files(demo: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    whole = zagros("export", str(tmp_path / "whole"), "--data", str(demo[0]))
    assert whole.returncode == 0
    shared = zagros("export", str(tmp_path / "shared"), "--without-texts", "--data", str(demo[0]))
    assert f"{tmp_path / 'shared'}: " in shared.stdout
    package = json.loads((tmp_path / "shared" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["zagros:manifest"]["edition"] == "without texts"
    letters = "SELECT sum(length(replace(text, ' ', ''))), sum(length(text)) FROM read_parquet('{}/articles/*/*.parquet')"
    (before, length), (after, kept) = (duckdb.sql(letters.format(tmp_path / name)).fetchall()[0] for name in ("whole", "shared"))
    assert 0 < after < before
    assert kept <= length
    again = zagros("export", str(tmp_path / "whole"), "--data", str(demo[0]))
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    assert zagros("export", str(tmp_path / "copy.duckdb"), "--data", str(demo[0])).returncode == 1
    edition = tmp_path / "shared.duckdb"
    assert zagros("export", str(edition), "--without-texts", "--data", str(demo[0])).returncode == 0
    with duckdb.connect(str(edition), read_only=True) as con:
        check(con, everything=True)


def test_the_warehouses_manual_is_what_the_file_says(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    made = describe(demo[0] / "zagros.duckdb")
    written = (Path(__file__).parent.parent / "docs" / "warehouse.md").read_text(encoding="utf-8")
    assert made == written, "run `make docs`"


def test_the_recipes_are_listed_and_asked_by_name(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    listed = zagros("query", "--recipe", "list").stdout
    assert len(recipes()) >= 15
    assert all(name in listed for name in recipes())
    asked = zagros("query", "--recipe", "moving_towards_sadr", "--data", str(demo[0]), "--json").stdout
    (answer,) = json.loads(asked)
    assert answer["no_earlier_than"] <= answer["last_before_change"] == "2019-12-30" <= answer["no_later_than"]
    assert answer["significant"]
    whole = json.loads(zagros("query", "--recipe", "seed_question", "--data", str(demo[0]), "--json").stdout)
    told = [row for row in whole if row["of_sadr"]]
    assert [row["period"] for row in whole if row["last_before_change"]] == ["2019-12-30"]
    assert all(row["outlets_on_sadr"] and row["first_sentence"] for row in told)
    assert zagros("query", "--recipe", "no_such").returncode == 2
    assert zagros("query").returncode == 2
