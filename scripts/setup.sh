#!/bin/sh
# 建立 .venv 并装好所需的一切：sh scripts/setup.sh demo|test
# demo 缺了系统软件包仍能继续（说明少了什么）；test 缺了就停下，不跳过任何测试。
set -eu

kind=$1

usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if usable "$name"; then
            echo "$name"
            return
        fi
    done
    return 1
}

if ! sh scripts/system_packages.sh "$kind"; then
    if [ "$kind" = test ]; then
        echo "测试需要上面这些软件，先装好再运行 make test" >&2
        exit 1
    fi
    echo "… 没有它们也能继续，缺少的功能会另行说明" >&2
fi

if [ ! -x .venv/bin/python ]; then
    if ! python=$(find_python); then
        sh scripts/system_packages.sh python || true
        if ! python=$(find_python); then
            echo "需要 Python 3.11 或更新的版本（含 venv），这台机器上没有；请先安装，例如 apt-get install python3 python3-venv" >&2
            exit 1
        fi
    fi
    echo "… 建立 .venv（$("$python" --version)）"
    "$python" -m venv .venv
fi

case $kind in
    demo) lock=requirements-run.lock ;;
    test) lock=requirements.lock ;;
esac
pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore .venv/bin/python -m pip install -qq"
hashed="$pip --require-hashes --requirement"
echo "… 安装 Python 软件包（首次需要几分钟），逐个核对 sha256"
sed -n '/^pip==/,/[^\\]$/p' requirements-build.lock >.venv/pip.lock
$hashed .venv/pip.lock # 系统自带的可能很旧；装着别的时不能换掉自己，所以先装
$hashed requirements-build.lock
$hashed $lock
$pip --no-deps --no-build-isolation --editable .

if ! .venv/bin/disclosure fonts >/dev/null 2>&1; then
    echo "… 没有系统中文字体，改用 pylopdf-fonts-zh-cn；更好的选择：" >&2
    $hashed requirements-fonts.lock
    .venv/bin/disclosure fonts >&2
fi
