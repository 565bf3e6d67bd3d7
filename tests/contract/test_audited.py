"""Numbers of finished documents are claimed as the figures that they are; nothing certain is found in them.

Data learnt from them print the same numbers. `make audit-contract` and `make learn-contract` hold every
example, pack and trial department in every format; here every example in one of them and a sample, each read
once.
"""

from __future__ import annotations

from itertools import cycle
from random import Random

import pytest

from disclosure.auditing.published_claims import Claimed
from tests import finished
from tests.contract import audited, learnt
from tests.contract.audited import FORMATS, documents
from tests.finished import EXAMPLE_NAMES, Finished

SEED, OF_PACKS = 14, 6  # one of them a PDF
OF_EXAMPLES = [(name, format) for name, format in documents() if name in EXAMPLE_NAMES]
EXAMPLES_READ = list(zip(EXAMPLE_NAMES, cycle(FORMATS), strict=False))  # docx and html in turn
DRAWN = Random(SEED).sample([one for one in documents() if one not in OF_EXAMPLES], OF_PACKS)


@pytest.fixture(scope="module", params=[*EXAMPLES_READ, *DRAWN], ids="-".join)
def read(request: pytest.FixtureRequest) -> tuple[Finished, Claimed]:
    name, format = request.param
    one = finished.finished(name)
    return one, one.claimed(format)


@pytest.mark.sampled(7)
def test_every_printed_figure_is_claimed_and_nothing_certain_is_found(read: tuple[Finished, Claimed]) -> None:
    held = audited.hold(*read)
    assert held.printed > 0
    assert held.others == ()
    assert held.certain == ()


@pytest.mark.sampled(7)
def test_learnt_data_print_what_the_document_prints(read: tuple[Finished, Claimed]) -> None:
    held = learnt.hold(*read)
    assert held.printed > 0
    assert held.others == ()
    assert held.data.wrong == ()
