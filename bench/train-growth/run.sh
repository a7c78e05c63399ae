#!/bin/sh
# Measures how the time and the memory of `bookrecs train` grow with the data, and draws it.
#
#   bench/train-growth/run.sh OUT [INTERACTIONS...]     default: 1000000 5000000 10000000 35000000
#
# Each size is a generated shop (seed 42) with a catalogue: users in proportion to the interactions and items to their square root, so
# that 35 million are of the size of Goodreads Young Adult (400,000 users, 93,000 books). Writes OUT/train-growth.csv and
# OUT/train-growth.svg; a size that OUT/train-growth.csv has already is not measured again. Data goes into a folder under TMPDIR that is
# deleted afterwards: 35 million need about 8 GB there. It fails when a training passes 30 minutes or 12 GB.
#
# DATA=FOLDER keeps the databases there and takes them from there when they exist already. BOOKRECS=PROGRAM measures that program in
# place of the one that is built from the sources.
set -eu

[ $# -ge 1 ] || { echo "usage: run.sh OUT [INTERACTIONS...]" >&2; exit 2; }
out=$1
shift
[ $# -ge 1 ] || set -- 1000000 5000000 10000000 35000000
limit_seconds=1800
limit_kb=12000000
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$out"
table="$out/train-growth.csv"
[ -f "$table" ] || echo "interactions,users,items,generate_seconds,import_seconds,train_seconds,train_processor_seconds,train_peak_mb" > "$table"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
shops=${DATA:-$folder}

[ -n "${BOOKRECS:-}" ] || dotnet build -c Release --nologo -v q "$root/src/Cli" > /dev/null
bookrecs=${BOOKRECS:-"$root/artifacts/local/bin/Cli/release/bookrecs"}
echo "machine: $(nproc) processors, $(uname -m), .NET $(dotnet --version), $(date -u +%F)"

seconds_since() { awk -v from="$1" -v to="$(date +%s.%N)" 'BEGIN { printf "%.1f", to - from }'; }

for interactions in "$@"; do
  if grep -q "^$interactions," "$table"; then
    echo "-- $interactions interactions: measured before"
    continue
  fi
  users=$(awk -v n="$interactions" 'BEGIN { printf "%d", 400000 * n / 35000000 }')
  items=$(awk -v n="$interactions" 'BEGIN { printf "%d", 93000 * sqrt(n / 35000000) }')
  echo "-- $interactions interactions of $users users and $items items"
  shop="$shops/$interactions.db"
  if [ ! -f "$shop.seconds" ]; then
    from=$(date +%s.%N)
    "$bookrecs" generate --users "$users" --items "$items" --interactions "$interactions" --out "$folder/data" > /dev/null 2>&1
    generated=$(seconds_since "$from")
    from=$(date +%s.%N)
    "$bookrecs" import --format canonical --interactions "$folder/data/interactions.csv.gz" --books "$folder/data/books.csv.gz" \
      --into "$shop" > /dev/null 2>&1
    echo "$generated $(seconds_since "$from")" > "$shop.seconds"
    rm -rf "$folder/data"
  fi
  read -r generated imported < "$shop.seconds"
  from=$(date +%s.%N)
  "$bookrecs" train --data "$shop" --out "$folder/models" > "$folder/train.txt" 2> "$folder/train.err" &
  process=$!
  peak_kb=0
  ticks=0
  # The kernel's own high-water mark, and what all threads have computed so far.
  while mark=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$process/status" 2> /dev/null) && [ -n "$mark" ]; do
    peak_kb=$mark
    ticks=$(awk '{ print $14 + $15 }' "/proc/$process/stat" 2> /dev/null || echo "$ticks")
    sleep 0.2
  done
  wait "$process" || { cat "$folder/train.err"; exit 1; }
  trained=$(seconds_since "$from")
  processor=$(awk -v ticks="$ticks" -v rate="$(getconf CLK_TCK)" 'BEGIN { printf "%.1f", ticks / rate }')
  peak_mb=$(awk -v kb="$peak_kb" 'BEGIN { printf "%d", kb * 1024 / 1000000 }')
  cat "$folder/train.txt"
  echo "$interactions,$users,$items,$generated,$imported,$trained,$processor,$peak_mb" | tee -a "$table"
  rm -rf "$folder/models"
  [ -n "${DATA:-}" ] || rm -f "$shop"*
  [ "$peak_kb" -lt "$limit_kb" ] || { echo "FAIL: more than $limit_kb kB"; exit 1; }
  [ "${trained%.*}" -lt "$limit_seconds" ] || { echo "FAIL: more than $limit_seconds seconds"; exit 1; }
done
dotnet run -c Release "$root/bench/train-growth/plot.cs" -- "$table" "$out/train-growth.svg"
