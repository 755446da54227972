"""What the network answered, taken down: whole after kills, readable by others, found again by who needs it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from extractors.records import Page
from flows.archive import Archive, read_warc
from tests.make import NOW
from warehouse.store import NoSpace

FA = "مقتدی صدر در نجف ‌گفت".encode()


def page(number: int, body: bytes = FA) -> Page:
    return Page(f"http://post.example/{number}", 200, "text/html; charset=utf-8", body, {"etag": '"1"'})


def take(folder: Path, *numbers: int, days: int = 0, keep: int | None = None) -> None:
    with Archive(folder, NOW + timedelta(days=days), keep) as archive:
        for number in numbers:
            archive.add(page(number), f"http://post.example/asked/{number}")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_answers_come_back_as_they_came(tmp_path: Path) -> None:
    take(tmp_path, 1, 2)
    take(tmp_path, 3)
    assert names(tmp_path) == ["zagros-2020-02-01.warc.gz"]
    captures = list(read_warc(tmp_path / "zagros-2020-02-01.warc.gz"))
    assert [(c.url, c.asked) for c in captures] == [
        (f"http://post.example/{n}", f"http://post.example/asked/{n}") for n in (1, 2, 3)
    ]
    assert {(c.body, c.fetched_at, c.content_type, c.sound) for c in captures} == {(FA, NOW, "text/html; charset=utf-8", True)}


def test_others_read_it(tmp_path: Path) -> None:
    take(tmp_path, 1)
    with (tmp_path / "zagros-2020-02-01.warc.gz").open("rb") as file:
        kinds = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read()) for r in ArchiveIterator(file)
        ]
    assert [kind for kind, *_ in kinds] == ["warcinfo", "response"]
    assert kinds[1][1:] == ("http://post.example/1", FA)


def test_headers_from_the_network_begin_no_header(tmp_path: Path) -> None:
    with Archive(tmp_path, NOW) as archive:
        archive.add(
            Page("http://post.example/1", 200, "text/html\r\nX: 1", b"x", {"etag": "é\r\n\r\nbody"}), "http://a/\r\nWARC-Type: x"
        )
    (capture,) = read_warc(tmp_path / "zagros-2020-02-01.warc.gz")
    assert (capture.body, capture.content_type) == (b"x", "text/html X: 1")


def test_a_day_has_its_file_and_old_ones_go(tmp_path: Path) -> None:
    for day in range(5):
        take(tmp_path, day, days=day)
    assert len(names(tmp_path)) == 5
    take(tmp_path, 9, days=5, keep=2)
    assert names(tmp_path) == [f"zagros-2020-02-0{day}.warc.gz" for day in (4, 5, 6)]


@pytest.mark.parametrize("torn", [0, 1, 40, 400])
def test_what_a_kill_left_is_added_by_the_next_run(tmp_path: Path, torn: int) -> None:
    take(tmp_path, 1)
    killed = Archive(tmp_path, NOW)
    killed.__enter__()
    killed.add(page(2), "http://post.example/2")
    killed.add(page(3, FA * 999), "http://post.example/3")
    assert killed.out
    killed.out.truncate(killed.part.stat().st_size - torn)
    killed.out.close()
    take(tmp_path, 4)
    urls = [c.url.rsplit("/", 1)[1] for c in read_warc(tmp_path / "zagros-2020-02-01.warc.gz")]
    assert urls == (["1", "2", "3", "4"] if not torn else ["1", "2", "4"])


@pytest.mark.parametrize("written", [0, 7, 200])
def test_a_kill_while_a_part_is_added_doubles_and_tears_nothing(tmp_path: Path, written: int) -> None:
    take(tmp_path, 1)
    target = tmp_path / "zagros-2020-02-01.warc.gz"
    before = target.read_bytes()
    take(tmp_path, 2, 3)
    part = target.read_bytes()[len(before) :]
    target.write_bytes(before + part[:written])
    (tmp_path / ".part").write_bytes(part)
    (tmp_path / ".appending").write_text(f"{len(before)} {target.name}")
    take(tmp_path, 4)
    assert [c.url.rsplit("/", 1)[1] for c in read_warc(target)] == ["1", "2", "3", "4"]
    assert names(tmp_path) == [target.name]


def test_a_byte_that_changed_is_seen(tmp_path: Path) -> None:
    take(tmp_path, 1, 2, 3)
    target = tmp_path / "zagros-2020-02-01.warc.gz"
    captures = list(read_warc(target))
    body = bytearray(target.read_bytes())
    body[captures[1].offset + 60] ^= 0xFF
    target.write_bytes(body)
    assert [c.url[-1] for c in read_warc(target) if c.sound] in (["1"], ["1", "3"])


def test_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    take(tmp_path, 1)
    (capture,) = read_warc(tmp_path / "zagros-2020-02-01.warc.gz")
    assert hashlib.sha256(capture.body).hexdigest() == hashlib.sha256(FA).hexdigest()


def test_a_full_disk_ends_the_run_and_is_no_fault_of_the_page(tmp_path: Path) -> None:
    with Archive(tmp_path, NOW) as archive:
        assert archive.out
        archive.out.close()
        with Path("/dev/full").open("wb", buffering=0) as full:
            archive.out = full
            with pytest.raises(NoSpace, match="make room"):
                archive.add(page(1), "http://post.example/1")


def test_a_kill_right_after_a_part_was_added_takes_nothing_away(tmp_path: Path) -> None:
    take(tmp_path, 1)
    target = tmp_path / "zagros-2020-02-01.warc.gz"
    before = target.stat().st_size
    take(tmp_path, 2)
    (tmp_path / ".appending").write_text(f"{before} {target.name}")
    take(tmp_path, 3)
    assert [c.url.rsplit("/", 1)[1] for c in read_warc(target)] == ["1", "2", "3"]
    assert names(tmp_path) == [target.name]
