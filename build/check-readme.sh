#!/usr/bin/env bash
# Runs README.md's main command as printed, then every curl line of its conversation as printed, and fails at the first that fails.
# Uses the port of the README and the folder data/ of the checkout; refuses when either is in use. KEEP=FOLDER moves data/ there at the end;
# without it, it is deleted. NO_BUILD=1 says that the silo is built.
set -euo pipefail
cd "$(dirname "$0")/.."

url=http://127.0.0.1:5080
[ ! -e data ] || { echo "data/ is there already: run this in a fresh checkout."; exit 1; }
! curl -s -o /dev/null $url/health || { echo "something answers on $url already"; exit 1; }
main=$(grep -m1 -E '^dotnet run .*src/Silo' README.md)
log=$(mktemp)
cleanup() { [ -z "${pid:-}" ] || { kill -- -"$pid" 2>/dev/null && wait "$pid" 2>/dev/null; } || true; rm -rf data "$log"; }
trap cleanup EXIT

# Built first, so that the time below is that of the start alone.
[ -n "${NO_BUILD:-}" ] || dotnet build src/Silo -c Release -v q --nologo
start() {
  set -m
  local begun=$EPOCHREALTIME
  bash -c "$main" >"$log" 2>&1 &
  pid=$!
  set +m
  for _ in $(seq 600); do
    if curl -sf -o /dev/null $url/ready; then
      echo "$1: ready after $(awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }') s"
      return
    fi
    kill -0 $pid 2>/dev/null || { cat "$log"; exit 1; }
    sleep 0.1
  done
  cat "$log"
  exit 1
}

start "first start"
lines=0
while IFS= read -r line; do
  echo "\$ $line"
  bash -c "set -o pipefail; ${line/curl/curl --fail-with-body}"
  echo
  lines=$((lines + 1))
done < <(sed -nE 's/^\$ (curl .*)$/\1/p' README.md)
[ $lines -gt 0 ] || { echo "README.md has no curl conversation."; exit 1; }
kill -KILL -- -$pid; wait $pid 2>/dev/null || true
start "second start, after kill -9"
kill -TERM -- -$pid; wait $pid 2>/dev/null || true
[ -z "${KEEP:-}" ] || mv data "$KEEP/"
