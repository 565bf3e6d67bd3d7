"""格子的位置 — what is found in a table, at the cell that it is about, with the box of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from disclosure.auditing import cell_places
from disclosure.auditing.audit_finding import AuditFinding
from disclosure.loading.published.blocks import Place, PublishedDocument

_CELL = re.compile(r"(?:第\d+页)?第\d+个表格第\d+行第\d+列")  # as documents that are no workbooks call it


def at_cells(document: PublishedDocument, findings: Iterable[AuditFinding]) -> Iterator[AuditFinding]:
    """移到格子 — findings of a table that know no box are moved to the cell that they name first."""
    cells = {str(source): place for source, place in cell_places.of_document(document).items()}
    return map(partial(_moved, cells, document.name), findings)


def _moved(cells: Mapping[str, Place], name: str, finding: AuditFinding) -> AuditFinding:
    if finding.place.box:
        return finding
    found = filter(None, map(cells.get, named_places(finding, name)))
    return replace(finding, place=next(found, finding.place))


def named_places(finding: AuditFinding, name: str) -> Iterator[str]:
    """所说的各处 — its own place, then the cells that its sentence names."""
    yield str(finding.place.source)
    yield from map(f"{name} {{}}".format, _CELL.findall(finding.message))
