# 部门决算公开：make demo 生成样例，make test 运行全部测试
VENV := .venv
PYTHON := $(VENV)/bin/python
EXAMPLE ?= examples/panzhihua-beijing-2023
OUT ?= out
WHEELHOUSE ?= wheelhouse
T := tests
# 有的环境不许存编译好的程序（容器常这样设），几千个进程就各自从头编译一遍
unexport PYTHONDONTWRITEBYTECODE
# make quick：提交前一分钟以内跑完的；慢的（PDF、LibreOffice、随机、往返、安装包）只在 make test 里
QUICK := tests/broken tests/extensions tests/golden/test_outlines.py \
	$(addprefix tests/unit/,checks/test_cases.py checks/test_reference.py checks/test_report.py checks/test_run.py \
	checks/test_secrecy.py checks/test_structure.py consolidation document deriving model forms loading/test_read.py \
	packs/test_templates.py workbook/test_layout.py test_chinese_numbers.py test_classification.py test_cli.py \
	test_contributing.py test_files.py test_formula.py test_layers.py test_messages.py test_money.py test_stages.py \
	test_terms.py)
LOCKS := requirements.lock requirements-run.lock requirements-build.lock requirements-fonts.lock
SETUP := pyproject.toml $(LOCKS) scripts/setup.sh scripts/system_packages.sh

.PHONY: help demo test whole quick fix look mutants mutants-documents audit-contract learn-contract learn-unseen kills money city busy fuzz roundtrip round-trips layouts lint docs site benchmark constraints lock sbom wheelhouse offline clean

help:
	@echo "make demo         建立环境并生成样例（EXAMPLE=$(EXAMPLE)，写入 $(OUT)/）"
	@echo "make test         运行全部测试；只跑一部分：make test T=tests/unit/checks"
	@echo "make whole        测试套件里只抽一部分的，全部都做（一个多小时）"
	@echo "make quick        运行一分钟以内的一部分测试"
	@echo "make fix          改正代码写法和格式"
	@echo "make fuzz         任意输入：一万份改坏的文件，再加每次另抽的（一两个小时）；make layouts、make round-trips：更多版式，每种文件都来回一遍"
	@echo "make mutants      每种笔误各放一处，看拦下、警告还是没说（二十多分钟）；空着两处的每一种组合（几小时）"
	@echo "make audit-contract    各模板的文件审查一遍，印出的每个数认准没有；make mutants-documents：放一千处笔误，找不找得到（各二十分钟）"
	@echo "make learn-contract    各模板的文件学一遍，学出的数据印出的数与文件相同没有，学没学出多余的写法（十几分钟）"
	@echo "make learn-unseen      没有模板的地方的文件学一遍、重做一份，说到原文的多少分句（三分钟）"
	@echo "make money        两千个随机的部门，印出的每个数用分数从录入另算一遍（七分钟处理器时间）"
	@echo "make look         每个样例的每一页和网页：参差的行、分开的数和单位、折行的数、空的页、小的字……（十来分钟；LOOK=--quick 一个样例）"
	@echo "make city         一个市一千个部门和单位：用时、内存，坏的说清没有，改三个做三个，强行结束再做字节相同（半小时；BODIES=30 几分钟）"
	@echo "make roundtrip    一万份随机的数据：存、读、再存，字节相同，推算的数相同（约二十分钟处理器时间）"
	@echo "make busy         四个程序占着电脑时，生成的字节与闲着时相同（一分钟）"
	@echo "make lint         检查代码格式和类型"
	@echo "make docs         由数据模型和术语表重新生成参考文档"
	@echo "make site         全部文档做成可以从磁盘打开、能搜索的网站，写入 $(OUT)/site/"
	@echo "make benchmark    测速：每种输出与朴素的写法比，冷、热、增长、批量（一个多小时；BENCHMARK=--quick 几分钟）"
	@echo "make constraints  重新生成 constraints.txt（各依赖的最新版本），再 make lock"
	@echo "make lock         由 constraints.txt 重新生成 requirements*.lock（各安装文件的 sha256）"
	@echo "make sbom         锁定的依赖的清单（CycloneDX：许可、sha256），写入 $(OUT)/sbom.json"
	@echo "make wheelhouse   收集离线安装包，写入 $(WHEELHOUSE)/（各系统、各版本，几分钟）"
	@echo "make offline      收集本机用的离线安装包，断网安装并生成样例（约 2 分钟）"
	@echo "make clean        删除环境和生成的文件"

demo: $(VENV)/ready-demo
	@sh scripts/demo.sh "$(EXAMPLE)" "$(OUT)"

test: $(VENV)/ready-test
	$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(T)

# 测试套件里只取一部分的（标着 sampled 的，随机的例子），这里都做
whole: $(VENV)/ready-test
	DISCLOSURE_SAMPLE=6 $(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

quick: $(VENV)/ready-test
	$(PYTHON) -m pytest -n 2 --dist loadfile $(QUICK)

fix: $(VENV)/ready-test
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

# 一万份改坏的文件（种子固定，各种类同样多，内存和处理器时间有上限）；然后是更大的抽样：测试套件里各取一小份，
# 这里各取许多，每次另抽。装了 atheris 的（pip install -e ".[dev,fuzz]"），可以再用：python -m tests.fuzz.guided 种类
FUZZED ?= 10000
fuzz: $(VENV)/ready-test
	$(PYTHON) -m tests.fuzz.run $(FUZZED)
	DISCLOSURE_SAMPLE=20 $(PYTHON) -m pytest -n 2 --dist loadfile --hypothesis-profile default \
	    tests/unit/loading/test_fuzz.py tests/unit/packs/test_fuzz.py tests/unit/packs/test_finished_sentences.py \
	    tests/unit/checks tests/unit/workbook \
	    tests/unit/outputs/test_docx_text.py tests/unit/consolidation/test_sums.py

# 两千处笔误，各公开两次（没有批复数、有批复数）；然后是每个模板、每种试用部门、任意两处为无
mutants: $(VENV)/ready-test
	$(PYTHON) -m tests.mutants.run
	$(PYTHON) -m tests.mutants.sentences

# 每个样例、模板和试用部门的文件（docx、html，每个模板一份 PDF）：印出的每个数都认准，没有笔误的没有确定的差错
audit-contract: $(VENV)/ready-test
	$(PYTHON) -m tests.contract.audited

# 每个样例、模板和试用部门的文件：学出的数据照原模板印出的每个数，与文件印的相同；样例和平常的，学不出别的写法
learn-contract: $(VENV)/ready-test
	$(PYTHON) -m tests.contract.learnt

# 三个省的文件，学的时候没有它们的模板，重做一份：原文带数的分句说到九成以上
learn-unseen: $(VENV)/ready-test
	$(PYTHON) -m tests.contract.unseen

# 做好的文件里各放一处笔误（一千处），审查找不找得到
mutants-documents: $(VENV)/ready-test
	$(PYTHON) -m tests.mutants.documents 1000

# 两千个随机的部门，各个模板一样多，一半另设数字格式
money: $(VENV)/ready-test
	$(PYTHON) -m tests.money.run

# 版面的毛病逐份文件量一遍，超过限度的返回 1；文件留在 out/look/ 供人看。一部分：make look LOOK="--of typst,html 样例名"
look: $(VENV)/ready-test
	$(PYTHON) -m tests.look $(LOOK)

# 一千个部门和单位，五个模板，百里有一个是坏的；写入 out/city/
BODIES ?= 1000
city: $(VENV)/ready-test
	$(PYTHON) -m tests.city.thousand --bodies $(BODIES)

# 一万份随机的数据（五分之一是各种部门，其余什么都可能有）：存、读、再存
roundtrip: $(VENV)/ready-test
	$(PYTHON) -m tests.roundtrip.run

# 电脑忙着（四个别的程序）和闲着，每种格式的字节都相同
busy: $(VENV)/ready-test
	$(PYTHON) -m tests.contract.busy

# 命令跑到一半强行结束，再运行下一个命令，看有没有丢的、写到一半的、新旧混着的
kills: $(VENV)/ready-test
	$(PYTHON) -m tests.kills.run

round-trips: $(VENV)/ready-test
	DISCLOSURE_SAMPLE=6 $(PYTHON) -m pytest tests/unit/importing/test_round_trip.py

layouts: $(VENV)/ready-test
	DISCLOSURE_SAMPLE=30 $(PYTHON) -m pytest -n 2 \
	    tests/unit/importing/test_layouts.py tests/unit/importing/test_forms.py

lint: $(VENV)/ready-test
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

docs: $(VENV)/ready-test
	$(PYTHON) -m scripts.make_grammars
	$(PYTHON) scripts/make_docs.py
	$(VENV)/bin/disclosure pack docs -o docs/pack-reference.md
	$(PYTHON) scripts/make_check_reference.py
	$(PYTHON) scripts/make_table_reference.py
	$(PYTHON) -m scripts.make_api_reference
	$(PYTHON) -m scripts.make_public_names

# mkdocs-material 只在这里用，不在锁里；网站里有别处的地址就不算做成
site: $(VENV)/ready-test
	@$(PYTHON) -c "import material, jieba" 2>/dev/null || $(PYTHON) -m pip install -q -c constraints.txt -e ".[site]"
	$(PYTHON) -m scripts.make_site

# 与朴素的写法并排；make benchmark BENCHMARK="--quick --against 另一份源码 warm check"
benchmark: $(VENV)/ready-test
	@$(PYTHON) -m benchmarks.run $(BENCHMARK)

constraints:
	sh scripts/constraints.sh
	sh scripts/lock.sh

lock:
	sh scripts/lock.sh

sbom: $(VENV)/ready-test
	$(PYTHON) -m scripts.sbom $(OUT)/sbom.json

wheelhouse: $(VENV)/ready-demo
	$(PYTHON) -m scripts.wheelhouse $(WHEELHOUSE)

offline: $(VENV)/ready-demo
	rm -rf $(OUT)/offline
	$(PYTHON) -m scripts.wheelhouse $(OUT)/offline linux_$$(uname -m) $$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
	sh scripts/offline_check.sh $(OUT)/offline

clean:
	rm -rf $(VENV) $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/ready-demo: $(SETUP)
	@sh scripts/setup.sh demo
	@touch $@

$(VENV)/ready-test: $(SETUP)
	@sh scripts/setup.sh test
	@touch $@
