#!/bin/sh
# 断网安装试验：sh scripts/offline_check.sh 离线安装包文件夹
# 在没有网络的进程里（不能断网时，用连不通的代理）装到新环境，生成样例的 Word 和网页。
set -eu

folder=$(cd "$1" && pwd)
trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT
cp -r "$folder" "$trial/disclosure"

if unshare --user --map-root-user --net true 2>/dev/null; then
    echo "… 断开网络（unshare --net）"
    cut_off="unshare --user --map-root-user --net"
else
    echo "… 不能断开网络，改用连不通的代理"
    cut_off="env http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 no_proxy="
fi
$cut_off sh "$trial/disclosure/install.sh"
$cut_off "$trial/disclosure/env/bin/disclosure" build "$trial/disclosure/examples/panzhihua-chengdu-2024" \
    --format docx,html --out "$trial/out"
test "$(ls "$trial/out" | wc -l)" = 3  # 第三个是 上次生成.json
echo "断网安装和生成都成功"
