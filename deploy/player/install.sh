#!/usr/bin/env bash
# Makes a Debian 12 / Raspberry Pi OS (bookworm) box a player.
#   sudo ./install.sh http://SERVER:3000 [--fingerprint AB:CD:…] [--rotate left|right] [--print] [--wall] [--insecure] [--read-only]
# Run again, it changes what is given and keeps the box's identity. --root DIR writes the files below DIR and touches nothing else.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
server= fingerprint= rotate= print=0 wall=0 insecure=0 readOnly=0 root=
fail() { echo "✗ $*" >&2; exit 1; }
while [ $# -gt 0 ]; do
  case $1 in
    --fingerprint) fingerprint=${2:?}; shift ;;
    --rotate) rotate=${2:?}; shift ;;
    --print) print=1 ;;
    --wall) wall=1 ;;
    --insecure) insecure=1 ;;
    --read-only) readOnly=1 ;;
    --root) root=${2:?}; shift ;;
    http://*|https://*) server=${1%/} ;;
    *) fail "不认识 unknown: $1" ;;
  esac
  shift
done
[ -n "$server" ] || fail '用法 usage: sudo ./install.sh http://SERVER:3000 [--fingerprint …] [--rotate left|right] [--print] [--wall] [--insecure] [--read-only]'
case $rotate in ''|left|right) ;; *) fail "--rotate left 或 or right" ;; esac

if [ -z "$root" ]; then
  [ "$(id -u)" = 0 ] || fail '请用 sudo 运行 · run with sudo'
  command -v apt-get >/dev/null || fail '只支持 Debian 12 和 Raspberry Pi OS · Debian 12 and Raspberry Pi OS only'
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium curl openssl procps libnss3-tools xserver-xorg xserver-xorg-legacy xinit x11-xserver-utils \
    matchbox-window-manager fonts-noto-cjk systemd-timesyncd $([ $print = 1 ] && echo cups) $([ $readOnly = 1 ] && echo overlayroot)
  id gangbo-player >/dev/null 2>&1 || useradd --system --create-home --home-dir /var/lib/gangbo-player --shell /usr/sbin/nologin gangbo-player
  for group in video render audio input tty lp; do getent group "$group" >/dev/null && usermod -aG "$group" gangbo-player; done
fi

# Whose certificate is it? Asked of the server, and compared by a person: from here on no other root is taken.
if [ -z "$fingerprint" ] && [ $insecure = 0 ] && [ -z "$root" ]; then
  fingerprint=$(curl -fsS -m 10 "$server/api/trust" | grep -o '"fingerprint":"[^"]*"' | cut -d'"' -f4 || true)
  if [ -n "$fingerprint" ]; then
    printf '服务器证书的指纹 the server’s fingerprint:\n  %s\n和另一台设备上 %s/trust 页面显示的一样吗? The same as that page shows on another device? [y/N] ' "$fingerprint" "$server"
    read -r answer </dev/tty || fail '没有终端可以回答，请用 --fingerprint 给出 · no terminal to answer on: give --fingerprint'
    [[ $answer =~ ^[yY] ]] || fail '指纹没有确认，什么也没改 · not confirmed, nothing changed'
  fi
fi

install -D -m 755 "$here/gangbo-player" "$root/usr/local/bin/gangbo-player"
install -D -m 644 "$here/gangbo-player.service" "$root/etc/systemd/system/gangbo-player.service"
conf=$root/etc/gangbo-player.conf
[ -f "$conf" ] || install -D -m 644 "$here/gangbo-player.conf" "$conf"
put() { sed -i "s|^$1=.*|$1=$2|" "$conf"; }
put SERVER "$server"
[ -n "$fingerprint" ] && put FINGERPRINT "$fingerprint"
[ -n "$rotate" ] && put ROTATE "$rotate"
[ $print = 1 ] && put PRINT 1
# A box that was set up before there were walls has no such line.
[ $wall = 1 ] && { grep -q '^WALL=' "$conf" || echo WALL=0 >>"$conf"; put WALL 1; }
[ $insecure = 1 ] && put INSECURE 1

# X may be started by a service, not only from a console.
install -d "$root/etc/X11"
printf 'allowed_users=anybody\nneeds_root_rights=yes\n' >"$root/etc/X11/Xwrapper.config"
# The box's own watchdog: a kernel that hangs starts anew.
install -d "$root/etc/systemd/system.conf.d"
printf '[Manager]\nRuntimeWatchdogSec=30\nRebootWatchdogSec=5min\n' >"$root/etc/systemd/system.conf.d/gangbo-watchdog.conf"
# Logs in memory: a card that is written to day and night dies young.
install -d "$root/etc/systemd/journald.conf.d"
printf '[Journal]\nStorage=volatile\nRuntimeMaxUse=32M\n' >"$root/etc/systemd/journald.conf.d/gangbo-player.conf"

if [ $readOnly = 1 ]; then
  # The player's key, its postings and its films must outlive a power cut: they lie on a partition of their own.
  [ -n "$root" ] || findmnt -rn /var/lib/gangbo-player >/dev/null || fail \
    '只读系统要求 /var/lib/gangbo-player 是单独的分区，见 README.md · read-only needs /var/lib/gangbo-player on a partition of its own, see README.md'
  printf 'overlayroot="tmpfs:recurse=0"\n' >"$root/etc/overlayroot.conf"
fi

if [ -z "$root" ]; then
  chown -R gangbo-player: /var/lib/gangbo-player
  systemctl daemon-reload
  systemctl enable --now systemd-timesyncd gangbo-player
  echo "✓ 屏上显示 6 位码后，在工作台的“屏幕”里配对 · when six characters stand on the glass, pair it in the studio$([ $readOnly = 1 ] && echo '；重启后系统只读 · read-only from the next boot')"
fi
