#!/usr/bin/env bash
# Cached lists of 1,000 readers against a bare ASP.NET endpoint that returns the same bytes, in turns in one run; then the time
# from a posted transaction to the changed answer. Needs wrk, curl and the .NET SDK.
#   bench/load/run.sh            five turns of 10 s each
#   bench/load/run.sh --smoke    three turns of 2 s each; fails when a limit is missed by far, as a noisy machine allows
# SHOP=FOLDER serves a copy of FOLDER/data, as a first start made it, in place of a first start.
set -euo pipefail
cd "$(dirname "$0")/../.."

turns=5 seconds=10 latency_seconds=20 least_ratio=0.50 most_p99=20
if [ "${1:-}" = --smoke ]; then turns=3 seconds=2 latency_seconds=6 least_ratio=0.35 most_p99=60; fi
connections=32 threads=1
silo=http://127.0.0.1:5181 bare=http://127.0.0.1:5182

dotnet build src/Silo -c Release -v q --nologo
dotnet build bench/load -c Release -v q --nologo
bin=artifacts/local/bin
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$folder"' EXIT

[ -z "${SHOP:-}" ] || cp -r "$SHOP/data" "$folder/"
(cd "$folder" && exec dotnet "$OLDPWD/$bin/Silo/release/BookRecs.Silo.dll" --urls $silo) >"$folder/silo.log" &
for _ in $(seq 300); do curl -sf $silo/ready >/dev/null && break || sleep 0.2; done
curl -sf $silo/ready >/dev/null || { cat "$folder/silo.log"; exit 1; }

# Every list once, so that what follows measures cached lists; the bare endpoint returns the longest body of the first 99.
for reader in $(seq -f 'reader-%05g' 1 1000); do printf 'url="%s/v1/recommendations?user_id=%s"\noutput="%s/%s.json"\n' $silo "$reader" "$folder" "$reader"; done |
  curl -s --parallel-max 4 -Z -K -
fallbacks=$(grep -L '"fallback":false' "$folder"/reader-*.json | wc -l)
[ "$fallbacks" = 0 ] || { echo "FAILED: $fallbacks of the 1,000 lists are not personal"; exit 1; }
body=$(ls -S "$folder"/reader-000*.json | head -n 1)
dotnet $bin/Load/release/BookRecs.Load.dll bare $bare "$body" >/dev/null &
for _ in $(seq 100); do curl -sf $bare/v1/recommendations >/dev/null && break || sleep 0.1; done

measure() { wrk -t$threads -c$connections -d${2}s -s bench/load/readers.lua "$1" | awk '/^RESULT/ { print $2, $3, $4, $5 }'; }
measure $silo 3 >/dev/null
measure $bare 3 >/dev/null
echo "machine: $(nproc) x $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), .NET $(dotnet --version), wrk -t$threads -c$connections -d${seconds}s, body $(stat -c %s "$body") bytes"
echo "turn  bookrecs req/s  errors  p50 ms  p99 ms   bare req/s  errors  p50 ms  p99 ms   ratio"
: >"$folder/ratios"
for turn in $(seq $turns); do
  read -r rate errors p50 p99 <<<"$(measure $silo $seconds)"
  read -r bare_rate bare_errors bare_p50 bare_p99 <<<"$(measure $bare $seconds)"
  awk -v OFMT=%.2f -v a="$rate" -v b="$bare_rate" 'BEGIN { printf "%.3f\n", a / b }' >>"$folder/ratios"
  printf '%4d  %14s  %6s  %6s  %6s  %11s  %6s  %6s  %6s  %6s\n' "$turn" "$rate" "$errors" "$p50" "$p99" "$bare_rate" "$bare_errors" "$bare_p50" "$bare_p99" "$(tail -n 1 "$folder/ratios")"
  [ "$errors" = 0 ] || { echo "FAILED: $errors requests failed"; exit 1; }
done
ratio=$(sort -n "$folder/ratios" | sed -n "$(((turns + 1) / 2))p")
echo "median ratio $ratio (at least $least_ratio)"

latency=$(dotnet $bin/Load/release/BookRecs.Load.dll latency $silo 1000 100 $latency_seconds)
echo "$latency"
p99=$(sed -E 's/.*p99 ([0-9.]+) ms.*/\1/' <<<"$latency")
echo "p99 $p99 ms (at most $most_p99)"
awk -v r="$ratio" -v l=$least_ratio -v p="$p99" -v m=$most_p99 'BEGIN { exit !(r >= l && p <= m) }' || { echo "FAILED: a limit is missed"; exit 1; }
