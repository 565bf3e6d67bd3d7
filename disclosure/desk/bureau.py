"""全市 — a city's folder: the board, a body's page, runs, what went out and came back, release of a batch."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from disclosure import outputs
from disclosure.city import city_list
from disclosure.city.city_folder import OFFICE, PUBLIC
from disclosure.desk import bureau_body, bureau_files, bureau_release, bureau_returns, bureau_run
from disclosure.desk.asked import Area, Asked
from disclosure.desk.bureau_board import Board
from disclosure.desk.opening import opened
from disclosure.desk.standing import today
from disclosure.errors import InputError, Problem

# What was made of the whole city: its file, what it is.
_REPORTS: Mapping[str, str] = {
    f"{OFFICE}/全市进度.xlsx": "全市进度",
    f"{OFFICE}/全市汇总.xlsx": "全市汇总",
    f"{OFFICE}/上报统计.xlsx": "上报统计",
    f"{PUBLIC}/index.html": "目录页",
    f"{PUBLIC}/校验和.txt": "校验和",
}


def _bureau(asked: Asked) -> Response:
    city = asked.desk.city
    seen = city.seen()
    home = city.folder.home
    return asked.page(
        "bureau",
        seen=seen,
        watched="",
        live=True,
        city=city,
        board=Board(seen, asked.query, today()),
        formats=list(outputs.CALLED.items()),
        reports=[(path, called) for path, called in _REPORTS.items() if (home / path).is_file()],
    )


def _open_listed(asked: Asked) -> Response:
    """The list or the settings, in the program that the system has for it."""
    folder = asked.desk.city.folder
    is_list = asked.form.get("which") != "settings"
    path = (city_list.found(folder) or folder.list_file) if is_list else folder.settings_file
    if not path.is_file():
        told = f"还没有 {path.name}；要写一份，运行 disclosure city new，已有的它不动"
        raise InputError([Problem(told)])
    said = f"打开了 {path.name}，保存以后这一页会更新"
    return asked.go("/bureau", said=said if opened(path) else f"这台电脑打不开文件的窗口，请自己打开：{path}")


AREA = Area(
    {
        "/bureau": _bureau,
        "/bureau/body": bureau_body.body,
        "/bureau/files/{place:path}": bureau_files.file,
        "/bureau/returns": bureau_returns.page,
        "/bureau/returns.zip": bureau_returns.zipped,
        "/bureau/release": bureau_release.page,
    },
    {
        "/bureau/open": _open_listed,
        "/bureau/run": bureau_run.run,
        "/bureau/replies": bureau_returns.take,
        "/bureau/release": bureau_release.release,
    },
)
