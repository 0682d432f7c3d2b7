# Shared by the scripts: where things are, and a virtual environment that is made once and renewed when locks change.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
python=${PYTHON:-python3.11}
command -v "$python" >/dev/null 2>&1 || python=python3
bin=$root/.venv/bin

say() { printf '\033[1m%s\033[0m\n' "$*"; }

# stamp NAME FILE…: true (0) when the files are as they were at the last "stamped NAME FILE…"
stamp() { name=$1; shift; [ -f ".venv/.stamp-$name" ] && [ "$(cat "$@" | sha256sum)" = "$(cat ".venv/.stamp-$name")" ]; }
stamped() { name=$1; shift; cat "$@" | sha256sum > ".venv/.stamp-$name"; }

make_environment() {
  if [ ! -x "$bin/python" ]; then
    say "Making the virtual environment"
    "$python" -m venv .venv || {
      echo "Python's venv module is missing (apt-get install python3-venv), or set PYTHON to another Python." >&2
      exit 1
    }
  fi
  "$bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; set PYTHON to one." >&2
    exit 1
  }
}

# install NAME FILE…: the hashed requirements, only when the locks have changed
install() {
  name=$1
  shift
  if ! stamp "$name" "$@" setup.cfg; then
    say "Installing Python packages ($*)"
    arguments=
    for file in "$@"; do arguments="$arguments -r $file"; done
    # shellcheck disable=SC2086
    "$bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes $arguments
    "$bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    stamped "$name" "$@" setup.cfg
  fi
}

# The browser's assets: npm packages at locked versions, copied to where the site serves them from.
install_assets() {
  if ! stamp assets package-lock.json scripts/common.sh || [ ! -d matchmaker/static/vendor/icons ]; then
    say "Fetching browser assets"
    PATH="$bin:$PATH" "$bin/npm" ci --ignore-scripts --silent
    vendor=matchmaker/static/vendor
    rm -rf "$vendor" && mkdir -p "$vendor/fonts" "$vendor/icons"
    cp node_modules/bootstrap/dist/css/bootstrap.min.css node_modules/bootstrap/dist/js/bootstrap.bundle.min.js \
      node_modules/htmx.org/dist/htmx.min.js node_modules/tom-select/dist/js/tom-select.complete.min.js \
      node_modules/tom-select/dist/css/tom-select.bootstrap5.min.css "$vendor"
    cp node_modules/@fontsource/be-vietnam-pro/files/be-vietnam-pro-*-[46]00-normal.woff2 "$vendor/fonts"
    cp node_modules/bootstrap-icons/icons/*.svg "$vendor/icons"
    stamped assets package-lock.json scripts/common.sh
  fi
}

compile_texts() { "$bin/python" -m matchmaker.i18n.catalogue compile; }

# The loops of the scheduler as machine code, kept beside their modules: else the first schedule would wait for them.
compile_loops() {
  if ! stamp loops matchmaker/meetings/scheduler/*.py; then
    say "Compiling the scheduler's loops"
    "$bin/python" -m matchmaker.meetings.scheduler.warm
    stamped loops matchmaker/meetings/scheduler/*.py
  fi
}

# The lexicon in the form in which it is looked up, kept beside its reader: else the first text would wait for it.
compile_lexicon() {
  nomenclature=matchmaker/catalogue/nomenclature
  if ! stamp lexicon $nomenclature/data/*.tsv $nomenclature/*.py matchmaker/matching/engine/*.py ||
    [ ! -d matchmaker/matching/engine/__compiled__ ]; then
    say "Compiling the lexicon"
    "$bin/python" -m matchmaker.matching.engine.warm
    stamped lexicon $nomenclature/data/*.tsv $nomenclature/*.py matchmaker/matching/engine/*.py
  fi
}
