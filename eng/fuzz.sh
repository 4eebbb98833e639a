#!/usr/bin/env bash
# Coverage-guided fuzzing of one reader: eng/fuzz.sh READER [SECONDS]. Needs afl-fuzz (Debian: afl++).
#   eng/fuzz.sh list   prints the readers
# Builds tests/FuzzHost, instruments a copy of it with SharpFuzz and runs afl-fuzz on it; what is found stays in artifacts/fuzz/READER.
# A crash is repeated by: dotnet artifacts/float/bin/Xmrl.FuzzHost/release/Xmrl.FuzzHost.dll READER FILE
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=eng/prepare.sh
. "$root/eng/prepare.sh"
cd "$root"
reader="${1:-list}" seconds="${2:-1800}"
built="$root/artifacts/float/bin/Xmrl.FuzzHost/release"
work="$root/artifacts/fuzz"
prepare_environment
require_sdk
dotnet build tests/FuzzHost -c Release -v q -nodeReuse:false -clp:NoSummary
if [ "$reader" = list ]; then exec dotnet "$built/Xmrl.FuzzHost.dll" list; fi
command -v afl-fuzz >/dev/null || stop "Fuzzing needs afl-fuzz, from Debian's package afl++."
mkdir -p "$work"
if [ ! -x "$work/tools/sharpfuzz" ]; then
  version="$(sed -n 's/.*Include="SharpFuzz" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)"
  dotnet tool install --tool-path "$work/tools" SharpFuzz.CommandLine --version "$version"
fi

host="$work/host-$reader"
rm -rf "$host" "$work/seeds-$reader"
cp -r "$built" "$host"
dotnet "$host/Xmrl.FuzzHost.dll" seeds "$work/seeds-$reader"
# What reads foreign bytes: ours, and the libraries that parse for us. Kernels would only slow it down.
for assembly in Xmrl.Runs Xmrl.Training Xmrl.Experiments Xmrl.Import Xmrl.MuJoCo YamlDotNet Google.Protobuf CsvHelper; do
  "$work/tools/sharpfuzz" "$host/$assembly.dll"
done

# The host is managed, so it holds no instrumentation of its own and needs more address space than a fuzzer expects. A case that exceeds the time ends the fuzzer: it is then in default/.cur_input.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1
exec nice -n 19 afl-fuzz -V "$seconds" -m none -t 300000 -i "$work/seeds-$reader/$reader" -x "$work/seeds-$reader/$reader.words" -o "$work/$reader" -- \
  "$(command -v dotnet)" "$host/Xmrl.FuzzHost.dll" "$reader"
