"""校验 — the data against the model; what only a file or a sheet can have wrong is said here."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from disclosure.loading import codes, syntax
from disclosure.loading.expected_data import WHOLE
from disclosure.loading.reading_state import Data, Reading
from disclosure.model import Submission, faults
from disclosure.model.faults import Fault

_UNITS = ("元", "万元")


def validate(data: Mapping[str, Data], reading: Reading) -> Submission | None:
    """校验数据 — the submission, or None where problems were added to the reading."""
    unit = data.get("单位")
    # A dict of its own: the model changes it while it reads last year's figures in their unit.
    context = {"unit": unit if unit in _UNITS else "元"}
    try:
        return Submission.model_validate(data, context=context)
    except ValidationError as error:
        for fault in faults.faults(error, WHOLE, faults.described):
            in_cell = reading.locate(fault.path).cell is not None
            reading.add(sentence(fault, in_cell=in_cell), fault.path)
        return None


def sentence(fault: Fault, *, in_cell: bool = False) -> str:
    """错误语句 — what is wrong and what to write; a sheet is filled in otherwise."""
    if fault.told["type"] == "missing":
        return _not_filled_in(fault, in_cell=in_cell)
    return _hint_of_line(fault) or faults.sentence(fault)


def _not_filled_in(fault: Fault, *, in_cell: bool) -> str:
    described = faults.described_in_cell if in_cell else faults.described
    return faults.missing(fault, codes.written(fault.key) or described(fault.expected))


def _hint_of_line(fault: Fault) -> str | None:
    is_line = fault.is_of_wrong_kind and isinstance(fault.value, str)
    return syntax.hint(fault.value) if is_line else None
