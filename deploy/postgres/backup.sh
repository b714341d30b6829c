#!/bin/sh
# A complete copy of the database, and no copy that is older than BACKUP_DAYS: what was deleted lives on in copies.
# The database is named by PGHOST, PGUSER, PGPASSWORD and PGDATABASE.
set -eu
folder=${BACKUP_FOLDER:-/backup}
# First of all, so that the rule holds also while no copy can be made.
find "$folder" -name 'endorinn-*' -mmin "+$((BACKUP_DAYS * 24 * 60))" -delete
copy="$folder/endorinn-$(date -u +%Y%m%dT%H%M%SZ).dump"
umask 077
pg_dump --format=custom --file="$copy.part"
pg_restore --file=/dev/null "$copy.part"
mv "$copy.part" "$copy"
echo "Wrote $copy. There are:"
ls -l "$folder"
