-- The accounts of a BookRecs database. Run once, as a superuser, before the first migration; running it again does no harm:
--
--   psql -v ON_ERROR_STOP=1 -v database=bookrecs -f deploy/postgres/roles.sql
--
--   bookrecs_owner    owns schema, tables and functions; migrates (bookrecs migrate). No process uses it while the shop is served.
--   bookrecs_service  what silos and imports use: reads and writes rows; cannot create, alter, truncate or drop a table. Months are
--                     made, and expired ones dropped, by functions that run with the owner's rights and decide themselves.
--   bookrecs_analyst  reads, and nothing else.
--
-- They have no password yet and cannot log in with one before they are given one: \password bookrecs_owner, and so on.
\if :{?database}
\else
  \set database bookrecs
\endif

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', role)
FROM (VALUES ('bookrecs_owner'), ('bookrecs_service'), ('bookrecs_analyst')) AS wanted (role)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)
\gexec

SELECT format('CREATE DATABASE %I OWNER bookrecs_owner ENCODING ''UTF8'' TEMPLATE template0', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')
\gexec

\connect :"database"

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO bookrecs_owner, bookrecs_service, bookrecs_analyst;
-- Imports gather their rows in temporary tables, which are nobody else's.
GRANT TEMPORARY ON DATABASE :"database" TO bookrecs_service;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS bookrecs AUTHORIZATION bookrecs_owner;
ALTER SCHEMA bookrecs OWNER TO bookrecs_owner;
REVOKE ALL ON SCHEMA bookrecs FROM PUBLIC;
GRANT USAGE ON SCHEMA bookrecs TO bookrecs_service, bookrecs_analyst;

-- What the owner makes later, by migrations and month by month, is given at that moment.
ALTER DEFAULT PRIVILEGES FOR ROLE bookrecs_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE bookrecs_owner IN SCHEMA bookrecs GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO bookrecs_service;
ALTER DEFAULT PRIVILEGES FOR ROLE bookrecs_owner IN SCHEMA bookrecs GRANT USAGE ON SEQUENCES TO bookrecs_service;
ALTER DEFAULT PRIVILEGES FOR ROLE bookrecs_owner IN SCHEMA bookrecs GRANT EXECUTE ON FUNCTIONS TO bookrecs_service;
ALTER DEFAULT PRIVILEGES FOR ROLE bookrecs_owner IN SCHEMA bookrecs GRANT SELECT ON TABLES TO bookrecs_analyst;

-- What is there already.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bookrecs TO bookrecs_service;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA bookrecs TO bookrecs_service;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA bookrecs FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bookrecs TO bookrecs_service;
GRANT SELECT ON ALL TABLES IN SCHEMA bookrecs TO bookrecs_analyst;

-- Silos read the statements of orleans.sql and run them; they do not write them.
SELECT format('REVOKE INSERT, UPDATE, DELETE ON %s FROM bookrecs_service', name)
FROM (VALUES (to_regclass('bookrecs.orleansquery')), (to_regclass('bookrecs.grain_types'))) AS table_of_owner (name)
WHERE name IS NOT NULL
\gexec
ALTER ROLE bookrecs_analyst SET default_transaction_read_only = on;
