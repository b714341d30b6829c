#!/bin/sh
# Puts a copy in the database's place: `restore.sh /backup/endorinn-….dump`. Stop gateways and action servers first.
# It is read into a new database, which takes the name of the old one once it is whole; if it fails, nothing is changed.
# The database is named by PGHOST, PGUSER, PGPASSWORD and PGDATABASE; the user owns it and may create others.
set -eu
export PGOPTIONS="--client-min-messages=warning"
fresh="${PGDATABASE}_restored"
dropdb --if-exists --force --maintenance-db=postgres "$fresh"
createdb --maintenance-db=postgres "$fresh"
if ! pg_restore --exit-on-error --no-owner --dbname="$fresh" "$1"; then
  dropdb --maintenance-db=postgres "$fresh"
  echo "$1 could not be restored; the database is as it was." >&2
  exit 1
fi
dropdb --if-exists --force --maintenance-db=postgres "$PGDATABASE"
psql --quiet --set=ON_ERROR_STOP=1 --dbname=postgres --command="ALTER DATABASE \"$fresh\" RENAME TO \"$PGDATABASE\""
echo "Restored $1"
