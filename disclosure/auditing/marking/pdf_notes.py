"""PDF 的批注 — a copy with a coloured mark and a note at the box of each finding; raises PdfError."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from disclosure.auditing.audit_finding import CERTAINTIES, AuditFinding, Certainty
from disclosure.auditing.marking import note_text, pdfium_notes
from disclosure.loading.published.blocks import Box
from disclosure.loading.published.pdf import run_apart
from disclosure.loading.published.pdf.painted import FAULTS, PdfError

COLOURS: Mapping[Certainty, pdfium_notes.Colour] = {
    "确定": (229, 57, 53),
    "末位": (255, 214, 0),
    "疑问": (66, 165, 245),
}
_FIRST_PAGE = 1


def noted(data: bytes, findings: Iterable[AuditFinding]) -> bytes:
    """写批注 — what has no box is listed in one note on the first page."""
    answer: bytes | str = run_apart.answer(
        pdfium_notes.__file__, (data, list(_notes_by_box(findings)), note_text.AUTHOR)
    )
    if isinstance(answer, str):
        raise PdfError(FAULTS[answer])
    return answer


def _notes_by_box(findings: Iterable[AuditFinding]) -> Iterator[pdfium_notes.Note]:
    """One for each box: several findings of a line are one note, in the colour of the surest."""
    by_place: dict[tuple[int, Box | None], list[AuditFinding]] = defaultdict(list)
    for finding in findings:
        by_place[finding.place.page, finding.place.box].append(finding)
    for (page, box), found in by_place.items():
        text = note_text.notes(found) if box else note_text.notes_elsewhere(found)
        yield max(page, _FIRST_PAGE), box, COLOURS[_surest(found)], text


def _surest(findings: Sequence[AuditFinding]) -> Certainty:
    return min((finding.certainty for finding in findings), key=CERTAINTIES.index)
