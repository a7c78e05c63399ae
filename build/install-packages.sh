#!/usr/bin/env bash
# Installs what the checks need beside the .NET SDK: curl, git, wrk (load), python3 (scorer), procps and time (measuring), ip (cutting a
# process off its network), kcat (Kafka by hand, and the broker of the tests), and PostgreSQL 15, of which the tests start
# servers of their own: no server is set up or started by the installation. kubectl renders the manifests, without a cluster; of Prometheus
# only promtool is taken, which checks the alerts.
set -euo pipefail

declare -A package_of=(
  [curl]=curl [git]=git [wrk]=wrk [python3]=python3 [ps]=procps [kubectl]=kubernetes-client [ip]=iproute2 [kcat]=kcat
)
missing=()
for command in "${!package_of[@]}"; do
  command -v "$command" >/dev/null || missing+=("${package_of[$command]}")
done
[ -x /usr/bin/time ] || missing+=(time)
[ -x /usr/lib/postgresql/15/bin/initdb ] || missing+=(postgresql-15)
promtool=$(command -v promtool || true)
if [ ${#missing[@]} -eq 0 ] && [ -n "$promtool" ]; then
  echo "nothing to install"
  exit
fi

[ -n "$promtool" ] || extra=promtool
echo "installing ${missing[*]} ${extra:-}"
apt-get update -qq
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
fi
if [ ${#missing[@]} -gt 0 ]; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "${missing[@]}"
fi
if [ -z "$promtool" ]; then
  folder=$(mktemp -d)
  (cd "$folder" && apt-get download -qq prometheus && dpkg-deb --fsys-tarfile prometheus_*.deb | tar -xO ./usr/bin/promtool >promtool)
  install -m 755 "$folder/promtool" /usr/local/bin/promtool
  rm -rf "$folder"
fi
