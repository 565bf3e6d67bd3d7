"""Units that a document lists in a table are learnt, their nature by the name where it is not said."""

from __future__ import annotations

from disclosure.learning.learned_data import learn_data
from disclosure.loading.reading_state import path_of
from disclosure.model import Submission
from disclosure.model.department import Unit
from tests.finished import BETWEEN, Finished, finished

SHANGHAI = finished(f"shanghai-2024{BETWEEN}平常")


def test_units_in_a_table_are_learnt() -> None:
    assert isinstance(SHANGHAI.source, Submission)
    names = {"某某市某某局（本级）": "行政单位", "某某市某某服务中心": "事业单位"}
    units = tuple(Unit(name=name, nature=nature) for name, nature in names.items())
    department = SHANGHAI.source.department.model_copy(update={"units": units, "structure": None})
    source = SHANGHAI.source.model_copy(update={"department": department})
    data = learn_data(Finished("", source, SHANGHAI.pack).document("html"), pack=SHANGHAI.pack)
    said = {path_of(loc): text for loc, (text, _) in data.entries.items() if loc[:2] == ("部门", "所属单位")}
    assert list(said.items()) == [
        (f"部门.所属单位[{number}].{key}", text)
        for number, (name, nature) in enumerate(names.items(), 1)
        for key, text in (("名称", name), ("性质", nature))
    ]
    assert "所属单位的性质没有写，是照名称认的，请核对" in data.notes
