"""Addresses that lead into somebody's own network: by number, by name, by rebinding, by redirect; no byte is sent to any."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from extractors.records import Page
from extractors.web import Refused, Unreachable, Web, WebError
from extractors.web.addresses import private

PROXIES = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


@dataclass
class Listener:
    """A real socket that answers and remembers what reached it."""

    port: int = 0
    answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def listen(host: str) -> Iterator[Listener]:
    """Listen on an address of this machine."""
    listener = Listener()
    with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as server:
        listener.port = server.getsockname()[1]

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(2)
                    listener.heard.append(connection.recv(4096))
                    connection.sendall(listener.answer)

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield listener
        finally:
            server.shutdown(socket.SHUT_RDWR)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


def get(url: str, names: dict[str, list[list[str]]] | None = None, allow_private: bool = False) -> Page | WebError:
    """Fetch with a resolver of the test's own: each look-up of a name gives the next list of addresses."""
    answers = {name: iter(lists) for name, lists in (names or {}).items()}

    async def look_up(host: str, port: int) -> list[str]:
        if host in answers:
            return next(answers[host])
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [str(place[0]) for *_, place in found]

    async def fetch() -> Page | WebError:
        async with Web(pace=0.001, allow_private=allow_private, look_up=look_up) as web:
            try:
                return await web.get(url, free=True)
            except WebError as error:
                return error

    return asyncio.run(fetch())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::]",
    ],
)
def test_this_machine_is_refused_in_all_its_spellings(host: str) -> None:
    with listen("127.0.0.1") as listener:
        found = get(f"http://{host}:{listener.port}/")
        assert isinstance(found, Refused | Unreachable)
        assert listener.heard == []


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "fd00::1", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "::ffff:10.0.0.1", "::10.0.0.1", "2002:0a00:0001::", "ff02::1",
        "64:ff9b::a00:1", "2001:0:0:0:0:0:f5ff:fffe", "no address",
        "168.63.129.16", "192.0.0.192", "192.0.0.9", "192.88.99.1", "fec0::1", "5f00::1", "3fff::1", "100::1", "2001:4:112::1",
        "::ffff:0:7f00:1", "::ffff:0:10.0.0.1", "64:ff9b:1::5db8:d822", "64:ff9b::a83f:8110", "2002:a83f:8110::1",
    ],
)  # fmt: skip
def test_addresses_that_are_somebodys_own(address: str) -> None:
    assert private(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34", "64:ff9b::5db8:d822", "::ffff:0:5db8:d822"],
)
def test_addresses_of_the_public_internet(address: str) -> None:
    assert private(address) is None


def test_a_name_that_leads_here_is_refused() -> None:
    with listen("127.0.0.1") as listener:
        found = get(f"http://news.example:{listener.port}/", {"news.example": [["127.0.0.1"]]})
        assert isinstance(found, Refused)
        assert "127.0.0.1, which is no public address" in str(found)
        assert listener.heard == []


def test_a_name_is_looked_up_once_so_that_nothing_can_change_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.2 plays the public host here; a second look-up would lead to 127.0.0.1."""
    monkeypatch.setattr("extractors.web.network.private", lambda address: None if address == "127.0.0.2" else "own")
    with listen("127.0.0.1") as own, listen("127.0.0.2") as public:
        names = {"news.example": [["127.0.0.2"], ["127.0.0.1"]]}
        found = get(f"http://news.example:{public.port}/", names)
        assert isinstance(found, Page)
        assert found.body == b"ok"
        assert (len(public.heard), own.heard) == (1, [])


def test_a_redirect_into_a_private_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.web.network.private", lambda address: None if address == "127.0.0.2" else "own")
    with listen("127.0.0.1") as own, listen("127.0.0.2") as public:
        public.answer = (
            f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{own.port}/secret\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ).encode()
        found = get(f"http://news.example:{public.port}/", {"news.example": [["127.0.0.2"]]})
        assert isinstance(found, Refused)
        assert (len(public.heard), own.heard) == (1, [])


def test_the_operators_own_hosts_are_read_where_that_is_asked_for() -> None:
    with listen("127.0.0.1") as listener:
        found = get(f"http://127.0.0.1:{listener.port}/", allow_private=True)
        assert isinstance(found, Page)
        assert b"Cookie" not in listener.heard[0]


def test_users_and_passwords_of_redirects_are_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with listen("127.0.0.1") as there, listen("127.0.0.1") as here:
        here.answer = (
            f"HTTP/1.1 302 Found\r\nLocation: http://user:secret@127.0.0.1:{there.port}/\r\nSet-Cookie: a=b\r\n"
            "Content-Length: 0\r\nConnection: close\r\n\r\n"
        ).encode()
        found = get(f"http://127.0.0.1:{here.port}/", allow_private=True)
        assert isinstance(found, Page)
        assert b"authorization" not in there.heard[0].lower()
        assert b"cookie" not in there.heard[0].lower()


def test_pace_0_holds_only_for_what_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.web.network.private", lambda address: None)
    monkeypatch.setattr("extractors.web.client.PACE_WITHOUT_PROXY", 0.3)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "news.example")
    monkeypatch.setenv("NO_PROXY", "news.example")

    async def look_up(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def fetch(url: str, allow_private: bool) -> float:
        async with Web(pace=0, allow_private=allow_private, look_up=look_up) as web:
            started = time.monotonic()
            await asyncio.gather(*(web.get(url, free=True) for _ in range(3)), return_exceptions=True)
            return time.monotonic() - started

    with listen("127.0.0.1") as listener:
        straight = f"http://news.example:{listener.port}/"
        assert asyncio.run(fetch(straight, False)) >= 0.6
        assert len(listener.heard) == 3
        assert asyncio.run(fetch(straight, True)) < 0.6
        assert asyncio.run(fetch("http://other.example/", False)) < 0.3


def test_a_name_server_that_stalls_holds_up_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []

    def stall(*_: object, **__: object) -> list[object]:
        threads.append(threading.current_thread().name)
        time.sleep(0.6)
        return []

    async def fetch() -> tuple[list[BaseException | Page], float]:
        async with Web(pace=0.001) as web:
            asked = [asyncio.create_task(web.get(f"http://{i}.example/", free=True)) for i in range(40)]
            await asyncio.sleep(0.05)
            started = time.monotonic()
            await asyncio.to_thread(int)
            waited = time.monotonic() - started
            return await asyncio.gather(*asked, return_exceptions=True), waited

    monkeypatch.setattr(socket, "getaddrinfo", stall)
    monkeypatch.setattr("extractors.web.network.LOOK_UP_SECONDS", 0.2)
    found, waited = asyncio.run(fetch())
    assert {getattr(error, "kind", "") for error in found} == {"dns"}
    assert "no address of 0.example within" in str(found[0])
    assert waited < 0.2
    assert {name[:7] for name in threads} == {"look-up"}
