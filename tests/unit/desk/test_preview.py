"""The preview: in a real browser it loads, reloads when a file is saved, and tells where things come from."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from disclosure.preview.guard import MOST_CONNECTIONS, MOST_STREAMS
from disclosure.preview.page import Page, state, watched
from tests import making
from tests.departments import small

SECTION = '{% extends "上级:sections/structure.j2" %}{% block 内容 %}SAID{% endblock %}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = small(格式版本="1", 模板="甲")
    (tmp_path / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    making.pack(
        tmp_path / "templates", files={"sections/structure.j2": SECTION.replace("SAID", "内设机构三个。")}
    )
    return tmp_path


def save(folder: Path, said: str) -> None:
    (folder / "templates/甲/sections/structure.j2").write_text(
        SECTION.replace("SAID", said), encoding="utf-8"
    )


def test_the_page_is_the_working_edition_with_the_file_of_each_section(folder: Path) -> None:
    made = Page(folder).html()
    assert "内设机构三个。" in made
    assert "EventSource" in made
    assert '"structure": "甲/sections/structure.j2"' in made
    assert '"total": "standard/sections/total.j2"' in made


def test_a_fault_of_a_template_stands_in_its_place_and_the_rest_goes_on(folder: Path) -> None:
    save(folder, "{{ 支出.决算|金额 }}")
    made = Page(folder).html()
    assert "【模板有误：甲/sections/structure.j2 第1行：“支出”下面没有“决算”" in made
    assert "收、支总计均为" in made


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("data.json", "{", "data.json"),
        ("templates/甲/wording.toml", '["比较"]\n"降底" = "x"\n', "没有“比较.降底”这个措辞"),
        ("templates/甲/pack.toml", "名称 = ", "TOML 写法有误"),
    ],
)
def test_what_leaves_no_document_is_said_on_the_page(folder: Path, file: str, text: str, said: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    made = Page(folder).html()
    assert said in made
    assert "EventSource" in made
    assert folder in watched(folder)


def test_a_file_saved_after_the_page_was_made_changes_what_it_was_made_from(folder: Path) -> None:
    before = state(watched(folder))
    assert f"/changes?since={before}" in Page(folder).html()
    save(folder, "内设机构四个。。")
    assert state(watched(folder)) != before


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """The command itself, serving the folder."""
    port = free_port()
    command = [
        sys.executable,
        "-c",
        "from disclosure.cli import main; main()",
        "preview",
        str(folder),
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def window(address: str) -> Iterator[Any]:
    chromium = shutil.which("chromium") or "chromium"
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.goto(address, wait_until="domcontentloaded")
        yield opened
        browser.close()


@pytest.mark.chromium
def test_in_chromium_a_saved_template_shows_up_a_fault_does_not_end_it_and_an_origin_opens_by_keyboard(
    window: Any, folder: Path
) -> None:
    window.get_by_text("内设机构三个。").wait_for()
    assert window.locator("details.preview-file").count() > 5

    save(folder, "内设机构四个。")
    window.get_by_text("内设机构四个。").wait_for(timeout=20_000)

    save(folder, "{{ 没有的名称 }}")
    window.locator("main").get_by_text("模板有误：甲/sections/structure.j2").wait_for(timeout=20_000)
    save(folder, "内设机构五个。")
    window.get_by_text("内设机构五个。").wait_for(timeout=20_000)

    for _ in range(40):
        window.keyboard.press("Tab")
        if window.evaluate("document.activeElement.className") == "figure":
            break
    shown = window.evaluate("getComputedStyle(document.activeElement, '::after').content")
    assert "收支总计" in shown
    assert "公式" in shown

    mark = window.locator("details.preview-file", has_text="甲/sections/structure.j2").locator("summary")
    mark.focus()
    window.keyboard.press("Enter")
    assert mark.evaluate("node => node.parentElement.open")


@pytest.mark.chromium
def test_another_host_name_is_refused(window: Any, address: str) -> None:
    answer = window.request.get(address, headers={"Host": "elsewhere.example"})
    assert answer.status == 400


Ask = Callable[..., http.client.HTTPResponse]


@pytest.fixture
def answer(address: str) -> Iterator[Ask]:
    """What the running command answers to a request."""
    with ExitStack() as opened:

        def ask(method: str = "GET", path: str = "/", body: str | None = None, **named: str) -> Any:
            connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
            headers = {name.replace("_", "-"): value for name, value in named.items()}
            connection.request(method, path, body, {**headers, "Connection": "close"})
            return opened.enter_context(closing(connection.getresponse()))

        yield ask


def test_over_http_a_browser_is_told_to_run_and_fetch_nothing_but_the_page_itself(answer: Ask) -> None:
    given = answer()
    made = given.read().decode()
    policy = given.getheader("Content-Security-Policy", "")
    nonce = re.findall(r"script-src 'nonce-([\w-]{20,})'", policy)
    assert re.findall(r"<script[^>]*>", made) == [f'<script nonce="{nonce[0]}">']
    for said in ("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert said in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2]
    assert answer().getheader("Content-Security-Policy") != policy
    for path, status in (("/", 200), ("/nowhere", 404)):
        given = answer(path=path)
        assert given.status == status
        assert given.getheader("X-Frame-Options") == "DENY"
        assert given.getheader("X-Content-Type-Options") == "nosniff"
        assert given.getheader("Cross-Origin-Resource-Policy") == "same-origin"
        assert given.getheader("Referrer-Policy") == "no-referrer"
        assert given.getheader("Cache-Control") == "no-store"
        assert given.getheader("Server") is None


def test_over_http_other_sites_other_hosts_and_bodies_are_refused(address: str, answer: Ask) -> None:
    own = address
    foreign: list[dict[str, str]] = [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": f"{own}0"},
    ]
    for path in ("/", "/changes"):
        for headers in foreign:
            given = answer(path=path, **headers)
            assert given.status == 403
            assert "不给别的网页用" in given.read().decode()
            assert given.getheader("X-Frame-Options") == "DENY"
    assert answer(Origin=own, Sec_Fetch_Site="same-origin").status == 200
    assert answer(Sec_Fetch_Site="none").status == 200
    other = answer(Host="elsewhere.example")
    assert (other.status, other.read().decode()[:11]) == (400, "预览只用 127.0.")
    assert answer("POST", body="x" * 100_000).status == 413
    for given, status, said in ((answer("POST"), 405, "只供查看"), (answer(path="/x"), 404, "没有这一页")):
        assert (given.status, said in given.read().decode()) == (status, True)
    assert answer(Padding="x" * 50_000).status == 431
    assert answer(path="/changes?since=" + "x" * 50_000).status == 431


def test_over_http_connections_are_bounded_and_one_too_many_is_told_so(address: str, answer: Ask) -> None:
    host, _, port = address.removeprefix("http://").strip("/").partition(":")
    with ExitStack() as opened:
        for _ in range(MOST_CONNECTIONS):
            opened.enter_context(socket.create_connection((host, int(port)), timeout=30))
        full = answer()
        assert (full.status, full.read().decode()) == (503, "打开的预览页太多，请关掉几个")
        assert full.getheader("X-Frame-Options") == "DENY"
    wait_for_room(answer, "/")


def test_over_http_streams_are_bounded_and_a_closed_one_makes_room(answer: Ask) -> None:
    open_ones = [answer(path="/changes") for _ in range(MOST_STREAMS)]
    assert {each.status for each in open_ones} == {200}
    assert all(each.readline() == ": 已连接\n".encode() for each in open_ones)
    full = answer(path="/changes")
    assert (full.status, full.read().decode()) == (503, "打开的预览页太多，请关掉几个")
    assert answer().status == 200
    for each in open_ones:
        each.close()
    wait_for_room(answer, "/changes")


def wait_for_room(answer: Ask, path: str) -> None:
    """The server has still to see that what was open is closed."""
    for _ in range(100):
        if answer(path=path).status == 200:
            break
        time.sleep(0.1)
    else:
        pytest.fail("no place became free")
