#!/usr/bin/env bash
# Installs what the checks need beside the .NET SDK: curl, git, wrk (load), python3 (scorer), procps and time (measuring),
# librdkafka1 and kcat (Kafka's client, and the broker of the tests), and PostgreSQL 15, of which the tests start servers of their own: no
# server is set up or started by the installation.
set -euo pipefail

declare -A package_of=([curl]=curl [git]=git [wrk]=wrk [python3]=python3 [ps]=procps [kcat]=kcat)
missing=()
for command in "${!package_of[@]}"; do
  command -v "$command" >/dev/null || missing+=("${package_of[$command]}")
done
[ -x /usr/bin/time ] || missing+=(time)
[ -n "$(ldconfig -p | grep 'librdkafka\.so\.1')" ] || missing+=(librdkafka1)
[ -x /usr/lib/postgresql/15/bin/initdb ] || missing+=(postgresql-15)
if [ ${#missing[@]} -eq 0 ]; then
  echo "nothing to install"
  exit
fi

echo "installing ${missing[*]}"
apt-get update -qq
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
fi
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "${missing[@]}"
