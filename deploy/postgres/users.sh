#!/bin/sh
# Once, in a new PostgreSQL: a user that owns its database and nothing else. CREATEDB is for `restore.sh`.
set -eu
psql --quiet --set=ON_ERROR_STOP=1 --set=password="$DATABASE_PASSWORD" --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
CREATE ROLE endorinn LOGIN CREATEDB PASSWORD :'password';
CREATE DATABASE endorinn OWNER endorinn;
SQL
