#!/bin/sh
# Runs once, when the database server is set up, after roles.sql: gives the accounts their passwords. They reach psql by its
# environment, so that they stand in no command line.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname bookrecs <<'SQL'
\getenv owner BOOKRECS_OWNER_PASSWORD
\getenv service BOOKRECS_SERVICE_PASSWORD
\getenv analyst BOOKRECS_ANALYST_PASSWORD
ALTER ROLE bookrecs_owner PASSWORD :'owner';
ALTER ROLE bookrecs_service PASSWORD :'service';
ALTER ROLE bookrecs_analyst PASSWORD :'analyst';
SQL
