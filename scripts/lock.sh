#!/bin/sh
# 重新生成 requirements*.lock：constraints.txt 的版本，加上各系统、各 Python 版本安装文件的 sha256。
#   requirements.lock        测试用：全部依赖
#   requirements-run.lock    make demo、离线安装包用：没有测试工具
#   requirements-build.lock  从源码安装本项目用：pip 和 hatchling
#   requirements-fonts.lock  没有中文字体的电脑另装的开源字体
# 都不写下载地址；uv 只在这里用，版本写定，同样的 constraints.txt 得出同样的字节。
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install uv==0.13.9

lock() { # 文件 uv 的参数…：写好再换，出错时原来的还在
    target=$1
    shift
    echo "# 由 make lock 从 constraints.txt 生成，请不要手改" >"$folder/lock"
    # brotlicffi 只用于 CPython 以外的 Python，本项目不在那里运行
    "$folder/venv/bin/uv" --no-config --quiet pip compile --universal --generate-hashes --no-header --no-annotate \
        --no-emit-package brotlicffi -c constraints.txt "$@" >>"$folder/lock"
    cp "$folder/lock" "$target"
}

printf 'hatchling\npip\n' >"$folder/build"
echo pylopdf-fonts-zh-cn >"$folder/fonts"
lock requirements.lock --extra pdf --extra typst --extra desk --extra cluster --extra dev pyproject.toml # fuzz（atheris）另装，没有各系统的安装文件
lock requirements-run.lock --extra pdf --extra typst --extra desk pyproject.toml
lock requirements-build.lock "$folder/build"
lock requirements-fonts.lock "$folder/fonts"
