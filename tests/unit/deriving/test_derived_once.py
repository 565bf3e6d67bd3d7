"""只推算一次 — the same object is the same data; what is changed is another object."""

from __future__ import annotations

import gc
import sys
from functools import partial

from disclosure import deriving
from disclosure.model import Submission
from tests.counting import calls
from tests.departments import SMALL


def small() -> Submission:
    return Submission.model_validate(SMALL)


def lines(number: int) -> Submission:
    line = {"项": "2010301", "性质": "项目", "款": {"30214": "30"}}
    codes = [str(2010301 + step) for step in range(0, number * 100, 100)]
    return Submission.model_validate({**SMALL, "支出": [{**line, "项": code} for code in codes], "预算": {}})


def test_figures_are_made_once_and_given_again() -> None:
    submission = small()
    assert deriving.derive(submission) is deriving.derive(submission)


def test_a_changed_submission_has_figures_of_its_own() -> None:
    before = small()
    after = before.model_copy(update={"expenditure": ()})
    assert deriving.derive(before)["expenditure.final"].value == 1_300_000
    assert deriving.derive(after)["expenditure.final"].value == 0


def test_nothing_is_kept_of_a_submission_that_is_gone() -> None:
    submission = small()
    deriving.derive(submission)
    key = id(submission)
    assert key in known()
    del submission
    gc.collect()
    assert key not in known()


def known() -> dict[int, object]:
    """The module, which the function of its name hides."""
    return vars(sys.modules["disclosure.deriving.derive"])["_KNOWN"]  # type: ignore[no-any-return]


def test_deriving_grows_with_the_subjects_and_no_faster() -> None:
    few, many = (calls(partial(deriving.derive, lines(number))) for number in (10, 60))
    assert many < 6 * few
