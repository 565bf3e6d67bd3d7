"""A city over a cluster: the same bytes as here; a worker that differs, dies or is full is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import dask
import pytest
import yaml

from disclosure.city import cluster, task
from disclosure.city.bodies import Body
from disclosure.city.cluster_worker import Make
from disclosure.city.task import Job, Outcome
from disclosure.errors import OutputError
from tests.city import machines, stand_in
from tests.city.machines import ROOT, Cluster, stop
from tests.departments import small

PACKS = {"某市/pack.toml": '"名称" = "某市"\n"版本" = "1.0"\n"继承" = "standard"\n'.encode()}
NO_FONTS = "from disclosure import fonts\nfonts.directories = tuple\nfonts.PACKAGE = '没有装'\n"
NO_FONTS += "fonts._files_of_matplotlib = lambda: ()\n"
FULL_DISK = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
FILLED_LATER = "import os\nos.environ['FULL_DISK'] = '1'\n"
NOT_INSTALLED = "import sys\nsys.modules['disclosure'] = None\n"


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with machines.cluster(tmp_path_factory.mktemp("集群")) as made:
        yield made


def bodies(*names: str, what: str = "") -> list[Job]:
    return [
        Job(Body(name, name), {"data.yaml": what.encode()}, ("html",), "指纹", packs=PACKS) for name in names
    ]


def real(name: str) -> Job:
    data = small()
    data["部门"]["全称"] = name
    files = {"data.yaml": yaml.safe_dump({"格式版本": 1, **data}, allow_unicode=True).encode()}
    asked = ("docx", "pdf")
    return Job(Body(name, name), files, asked, "指纹", pack="某市", packs=PACKS, draft=True, pdf="typst")


def over(farm: Cluster, jobs: list[Job], make: Make = stand_in.made) -> tuple[dict[str, Outcome], list[str]]:
    told: list[str] = []
    come = [(job, outcome) for job, outcome in cluster.elsewhere(farm.address, told.append, make)(jobs)]
    assert sorted(job.body.name for job, _ in come) == sorted(job.body.name for job in jobs)
    return {job.body.name: outcome for job, outcome in come}, told


def here(jobs: list[Job], make: Make = stand_in.made) -> dict[str, Outcome]:
    return {job.body.name: make(job) for job in jobs}


def test_a_worker_without_our_fonts_is_sent_them_and_makes_the_same_bytes(farm: Cluster) -> None:
    worker = farm.worker(before=NO_FONTS)
    jobs = [real("甲局"), real("乙局")]
    made, told = over(farm, jobs, task.made)
    stop(worker)
    assert (made, told) == (here(jobs, task.made), [])


def test_a_worker_that_is_killed_in_the_middle_costs_nothing(farm: Cluster) -> None:
    killed, other = farm.worker(), farm.worker()
    jobs = bodies(*map(str, range(12)), what="慢")
    told: list[str] = []
    come: dict[str, Outcome] = {}
    for job, outcome in cluster.elsewhere(farm.address, told.append, stand_in.made)(jobs):
        if len(come) == 2:
            stop(killed)
        come[job.body.name] = outcome
    stop(other)
    assert (come, told) == (here(jobs), [])


@pytest.mark.parametrize("look", [0.1, 3.0], ids=["none is seen", "the other is seen first"])
def test_a_worker_that_comes_when_all_others_have_gone_takes_what_they_left(
    look: float, farm: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_LOOK", look)
    only, jobs = farm.worker(), bodies(*map(str, range(4)), what="慢")
    come = iter(cluster.elsewhere(farm.address, print, stand_in.made)(jobs))
    made = [next(come)]
    stop(only)
    other = farm.worker()
    made += come
    stop(other)
    assert {job.body.name: outcome for job, outcome in made} == here(jobs)


def test_a_body_that_kills_each_worker_is_told_and_stops_no_other(farm: Cluster) -> None:
    workers = [farm.worker() for _ in range(3)]
    jobs = [*bodies("甲局", "乙局"), *bodies("被结束的局", what="结束"), *bodies("丙局", "丁局")]
    made, told = over(farm, jobs)
    stop(*workers)
    lost = made.pop("被结束的局")
    assert (lost.record.state, lost.artifacts, lost.record.fingerprint) == ("未能生成", (), "指纹")
    assert "接连被系统结束了" in lost.record.problem
    assert (made, told) == (here([job for job in jobs if job.body.name in made]), [])


def test_a_worker_with_another_template_library_or_program_is_told_and_not_used(
    farm: Cluster, tmp_path: Path
) -> None:
    checkout = tmp_path / "另一份"
    shutil.copytree(
        ROOT / "disclosure", checkout / "disclosure", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "templates", checkout / "templates")
    (checkout / "tests").symlink_to(ROOT / "tests")
    changed = checkout / "templates" / "standard" / "wording.toml"
    changed.write_text(changed.read_text("utf-8") + "# 另一个写法\n", "utf-8")
    workers = [
        farm.worker_of(checkout, "模板不同的"),
        farm.worker("没有装的", NOT_INSTALLED),
        farm.worker("好的"),
    ]
    farm.ready(3)
    jobs = bodies(*map(str, range(6)))
    made, told = over(farm, jobs)
    stop(*workers)
    assert made == here(jobs)
    differing, lacking = sorted(told)
    assert differing.startswith("工作机“模板不同的”不用：它的自带模板是 ")
    assert "；请装成一样的，再启动它" in differing
    assert lacking == "工作机“没有装的”不用：没有装 disclosure，或版本不同；请装成与这台电脑一样的，再启动它"


def test_a_full_disk_of_a_worker_is_told_and_its_bodies_are_made_by_another(farm: Cluster) -> None:
    workers = [
        farm.worker("满的", FULL_DISK),
        farm.worker("后来满的", FILLED_LATER),
    ]
    farm.ready(2)
    jobs = bodies("甲局", "乙局", "丙局", what="写满")
    told: list[str] = []
    come = cluster.elsewhere(farm.address, told.append, stand_in.made)(jobs)
    workers.append(farm.worker("好的"))
    assert {job.body.name: outcome for job, outcome in come} == here(jobs)
    stop(*workers)
    assert sorted(told) == [
        "工作机“后来满的”不再用：它的磁盘已满，或临时文件夹不能写，请清理它的磁盘",
        "工作机“满的”不用：它的磁盘已满，或临时文件夹不能写，请清理它的磁盘",
    ]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "tcp://127.0.0.1:1",
            "连不上集群“tcp://127.0.0.1:1”；请核对地址，看那里的 dask scheduler 开着没有，",
        ),
        ("tls://127.0.0.1:{port}", "集群的地址“tls://127.0.0.1:{port}”要证书，Dask 的设置里没有写；"),
        ("某台电脑", "“某台电脑”不是集群的地址，请写成“tcp://电脑的地址:8786”这样"),
    ],
)
def test_an_address_that_does_not_answer_is_one_sentence(farm: Cluster, address: str, sentence: str) -> None:
    port = farm.address.rpartition(":")[2]
    with pytest.raises(OutputError) as caught:
        list(cluster.elsewhere(address.format(port=port), print, stand_in.made)(bodies("甲局")))
    assert str(caught.value).startswith(sentence.format(port=port))


def test_a_cluster_without_workers_is_one_sentence(farm: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.1)
    with pytest.raises(OutputError, match="上没有可以用的工作机，请启动工作机；做好的都已写好，"):
        list(cluster.elsewhere(farm.address, print, stand_in.made)(bodies("甲局")))


def test_a_scheduler_that_ends_in_the_middle_is_one_sentence_and_what_came_is_whole(tmp_path: Path) -> None:
    quick = {"distributed.comm.timeouts.connect": "500ms"}
    with machines.cluster(tmp_path) as farm, dask.config.set(quick):
        farm.worker()
        come = cluster.elsewhere(farm.address, print, stand_in.made)(
            jobs := bodies(*map(str, range(9)), what="慢")
        )
        made = [next(iter(come))]
        stop(farm.processes[0])
        with pytest.raises(OutputError, match="断了联系，请看 dask scheduler 开着没有；做好的都已写好，"):
            made += come
    assert [(job, here([job])[job.body.name]) for job, _ in made] == made
    assert len(made) < len(jobs)
