"""格子的位置 — what is found in a table, at the cell that it is about, with the box of a PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from disclosure.auditing.audit_finding import AuditFinding
from disclosure.load.published.blocks import Place, PublishedDocument, PublishedTable

_CELL = re.compile(r"(?:第\d+页)?第\d+个表格第\d+行第\d+列")  # as documents that are no workbooks call it


def at_cells(document: PublishedDocument, findings: Iterable[AuditFinding]) -> Iterator[AuditFinding]:
    """移到格子 — findings of a table that know no box are moved to the cell that they name first."""
    cells = dict(_cells_by_name(document.blocks))
    return map(partial(_moved, cells, document.name), findings)


def _cells_by_name(blocks: Iterable[object]) -> Iterator[tuple[str, Place]]:
    """Those of a PDF: elsewhere a cell has no more than its name."""
    for table in (block for block in blocks if isinstance(block, PublishedTable)):
        yield from ((str(place.source), place) for place in table.places.values())


def _moved(cells: Mapping[str, Place], name: str, finding: AuditFinding) -> AuditFinding:
    if finding.place.box:
        return finding
    named = (f"{name} {cell}" for cell in _CELL.findall(finding.message))
    found = filter(None, map(cells.get, (str(finding.place.source), *named)))
    return replace(finding, place=next(found, finding.place))


def named_places(finding: AuditFinding, name: str) -> Iterator[str]:
    """所说的各处 — its own place, then the cells that its sentence names."""
    place: Callable[[str], str] = f"{name} {{}}".format
    yield str(finding.place.source)
    yield from map(place, _CELL.findall(finding.message))
