"""What a page is told while it is open: a saving, what is made of it, folders that come and go."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path
from threading import RLock, Thread
from typing import Any

import pytest

from disclosure import api
from disclosure.desk import workplace
from disclosure.desk.events import events
from disclosure.desk.working_page import working_page
from disclosure.desk.workplace import Workplace
from tests.departments import small

DATA = "data.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "2023"
    made.mkdir()
    save(made)
    return made


def save(folder: Path, **changed: object) -> None:
    text = json.dumps(small(格式版本="1", **changed), ensure_ascii=False)
    (folder / DATA).write_text(text, encoding="utf-8")


@pytest.fixture
def place(folder: Path) -> Workplace:
    return Workplace(folder, RLock())


def told(place: Workplace, *done: Callable[[], object], quiet: int = 2) -> list[str]:
    """What is told when something is done, one after the other; until nothing is told for some looks."""

    async def listened() -> list[str]:
        found: list[str] = []
        async with aclosing(events(place, place.seen().state)) as stream:
            for each in (lambda: None, *done):
                await anext(stream)
                each()
                await settled(stream, found)
        return found

    async def settled(stream: AsyncIterator[str], found: list[str]) -> None:
        silent = 0
        while silent < quiet:
            said = (await anext(stream)).partition("\n")[0]
            silent = silent + 1 if said.startswith(":") else 0
            found += [said.removeprefix("event: ")] if not silent else []

    return asyncio.run(listened())


def test_a_saving_is_told_then_that_the_page_is_ready(folder: Path, place: Workplace) -> None:
    assert told(place, lambda: save(folder, 年度="2022")) == ["saved", "ready"]
    assert place.seen().submission is not None
    assert place.last() is place.seen()


def test_what_excel_writes_beside_and_what_was_made_are_no_saving(folder: Path, place: Workplace) -> None:
    def beside() -> None:
        (folder / "~$决算数据.xlsx").write_bytes(b"x")
        (folder / ".临时").write_bytes(b"x")

    assert told(place, beside) == []


def test_a_workbook_that_is_saved_in_several_steps_ends_as_it_is(folder: Path, place: Workplace) -> None:
    """As Excel does: a new file, the old one renamed, the new one in its place, the old one removed."""
    (folder / DATA).unlink()
    book = folder / "决算数据.xlsx"
    book.write_bytes(b"")
    assert not place.seen().is_readable

    def saved() -> None:
        new, old = folder / "1A2B3C4D", folder / "5E6F7A8B.tmp"
        new.write_bytes(b"half")
        new.write_bytes(b"half and half")
        book.rename(old)
        new.rename(book)
        old.unlink()

    assert told(place, saved)[-1] == "ready"
    assert "决算数据.xlsx" in str(place.seen().problems[0])


def test_a_folder_outside_that_the_data_name_is_watched_even_while_it_is_at_fault(
    folder: Path, place: Workplace
) -> None:
    last = folder.parent / "2022"
    save(folder, 上年数={"文件夹": "../2022"})
    assert "../2022" in str(place.seen().problems[0])
    last.mkdir()
    assert told(place, lambda: save(last, 年度="2022"))[-1] == "ready"
    assert place.seen().is_readable
    before = place.seen()
    save(last, 年度="2021")
    assert place.seen() is not before
    assert "不是上一年度的" in str(place.seen().problems[0])


def test_a_folder_that_goes_and_comes_back_is_said_and_shown_again(folder: Path, place: Workplace) -> None:
    away = folder.parent / "移走"
    assert told(place, lambda: folder.rename(away))[-1] == "ready"
    assert "找不到这个文件夹" in working_page(place.seen())
    assert told(place, lambda: away.rename(folder))[-1] == "ready"
    assert place.seen().is_readable


def test_a_file_that_may_not_be_read_is_said(
    folder: Path, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / DATA).unlink()
    (folder / DATA).symlink_to(folder / "没有")
    assert not place.seen().is_readable
    (folder / DATA).unlink()
    save(folder)
    assert place.seen().is_readable

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(api, "compose_filled", full)
    save(folder, 年度="2022")
    monkeypatch.chdir(folder.parent)
    assert "程序遇到没有料到的情况" in working_page(place.seen())


def test_while_something_is_built_the_last_page_stays_and_nothing_is_told_ready_that_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = RLock()
    place = Workplace(folder, alone)
    before = place.seen()
    monkeypatch.setattr(workplace, "_PATIENCE", 0.1)
    thread = Thread(target=lambda: alone.acquire() or None)  # and ends: it is held for good
    thread.start()
    thread.join()
    assert told(place, lambda: save(folder, 年度="2022"), quiet=0) == []
    save(folder, 年度="2022")
    assert place.seen() is before


def test_the_first_look_reads_once_more_at_most_and_composes_once(
    folder: Path, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed: list[int] = []
    real = api.compose_filled

    def counted(*given: Any, **said: Any) -> api.Composed:
        composed.append(1)
        return real(*given, **said)

    monkeypatch.setattr(api, "compose_filled", counted)
    place.seen()
    place.seen()
    assert composed == [1]
    shutil.rmtree(folder)
    assert not place.seen().is_readable
