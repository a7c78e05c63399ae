#!/usr/bin/env bash
# Transactions from Kafka into log and grains: one silo on SQLite, a broker of its own (librdkafka's mock cluster, which speaks Kafka's
# protocol), and `bookrecs simulate` as the shop. All three share the machine. Shows what the silo took each second and how long each record
# was under way: from publishing until its act was flushed to the disk and counted. The broker keeps some 5 MB of a partition, about four
# seconds at 20,000/s: a silo that falls further behind misses records, and the run fails. Needs kcat, curl and the .NET SDK.
#
#   bench/kafka/run.sh [RATE] [SECONDS]     default: 20000 30
set -euo pipefail
cd "$(dirname "$0")/../.."

rate=${1:-20000} seconds=${2:-30} users=20000 items=10000
url=http://127.0.0.1:5187
bin=$PWD/artifacts/local/bin
for project in src/Silo src/Cli bench/kafka; do dotnet build $project -c Release -v q --nologo >/dev/null; done

folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
cli() { dotnet "$bin/Cli/release/bookrecs.dll" "$@"; }
cpu() { awk '{ print ($14 + $15) / 100 }' "/proc/$1/stat"; }

echo "machine: $(nproc) x $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), .NET $(dotnet --version), Confluent.Kafka $(sed -n 's/.*"Confluent.Kafka" Version="\([^"]*\)".*/\1/p' Directory.Packages.props), $(date -u +%F)"
echo "load before: $(cut -d' ' -f1-3 /proc/loadavg)"
cli generate --users $users --items $items --interactions 1000000 --out "$folder/shop" >/dev/null
cli import --format canonical --interactions "$folder"/shop/interactions.csv.gz --books "$folder"/shop/books.csv.gz --into "$folder/data/shop.db" >/dev/null

mkfifo "$folder/open"
kcat -P -b ignored:1 -t seed -X test.mock.num.brokers=1 <"$folder/open" 2>"$folder/broker.log" &
broker=$!
exec 3>"$folder/open"
for _ in $(seq 100); do grep -q 'replaced with' "$folder/broker.log" && break || sleep 0.1; done
address=$(sed -n 's/.*replaced with //p' "$folder/broker.log" | head -n 1)

(cd "$folder" && DOTNET_STARTUP_HOOKS=$bin/Kafka/release/BookRecs.Kafka.dll BOOKRECS_DELAYS=$folder/delays \
  exec dotnet "$bin/Silo/release/BookRecs.Silo.dll" --urls $url --BookRecs:Messaging:Transport=kafka --BookRecs:Messaging:Kafka:Brokers="$address") >"$folder/silo.log" 2>&1 &
silo=$!
for _ in $(seq 3000); do
  curl -sf $url/ready >/dev/null && grep -q 'of topic new_transactions to this consumer' "$folder/silo.log" && break || sleep 0.2
done
curl -sf $url/ready >/dev/null || { cat "$folder/silo.log"; exit 1; }

# taken SINCE COUNT: waits, a minute at most, until the silo has taken so many records since a second, and prints how many it has.
taken() {
  local all
  for _ in $(seq 300); do
    all=$(awk -v since="$1" '$1 >= since { all += $2 } END { print all + 0 }' "$folder/delays")
    [ "$all" -ge "$2" ] && break || sleep 0.2
  done
  echo "$all"
}

# The same acts under other ids, at half the rate: they compile the code and bring every reader into memory that the load will meet.
cli simulate --from "$folder/shop/interactions.csv.gz" --last $((rate * seconds)) --rate $((rate / 2)) --to kafka --brokers "$address" --run warm >"$folder/warm" 2>/dev/null
echo "taken before the load: $(taken 0 $((rate * seconds)))"
sleep 2
before_silo=$(cpu $silo) before_broker=$(cpu $broker) began=$(date +%s)
cli simulate --from "$folder/shop/interactions.csv.gz" --last $((rate * seconds)) --rate "$rate" --to kafka --brokers "$address" --run load >"$folder/load" 2>/dev/null || true
all=$(taken "$began" $((rate * seconds)))
awk -v silo="$(cpu $silo)" -v broker="$(cpu $broker)" -v bs="$before_silo" -v bb="$before_broker" \
  'BEGIN { printf "processor seconds: silo %.1f, broker %.1f\n", silo - bs, broker - bb }'
cat "$folder/load"
echo "memory of the silo: $(awk '/VmRSS/ { printf "%d MB", $2 / 1024 } /VmHWM/ { printf "at most %d MB since its start, training included; now ", $2 / 1024 }' /proc/$silo/status)"
echo "load after: $(cut -d' ' -f1-3 /proc/loadavg)"

echo "second   records    p50 ms    p99 ms    max ms"
awk -v began="$began" '$1 >= began { printf "%6d %9d %9.1f %9.1f %9.1f\n", $1 - began, $2, $3, $4, $5; all += $2; if ($4 > worst) worst = $4; p99[n++] = $4 }
  END { for (i = 0; i < n; i++) for (j = i + 1; j < n; j++) if (p99[j] < p99[i]) { t = p99[i]; p99[i] = p99[j]; p99[j] = t }
        printf "in all %d records in %d s; p99 of a second: median %.1f ms, worst %.1f ms\n", all, n, p99[int(n / 2)], worst }' "$folder/delays"
[ "$all" -ge $((rate * seconds)) ] || { echo "FAILED: the silo took $all of $((rate * seconds)) records: it fell behind further than the broker keeps"; exit 1; }
