#!/bin/sh
# Installs what the tests need and is not there yet: packages, a Chromium, the Chromium of an old phone, a PostgreSQL,
# libfaketime (an office whose clock a test can set).
set -e
cd "$(dirname "$0")/.."
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then npm ci; fi
old=tests/e2e/old-phone
if [ ! -d $old/node_modules ] || [ $old/package-lock.json -nt $old/node_modules/.package-lock.json ]; then
  (cd $old && npm ci --ignore-scripts)
fi

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1 || missing="$missing faketime"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
if [ -n "$missing" ]; then
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    # shellcheck disable=SC2086 -- a list of packages
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=300 $missing
  else
    echo "Please install:$missing (or 'npx playwright install chromium' for the browser)." >&2
  fi
fi
