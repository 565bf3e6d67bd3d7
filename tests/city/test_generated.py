"""Each way in which a made-up body is broken is told, as the generator of cities expects it."""

from __future__ import annotations

import pytest

from disclosure.city import task
from disclosure.city.bodies import Body
from disclosure.city.task import Job
from tests.city import generated

BROKEN = {name: (files, expected) for name, files, expected in generated.broken()}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_a_body_stands_in_its_record(name: str) -> None:
    files, expected = BROKEN[name]
    record = task.made(Job(Body("某市第0000局", "某市第0000局"), files, ("html",), "指纹")).record
    told = "\n".join((record.problem, *record.missing, *(one.message for one in record.findings)))
    assert record.state == expected.state
    assert expected.sentence in told
    assert not record.files
