#!/bin/sh
# Measures the import of Goodreads-shaped interaction lines: rows a second and peak resident memory.
#
#   bench/import/run.sh [LINES] [FOLDER]     default: 10000000 lines, in a folder under /tmp that is deleted afterwards
#
# The lines are generated (seed 42) and kept for the next run when FOLDER is given. It fails when memory passes 400 MB, when the
# second import of the same file adds a row, or when a row is rejected.
set -eu

lines=${1:-10000000}
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -ge 2 ]; then
  folder=$2
  mkdir -p "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
data="$folder/goodreads_interactions_$lines.json.gz"
shop="$folder/shop.db"
limit_kb=400000

dotnet build -c Release --nologo -v q "$root/src/Cli" > /dev/null
bookrecs="$root/artifacts/local/bin/Cli/release/bookrecs"
[ -f "$data" ] || dotnet run -c Release "$root/bench/import/generate-goodreads-lines.cs" -- "$lines" 42 "$data"
rm -f "$shop" "$shop-wal" "$shop-shm" "$shop.lock"

echo "machine: $(nproc) processors, $(uname -m), .NET $(dotnet --version), $(date -u +%F)"
echo "file: $lines lines, $(wc -c < "$data") bytes of gzip"
for run in first again; do
  echo "-- $run"
  "$bookrecs" import --format goodreads --interactions "$data" --into "$shop" > "$folder/$run.txt" 2> "$folder/$run.err" &
  process=$!
  peak=0
  # The kernel's own high-water mark, which is the largest resident memory so far.
  while mark=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$process/status" 2> /dev/null) && [ -n "$mark" ]; do
    peak=$mark
    sleep 0.2
  done
  wait "$process" || { cat "$folder/$run.err"; exit 1; }
  cat "$folder/$run.txt"
  echo "peak resident memory: $peak kB"
  [ "$peak" -lt "$limit_kb" ] || { echo "FAIL: more than $limit_kb kB"; exit 1; }
done
echo "database: $(wc -c < "$shop") bytes"
grep -Eq "^interactions +[0-9,]+ +0 +0 +" "$folder/again.txt" || { echo "FAIL: the second import added rows"; exit 1; }
grep -Eq "^interactions .* 0\$" "$folder/first.txt" || { echo "FAIL: rows were rejected"; exit 1; }
