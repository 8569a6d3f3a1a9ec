#!/usr/bin/env bash
# Makes stand-ins of the base images that the engine neither has nor can pull. They let this repository's own stages and
# services run where no image can be pulled; they say nothing about the official images.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/../.."
. .ci/docker/debian.sh

stage="$(mktemp -d)"
trap 'rm -rf "$stage"' EXIT

available() {
  docker image inspect "$1" >/dev/null 2>&1 || timeout 300 docker pull --quiet "$1" 2>/dev/null
}

# What both have: a small Debian with busybox for its tools, and the machine's own certificates.
make_root() {
  local base
  base="$(unpacked base {base-files,bash,busybox-static,libc6,libgcc-s1,libstdc++6,libtinfo6,netbase,tzdata}/bookworm)"
  cp -a "$base" "$stage/tree"
  chroot "$stage/tree" /bin/busybox --install -s /bin
  cat >"$stage/tree/etc/passwd" <<'END'
root:x:0:0:root:/root:/bin/bash
node:x:1000:1000::/home/node:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
END
  printf 'root:x:0:\nnode:x:1000:\nnogroup:x:65534:\n' >"$stage/tree/etc/group"
  install -d -o 1000 -g 1000 "$stage/tree/home/node"
  install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$stage/tree/etc/ssl/certs/ca-certificates.crt"
}

# Makes an image of what is in the root. Further arguments are instructions of a Dockerfile.
import() {
  local image="$1" instruction options=()
  shift
  for instruction in "$@" "LABEL vod-emulator.stand-in=\"stands in for $image, and is not that image\""; do
    options+=(--change "$instruction")
  done
  tar -c -C "$stage/tree" . | docker import "${options[@]}" - "$image" >/dev/null
  echo "$image cannot be had: a stand-in made on this machine takes its place, which says nothing about that image."
}

# The Node that this repository pins, and an npm.
make_node() {
  local node=node_modules/node/bin/node
  if [ ! -x "$node" ]; then
    echo "A stand-in of $1 needs $node: run npm ci before." >&2
    return 1
  fi
  make_root
  install -D "$node" "$stage/tree/usr/local/bin/node"
  timeout 300 npm install --silent --global --prefix "$stage/tree/usr/local" npm@11
  import "$1" 'CMD ["node"]' 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt'
  rm -rf "$stage/tree"
}

# A server given as MINIO_BIN, and the metadata of the official image.
make_minio() {
  if [ ! -x "${MINIO_BIN:-}" ]; then
    echo "A stand-in of $1 needs a MinIO server: name its binary in MINIO_BIN." >&2
    return 1
  fi
  make_root
  install "$MINIO_BIN" "$stage/tree/usr/bin/minio"
  import "$1" 'CMD ["minio"]' 'EXPOSE 9000' 'VOLUME ["/data"]' 'ENV MINIO_ROOT_USER_FILE=access_key' \
    'ENV MINIO_ROOT_PASSWORD_FILE=secret_key' 'ENV MINIO_CONFIG_ENV_FILE=config.env' 'ENV MC_CONFIG_DIR=/tmp/.mc'
  rm -rf "$stage/tree"
}

node_image="$(sed -n 's/^ARG NODE_IMAGE=//p' Dockerfile)"
minio_image="$(docker compose config --images minio)"
available "$node_image" || make_node "$node_image"
available "$minio_image" || make_minio "$minio_image"
