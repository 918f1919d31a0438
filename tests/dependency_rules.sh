#!/usr/bin/env bash
# What may not be in a dependency graph: the server's world in the browser, and two copies of the
# cryptography library.
set -euo pipefail

browser=$(cargo tree --locked -p frontend --target wasm32-unknown-unknown -e normal,no-proc-macro --prefix none)
for crate in tokio axum hyper reqwest sled getrandom; do
    if grep -q "^$crate v" <<< "$browser"; then
        echo "The browser's dependency graph holds $crate; cargo tree -p frontend --target wasm32-unknown-unknown -i $crate says why." >&2
        exit 1
    fi
done

server=$(cargo tree --locked -p server -e normal,no-proc-macro --prefix none | sort -u)
copies=$(grep -c "^aws-lc-sys v" <<< "$server")
if [ "$copies" != 1 ]; then
    echo "The server's dependency graph holds $copies copies of aws-lc-sys; there must be one." >&2
    exit 1
fi
if grep -q "^rsa v" <<< "$server"; then
    echo "The server's dependency graph holds the rsa crate, which is for tests only (RUSTSEC-2023-0071)." >&2
    exit 1
fi
echo "The dependency rules hold."
