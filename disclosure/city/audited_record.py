"""审查的记录 — what the published documents of one body come to, in the form of what a run keeps of it."""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from disclosure.city.audited_document import DocumentRead
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord, FileMade, FindingTold
from disclosure.city.city_folder import CityFolder
from disclosure.city.document_owners import is_same

_UNIT = "万元"  # of what is printed
_MISSING = "没有找到公开的文件"
_PACKED = ".zip"


def record(folder: CityFolder, body: Body, read: Sequence[DocumentRead]) -> BodyRecord:
    """审查的记录 — of a body and its documents, those that tell places best first."""
    good = [one for one in read if not one.problem]
    found = _of_documents(body, read, good) if good else {}
    files = tuple(_as_seen_from_files(folder, body, one.file) for one in read)
    standing = _state_and_why(body, read, good)
    return BodyRecord(folder=body.folder, name=body.name, kind=body.kind, files=files, **standing, **found)


def _state_and_why(body: Body, read: Sequence[DocumentRead], good: Sequence[DocumentRead]) -> dict[str, str]:
    """State and why, the first that holds."""
    unread = "；".join(one.problem for one in read)
    states = (
        (bool(good), "已生成", ""),
        (bool(read), "未能生成", unread),
        (bool(body.not_published), "不生成", body.not_published),
        (True, "未公开", _MISSING),
    )
    return next({"state": state, "problem": why} for holds, state, why in states if holds)


def _of_documents(
    body: Body, read: Sequence[DocumentRead], good: Sequence[DocumentRead]
) -> Mapping[str, Any]:
    """The first document says most; the others add what it does not say."""
    first = good[0]
    told = chain(
        _not_to_be_published(body), _of_another(body, good), *(one.findings for one in good), _unread(read)
    )
    return {
        "year": first.year,
        "pack": first.pack,
        "unit": _UNIT,
        "full_name": next((name for name in first.names if is_same(name, body.name)), ""),
        "findings": tuple(_each_once(told)),
        "figures": dict(ChainMap(*(dict(one.figures) for one in good))),
        "transfers": dict(ChainMap(*(dict(one.transfers) for one in good))),
        "supervision_number": _first_given(one.supervision_number for one in good),
        "published_on": _first_given(one.published_on for one in good),
    }


def _first_given(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def _not_to_be_published(body: Body) -> Iterator[FindingTold]:
    if body.not_published:
        said = f"名单里写明不公开（{body.not_published}），却有公开的文件"
        fix = "立即核实，不该公开的撤下；已经可以公开的，改名单"
        yield FindingTold(code="", severity="error", name="不该公开", message=said, fix=fix)


def _of_another(body: Body, good: Iterable[DocumentRead]) -> Iterator[FindingTold]:
    """Documents that bear another name than the list has."""
    for one in good:
        if one.names and not any(is_same(name, body.name) for name in one.names):
            yield FindingTold(
                code="",
                severity="warning",
                name="单位名称",
                message=f"文件里写的是“{one.names[0]}”，名单里是“{body.name}”",
                stated=one.names[0],
                expected=body.name,
                fix="看是不是放错了文件，或名称写错",
                source=one.file.name,
            )


def _unread(read: Iterable[DocumentRead]) -> Iterator[FindingTold]:
    for one in read:
        if one.problem:
            yield FindingTold(code="", severity="warning", name="没有审查", message=one.problem)


def _each_once(findings: Iterable[FindingTold]) -> Iterator[FindingTold]:
    """What is wrong in several formats of one document is told once, with all its places."""
    told: dict[tuple[str, ...], list[FindingTold]] = {}
    for one in findings:
        told.setdefault((one.code, one.place, one.message, one.stated, one.expected), []).append(one)
    for first, *others in told.values():
        places = dict.fromkeys(filter(None, (one.source for one in (first, *others))))
        yield first.model_copy(update={"source": "；".join(places)})


def _as_seen_from_files(folder: CityFolder, body: Body, file: FileMade) -> FileMade:
    """Where it stands, as seen from where a run would have put it; of a packed one the package."""
    inside = PurePosixPath(file.name)
    package = next((place for place in inside.parents if place.suffix.lower() == _PACKED), inside)
    home = folder.files_of(body.folder, draft=False)
    return file.model_copy(update={"name": Path(os.path.relpath(folder.home / package, home)).as_posix()})
