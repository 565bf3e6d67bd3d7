"""Mutated packs and data end in a document with every section or in a sentence, never in a traceback."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure import api, packs
from disclosure.authoring import trial_run
from disclosure.document import walk
from disclosure.errors import DisclosureError
from tests import counting, making
from tests.departments import small
from tests.sampling import runs

BOUNDED = settings(max_examples=runs(8), deadline=None, suppress_health_check=list(HealthCheck))
LINES = 10_000_000  # ten times what a right pack takes
STANDARD = packs.built_in() / "standard"
TEMPLATES = sorted(STANDARD.glob("**/*.j2"))
TABLES = [STANDARD / name for name in ("pack.toml", "wording.toml", "glossary.toml", "checks.toml")]
SCRAPS = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{% endif %}",
        "{% for 项 in 支出|分项 %}",
        "{% block 原因 %}",
        "{% endblock %}",
        *"|｜()[]\"'#~.=0\\\n\x00🙂",
        "|金额",
        "支出",
        "{{ 支出.决算数 }}",
        "|正文",
    ]
)


@st.composite
def mutated(draw: Any, texts: list[str]) -> tuple[int, str]:
    """One of the texts with a piece cut out, doubled or put in."""
    which = draw(st.integers(0, len(texts) - 1))
    text = texts[which]
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 12)))
    middle = draw(
        st.one_of(SCRAPS, st.just(""), st.just(text[start:end] * 2), st.text(string.printable, max_size=4))
    )
    return which, text[:start] + middle + text[end:]


def outcome(compose: Callable[[], api.Composed]) -> api.Composed | str:
    """The document, or the sentence why there is none; either within a limited number of lines."""
    try:
        with counting.at_most_lines(LINES):
            return compose()
    except DisclosureError as error:
        return str(error)


def judge(made: api.Composed | str, chain: Callable[[], packs.Chain], written: set[str]) -> None:
    """A sentence, no novel; or every section but those of the author, who may let them print nothing."""
    if isinstance(made, str):
        assert 0 < len(made.strip()) < 4000
        return
    ids = [block.id for block in walk(made.document)]
    for section in set(trial_run.sections(chain())) - written:
        assert any(id.startswith(f"{section.replace('_', '-')}-") for id in ids), section


def judged(folder: Path, path: str, text: str) -> None:
    pack = making.pack(folder, files={path: text})
    made = outcome(lambda: making.composed(pack))
    judge(made, lambda: packs.resolve("甲", [folder, packs.built_in()]), {Path(path).stem})


@BOUNDED
@given(case=mutated([path.read_text(encoding="utf-8") for path in TEMPLATES]))
def test_a_mutated_template_ends_in_a_document_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[int, str]
) -> None:
    judged(tmp_path_factory.mktemp("fuzz"), TEMPLATES[case[0]].relative_to(STANDARD).as_posix(), case[1])


@BOUNDED
@given(case=mutated([path.read_text(encoding="utf-8") for path in TABLES]))
def test_a_mutated_declaration_ends_in_a_document_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[int, str]
) -> None:
    name = TABLES[case[0]].name
    head = '"继承" = "standard"\n' if name == "pack.toml" else ""
    judged(tmp_path_factory.mktemp("fuzz"), name, head + case[1].replace('"standard"', '"甲"'))


@st.composite
def changed(draw: Any) -> dict[str, Any]:
    """The small department with one value somewhere replaced by anything."""
    data = small(格式版本="1")
    place: Any = data
    while True:
        key = draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        below = place[key]
        if not isinstance(below, dict | list) or not below or draw(st.booleans()):
            break
        place = below
    amounts: st.SearchStrategy[Any] = st.sampled_from(
        ["0", "-1", "0.01", "999999999.99", "1e9", "NaN", "", "无", "１", None, [], {}, [[]], True]
    )
    texts = st.sampled_from(
        ["{{ 支出.决算数|金额 }}", "{% for", "# 甲\n|a|b|\n|-|-|", "*" * 50, "{{ 部门.职责 }}", "\u202e"]
    )
    place[key] = draw(st.one_of(amounts, texts, st.text(st.characters(codec="utf-8"), max_size=6)))
    return data


@BOUNDED
@given(data=changed())
def test_mutated_data_end_in_a_document_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    made = outcome(lambda: api.compose(folder, draft=True))
    judge(made, lambda: packs.resolve(data["模板"], [packs.built_in()]), set())
