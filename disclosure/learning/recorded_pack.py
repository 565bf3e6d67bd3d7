"""记下的模板 — which pack made a document, as the record of its build beside it says."""

from __future__ import annotations

from pathlib import Path

from disclosure import build_record, packs
from disclosure.errors import InputError
from disclosure.sources import DocumentSource, NamedPack


def recorded_pack(edited: DocumentSource, named: NamedPack) -> str:
    """记下的模板 — by the name of the document; of a folder with one alone, whatever it is called now.

    Empty where no record tells, and where the pack is not to be found any more.
    """
    if isinstance(edited, bytes):
        return ""
    path = Path(edited)
    documents = _documents_beside(path)
    alone = next(iter(documents.values())) if len(documents) == 1 else None
    found = documents.get(path.stem, alone)
    name = found.packs[0].name if found and found.packs else ""
    return name if name in packs.available(named.roots) else ""


def _documents_beside(path: Path) -> dict[str, build_record.DocumentRecord]:
    try:
        return build_record.read(path.parent).documents
    except InputError:  # there is none, or none that can be read: it is a hint and no more
        return {}
