"""The door of the desk: what it refuses, and in what words; what a browser may do with an answer."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from starlette.exceptions import HTTPException
from starlette.types import Message

from disclosure.desk.app import plain_name
from disclosure.desk.guard import LARGEST_BODY, LARGEST_FORM, MOST_CONNECTIONS, MOST_STREAMS, Guard, Keys
from tests.departments import small
from tests.desk.opened import served

Ask = Callable[..., http.client.HTTPResponse]
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=x"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf with one folder, and a link that leads out of it."""
    outside = tmp_path_factory.mktemp("外面")
    (outside / "data.json").write_text("{}", encoding="utf-8")
    home = tmp_path_factory.mktemp("书架")
    (home / "某局").mkdir()
    data = json.dumps(small(格式版本="1"), ensure_ascii=False)
    (home / "某局/data.json").write_text(data, encoding="utf-8")
    (home / "出去").symlink_to(outside, target_is_directory=True)
    return home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Where the running command lets a browser in."""
    with served(home) as address:
        yield address


@pytest.fixture(scope="module")
def cookie(address: str) -> str:
    """What a browser keeps that was let in."""
    place = urlsplit(address)
    with closing(http.client.HTTPConnection(place.netloc, timeout=30)) as connection:
        connection.request("GET", f"{place.path}?{place.query}")
        given = connection.getresponse()
    assert (given.status, given.getheader("Location")) == (303, "/")
    kept = given.getheader("Set-Cookie", "")
    assert "HttpOnly" in kept
    assert "SameSite=strict" in kept
    return kept.partition(";")[0]


@pytest.fixture
def own(address: str) -> str:
    return f"http://{urlsplit(address).netloc}"


@pytest.fixture
def ask(address: str, cookie: str) -> Iterator[Ask]:
    """What the running command answers to the browser that was let in."""
    with ExitStack() as opened:

        def asked(method: str = "GET", path: str = "/", body: Any = None, **named: str) -> Any:
            connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
            headers = {name.replace("_", "-"): value for name, value in named.items()}
            connection.request(method, path, body, {"Cookie": cookie, "Connection": "close"} | headers)
            return opened.enter_context(closing(connection.getresponse()))

        yield asked


def test_without_the_cookie_nothing_is_shown_and_nothing_done(ask: Ask, own: str) -> None:
    for cookie in ("", "desk=x", f"desk-{urlsplit(own).port}=x"):
        for path in ("/", "/look?d=某局", "/events?d=某局", "/static/desk.css", "/nowhere"):
            given = ask(path=quote(path, safe="/?="), Cookie=cookie)
            assert (given.status, "双击一次工作台的图标" in given.read().decode()) == (403, True)
        assert ask("POST", "/end", "", Cookie=cookie, Origin=own).status == 403
    assert ask().status == 200


def test_a_token_lets_one_browser_in_and_another_one_with_it_does_not_come_in(ask: Ask, address: str) -> None:
    again = address.partition("/enter")[2]
    given = ask(path=f"/enter{again}", Cookie="")
    assert (given.status, "已经用过了" in given.read().decode()) == (403, True)
    assert given.getheader("Set-Cookie") is None
    assert ask(path=f"/enter{again}").status == 303  # the same browser, which goes back to it
    for token in ("", "x", "x" * 64, again[7:-1], "é"):
        assert ask(path=f"/enter?token={quote(token)}", Cookie="").status == 403


def test_a_browser_is_told_to_run_and_fetch_nothing_but_what_is_the_desks(ask: Ask) -> None:
    policies = []
    for path, status in (("/", 200), ("/nowhere", 404), ("/static/desk.js", 200), ("/static/x", 404)):
        given = ask(path=path)
        assert given.status == status
        policies.append(given.getheader("Content-Security-Policy", ""))
        assert given.getheader("X-Frame-Options") == "SAMEORIGIN"
        assert given.getheader("X-Content-Type-Options") == "nosniff"
        assert given.getheader("Cross-Origin-Resource-Policy") == "same-origin"
        assert given.getheader("Referrer-Policy") == "same-origin"
        assert given.getheader("Cache-Control") == "no-store"
        assert given.getheader("Server") is None
    document = ask(path=f"/document?d={quote('某局')}")
    policies.append(document.getheader("Content-Security-Policy", ""))
    nonce = re.findall(r"'nonce-([\w-]{20,})'", policies[-1])
    assert re.findall(r"<script[^>]*>", document.read().decode()) == [f'<script nonce="{nonce[0]}">']
    again = ask(path=f"/document?d={quote('某局')}").getheader("Content-Security-Policy", "")
    assert nonce[0] not in again
    for policy in policies:
        for said in (
            "default-src 'none'",
            "connect-src 'self'",
            "frame-ancestors 'self'",
            "form-action 'self'",
        ):
            assert said in policy
        assert "unsafe-inline" not in policy.partition("script-src")[2]


def test_other_sites_and_other_hosts_are_refused(ask: Ask, own: str) -> None:
    foreign: list[dict[str, str]] = [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": f"{own}0"},
    ]
    for method, path in (("GET", "/"), ("GET", "/events"), ("POST", "/end")):
        for headers in foreign:
            given = ask(method, path, **headers)
            assert (given.status, "不给别的网页用" in given.read().decode()) == (403, True)
            assert given.getheader("X-Frame-Options") == "SAMEORIGIN"
    assert ask(Origin=own, Sec_Fetch_Site="same-origin").status == 200
    other = ask(Host="elsewhere.example")
    assert (other.status, "127.0.0.1" in other.read().decode()) == (400, True)
    unsigned = ask("POST", "/end", "")
    assert (unsigned.status, "没有说明是从哪个网页来的" in unsigned.read().decode()) == (403, True)
    assert ask().status == 200  # nobody has ended it


def test_what_is_too_large_too_long_or_of_another_kind_is_refused(ask: Ask, own: str) -> None:
    def posted(**headers: str) -> int:
        return ask("POST", "/end", "x", **({"Origin": own, "Content_Type": FORM} | headers)).status

    assert posted(Content_Length=str(LARGEST_FORM + 1)) == 413
    assert posted(Content_Length=str(LARGEST_BODY + 1), Content_Type=FILES) == 413
    assert posted(Content_Length="9" * 19) == 413
    assert posted(Content_Length="x") in (400, 413)
    assert ask("GET", "/", "x" * 100_000).status == 413
    assert ask(Padding="x" * 50_000).status == 431
    assert ask(path="/events?since=" + "x" * 50_000).status == 431
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
        assert ask(method).status == 405


def test_too_many_fields_or_files_are_refused_in_words(ask: Ask, own: str) -> None:
    part = '--x\r\nContent-Disposition: form-data; name="a"{}\r\n\r\n1\r\n'
    for body in (part.format("") * 3000, part.format('; filename="甲.csv"') * 300):
        given = ask("POST", "/end", f"{body}--x--\r\n".encode(), Origin=own, Content_Type=FILES)
        assert (given.status, "栏目、文件太多" in given.read().decode()) == (400, True)
    assert ask().status == 200


def test_a_body_that_is_longer_than_it_may_be_is_not_read_to_its_end() -> None:
    read: list[int] = []

    async def app(_: Any, receive: Any, send: Any) -> None:
        while (await receive())["more_body"]:
            read.append(1)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"x" * 1_000_000, "more_body": True}

    async def send(_: Message) -> None: ...

    keys = Keys()
    headers = {"host": "127.0.0.1:80", "origin": "http://127.0.0.1:80", "content-length": "1"}
    cookie = f"desk-80={keys._secret}"
    raw = [(name.encode(), value.encode()) for name, value in {**headers, "cookie": cookie}.items()]
    scope = {"type": "http", "method": "POST", "path": "/end", "query_string": b"", "headers": raw}
    with pytest.raises(HTTPException):
        asyncio.run(Guard(app, keys)(scope, receive, send))
    assert sum(read) == LARGEST_FORM // 1_000_000


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "../外面",
        "/etc",
        "某局/../..",
        "出去",
        "没有",
        "某局\0",
        "x" * 5000,
        "某局/data.json",
        "..\\外面",
    ],
)
def test_a_folder_outside_of_the_shelf_is_not_opened(ask: Ask, name: str) -> None:
    for path, status in (("/look", 422), ("/document", 422), ("/events", 404)):
        given = ask(path=f"{path}?d={quote(name)}")
        assert (given.status, "书架上没有这个文件夹" in given.read().decode()) == (status, True)


@pytest.mark.parametrize(
    "name", ["../desk.py", "%2e%2e/desk.py", "..%2fdesk.py", "..%5cdesk.py", "..", "%00"]
)
def test_nothing_but_style_and_script_is_handed_out(ask: Ask, name: str) -> None:
    given = ask(path=f"/static/{name}")
    assert given.status == 404
    assert "没有这" in given.read().decode()
    assert ask(path="/static/desk.css").getheader("Content-Type", "").startswith("text/css")


def test_what_is_not_there_is_a_chinese_page_and_a_head_has_no_body(ask: Ask, own: str) -> None:
    for method, path, status in (("GET", "/nowhere", 404), ("POST", "/look", 405), ("GET", "/end", 405)):
        given = ask(method, path, Origin=own)
        said = given.read().decode()
        assert (given.status, 'lang="zh-CN"' in said, "请从书架打开" in said) == (status, True, True)
    for path in ("/", "/static/desk.css", "/events?d=."):
        given = ask("HEAD", path)
        assert (given.status, given.read()) == (200, b"")


def test_the_desk_is_bound_to_this_machine_alone(address: str) -> None:
    port = urlsplit(address).port or 0
    listening = Path("/proc/net/tcp").read_text(encoding="ascii") + Path("/proc/net/tcp6").read_text("ascii")
    bound = re.findall(rf": ([0-9A-F]+):{port:04X} [0-9A-F:]+ 0A", listening)
    assert bound == ["0100007F"]


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("公开表.xlsx", "公开表.xlsx"),
        ("../../某局/data.json", "data.json"),
        ("C:\\表\\公开表.xlsx", "公开表.xlsx"),
        ("C:公开表.xlsx", "公开表.xlsx"),
        ("..", "文件"),
        ("", "文件"),
        ("a\0b\r\n.csv", "ab.csv"),
        (".data.yaml", "data.yaml"),
    ],
)
def test_the_name_of_what_is_handed_in_leads_nowhere(sent: str, name: str) -> None:
    assert plain_name(sent) == name


def test_connections_are_bounded_and_one_too_many_is_told_so(address: str, ask: Ask) -> None:
    place = urlsplit(address)
    with ExitStack() as opened:
        for _ in range(MOST_CONNECTIONS):
            opened.enter_context(socket.create_connection((place.hostname, place.port), timeout=30))
        full = ask()
        assert (full.status, full.read().decode()) == (503, "打开的页太多，请关掉几个")
        assert full.getheader("X-Frame-Options") is None  # it is no page
    wait_for_room(ask, "/")


def test_streams_are_bounded_and_a_closed_one_makes_room(ask: Ask) -> None:
    path = f"/events?d={quote('某局')}"
    open_ones = [ask(path=path) for _ in range(MOST_STREAMS)]
    assert {each.status for each in open_ones} == {200}
    assert all(each.readline() == ": 已连接\n".encode() for each in open_ones)
    full = ask(path=path)
    assert (full.status, full.read().decode()) == (503, "打开的页太多，请关掉几个")
    assert ask().status == 200
    for each in open_ones:
        each.close()
    wait_for_room(ask, path)


def wait_for_room(ask: Ask, path: str) -> None:
    """The server has still to see that what was open is closed."""
    for _ in range(300):
        given = ask(path=path)
        given.close()
        if given.status == 200:
            break
        time.sleep(0.1)
    else:
        pytest.fail("no place became free")
