#!/usr/bin/env bash
# Time from the start of the program until /ready says 200: a first start in an empty folder, then two after kill -9.
# Needs curl and the .NET SDK.
set -euo pipefail
cd "$(dirname "$0")/../.."

url=http://127.0.0.1:5183
dotnet build src/Silo -c Release -v q --nologo
silo=$PWD/artifacts/local/bin/Silo/release/BookRecs.Silo.dll
folder=$(mktemp -d)
trap 'kill -KILL $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT

echo "machine: $(nproc) x $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), .NET $(dotnet --version)"
for start in first second third; do
  begun=$EPOCHREALTIME
  (cd "$folder" && exec dotnet "$silo" --urls $url) >"$folder/silo.log" &
  for _ in $(seq 3000); do curl -sf -o /dev/null $url/ready && break || sleep 0.02; done
  curl -sf -o /dev/null $url/ready || { cat "$folder/silo.log"; exit 1; }
  awk -v name=$start -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%s start: ready after %.2f s\n", name, b - a }'
  kill -KILL $!
  wait $! 2>/dev/null || true
done
