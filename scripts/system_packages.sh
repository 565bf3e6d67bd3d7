#!/bin/sh
# 系统软件包：sh scripts/system_packages.sh python|demo|test
#   python  Python 及其 venv
#   demo    PDF 所用的 Pango、各种中文字体
#   test    另加 LibreOffice、poppler（测试要用它们读回文件）
# 已装的不动；装不了就说明缺什么、怎样装，并以 1 退出，由调用者决定能否继续。
set -eu

pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
fonts="fonts-noto-cjk texlive-lang-chinese" # Noto：宋体、黑体、标题；texlive 中的 Fandol：仿宋、楷体
readers="libreoffice-writer libreoffice-calc poppler-utils chromium"

case ${1:-} in
    python) wanted="python3 python3-venv" ;;
    demo) wanted="$pango $fonts" ;;
    test) wanted="$pango $fonts $readers" ;;
    *)
        echo "用法：sh scripts/system_packages.sh python|demo|test" >&2
        exit 2
        ;;
esac

missing_packages() {
    for package in $wanted; do
        dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || echo "$package"
    done
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "这台机器没有 apt-get，请用系统自己的软件管理器安装与下列 Debian 软件包相当的：$wanted" >&2
    exit 1
fi

missing=$(missing_packages | xargs)
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "没有管理员权限，装不了这些系统软件包：$missing" >&2
    echo "请管理员运行：apt-get install --no-install-recommends $missing" >&2
    exit 1
fi

echo "… 安装系统软件包：$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
    $as_root apt-get -q update &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $missing
}
if ! install >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    echo "系统软件包没有装上：$missing" >&2
    exit 1
fi
