# Debian's packages in a folder of their own: nothing is installed. The other scripts source this.

cache="${XDG_CACHE_HOME:-$HOME/.cache}/vod-emulator-ci"

# The machine's own mirror, which its package sources name; nothing if it is not Debian.
mirror() {
  apt-get update --print-uris 2>/dev/null | sed -n "s|^'\(.*/debian\)/dists/.*|\1|p" | head -n 1
}

# An apt that knows two releases, and nothing of the machine's own packages.
write_apt_configuration() {
  local folder="$1" uri keyring=/usr/share/keyrings/debian-archive-keyring.gpg suite
  uri="$(mirror || true)"
  if [ -z "$uri" ]; then
    echo "This machine has no mirror of Debian among its package sources: run this on Debian, or start a Docker engine." >&2
    return 1
  fi
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  for suite in bookworm trixie; do
    echo "deb [signed-by=$keyring] $uri $suite main"
  done >"$folder/sources.list"
  cat >"$folder/apt.conf" <<END
Dir::Etc::sourcelist "$folder/sources.list";
Dir::Etc::sourceparts "-";
Dir::State "$folder";
Dir::State::status "/dev/null";
Dir::Cache "$folder/cache";
APT::Sandbox::User "root";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
END
}

# Unpacks packages, each written as NAME/SUITE, into a folder of the cache, unless they are there. Prints its path.
unpacked() {
  local folder="$cache/$1" stage package
  shift
  if [ "$(cat "$folder.packages" 2>/dev/null)" != "$*" ]; then
    mkdir -p "$cache"
    stage="$(mktemp -d "$cache/unpacking.XXXXXX")"
    (
      trap 'rm -rf "$stage"' EXIT
      mkdir "$stage/packages" "$stage/tree"
      # As Debian has them; the packages of bookworm still name both places.
      for package in bin sbin lib lib64; do
        mkdir -p "$stage/tree/usr/$package"
        ln -s "usr/$package" "$stage/tree/$package"
      done
      write_apt_configuration "$stage/apt"
      export APT_CONFIG="$stage/apt/apt.conf"
      timeout 300 apt-get -q update
      cd "$stage/packages"
      timeout 300 apt-get -q download "$@"
      for package in *.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C "$stage/tree"
      done
      rm -rf "$folder" "$folder.packages"
      mv "$stage/tree" "$folder"
      echo "$*" >"$folder.packages"
    ) >&2
  fi
  echo "$folder"
}
