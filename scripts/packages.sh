# Debian packages that the tests need; installed by apt where allowed, otherwise named.
need_packages() {
  missing=
  [ -d /usr/lib/postgresql ] && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
  command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
  command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
  for font in core cjk; do
    dpkg -s "fonts-noto-$font" >/dev/null 2>&1 || missing="$missing fonts-noto-$font"
  done
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing Debian packages:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
  else
    echo "The tests need these Debian packages, and only root may install them. Run:" >&2
    echo "  sudo apt-get install$missing" >&2
    exit 1
  fi
}
