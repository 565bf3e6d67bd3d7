"""全市的文件夹 — a city: its list, its bodies' data, what is published, what is for the office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from disclosure.city.bodies import Body
from disclosure.errors import InputError, Problem, Source
from disclosure.sources import PACKS_FOLDER

LIST, SETTINGS, RATIFIED_TABLE = "名单.xlsx", "全市.yaml", "批复汇总表.xlsx"
PUBLIC, OFFICE, RECORDS, RETURNS, DRAFTS = "公开", "办公", "记录", "退回意见", "草稿"
BUILDS, RELEASES = "生成记录", "放行"
TABLES = (".xlsx", ".xls", ".ods", ".csv", ".html", ".htm")  # what the city's own tables may be kept as
OUTPUTS = (PUBLIC, OFFICE)
NOT_BODIES = (*OUTPUTS, PACKS_FOLDER)  # folders of the city that hold no body's data


@dataclass(frozen=True, slots=True)
class CityFolder:
    """全市的文件夹 — `公开` may be put on a site as it stands, `办公` stays with the bureau."""

    home: Path
    out: Path

    @property
    def list_file(self) -> Path:
        """名单 — the workbook that lists the bodies."""
        return self.home / LIST

    @property
    def settings_file(self) -> Path:
        """设置 — what the bureau decided once for all bodies."""
        return self.home / SETTINGS

    @property
    def ratified_table(self) -> Path:
        """批复汇总表 — 批复数 of all bodies, where the bureau has them."""
        return next(filter(Path.is_file, self.kept_as(RATIFIED_TABLE)), self.home / RATIFIED_TABLE)

    @property
    def is_begun(self) -> bool:
        """是否全市 — whether it has a list, kept as anything that is read, or the city's settings."""
        return any(map(Path.is_file, (*self.kept_as(LIST), self.settings_file)))

    def kept_as(self, name: str) -> Iterator[Path]:
        """可能的文件 — of the city's own tables: as a workbook of any kind, or as CSV."""
        return map((self.home / name).with_suffix, TABLES)

    @property
    def own_packs(self) -> Path:
        """市自己的模板 — the folder of packs that all bodies may use."""
        return self.home / PACKS_FOLDER

    @property
    def public(self) -> Path:
        """公开 — the index page and a folder for each body."""
        return self.out / PUBLIC

    @property
    def office(self) -> Path:
        """办公 — the matrix, the summary, the records, what goes back to the bodies."""
        return self.out / OFFICE

    def data_of(self, body: Body) -> Path:
        """数据文件夹 — of a body."""
        return self.home / body.folder

    def files_of(self, folder: str, *, draft: bool) -> Path:
        """文件所在 — of a body's files by its folder: a draft is never among what may be published."""
        return (self.office / DRAFTS if draft else self.public) / folder

    @property
    def records(self) -> Path:
        """各记录所在 — a file for each body."""
        return self.office / RECORDS

    def record_of(self, body: Body) -> Path:
        """记录 — of a body's last run."""
        return self.records / f"{body.folder}.json"

    def build_of(self, folder: str) -> Path:
        """生成记录所在 — what its publication said: `diff`, `correct` compare with it."""
        return self.office / BUILDS / folder

    @property
    def releases(self) -> Path:
        """放行所在 — the record of what was released, and a zip of each batch."""
        return self.office / RELEASES

    def return_of(self, body: Body) -> Path:
        """退回意见 — the workbook that goes back to a body."""
        return self.office / RETURNS / f"{body.folder}.xlsx"


def existing(home: Path, out: Path) -> CityFolder:
    """已有的文件夹 — raises InputError where there is none."""
    if not home.is_dir():
        raise InputError([Problem("找不到这个文件夹，请检查路径是否写对", Source(str(home)))])
    return CityFolder(home, out)
