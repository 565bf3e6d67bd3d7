"""The preview: in a real browser it loads, reloads when a file is saved, and tells where things come from."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from disclosure.preview.page import page, state, watched
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
    made = page(folder)
    assert "内设机构三个。" in made
    assert "EventSource" in made
    assert '"structure": "甲/sections/structure.j2"' in made
    assert '"total": "standard/sections/total.j2"' in made


def test_a_fault_of_a_template_stands_in_its_place_and_the_rest_goes_on(folder: Path) -> None:
    save(folder, "{{ 支出.决算|金额 }}")
    made = page(folder)
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
    made = page(folder)
    assert said in made
    assert "EventSource" in made
    assert folder in watched(folder)


def test_a_file_saved_after_the_page_was_made_changes_what_it_was_made_from(folder: Path) -> None:
    before = state(watched(folder))
    assert f"/changes?since={before}" in page(folder)
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
    window.get_by_text("模板有误：甲/sections/structure.j2").wait_for(timeout=20_000)
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
