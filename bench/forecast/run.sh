#!/bin/sh
# Measures forecasting: more than 10,000 daily series forecast with model choice and intervals, and accuracy and coverage against seasonal naive.
#
#   bench/forecast/run.sh [FOLDER [LOANS]]
#
# The shop is generated (seed 42): 10,500 books, 1,500,000 purchases over two years. Its files go to FOLDER (default: a folder under
# /tmp that is deleted afterwards), with plots of the books that sell most and of the shop. LOANS is a folder with interactions.csv.gz
# and books.csv.gz of a library, whose subjects are then backtested by week. It fails when they take 60 seconds, or
# when the mean MASE over the subjects is not below 0.95 of the seasonal naive forecast's.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -ge 1 ]; then
  folder=$1
  mkdir -p "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
loans=${2:-}

dotnet build -c Release --nologo -v q "$root/src/Cli" > /dev/null
bookrecs="$root/artifacts/local/bin/Cli/release/bookrecs"
echo "machine: $(nproc) processors, $(uname -m), .NET $(dotnet --version), $(date -u +%F), load average $(cut -d ' ' -f 1 /proc/loadavg)"

if [ ! -f "$folder/shop.db" ]; then
  "$bookrecs" generate --users 40000 --items 10500 --interactions 1500000 --seed 42 --out "$folder/shop" > /dev/null 2>&1
  "$bookrecs" import --format canonical --interactions "$folder/shop/interactions.csv.gz" --books "$folder/shop/books.csv.gz" \
    --into "$folder/shop.db" > /dev/null 2>&1
fi

echo "-- more than 10,000 books by day, 28 days ahead"
/usr/bin/time -f "%e s in all, %U s of processor time" \
  "$bookrecs" forecast --data "$folder/shop.db" --all --of item --horizon 28 --out "$folder/items" > "$folder/items.txt" 2> "$folder/items.err"
tail -2 "$folder/items.txt"
cat "$folder/items.err"
sed -n "s/^\([0-9]*\),\([0-9]*\) series; .*/\1\2/p" "$folder/items.txt" | awk '{ enough = $1 >= 10000 } END { exit !enough }' || { echo "FAIL: fewer than 10,000 series"; exit 1; }
awk '/ s in all/ { exit !($1 < 60) }' "$folder/items.err" || { echo "FAIL: 60 seconds or more"; exit 1; }

echo "-- the shop"
"$bookrecs" forecast --data "$folder/shop.db" --shop --horizon 28 --out "$folder/shop-forecast" 2> /dev/null | tail -16

echo "-- backtest of the generated genres, authors, series and shop by day, 28 days ahead"
"$bookrecs" forecast --data "$folder/shop.db" --all --of genre,author,series,shop --horizon 28 --backtest 2> /dev/null

if [ -n "$loans" ]; then
  [ -f "$folder/loans.db" ] || "$bookrecs" import --format canonical --interactions "$loans/interactions.csv.gz" \
    --books "$loans/books.csv.gz" --into "$folder/loans.db" > /dev/null 2>&1
  echo "-- backtest of the library's subjects by week, 4 weeks ahead"
  "$bookrecs" forecast --data "$folder/loans.db" --all --of genre --period week --horizon 4 --backtest --origins 10 \
    2> /dev/null | tee "$folder/loans.txt"
  sed -n 's/^mean MASE .* is \([0-9.]*\) of seasonal.*/\1/p' "$folder/loans.txt" |
    awk '{ seen = 1; below = $1 < 0.95 } END { exit !(seen && below) }' || { echo "FAIL: not below 0.95 of seasonal naive"; exit 1; }
fi
