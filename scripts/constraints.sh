#!/bin/sh
# 重新生成 constraints.txt：各依赖可用于 Python 3.11.0 的最新版本，只记名称和版本。随后请运行 make clean test。
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip="$folder/venv/bin/python -m pip --disable-pip-version-check -qq"
$pip install --upgrade pip
$pip install --dry-run --report "$folder/report" --python-version 3.11.0 --only-binary :all: --target "$folder" \
    pip pylopdf-fonts-zh-cn ".[pdf,typst,desk,cluster,dev]"
"$folder/venv/bin/python" - "$folder/report" <<'END' >constraints.txt
import json, sys
print("# 测试过的依赖版本；由 make constraints 生成")
found = [entry["metadata"] for entry in json.load(open(sys.argv[1], encoding="utf-8"))["install"]]
for entry in sorted(found, key=lambda entry: entry["name"].lower()):
    if entry["name"] != "disclosure":
        print(f"{entry['name']}=={entry['version']}")
END
