"""标注 — a copy of an audited document with a note at the place of each finding."""

from disclosure.auditing.marking.marked_copy import can_be_marked, marked_copy

__all__ = ["can_be_marked", "marked_copy"]
