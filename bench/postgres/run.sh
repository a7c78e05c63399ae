#!/usr/bin/env bash
# Import, activation and append rates of the PostgreSQL store, on a server of its own: PostgreSQL's shipped settings, its data in a
# temporary folder, every commit flushed to the disk. Client and server share the machine. Needs postgresql-15 and the .NET SDK.
#
#   bench/postgres/run.sh [ROWS]     default: 10000000
set -euo pipefail
cd "$(dirname "$0")/../.."

rows=${1:-10000000}
bin=${PG_BIN:-/usr/lib/postgresql/15/bin}
[ -x "$bin/initdb" ] || { echo "PostgreSQL 15 is not installed: apt-get install postgresql-15 (or set PG_BIN)" >&2; exit 1; }
dotnet build bench/postgres -c Release -v q --nologo >/dev/null

folder=$(mktemp -d)
as_postgres=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as_postgres=(runuser -u postgres --)
fi
trap '"${as_postgres[@]}" "$bin/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
"${as_postgres[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
port=$((20000 + RANDOM % 20000))
"${as_postgres[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "-p $port -k $folder -c listen_addresses=127.0.0.1" start >/dev/null
"$bin/createdb" -h "$folder" -p $port -U postgres shop

echo "machine: $(nproc) x $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), .NET $(dotnet --version), $("$bin/postgres" --version), $(date -u +%F)"
echo "load before: $(cut -d' ' -f1-3 /proc/loadavg)"
dotnet artifacts/local/bin/Postgres/release/BookRecs.Postgres.dll "Host=127.0.0.1;Port=$port;Username=postgres;Database=shop" "$rows"
"$bin/psql" -h "$folder" -p $port -U postgres -d shop -Atc \
  "SELECT 'database: ' || pg_size_pretty(pg_database_size('shop')) || ', ' || count(*) || ' partitions' FROM pg_inherits WHERE inhparent = 'bookrecs.acts'::regclass"
echo "load after: $(cut -d' ' -f1-3 /proc/loadavg)"
