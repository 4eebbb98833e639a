# Shared by ./xmrl and ./test: finds the tools, builds what is missing or out of date.
# Expects `root` to be the repository's folder. Everything it says goes to stderr.

# A message that cannot be written ends nothing.
say() { printf '%s\n' "$*" >&2 || true; }
stop() { say "$*"; exit 1; }

# Tools keep caches under HOME; a service account may have none, or one that it cannot write to.
prepare_environment() {
  if [ -z "${HOME:-}" ] || [ ! -w "${HOME:-/}" ]; then
    HOME="$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6 || true)"
    if [ -z "$HOME" ] || [ ! -w "$HOME" ]; then HOME="$root/artifacts/home"; mkdir -p "$HOME" 2>/dev/null || true; fi
    export HOME
  fi
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
  export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
  if ! command -v dotnet >/dev/null 2>&1; then
    local folder
    for folder in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
      if [ -n "$folder" ] && [ -x "$folder/dotnet" ]; then export PATH="$folder:$PATH"; return; fi
    done
    stop "Xmrl needs the .NET 10 SDK and found no dotnet command: install it from https://dotnet.microsoft.com/download and try again."
  fi
}

require_sdk() {
  dotnet --list-sdks 2>/dev/null | grep -q '^10\.' && return
  stop "Xmrl needs the .NET 10 SDK; dotnet is here, but it lists no SDK that starts with 10: install one from https://dotnet.microsoft.com/download and try again."
}

require_writable() {
  mkdir -p "$root/artifacts" 2>/dev/null && [ -w "$root/artifacts" ] && return
  stop "Xmrl must be built once and cannot write to $root/artifacts: give $(id -un 2>/dev/null || id -u) the right to write there, or run it once as somebody who may."
}

is_debian_root() { [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null 2>&1; }

# apt_install PACKAGE...: quiet unless it fails.
apt_install() {
  local log="$root/artifacts/apt.log"
  if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then return 0; fi
  tail -n 20 "$log" >&2
  return 1
}

# The locomotion experiments need MuJoCo; all else works without it.
mujoco_is_present() {
  [ -e /usr/lib/x86_64-linux-gnu/libmujoco.so.2.2.2 ] || [ -n "${XMRL_MUJOCO:-}" ] || [ -n "${MUJOCO_PATH:-}" ] ||
    [ "$(uname -sm)" != "Linux x86_64" ] ||
    ldconfig -p 2>/dev/null | grep -q 'libmujoco\.so\.2\.2\.2'
}

# Tried once: whoever wants it later is told how by `xmrl doctor`.
mujoco_mark="$root/artifacts/.mujoco-tried"

install_mujoco() {
  : >"$mujoco_mark"
  if ! is_debian_root; then
    say "libmujoco 2.2.2 is not here and cannot be installed by this user; the locomotion experiments will say so, everything else works."
    return
  fi
  say "Installing libmujoco2.2.2 (once, for the locomotion experiments) …"
  apt_install libmujoco2.2.2 || say "libmujoco2.2.2 could not be installed; the locomotion experiments will say so, everything else works."
}

has_node() {
  command -v npm >/dev/null 2>&1 || return 1
  local version
  version="$(node --version 2>/dev/null)" || return 1
  version="${version#v}"
  [ "${version%%.*}" -ge 18 ] 2>/dev/null
}

require_node() {
  has_node && return
  if is_debian_root; then
    say "Installing Node.js and npm (once, for the report) …"
    apt_install nodejs npm || true
    has_node && return
  fi
  stop "Xmrl builds its report with Node.js 18 or newer and npm, and did not find them: install both (Debian: apt-get install nodejs npm) and try again."
}

web="$root/src/Xmrl.Dashboard/web"

front_end_is_current() {
  [ -f "$web/package.json" ] || return 0
  [ -f "$web/dist/report.html" ] || return 1
  [ -z "$(find "$web" \( -name node_modules -o -name dist \) -prune -o -type f -newer "$web/dist/report.html" -print -quit)" ]
}

build_front_end() {
  front_end_is_current && return
  require_node
  say "Building the report's front end (once, about 30 s) …"
  local log="$root/artifacts/front-end.log"
  if (
    cd "$web"
    if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
      npm ci --no-audit --no-fund || exit 1
      touch node_modules/.package-lock.json
    fi
    npm run build
  ) >"$log" 2>&1 </dev/null && [ -f "$web/dist/report.html" ]; then
    touch "$web/dist/report.html"
    return
  fi
  cat "$log" >&2
  stop "The report's front end could not be built; the lines above say why."
}

# A folder is newer than the stamp when a file in it was added or deleted, so deletions are seen too.
program="$root/artifacts/float/program/Xmrl.Cli.dll"
stamp="$root/artifacts/float/xmrl.stamp"

program_is_current() {
  [ -f "$program" ] && [ -f "$stamp" ] || return 1
  [ -z "$(find "$root/src" "$root/benchmarks" "$root/eng/precompile.targets" "$root/Directory.Build.props" "$root/Directory.Packages.props" \
    -name node_modules -prune -o -newer "$stamp" -print -quit)" ]
}

# The front end lies in src and is built before the program, so one search answers for both.
all_is_current() { { [ -f "$web/dist/report.html" ] || [ ! -f "$web/package.json" ]; } && program_is_current; }

# compile LOG [PROPERTY...]: builds the program and puts its files into a folder of their own.
compile() {
  local log="$1"
  shift
  rm -rf "${program%/*}.new"
  dotnet build "$root/src/Xmrl.Cli/Xmrl.Cli.csproj" -c Release -v q -nodeReuse:false -p:UseSharedCompilation=false \
    -clp:NoSummary -p:ProgramFolder="${program%/*}.new" "$@" </dev/null >"$log" 2>&1 && [ -f "${program%/*}.new/Xmrl.Cli.dll" ]
}

# The compiler that makes the program start fast is a package; without it all works, and starts slower.
build_program() {
  program_is_current && return
  require_sdk
  say "Building Xmrl (once, about 30 s) …"
  local log="$root/artifacts/build.log"
  mkdir -p "$root/artifacts/float"
  : >"$stamp.new"
  if ! compile "$log" -p:Precompile=true && ! { grep -qi crossgen "$log" && compile "$log"; }; then
    cat "$log" >&2
    stop "Xmrl could not be built; the lines above say why."
  fi
  rm -rf "${program%/*}.old"
  if [ -e "${program%/*}" ]; then mv "${program%/*}" "${program%/*}.old"; fi
  mv "${program%/*}.new" "${program%/*}"
  rm -rf "${program%/*}.old"
  mv -f "$stamp.new" "$stamp"
}

# with_lock COMMAND...: one set-up at a time; whoever waited finds the work done.
with_lock() {
  require_writable
  if ! command -v flock >/dev/null 2>&1; then "$@"; return; fi
  (
    if ! flock -n 9; then say "Waiting for another set-up to finish …"; flock 9; fi
    "$@" 9>&-
  ) 9>>"$root/artifacts/.setup.lock"
}
