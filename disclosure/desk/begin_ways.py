"""几种开始 — a blank folder, from last year's, from what was published, from exported tables."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from starlette.responses import Response

from disclosure import files, projects, temporary
from disclosure.authoring import pack_offers
from disclosure.authoring.pack_offers import PackOffer
from disclosure.desk import begin_typed as faults
from disclosure.desk.begin_typed import Typed
from disclosure.desk.begun import Begun, Plan
from disclosure.desk.jobs import Work
from disclosure.desk.upload import Upload
from disclosure.errors import InputError, Problem
from disclosure.importing.import_report import Report
from disclosure.loading import imported, read
from disclosure.loading.data_files import IMPORTED
from disclosure.sources import PACKS_FOLDER, Progress

REPORT = "/begin/report"
_WORKBOOK = (
    ("决算数据.xlsx", "填报工作簿，用Excel或WPS填"),
    ("职责.md、机构设置.md", "长的文字，也可以在工作台里写"),
)
_WHAT = {
    "决算数据.xlsx": "填报工作簿，用Excel或WPS填",
    "职责.md": "职责的文字",
    "机构设置.md": "机构设置的文字",
}
_OWN_PACK = "单位自己的写法"
_CARRIED = (
    "名称、职责、机构、科目、项目、名词解释，照上年的写好；带着上年日期或数字的文字，前面标着“〔沿用上年，待确认〕”",
    "上年的决算数，成为今年的“上年数”；上年的年末结转，成为年初的",
)
_OWN_CARRIED = "单位自己的写法（上年文件夹里的templates），照样带来"
_OWN_LEFT = (
    "单位自己的写法（上年文件夹里的templates）：是上年那个模板的，换了模板不带；要带的，请选上年的模板"
)
_NOT_CARRIED = (
    "今年的金额：空着，等着填",
    "增减的原因：上年的写在空格旁边，只供参考",
    "批复和公开的日期、豁免、附件：每年重新写",
)


@dataclass(frozen=True, slots=True)
class Way:
    """一种开始 — `faults` by the field that they are told at; `main` is the field of whatever else fails."""

    path: str
    page: str
    title: str
    said: str
    button: str
    main: str
    faults: Mapping[str, Callable[[Typed], str]]
    plan: Callable[[Typed], Plan]
    make: Callable[[Typed, Plan], Response]


def _plan_new(typed: Typed) -> Plan:
    name = typed.folder_or(f"{typed.said('name')}{typed.year}")
    rows = (("全称", typed.said("name")), ("类型", typed.said("kind")), ("年度", f"{typed.year}年度"))
    made = _trial(partial(_new, typed))
    taken = (f"表和句子照模板“{_pack(typed)}”；单位名称、年度、金额单位照这里填的，别的都空着",)
    return Plan(
        name,
        (*rows, ("金额单位", typed.said("unit")), *_pack_rows(typed, _pack(typed), typed.year)),
        made,
        taken,
    )


def _make_new(typed: Typed, plan: Plan) -> Response:
    _new(typed, typed.desk.home / plan.folder)
    return _filled(typed, plan.folder)


def _new(typed: Typed, folder: Path) -> projects.Made:
    return projects.new(
        folder,
        pack=_pack(typed),
        department=typed.said("name"),
        year=typed.year,
        unit="万元" if typed.said("unit") == "万元" else "元",
        about={"类型": typed.said("kind")},
        roots=typed.roots,
    )


def _plan_next(typed: Typed) -> Plan:
    before = read(_last(typed))
    year, pack = _next_year(typed)
    called = before.department.short_name or before.department.full_name
    rows = (
        ("上年的", f"{before.department.full_name}{before.year}年度（{typed.said('last')}）"),
        ("年度", f"{year}年度"),
        ("金额单位", before.unit),
        *_pack_rows(typed, pack, year),
    )
    made = _trial(partial(_next, typed))
    is_carried = any(name.startswith(PACKS_FOLDER) for name, _ in made)
    carried = (*_CARRIED, _OWN_CARRIED) if is_carried else _CARRIED
    is_lost = not is_carried and (_last(typed) / PACKS_FOLDER).is_dir()
    left = (*_NOT_CARRIED, _OWN_LEFT) if is_lost else _NOT_CARRIED
    return Plan(typed.folder_or(f"{called}{year}"), rows, made, carried, left)


def _make_next(typed: Typed, plan: Plan) -> Response:
    _next(typed, typed.desk.home / plan.folder)
    return _filled(typed, plan.folder)


def _next(typed: Typed, folder: Path) -> projects.Made:
    year, pack = _next_year(typed)
    return projects.new(folder, pack=pack, year=year, last=_last(typed), roots=typed.roots)


def _next_year(typed: Typed) -> tuple[int, str]:
    """The year, and the pack: the one chosen, else that year's made from last year's, else last year's."""
    before = read(_last(typed))
    year = typed.year or before.year + 1
    if typed.said("pack"):
        return year, _pack(typed)
    newer = pack_offers.following(typed.offers, before.pack, year)
    return year, newer.name if newer else before.pack


def _plan_learn(typed: Typed) -> Plan:
    pack = typed.said("pack")
    made = (
        (IMPORTED, "那一年的数据，每个值写着是从文件的哪里读来的"),
        (f"{PACKS_FOLDER}", f"{_OWN_PACK}，与模板没有不同的就没有"),
        ("学到和没学到.txt", "拿不准的、没有学会的，逐条写着在哪里"),
    )
    rows = (*_file_rows(typed), ("模板", _pack_told(typed, pack) if pack else "自己找说得最像的"))
    taken = ("数、文字和写法从交来的文件里学，单位名称和年度也照文件上写的",)
    left = (
        "文件里没有印的（明细、批复、图里的字）学不到",
        "自相矛盾的数不学，列出来请核对",
        "今年的数据还没有：学成以后，再从它开始今年的",
    )
    return Plan(typed.said("folder"), rows, made, taken, left)


def _make_learn(typed: Typed, _: Plan) -> Response:
    return _waiting(typed, "从公开的文件学", partial(_learn, typed, typed.uploads))


def _learn(typed: Typed, uploads: tuple[Upload, ...], tell: Progress) -> str:
    from disclosure import learning  # noqa: PLC0415 - only where something is learnt

    with _laid(uploads) as laid:
        learned = learning.learn(
            laid["document"][0],
            tables=laid.get("beside", ()),
            pack=typed.said("pack"),
            roots=typed.roots,
            progress=tell,
        )
    said = {loc[-1]: text for loc, (text, _) in learned.data.entries.items() if loc[0] == "部门"}
    folder = _free(typed, f"{said.get('简称') or said.get('全称', '')}{learned.data.year}")
    learning.write(learned, folder)
    title = f"学成了{said.get('全称', '')}{learned.data.year}年度的"
    told = {f"{heading}（{len(lines)}处）": lines for heading, lines in learned.not_learnt().items()}
    return _reported(typed, Begun(folder.name, title, f"{learned.learnt}。", told, is_last_year=True))


def _plan_import(typed: Typed) -> Plan:
    made = ((IMPORTED, "从表里读出的数，每个写着是哪个文件的哪一格"), *_WORKBOOK)
    rows = (*_file_rows(typed), *_pack_rows(typed, _pack(typed), typed.year))
    taken = ("对得上的表，数照表上的；单位名称、年度、金额单位，表上写了的照表上的",)
    left = (
        "对不上的、认不出的表不导入，逐张说出原因和单元格",
        "表里没有的（职责、原因、车型等）空着，等着填",
    )
    return Plan(typed.said("folder"), rows, made, taken, left)


def _make_import(typed: Typed, _: Plan) -> Response:
    return _waiting(typed, "导入现成的表", partial(_import, typed, typed.uploads))


def _import(typed: Typed, uploads: tuple[Upload, ...], tell: Progress) -> str:
    """All in a folder that goes again: what stands there in the end comes to the shelf at once."""
    from disclosure import importing  # noqa: PLC0415 - only where something is imported

    with _laid(uploads) as laid, _passing() as made:
        report = importing.import_tables(laid["tables"], made, _pack(typed), roots=typed.roots, progress=tell)
        name = _name_on_tables(typed, made)
        tell("做填报工作簿")
        done = _begun_beside(typed, made, name)
        folder = _free(typed, f"{name}{done.year}")
        files.write_all(list(_everything_in(made)), folder)
    told = {heading: lines for heading, lines in _told_of_import(report).items() if lines}
    left = f"没有导入的：{report.left_out}" if report.left_out else "交来的表都导入了"
    sentence = f"{left}；还要填的，在“填写”里逐处列出。"
    return _reported(typed, Begun(folder.name, f"导入了{name}{done.year}年度的", sentence, told))


def _name_on_tables(typed: Typed, made: Path) -> str:
    """Whose the tables are, as they say, else as was typed; raises InputError where nobody says it."""
    if name := imported.heads(made).get("全称") or typed.said("name"):
        return name
    raise InputError([Problem("表上没有写单位的名称，请回去填上“单位全称”，再做一次")])


def _begun_beside(typed: Typed, made: Path, name: str) -> projects.Made:
    """The workbook beside what was imported; what the tables say is not said again."""
    said = imported.heads(made)
    department, year = "" if "全称" in said else name, 0 if "年度" in said else typed.year
    return projects.new(made, department=department, year=year, roots=typed.roots)


def _everything_in(made: Path) -> Iterator[tuple[str, bytes]]:
    paths = sorted(filter(Path.is_file, made.rglob("*")))
    return ((path.relative_to(made).as_posix(), path.read_bytes()) for path in paths)


def _told_of_import(report: Report) -> dict[str, Sequence[str]]:
    doubtful = [f"{table}：{reason}" for table, reasons in report.doubtful for reason in reasons]
    return {
        f"存疑，没有导入（{len(report.doubtful)}张表）": doubtful,
        f"没有认出，没有读（{len(report.unknown)}张表）": report.unknown,
        "请注意": report.notes,
        f"已经导入（{len(report.taken)}张表）": report.taken,
    }


def _waiting(typed: Typed, title: str, work: Work) -> Response:
    back = f"{typed.asked.path}?{typed.as_query}"
    return typed.asked.go("/waiting", job=typed.desk.jobs.start(title, back, work).id)


def _reported(typed: Typed, begun: Begun) -> str:
    return f"{REPORT}?id={typed.desk.begun.keep(begun)}"


def _filled(typed: Typed, folder: str) -> Response:
    return typed.asked.go("/fill", d=folder, said=f"已建“{folder}”，现在可以填写了")


def _free(typed: Typed, usual: str) -> Path:
    """The new folder; raises InputError where its name is no name, or taken."""
    if fault := faults.folder_fault(typed, usual):
        raise InputError([Problem(fault)])
    return typed.desk.home / typed.folder_or(usual)


def _last(typed: Typed) -> Path:
    if typed.last is None:
        raise InputError([Problem("请从书架上选上年的文件夹")])
    return typed.last


def _pack(typed: Typed) -> str:
    return typed.pack.name if typed.pack else ""


def _pack_rows(typed: Typed, name: str, year: int) -> Iterator[tuple[str, str]]:
    """The pack, and where it is none of the year that it is of another."""
    yield "模板", _pack_told(typed, name)
    found = _offer(typed, name)
    if found and found.year not in (None, year):
        yield "请注意", f"这个模板不是{year}年度的，句子和表照{found.year}年度的式样"


def _pack_told(typed: Typed, name: str) -> str:
    found = _offer(typed, name)
    if found is None:
        return name
    return f"{name}（{found.brief}；{f'公开表{found.tables}张' if found.tables else '没有公开表'}）"


def _offer(typed: Typed, name: str) -> PackOffer | None:
    return next((one for one in typed.offers if one.name == name), None)


def _file_rows(typed: Typed) -> Iterator[tuple[str, str]]:
    for one in typed.uploads:
        yield "交来的文件", f"{one.name}（{max(1, round(len(one.data) / 1000))} KB）"


def _trial(make: Callable[[Path], projects.Made]) -> list[tuple[str, str]]:
    """What would be made: made in a folder that goes again."""
    with _passing() as folder:
        names = [path.relative_to(folder).as_posix() for path in make(folder).paths]
    own = [name for name in names if name.startswith(f"{PACKS_FOLDER}/")]
    others = [(name, _WHAT.get(name, "")) for name in names if name not in own]
    return [*others, *([(f"{PACKS_FOLDER}（{len(own)}个文件）", _OWN_PACK)] if own else [])]


@contextmanager
def _passing() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=temporary.folder()) as made:
        yield Path(made)


@contextmanager
def _laid(uploads: tuple[Upload, ...]) -> Iterator[Mapping[str, list[Path]]]:
    """Files as long as they are read, by the field that they were handed in at."""
    with _passing() as made:
        laid: dict[str, list[Path]] = {}
        for number, one in enumerate(uploads):
            path = made / str(number) / files.safe_name(one.name)
            path.parent.mkdir()
            path.write_bytes(one.data)
            laid.setdefault(one.field, []).append(path)
        yield laid


WAYS = (
    Way(
        "/begin/new",
        "begin_new",
        "新建一个空白的",
        "手里只有数，没有上年的文件：选好模板，填上名称，得到一份空白的填报工作簿。",
        "新建",
        "pack",
        {
            "name": faults.name_fault,
            "kind": faults.kind_fault,
            "region": faults.region_fault,
            "year": faults.year_fault,
            "pack": faults.pack_fault,
            "unit": faults.unit_fault,
            "folder": faults.folder_fault,
        },
        _plan_new,
        _make_new,
    ),
    Way(
        "/begin/last",
        "begin_last",
        "从上年的文件夹开始",
        "书架上有上年的：名称、职责、科目带过来，上年的数成为今年的上年数。",
        "开始新的一年",
        "last",
        {
            "last": faults.last_fault,
            "year": faults.year_or_none_fault,
            "pack": faults.pack_fault,
            "folder": faults.folder_fault,
        },
        _plan_next,
        _make_next,
    ),
    Way(
        "/begin/document",
        "begin_document",
        "从上年公开的文件开始",
        "只有上年公开的Word、PDF或网页：从里面学出上年的数据和单位自己的写法。",
        "开始学",
        "document",
        {
            "document": faults.document_fault,
            "beside": faults.beside_fault,
            "pack": faults.pack_fault,
            "folder": faults.folder_fault,
        },
        _plan_learn,
        _make_learn,
    ),
    Way(
        "/begin/tables",
        "begin_tables",
        "从导出的表开始",
        "软件已经导出了今年的公开表：读出里面的数，剩下的再填。",
        "导入",
        "tables",
        {
            "tables": faults.tables_fault,
            "region": faults.region_fault,
            "year": faults.year_fault,
            "pack": faults.pack_fault,
            "folder": faults.folder_fault,
        },
        _plan_import,
        _make_import,
    ),
)
