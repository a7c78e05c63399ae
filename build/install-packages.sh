#!/usr/bin/env bash
# Installs what the checks need beside the .NET SDK: curl, git, wrk (load), python3 (scorer), procps and time (measuring).
set -euo pipefail

declare -A package_of=([curl]=curl [git]=git [wrk]=wrk [python3]=python3 [ps]=procps)
missing=()
for command in "${!package_of[@]}"; do
  command -v "$command" >/dev/null || missing+=("${package_of[$command]}")
done
[ -x /usr/bin/time ] || missing+=(time)
if [ ${#missing[@]} -eq 0 ]; then
  echo "nothing to install"
  exit
fi

echo "installing ${missing[*]}"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
