#!/usr/bin/env bash
# Makes the secrets that deploy/compose.yml reads, each in a file of its own; one that is there is kept.
set -euo pipefail
cd "$(dirname "$0")/compose"
umask 077
mkdir -p secrets
make_secret() { # NAME COMMAND...
	local file=secrets/$1
	shift
	[ -s "$file" ] || "$@" >"$file"
}
random() { python3 -c 'import secrets; print(secrets.token_urlsafe(32), end="")'; }
make_secret assistant_token random
make_secret handoff_secrets python3 -c 'import base64, secrets; print("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode(), end="")'
make_secret postgres_password random
password=$(cat secrets/postgres_password)
make_secret database_url printf 'postgresql://hitohata:%s@postgres/hitohata' "$password"
make_secret tracker_url printf 'postgresql://hitohata:%s@postgres/tracker' "$password"
# Empty: as if the setting was not there, until what another service gave you is written here.
for name in smtp_url mail_in_url notify_urls line_channel_secrets line_channel_access_token push_key oidc_client_secret; do
	[ -e "secrets/$name" ] || : >"secrets/$name"
done
# The container's user has to read them; the folder keeps everybody else out.
chmod 0755 secrets && chmod 0644 secrets/*
chmod 0700 .
echo "Secrets are in $(pwd)/secrets: keep a copy where the city keeps its passwords."
