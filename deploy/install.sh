#!/usr/bin/env bash
# Puts Hitohata on a Debian 12 or Ubuntu 22.04/24.04 server, or brings a newer version onto it: deploy/install.sh [SOURCE]
# May be run again at any time: settings, data and secrets are kept. Says what it does, one line each.
set -euo pipefail

SOURCE=${1:-$(cd "$(dirname "$0")/.." && pwd)}
HOME_OF_CODE=/opt/hitohata
DATA=/var/lib/hitohata
SETTINGS=/etc/hitohata/hitohata.env
# Tests install into a folder without a running systemd.
START=${HITOHATA_START:-yes}
UV_VERSION=$(sed -n 's/^UV_VERSION := //p' "$SOURCE/Makefile")

say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*"; }
stop() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || stop "run it as root: sudo deploy/install.sh"
[ -f "$SOURCE/desk/pyproject.toml" ] || stop "$SOURCE is no copy of the project: desk/pyproject.toml is not there"
command -v apt-get >/dev/null || stop "this machine has no apt-get; deploy/README.md says how to use containers instead"

say "Packages: Python's venv, rsync, make"
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv rsync make ca-certificates >/dev/null

say "User and folders: hitohata, $HOME_OF_CODE, $DATA"
id hitohata >/dev/null 2>&1 || useradd --system --home-dir "$DATA" --shell /usr/sbin/nologin hitohata
install -d -m 0755 "$HOME_OF_CODE"
install -d -m 0700 -o hitohata -g hitohata "$DATA" "$DATA/.cache"
install -d -m 0755 -o hitohata -g hitohata "$HOME_OF_CODE/models" "$HOME_OF_CODE/.cache"
install -d -m 0750 -g hitohata /etc/hitohata

say "Code"
rsync -a --delete --exclude /.git --exclude .venv --exclude node_modules --exclude __pycache__ \
	--exclude /models --exclude /var --exclude /.env --exclude /.cache --exclude /reports "$SOURCE/" "$HOME_OF_CODE/"

say "Python packages, from the lock files (some minutes the first time)"
if [ ! -x "$HOME_OF_CODE/.uv/bin/uv" ]; then
	python3 -m venv "$HOME_OF_CODE/.uv"
	"$HOME_OF_CODE/.uv/bin/python" -m pip install --quiet "uv==$UV_VERSION"
fi
export PATH="$HOME_OF_CODE/.uv/bin:$PATH" UV_CACHE_DIR=/var/cache/hitohata-uv UV_PYTHON_INSTALL_DIR=/opt/hitohata/.python
export MULTIDICT_NO_EXTENSIONS=1
cd "$HOME_OF_CODE"
# With bytecode, which the service's user may not write here: each start would compile all libraries anew.
uv sync --quiet --frozen --no-dev --compile-bytecode
uv sync --quiet --frozen --no-dev --compile-bytecode --project desk
.venv/bin/python -m compileall -q bot actions
desk/.venv/bin/python -m compileall -q -x '/\.venv/' desk

say "Screens"
[ -f web/dist/.built ] || make --silent web

if [ ! -f "$SETTINGS" ]; then
	say "Settings: $SETTINGS, with secrets of this machine's own"
	token=$(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')
	secret=$(python3 -c 'import base64, secrets; print("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode())')
	sed -e "s|^HITOHATA_ASSISTANT_TOKEN=$|&$token|" -e "s|^HITOHATA_HANDOFF_SECRETS=$|&$secret|" deploy/hitohata.env.example >"$SETTINGS.new"
	chgrp hitohata "$SETTINGS.new"
	chmod 0640 "$SETTINGS.new"
	mv "$SETTINGS.new" "$SETTINGS"
fi

say "Assistant: trained where its sources changed"
# A city of its own brings its own questions.
pack=$(sed -n 's/^HITOHATA_PACK=//p' "$SETTINGS" | tail -1)
runuser -u hitohata -- env HOME="$DATA" HITOHATA_PACK="${pack:-data}" TQDM_DISABLE=1 TF_CPP_MIN_LOG_LEVEL=2 SQLALCHEMY_SILENCE_UBER_WARNING=1 \
	"$HOME_OF_CODE/.venv/bin/python" -m bot.runtime.train

say "Units of systemd"
install -m 0644 deploy/systemd/* /etc/systemd/system/
if [ "$START" = yes ]; then
	systemctl daemon-reload
	systemctl enable --quiet hitohata.target hitohata-assistant hitohata-actions hitohata-trainer hitohata-desk@8000 hitohata-backup.timer
	systemctl start hitohata-backup.timer
	if grep -qE '^HITOHATA_PUBLIC_URL=https://iju\.example\.jp' "$SETTINGS"; then
		say "Not started yet. Write your addresses into $SETTINGS, then: systemctl start hitohata.target"
	else
		"$HOME_OF_CODE/deploy/restart.sh"
	fi
fi
say "Done. The first account: cd $HOME_OF_CODE && deploy/consultant 'NAME' 'EMAIL' manager"
