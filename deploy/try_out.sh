#!/usr/bin/env bash
# `make deploy-test`: both images, and a restart without a gap, on this machine's loopback. Needs root and Debian's
# debootstrap, buildah, caddy, redis-server, postgresql. Leaves nothing running; keeps the base and the images for the next time.
set -euo pipefail
cd "$(dirname "$0")/.."

WORK=$PWD/.cache/deploy-test
# Below the ports that the kernel hands out to whoever asks for any.
POSTGRES_PORT=15432 REDIS_PORT=16379 ASSISTANT_PORT=15005 ACTIONS_PORT=15055 DESKS=(18000 18001) DOOR=18080
# Layers lie on each other where the kernel lets them; a copy of everything for each (vfs) works everywhere.
if [ -z "${STORAGE_DRIVER:-}" ]; then
	STORAGE_DRIVER=vfs
	if command -v buildah >/dev/null && STORAGE_DRIVER=overlay buildah info >/dev/null 2>&1; then STORAGE_DRIVER=overlay; fi
fi
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER
PIDS=() CONTAINERS=()

# Each step with the seconds since the beginning.
say() { printf '%s %5d s  %s\n' "$(date +%H:%M:%S)" "$SECONDS" "$*"; }
# How often as long everything takes here as on a quiet machine.
slowness() { awk -v cores="$(nproc)" '{ s = $1 / cores; print int(s > 1 ? s + 1 : 1) }' /proc/loadavg; }
innermost() { # PID : the program in a container; buildah itself hands no signal on, and kills what it runs when it ends
	local pid=$1 child
	while child=$(pgrep -P "$pid" | head -1) && [ -n "$child" ]; do
		pid=$child
		case $(readlink "/proc/$pid/exe") in *memfd:buildah* | */buildah) ;; *) break ;; esac
	done
	echo "$pid"
}
finish() {
	for pid in "${PIDS[@]}"; do kill "$(innermost "$pid")" 2>/dev/null || true; done
	wait 2>/dev/null || true
	for container in "${CONTAINERS[@]}"; do buildah rm "$container" >/dev/null 2>&1 || true; done
	rm -rf "$WORK/run"
}
trap finish EXIT
for tool in debootstrap buildah caddy redis-server; do
	command -v "$tool" >/dev/null || { echo "deploy-test: $tool is missing: apt install debootstrap buildah caddy redis-server postgresql" >&2; exit 1; }
done
POSTGRES_BIN=$(dirname "$(find /usr/lib/postgresql -name initdb | sort -V | tail -1)")

mkdir -p "$WORK"
rm -rf "$WORK/run"
if ! buildah inspect --type image localhost/hitohata-base >/dev/null 2>&1; then
	say "base: Debian 12 by debootstrap"
	debootstrap --variant=minbase bookworm "$WORK/base" >"$WORK/debootstrap.log" 2>&1 || { tail -5 "$WORK/debootstrap.log"; exit 1; }
	# Behind a proxy that opens TLS the base trusts what this machine was told to trust.
	mkdir -p "$WORK/base/etc/ssl/certs" "$WORK/base/usr/local/share/ca-certificates"
	cp /etc/ssl/certs/ca-certificates.crt "$WORK/base/etc/ssl/certs/"
	find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$WORK/base/usr/local/share/ca-certificates/" \;
	container=$(buildah from scratch)
	buildah add -q "$container" "$WORK/base" / >/dev/null
	buildah commit -q "$container" localhost/hitohata-base >/dev/null
	buildah rm "$container" >/dev/null
	rm -rf "$WORK/base"
fi
for target in desk assistant; do
	say "image: $target"
	buildah build --quiet --layers --force-rm --build-arg BASE=localhost/hitohata-base --target "$target" \
		-f deploy/containers/Containerfile -t "hitohata-$target" . >"$WORK/$target.log" 2>&1 || { tail -20 "$WORK/$target.log"; exit 1; }
done

say "PostgreSQL, Redis"
mkdir -p "$WORK/run/secrets" "$WORK/run/data" "$WORK/run/postgres"
chown postgres "$WORK/run/postgres"
runuser -u postgres -- "$POSTGRES_BIN/initdb" -D "$WORK/run/postgres/data" -U hitohata --auth=trust >/dev/null
runuser -u postgres -- "$POSTGRES_BIN/postgres" -D "$WORK/run/postgres/data" -p $POSTGRES_PORT -c listen_addresses=127.0.0.1 \
	-c unix_socket_directories="$WORK/run/postgres" >"$WORK/postgres.log" 2>&1 &
PIDS+=($!)
redis-server --bind 127.0.0.1 --port $REDIS_PORT --save "" --appendonly no >"$WORK/redis.log" 2>&1 &
PIDS+=($!)
until runuser -u postgres -- "$POSTGRES_BIN/pg_isready" -q -h 127.0.0.1 -p $POSTGRES_PORT; do sleep 0.3; done
for name in hitohata tracker; do "$POSTGRES_BIN/createdb" -h 127.0.0.1 -p $POSTGRES_PORT -U hitohata "$name"; done

printf '%s' "$(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')" >"$WORK/run/secrets/hitohata_assistant_token"
python3 -c 'import base64, secrets; print("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode(), end="")' >"$WORK/run/secrets/hitohata_handoff_secrets"
printf 'postgresql://hitohata@127.0.0.1:%s/hitohata' $POSTGRES_PORT >"$WORK/run/secrets/hitohata_database_url"
printf 'postgresql://hitohata@127.0.0.1:%s/tracker' $POSTGRES_PORT >"$WORK/run/secrets/hitohata_tracker_url"
chmod -R a+rX "$WORK/run/secrets"
chmod 0777 "$WORK/run/data"

desk_container=$(buildah from localhost/hitohata-desk)
assistant_container=$(buildah from localhost/hitohata-assistant)
CONTAINERS+=("$desk_container" "$assistant_container")
inside() { # CONTAINER LOG COMMAND... : runs a command of an image with the secrets and settings of compose
	local container=$1 log=$2
	shift 2
	exec buildah run --network host -v "$WORK/run/secrets:/run/secrets:ro" -v "$WORK/run/data:/var/lib/hitohata" \
		--env HITOHATA_ENVIRONMENT=production --env HITOHATA_PUBLIC_URL=https://iju.example.jp \
		--env HITOHATA_ALLOWED_ORIGINS=https://www.city.example.jp --env HITOHATA_REDIS_URL=redis://127.0.0.1:$REDIS_PORT/0 \
		--env HITOHATA_ASSISTANT_PORT=$ASSISTANT_PORT --env HITOHATA_ACTIONS_PORT=$ACTIONS_PORT --env "HITOHATA_PORT=${PORT:-18000}" --env HITOHATA_DRAIN_SECONDS=5 \
		"$container" -- /usr/local/bin/with-secrets "$@" >"$log" 2>&1
}
say "assistant, actions, trainer, desks"
(inside "$assistant_container" "$WORK/assistant-run.log" .venv/bin/python -m bot.runtime.serve) &
PIDS+=($!)
(inside "$assistant_container" "$WORK/actions-run.log" .venv/bin/python -m actions.serve) &
PIDS+=($!)
(inside "$assistant_container" "$WORK/trainer-run.log" nice -n 19 .venv/bin/python -m bot.runtime.trainer) &
TRAINER=$!
PIDS+=($TRAINER)
declare -A DESK_PID
start_desk() {
	(PORT=$1 inside "$desk_container" "$WORK/desk-$1.log" desk/.venv/bin/python -m desk.main) &
	DESK_PID[$1]=$!
	PIDS+=($!)
}
is_ready() { curl -sf -o /dev/null --max-time $((2 * $(slowness))) "http://127.0.0.1:$1/health/ready"; }
has_assistant() { curl -s --max-time $((2 * $(slowness))) "http://127.0.0.1:$1/health/ready" | grep -q '"assistant":{"status":"ok"}'; }
wait_for() { # CHECK PORT LOG : waits for a check, and shows the end of a log where it never succeeds
	local begun=$SECONDS
	until "$1" "$2"; do
		if [ $((SECONDS - begun)) -gt $((180 * $(slowness))) ]; then
			echo "deploy-test: $1 $2 has not come true" >&2
			tail -20 "$3" >&2
			exit 1
		fi
		sleep 0.5
	done
}
for port in "${DESKS[@]}"; do
	start_desk "$port"
	wait_for is_ready "$port" "$WORK/desk-$port.log"
done
HITOHATA_SITE="http://127.0.0.1:$DOOR" HITOHATA_DESKS="$(printf '127.0.0.1:%s ' "${DESKS[@]}")" XDG_DATA_HOME="$WORK/run/caddy" \
	caddy run --config deploy/Caddyfile --adapter caddyfile >"$WORK/caddy.log" 2>&1 &
PIDS+=($!)
wait_for is_ready $DOOR "$WORK/caddy.log"
say "waiting for the assistant"
wait_for has_assistant $DOOR "$WORK/assistant-run.log"

say "messages, while the desks are restarted one after the other"
python3 deploy/no_gap.py "http://127.0.0.1:$DOOR" "$WORK/run/stop" &
load=$!
sleep 3
for port in "${DESKS[@]}"; do
	# As systemd and compose do it: the desk itself is asked to end.
	kill -TERM "$(innermost "${DESK_PID[$port]}")"
	wait "${DESK_PID[$port]}" 2>/dev/null || true
	start_desk "$port"
	wait_for is_ready "$port" "$WORK/desk-$port.log"
	say "the desk on $port has been restarted"
	# As restart.sh waits: until the proxy has seen it.
	sleep $((10 * $(slowness)))
done
touch "$WORK/run/stop"
wait $load
# It has asked both desks whether something is to be learnt, and outlived their restarts.
kill -0 $TRAINER 2>/dev/null || { echo "deploy-test: the trainer has ended" >&2; tail -20 "$WORK/trainer-run.log" >&2; exit 1; }
say "deploy-test: passed"
