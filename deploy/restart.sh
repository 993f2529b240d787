#!/usr/bin/env bash
# Restarts everything without a gap: assistant and actions first (the desk keeps what comes meanwhile; a training begins again), then one desk
# after the other, each only when the one before answers again.
set -euo pipefail

# Until the proxy sends people to a desk that is back: it looks every two seconds and passes over for five who failed it
# (Caddyfile). Without this wait the next desk ends while the one before counts as away, and what people send meets a 503.
SEEN_SECONDS=10

say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*"; }

answers() { # PORT: whether the desk there takes conversations in
	python3 - "$1" <<'PYTHON'
import sys, urllib.request
with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/health/ready", timeout=2) as answer:
    sys.exit(answer.status != 200)
PYTHON
}

say "assistant, actions and trainer"
systemctl restart hitohata-actions hitohata-assistant hitohata-trainer
for unit in $(systemctl list-units --plain --no-legend --all 'hitohata-desk@*' | awk '{print $1}'); do
	port=${unit#hitohata-desk@}
	port=${port%.service}
	systemctl restart "$unit"
	for _ in $(seq 120); do
		if answers "$port" 2>/dev/null; then
			say "$unit answers"
			sleep "$SEEN_SECONDS"
			continue 2
		fi
		sleep 0.5
	done
	echo "restart.sh: $unit does not answer after a minute; the desks after it were left alone. See: journalctl -u $unit -n 50" >&2
	exit 1
done
