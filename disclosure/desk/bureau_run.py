"""全市生成 — all, those that changed, those chosen: one run at a time, its steps told as they come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from starlette.responses import Response

from disclosure.city import city as cities
from disclosure.city import city_run
from disclosure.city.city_run import Step
from disclosure.city.due import Wanted
from disclosure.city.workers import how_many
from disclosure.desk.asked import Asked
from disclosure.desk.bureau_board import Board
from disclosure.desk.city_place import CityPlace, CitySeen
from disclosure.desk.jobs import Work
from disclosure.desk.standing import today
from disclosure.errors import InputError, Problem

_RUNNING = "正在生成，一次只能做一件；请等它做完"
_NO_FORMAT = "请至少选一种格式"
_NOBODY = "没有要生成的单位：没有打勾，或都没有变"


def run(asked: Asked) -> Response:
    """开始生成 — raises InputError where one goes on, or nothing is chosen."""
    city, formats = asked.desk.city, asked.lists.get("format", ())
    seen = city.seen()
    which = _WHICH.get(asked.form.get("which", ""), _run_all)(seen, asked)
    refused = {_RUNNING: city.is_running, _NO_FORMAT: not formats, _NOBODY: not which}
    problems = [Problem(why) for why, holds in refused.items() if holds]
    if problems := [*problems, *seen.problems]:
        raise InputError(problems)
    wanted = Wanted(formats, draft="draft" in asked.form)
    work = _work(city, wanted, which, lambda said: asked.address("/bureau", said=said))
    job = city.running = asked.desk.jobs.start(f"生成{len(which)}个单位", "/bureau", work, apart=True)
    return asked.go("/waiting", job=job.id)


def _work(city: CityPlace, wanted: Wanted, which: Collection[str], address: Callable[[str], str]) -> Work:
    def work(tell: Callable[[str], object]) -> str:
        ran = city_run.run(
            cities.opened(city.folder.home),
            wanted,
            city_run.here(how_many(None)[0]),
            lambda body: body.folder in which,
            lambda step: tell(_step_told(step)),
        )
        return address("\n".join(ran.lines()))

    return work


def _step_told(step: Step) -> str:
    record = step.record
    state = record.state if step.is_made or not record.fingerprint else f"{record.state}，没有变动"
    why = f"（{record.problem.splitlines()[0]}）" if record.problem else ""
    return f"{step.done}/{step.total} {record.name}：{state}{why}"


def _run_all(seen: CitySeen, _: Asked) -> Collection[str]:
    return {body.folder for body in seen.city.bodies}


def _run_changed(seen: CitySeen, _: Asked) -> Collection[str]:
    return seen.stale.keys()


def _run_shown(seen: CitySeen, asked: Asked) -> Collection[str]:
    return {line.body.folder for line in Board(seen, asked.form, today()).lines}


def _ticked(_: CitySeen, asked: Asked) -> Collection[str]:
    return frozenset(asked.lists.get("body", ()))


_WHICH: Mapping[str, Callable[[CitySeen, Asked], Collection[str]]] = {
    "all": _run_all,
    "changed": _run_changed,
    "shown": _run_shown,
    "ticked": _ticked,
}
