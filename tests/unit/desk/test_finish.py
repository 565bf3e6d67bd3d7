"""出稿: drafts, the sign-off sheet, publication and its refusal, corrections, the files, the days."""

from __future__ import annotations

import errno
import json
import re
import shutil
import time
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote
from zipfile import ZipFile

import pytest
from starlette.responses import FileResponse, Response
from typer.testing import CliRunner

from disclosure import api, build_record, files, folder_journal, office_round, outputs
from disclosure.authoring import publication_record
from disclosure.cli import app
from disclosure.desk import finish, made_files, opening
from disclosure.desk.asked import Asked
from disclosure.desk.desk import Desk
from disclosure.desk.finish import AREA
from disclosure.desk.jobs import Job
from disclosure.errors import InputError
from disclosure.outputs import pdf
from tests.departments import EXAMPLES, small, without

NAME = "某市某某局2023年度部门决算"
WORDED = {"机关运行经费": "业务增加了很多"}


class Office:
    """One department's folder on a shelf, and the page as a browser asks for it."""

    def __init__(self, home: Path, data: dict[str, Any]) -> None:
        self.folder = home / "甲"
        self.folder.mkdir()
        self.desk = Desk(home)
        self.save(data)

    def save(self, data: dict[str, Any]) -> None:
        whole = json.dumps({"格式版本": "1", **data}, ensure_ascii=False)
        (self.folder / "data.json").write_text(whole, encoding="utf-8")

    def reworded(self, **more: Any) -> None:
        """Another reason than was published: readers see it."""
        self.save(small(原因={**small()["原因"], **WORDED}, **more))

    def got(self, path: str = "/finish", **query: str) -> Response:
        return AREA.pages[path](Asked(self.desk, path, {"d": "甲", **query}))

    def page(self, **query: str) -> str:
        return bytes(self.got(**query).body).decode()

    def posted(self, path: str, *formats: str, **fields: str) -> str:
        """Where it leads."""
        form = {"d": "甲", **fields}
        asked = Asked(self.desk, path, {}, form, (), {"format": formats})
        return unquote(AREA.actions[path](asked).headers["location"])

    def done(self, path: str, *formats: str, **fields: str) -> Job:
        job = self.desk.jobs.of(parse_qs(self.posted(path, *formats, **fields).partition("?")[2])["job"][0])
        assert job is not None
        while not job.is_over:
            time.sleep(0.01)
        return job

    def confirmed(self) -> str:
        found = re.search(r'name="confirmed" value="(\w+)"', self.page())
        return found[1] if found else ""

    def published(self, *formats: str) -> Job:
        job = self.done("/finish/publish", *(formats or ("html",)), confirmed=self.confirmed())
        assert job.address, job.fault
        return job

    def corrected(self, *formats: str, **fields: str) -> Job:
        said = {"reason": "写错了原因", "date": "2024年10月8日"}
        where = {"published_on": "2024年9月1日", "website": "www.example.gov.cn"}
        return self.done(
            "/finish/correct",
            *(formats or ("html",)),
            **{**said, **where, "confirmed": self.confirmed(), **fields},
        )

    def state(self) -> str:
        return self.desk.standing(self.folder).state

    def held(self, kind: str) -> list[str]:
        place = self.folder / kind
        return sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, small())


def test_a_draft_says_what_is_missing_and_goes_into_its_own_folder(office: Office) -> None:
    office.save(without(small(), ("部门", "职责")))
    job = office.done("/finish/draft", "html", edition="draft")
    assert job.steps == ["读取数据、推算并成文", "生成 html"]
    assert "写好了，在“草稿”里" in unquote(job.address)
    assert office.held("草稿") == ["上次生成.json", f"{NAME}.html"]
    assert office.state() == "有草稿"
    assert office.done("/finish/draft", "html", edition="working").address
    assert "工作稿</td>" in office.page()


def test_what_may_not_be_published_says_why_and_where_to_go(office: Office) -> None:
    office.save(without(small(), ("部门", "职责")))
    page = office.page()
    assert "还不能公开" in page
    assert "还缺 1 项" in page
    assert 'href="/fill?d=' in page
    assert 'action="/finish/publish"' not in page
    job = office.done("/finish/publish", "html")
    assert "尚不能生成公开稿，以下 1 项待补充" in job.fault
    assert not (office.folder / "成品").exists()


def test_errors_are_told_with_the_way_to_the_checks(office: Office) -> None:
    office.save(small(批复数={"单位": "万元", "支出": "1"}))
    page = office.page()
    assert "错误 1 处" in page
    assert 'href="/check?d=' in page
    assert "校验有 1 处错误" in office.done("/finish/publish", "html").fault


def test_what_cannot_be_read_stands_on_the_page(office: Office) -> None:
    (office.folder / "data.json").write_text("{", encoding="utf-8")
    page = office.page()
    assert "还不能出稿" in page
    assert "data.json" in page
    assert office.state() == "填写中"


def test_warnings_are_to_be_seen_before_it_is_published(office: Office) -> None:
    assert "警告 1 处，已看过" in office.page()
    for ticked in ("", "0" * 64):
        assert "现在有 1 处警告" in office.done("/finish/publish", "html", confirmed=ticked).fault
    assert not (office.folder / "成品").exists()
    office.published()
    assert office.state() == "公开稿已出"


def test_no_format_is_told(office: Office) -> None:
    with pytest.raises(InputError, match="一种格式也没有选"):
        office.posted("/finish/draft", edition="draft")


def test_a_format_that_cannot_be_made_says_why(office: Office) -> None:
    page = office.page()
    assert re.search(r'value="xlsx" disabled aria-describedby="draft-xlsx"', page)
    assert "这个模板没有公开表，不能生成 xlsx" in page


def test_the_files_are_those_of_the_command(tmp_path: Path) -> None:
    office = Office(tmp_path, small())
    shutil.rmtree(office.folder)
    shutil.copytree(EXAMPLES / "yuxi-beijing-2023", office.folder)
    other = tmp_path / "乙"
    shutil.copytree(EXAMPLES / "yuxi-beijing-2023", other)
    office.published("docx", "html", "xlsx")
    made = CliRunner().invoke(app, ["build", str(other), "-o", str(other / "成品"), "-f", "docx,html,xlsx"])
    assert made.exit_code == 0, made.output
    for name in ("成品/上次生成.json", publication_record.NAME):
        assert (office.folder / name).read_bytes() == (other / name).read_bytes()
    assert office.held("成品") == sorted(path.name for path in (other / "成品").iterdir())
    for name in office.held("成品"):
        assert (office.folder / "成品" / name).read_bytes() == (other / "成品" / name).read_bytes()


def test_a_pdf_says_how_many_pages_it_has(office: Office) -> None:
    office.published("pdf")
    (shown,) = made_files.listed(office.folder, "成品")
    assert shown.pages
    assert f'<td class="number">{shown.pages}</td>' in office.page()


def test_a_file_that_was_changed_afterwards_is_told(office: Office) -> None:
    office.published()
    (office.folder / "成品" / f"{NAME}.html").write_text("改过", encoding="utf-8")
    (office.folder / "成品" / "便条.txt").write_text("先不发", encoding="utf-8")
    page = office.page()
    assert "公开稿，生成以后有人改过" in page
    assert "不在要公开的文件里" in page
    assert ZipFile(BytesIO(bytes(office.got("/finish/zip").body))).namelist() == [f"{NAME}.html"]


def test_the_zip_holds_what_is_public_and_its_bytes_are_always_the_same(office: Office) -> None:
    office.published("html", "docx")
    first = bytes(office.got("/finish/zip").body)
    assert ZipFile(BytesIO(first)).namelist() == [f"{NAME}.docx", f"{NAME}.html"]
    for path in (office.folder / "成品").iterdir():
        path.touch()
    assert bytes(office.got("/finish/zip").body) == first


def test_a_draft_among_the_published_files_is_never_public(office: Office) -> None:
    api.write(api.build(office.folder, ["html"], draft=True), office.folder / "成品")
    assert office_round.published_files(office.folder / "成品") == ()
    assert office.state() == "填写中"


def test_the_sheet_to_sign_is_compared_with_what_is_there_and_was_published(office: Office) -> None:
    assert "还没有做过" in office.page()
    assert office.done("/finish/signoff", "docx").address
    assert office.held("审签") == ["上次生成.json", f"{NAME}审签单.docx"]
    office.published()
    page = office.page()
    assert "<strong>相同</strong>" in page
    assert "上次公开的与审签单上的相同" in page
    office.reworded()
    assert "不同：签字以后又改过" in office.page()


def test_a_change_is_corrected_in_words_and_published_anew(office: Office) -> None:
    office.published("html", "docx")
    code = build_record.read(office.folder / "成品").documents[NAME].check_code
    old = (office.folder / "成品" / f"{NAME}.html").read_bytes()
    office.reworded()
    assert office.state() == "公开稿出后有改动"
    page = office.page()
    assert "主要原因是业务增加『了很多』。" in page
    assert 'action="/finish/correct"' in page
    job = office.corrected("html")
    assert job.address, job.fault
    former = f"以前公开的/{code}"
    assert office.held("成品") == sorted(
        [
            "上次生成.json",
            f"{NAME}.html",
            *(f"{NAME}更正说明.{kind}" for kind in ("docx", "html", "pdf")),
            *(f"{former}/{name}" for name in ("上次生成.json", f"{NAME}.docx", f"{NAME}.html")),
        ]
    )
    assert (office.folder / "成品" / former / f"{NAME}.html").read_bytes() == old
    assert office.state() == "公开稿已出"
    public = ZipFile(BytesIO(bytes(office.got("/finish/zip").body))).namelist()
    assert public == [f"{NAME}.html", *(f"{NAME}更正说明.{kind}" for kind in ("docx", "html", "pdf"))]
    assert office.got("/finish/file", name=f"成品/{former}/{NAME}.html").status_code == 200
    office.save(small())
    assert office.corrected("html").address
    assert f"{NAME}更正说明.html" in str(office.held("成品"))
    assert len([one for one in office.held("成品") if one.endswith("更正说明.pdf")]) == 2


def test_a_change_before_anybody_saw_it_is_published_without_words(office: Office) -> None:
    office.published()
    office.reworded()
    office.published()
    assert not any("更正说明" in name for name in office.held("成品"))
    assert len(office.held("成品")) == 4
    assert office.state() == "公开稿已出"


def test_what_readers_do_not_see_needs_no_correction(office: Office) -> None:
    office.published()
    office.save(small(公开信息={"批复日期": "2024年8月20日"}))
    assert office.state() == "公开稿出后有改动"
    assert 'action="/finish/correct"' not in office.page()
    assert "读者看得见的没有变" in office.corrected().fault
    office.published()
    assert office.held("成品") == ["上次生成.json", f"{NAME}.html"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"reason": " "}, "更正的原因和落款日期都要写"), ({"date": ""}, "更正的原因和落款日期都要写")],
)
def test_a_correction_without_its_reason_is_none(office: Office, fields: dict[str, str], said: str) -> None:
    office.published()
    office.reworded()
    with pytest.raises(InputError, match=said):
        office.corrected(**fields)


def test_a_correction_with_a_gap_is_not_published(office: Office) -> None:
    office.published()
    office.reworded()
    before = office.held("成品")
    assert "更正说明还要填：" in office.corrected(website="").fault
    assert office.held("成品") == before


def test_a_full_disk_leaves_everything_as_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.published()
    office.reworded()
    before = {name: (office.folder / "成品" / name).read_bytes() for name in office.held("成品")}
    confirmed = office.confirmed()
    stage = folder_journal._stage

    def full(path: Path, data: bytes, mode: int | None) -> None:
        if len(data) > 100_000 or path.parent.name != "成品":
            raise OSError(errno.ENOSPC, "full", str(path))
        stage(path, data, mode)

    monkeypatch.setattr(folder_journal, "_stage", full)
    assert "磁盘已满" in office.corrected(confirmed=confirmed).fault
    assert {name: (office.folder / "成品" / name).read_bytes() for name in office.held("成品")} == before


def test_a_folder_that_cannot_be_written_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise files.ReadOnlyFolderError("文件夹是只读的")

    monkeypatch.setattr(files, "write_all", refused)
    assert office.done("/finish/draft", "html", edition="draft").fault == "文件夹是只读的"


def test_that_no_record_could_be_kept_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication_record, "keep", lambda *_: iter(["没有记下这次所用的模板"]))
    assert "没有记下这次所用的模板" in unquote(office.published().address)


def test_a_page_that_was_made_is_shown_where_it_can_do_nothing(office: Office) -> None:
    office.published("html", "docx")
    shown = office.got("/finish/file", name=f"成品/{NAME}.html")
    assert isinstance(shown, FileResponse)
    assert "sandbox" in shown.headers["content-security-policy"]
    assert shown.headers["content-disposition"].startswith("inline")
    saved = office.got("/finish/file", name=f"成品/{NAME}.html", save="1")
    assert saved.headers["content-disposition"].startswith("attachment")
    word = office.got("/finish/file", name=f"成品/{NAME}.docx")
    assert word.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "name",
    [
        "data.json",
        "成品/../data.json",
        "成品/上次生成.json",
        "",
        "成品",
        "/etc/passwd",
        "成品/\0",
        "草稿/x.html",
    ],
)
def test_no_other_file_is_given(office: Office, name: str) -> None:
    office.published()
    with pytest.raises(InputError, match="没有这个文件"):
        office.got("/finish/file", name=name)


def test_a_link_out_of_the_folder_is_not_followed(office: Office, tmp_path: Path) -> None:
    office.published()
    (tmp_path / "secret.html").write_text("x", encoding="utf-8")
    (office.folder / "成品" / "secret.html").symlink_to(tmp_path / "secret.html")
    with pytest.raises(InputError, match="没有这个文件"):
        office.got("/finish/file", name="成品/secret.html")


def test_the_folder_is_opened_or_its_place_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="还没有这个文件夹"):
        office.posted("/finish/open", kind="成品")
    office.published()
    with pytest.raises(InputError, match="还没有这个文件夹"):
        office.posted("/finish/open", kind="..")
    monkeypatch.setattr(finish, "opened", lambda _: False)
    assert str(office.folder / "成品") in office.posted("/finish/open", kind="成品")
    monkeypatch.setattr(finish, "opened", lambda _: True)
    assert "打开了文件夹“成品”" in office.posted("/finish/open", kind="成品")


def test_a_machine_without_windows_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not opening.opened(tmp_path)


def test_units_are_published_with_their_department(tmp_path: Path) -> None:
    office = Office(tmp_path, small())
    shutil.rmtree(office.folder)
    shutil.copytree(EXAMPLES / "panzhihua-chengdu-2024-units", office.folder)
    page = office.page(units="1")
    assert "各所属单位的也一起（" in page
    found = re.search(r'name="confirmed" value="(\w+)"', page)
    job = office.done("/finish/publish", "json", units="1", confirmed=found[1] if found else "")
    assert job.address, job.fault
    assert len(build_record.read(office.folder / "成品").documents) > 1


def test_the_next_year_is_begun_from_it(office: Office) -> None:
    assert 'href="/begin/last?last=%E7%94%B2"' in office.page()


@pytest.mark.parametrize(
    ("dates", "today", "said"),
    [
        ({}, date(2024, 9, 1), "还没有填批复日期，填在 data.json"),
        ({"批复日期": "2024年8月"}, date(2024, 9, 1), "批复日期（2024年8月）要写到日"),
        (
            {"批复日期": "2024年8月20日"},
            date(2024, 9, 1),
            "最晚到<strong>2024年9月9日</strong>，还有<strong>8</strong>天",
        ),
        ({"批复日期": "2024年8月20日"}, date(2024, 9, 9), "<strong>就是今天</strong>"),
        ({"批复日期": "2024年8月20日"}, date(2024, 9, 12), "已经过了3天"),
        ({"批复日期": "2024年8月20日"}, date(2024, 9, 1), "还没有填公开日期，填在 data.json"),
        ({"批复日期": "2024年8月20日", "公开日期": "2024年9月9日"}, date(2024, 9, 1), "在期限以内"),
        (
            {"批复日期": "2024年8月20日", "公开日期": "2024年9月10日"},
            date(2024, 9, 1),
            "不在批复后二十日以内",
        ),
        ({"批复日期": "2024年8月20日", "公开日期": "2024年9月"}, date(2024, 9, 1), "分不出在不在期限以内"),
        ({"公开日期": "2024年9月10日"}, date(2024, 9, 1), "公开日期 2024年9月10日。"),
    ],
)
def test_twenty_days_are_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch, dates: dict[str, str], today: date, said: str
) -> None:
    monkeypatch.setattr(finish, "today", lambda: today)
    office.save(small(公开信息=dates))
    assert said in office.page()


def test_what_is_saved_meanwhile_is_not_published_as_corrected(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.published()
    office.reworded()
    before, confirmed, build = office.held("成品"), office.confirmed(), api.build

    def late(*given: Any, **more: Any) -> api.Built:
        built = build(*given, **more)
        office.save(small(政府采购="无", 原因={**small()["原因"], **WORDED, "三公经费": "又改了一次"}))
        return built

    monkeypatch.setattr(api, "build", late)
    assert "数据又改过" in office.corrected(confirmed=confirmed).fault
    assert office.held("成品") == before


def test_no_sheet_is_signed_of_what_cannot_be_read(office: Office) -> None:
    (office.folder / "data.json").write_text("{", encoding="utf-8")
    assert "data.json" in office.done("/finish/signoff", "docx").fault
    assert not (office.folder / "审签").exists()


def test_every_format_is_called_and_told_by_the_ending_of_its_file(office: Office) -> None:
    assert outputs.CALLED.keys() == outputs.ENDINGS.keys() == outputs.FORMATS.keys()
    assert outputs.ENDINGS["pdf-a"] == f"{pdf.ARCHIVED}.pdf"
    made = api.build(EXAMPLES / "yuxi-beijing-2023", ["docx", "html", "xlsx", "csv", "json", "cms"])
    (stem,) = made.records
    found = outputs.formats_of(stem, [one.name for one in made.artifacts])
    assert set(found) == outputs.FORMATS.keys() - {"pdf", "pdf-a"}
