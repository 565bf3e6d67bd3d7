#!/bin/sh
# 重新生成 constraints.txt：在新环境里装上各依赖的最新版本，只记名称和版本。随后请运行 make test。
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq -e ".[pdf,dev]" pylopdf-fonts-zh-cn
"$folder/venv/bin/python" -m pip freeze --exclude-editable | grep '==' >"$folder/pins"
{
    echo "# 测试过的依赖版本；由 make constraints 生成"
    cat "$folder/pins"
} >constraints.txt
