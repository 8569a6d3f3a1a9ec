#!/usr/bin/env bash
# Runs a command with a Docker engine: the one that answers, or one that is started for it and leaves nothing behind.
set -euo pipefail
shopt -s inherit_errexit

if [ $# -eq 0 ]; then
  echo "Usage: .ci/docker/engine.sh COMMAND [ARGUMENT]…" >&2
  exit 2
fi
if timeout 20 docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; then exec "$@"; fi
if [ "$(id -u)" != 0 ]; then
  echo "No Docker engine answers, and only root can start one: start one, or run this as root." >&2
  exit 1
fi

here="$(cd "$(dirname "$0")" && pwd)"
. "$here/debian.sh"

# Docker of Debian 13, whose Compose knows --wait; what it depends on comes from Debian 12, whose C library is old enough for both.
tools="$(unpacked engine \
  {docker.io,docker-cli,docker-compose,docker-buildx}/trixie \
  {containerd,runc,tini,iptables,busybox-static}/bookworm \
  {libip4tc2,libip6tc2,libmnl0,libnetfilter-conntrack3,libnfnetlink0,libnftnl11,libseccomp2,libxtables12}/bookworm)"
libraries="$(echo "$tools"/usr/lib/*-linux-gnu)"

# One at a time: only one engine can restore what it changed for the whole machine.
exec 9>/run/vod-emulator-engine.lock
if ! flock --wait 900 9; then
  echo "Another private engine has been running for fifteen minutes: wait for its end, or stop it." >&2
  exit 1
fi

run="$(mktemp -d /tmp/vod-emulator-engine.XXXXXX)"
mkdir -p "$run/bin" "$run/config/cli-plugins"
ln -s "$tools"/usr/libexec/docker/cli-plugins/* "$run/config/cli-plugins/"
for name in iptables iptables-save iptables-restore ip6tables; do
  ln -s "$tools/usr/sbin/xtables-nft-multi" "$run/bin/$name"
done
export PATH="$run/bin:$tools/usr/sbin:$tools/usr/bin:$PATH"
export DOCKER_CONFIG="$run/config" DOCKER_HOST="unix://$run/docker.sock"
unset DOCKER_CONTEXT

# What Debian's own binaries also need; the command must not see it.
with_libraries() {
  LD_LIBRARY_PATH="$libraries" XTABLES_LIBDIR="$libraries/xtables" "$@"
}

# Those of engines: with version 1 one in every hierarchy.
control_groups() {
  find /sys/fs/cgroup -depth -maxdepth 3 -type d -path '*/docker*'
}

# An engine changes these for the whole machine.
remember_machine() {
  cat /proc/sys/net/ipv4/ip_forward >"$run/ip_forward"
  # A missing table counts as an empty one that lets everything pass.
  printf '*filter\n:INPUT ACCEPT\n:FORWARD ACCEPT\n:OUTPUT ACCEPT\nCOMMIT\n' >"$run/tables"
  printf '*nat\n:PREROUTING ACCEPT\n:INPUT ACCEPT\n:OUTPUT ACCEPT\n:POSTROUTING ACCEPT\nCOMMIT\n' >>"$run/tables"
  with_libraries iptables-save >>"$run/tables"
  [ -e /sys/class/net/docker0 ] || touch "$run/without-docker0"
  [ -n "$(control_groups)" ] || touch "$run/without-groups"
}

restore_machine() {
  with_libraries iptables-restore <"$run/tables"
  cat "$run/ip_forward" >/proc/sys/net/ipv4/ip_forward
  if [ -e "$run/without-docker0" ] && [ -e /sys/class/net/docker0 ]; then
    busybox ip link set docker0 down
    busybox brctl delbr docker0
  fi
  if [ -e "$run/without-groups" ]; then control_groups | xargs --no-run-if-empty rmdir; fi
}

# Every process of this engine has the folder in its command line.
processes() {
  local entry
  for entry in /proc/[0-9]*; do
    if [[ "$(tr '\0' ' ' 2>/dev/null <"$entry/cmdline")" == *"$run/"* ]]; then echo "${entry#/proc/}"; fi
  done
}

stop() {
  local left
  trap '' INT TERM
  set +e
  if timeout 20 docker info >/dev/null 2>&1; then
    timeout 60 docker ps --all --quiet | timeout 60 xargs --no-run-if-empty docker rm --force --volumes >/dev/null
    timeout 60 docker network prune --force >/dev/null
  fi
  if [ -e "$run/docker.pid" ]; then kill "$(cat "$run/docker.pid")"; fi
  for _ in {1..150}; do
    left="$(processes)"
    [ -z "$left" ] && break
    sleep 0.2
  done
  if [ -n "$left" ]; then kill -KILL $left; fi
  while read -r _ mounted _; do umount --lazy "$mounted"; done < <(grep -F " $run/" /proc/mounts)
  [ -e "$run/tables" ] && restore_machine
  rm -rf "$run"
}
trap stop EXIT

start() {
  remember_machine
  with_libraries setsid dockerd --data-root "$run/data" --exec-root "$run/exec" --pidfile "$run/docker.pid" \
    --host "$DOCKER_HOST" >"$run/dockerd.log" 2>&1 9>&- &
  for _ in {1..300}; do
    if timeout 10 docker info >/dev/null 2>&1; then return; fi
    kill -0 $! 2>/dev/null || break
    sleep 0.2
  done
  echo "The Docker engine did not start. It said at last:" >&2
  tail -n 20 "$run/dockerd.log" >&2
  return 1
}

start
"$@" 9>&-
