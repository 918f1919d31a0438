#!/usr/bin/env bash
# Starts the tab: with jira-tab.toml if there is one, else with the simulated Jira as instance "demo".
set -euo pipefail

tab=target/release/jira-tab
if [ -f jira-tab.toml ]; then
    exec "$tab" serve
fi

# Another program there, or another make run, would answer in the place of ours.
for port in 2990 3000; do
    if (: < "/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        echo "Port $port is taken by another program; stop it and run make run again." >&2
        exit 1
    fi
done

demo=target/demo
jira=http://localhost:2990/jira
if [ ! -f "$demo/jira-tab.toml" ]; then
    mkdir -p "$demo"
    rm -f "$demo/jira-demo.pem"
    "$tab" instance new --id demo --base-url "$jira" --key-file "$demo/jira-demo.pem" > "$demo/instance.txt"
    sed -n '/BEGIN PUBLIC KEY/,/END PUBLIC KEY/p' "$demo/instance.txt" > "$demo/public.pem"
    sed -n '/^\[\[jira\]\]/,/^private_key_file/p' "$demo/instance.txt" \
        | sed 's|^private_key_file.*|private_key_file = "jira-demo.pem"|; s|^id = .*|&\nname = "Demo Jira"|' > "$demo/jira-tab.toml"
fi

target/release/jira_sim --listen 127.0.0.1:2990 --context-path /jira \
    --consumer-key jira-tab-demo --consumer-name "Jira tab" --public-key "$demo/public.pem" &
simulator=$!
trap 'kill "$simulator" 2>/dev/null || true' EXIT
until (: < /dev/tcp/127.0.0.1/2990) 2>/dev/null; do
    kill -0 "$simulator" 2>/dev/null || exit 1
done
# The simulator forgets everybody when it stops, so the tab must, too.
rm -rf "$demo/data"

cat <<'WELCOME'

  The Jira tab:     http://localhost:3000
  A simulated Jira: http://localhost:2990/jira (user demo, password demo)

  Open the tab, press Connect, then Authorize; log in, press Allow, copy the code,
  paste it and press Continue. Ctrl-C stops both.
  For your own Jira: target/release/jira-tab instance new --help

WELCOME

"$tab" serve --config "$demo/jira-tab.toml"
