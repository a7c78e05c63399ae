-- What Microsoft Orleans' ADO.NET providers need: who is in the cluster, and the statements that they read from the table OrleansQuery
-- by key and run with named parameters. Keys, parameters and names of result columns are Orleans' contract; the rest is ours.
-- Part of the migrations: 'bookrecs migrate' applies it.

-- A cluster's members change one version at a time: whoever read an older version has lost, reads again and decides anew.
CREATE TABLE bookrecs.clusters (
    cluster_id text PRIMARY KEY,
    version    integer NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
);

-- Every start of a silo; generation tells starts at the same address apart.
CREATE TABLE bookrecs.silos (
    cluster_id   text NOT NULL REFERENCES bookrecs.clusters,
    address      text NOT NULL,
    port         integer NOT NULL,
    generation   integer NOT NULL,
    silo_name    text NOT NULL,
    host_name    text NOT NULL,
    status       integer NOT NULL,
    gateway_port integer NOT NULL,
    suspected_by text,
    started_at   timestamptz NOT NULL,
    alive_at     timestamptz NOT NULL,
    PRIMARY KEY (cluster_id, address, port, generation)
);

-- Grain state lies where the local runtime keeps it too. Orleans counts versions and names a state but not the type of its grain.
ALTER TABLE bookrecs.grain_states ADD COLUMN version integer NOT NULL DEFAULT 1;

CREATE TABLE bookrecs.grain_types (
    state_name text COLLATE "C" PRIMARY KEY,
    grain_type text COLLATE "C" NOT NULL
);

INSERT INTO bookrecs.grain_types (state_name, grain_type) VALUES ('registry', 'modelregistry');

-- The statements' names of their own: Orleans looks for this table by the search path of its connections.
CREATE TABLE bookrecs.orleansquery (
    querykey  text PRIMARY KEY,
    querytext text NOT NULL
);

INSERT INTO bookrecs.orleansquery (querykey, querytext) VALUES
-- A cluster begins with version 0. True when this call began it.
('InsertMembershipVersionKey', $sql$
    WITH added AS (
        INSERT INTO bookrecs.clusters (cluster_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT FROM added) AS done
$sql$),
-- A silo announces itself. False when the version is old or the silo is there already; nothing is changed then.
('InsertMembershipKey', $sql$
    WITH turn AS (
        UPDATE bookrecs.clusters c SET version = c.version + 1, changed_at = now()
        WHERE c.cluster_id = @DeploymentId AND c.version = @Version AND NOT EXISTS (
            SELECT FROM bookrecs.silos s
            WHERE s.cluster_id = @DeploymentId AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
        RETURNING c.cluster_id),
    added AS (
        INSERT INTO bookrecs.silos (
            cluster_id, address, port, generation, silo_name, host_name, status, gateway_port, started_at, alive_at)
        SELECT cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM turn
        RETURNING 1)
    SELECT EXISTS (SELECT FROM added) AS done
$sql$),
-- A silo's state changes, or another suspects it. False when the version is old or there is no such silo; nothing is changed then.
('UpdateMembershipKey', $sql$
    WITH turn AS (
        UPDATE bookrecs.clusters c SET version = c.version + 1, changed_at = now()
        WHERE c.cluster_id = @DeploymentId AND c.version = @Version AND EXISTS (
            SELECT FROM bookrecs.silos s
            WHERE s.cluster_id = @DeploymentId AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
        RETURNING c.cluster_id),
    changed AS (
        UPDATE bookrecs.silos s SET status = @Status, suspected_by = @SuspectTimes, alive_at = @IAmAliveTime
        FROM turn
        WHERE s.cluster_id = turn.cluster_id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
        RETURNING 1)
    SELECT EXISTS (SELECT FROM changed) AS done
$sql$),
-- A sign of life; it changes no version.
('UpdateIAmAlivetimeKey', $sql$
    UPDATE bookrecs.silos SET alive_at = @IAmAliveTime
    WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$sql$),
-- The version is there even when no silo is.
('MembershipReadRowKey', $sql$
    SELECT c.cluster_id AS DeploymentId, s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName,
        s.host_name AS HostName, s.status AS Status, s.gateway_port AS ProxyPort, s.suspected_by AS SuspectTimes,
        s.started_at AS StartTime, s.alive_at AS IAmAliveTime, c.version AS Version
    FROM bookrecs.clusters c
    LEFT JOIN bookrecs.silos s
        ON s.cluster_id = c.cluster_id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
    WHERE c.cluster_id = @DeploymentId
$sql$),
('MembershipReadAllKey', $sql$
    SELECT c.cluster_id AS DeploymentId, s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName,
        s.host_name AS HostName, s.status AS Status, s.gateway_port AS ProxyPort, s.suspected_by AS SuspectTimes,
        s.started_at AS StartTime, s.alive_at AS IAmAliveTime, c.version AS Version
    FROM bookrecs.clusters c
    LEFT JOIN bookrecs.silos s ON s.cluster_id = c.cluster_id
    WHERE c.cluster_id = @DeploymentId
$sql$),
-- Where frontends can connect.
('GatewaysQueryKey', $sql$
    SELECT address AS Address, gateway_port AS ProxyPort, generation AS Generation
    FROM bookrecs.silos
    WHERE cluster_id = @DeploymentId AND status = @Status AND gateway_port > 0
$sql$),
-- Rows of silos that ended long ago; 3 is the status of an active one.
('CleanupDefunctSiloEntriesKey', $sql$
    DELETE FROM bookrecs.silos WHERE cluster_id = @DeploymentId AND alive_at < @IAmAliveTime AND status <> 3
$sql$),
('DeleteMembershipTableEntriesKey', $sql$
    WITH members AS (DELETE FROM bookrecs.silos WHERE cluster_id = @DeploymentId)
    DELETE FROM bookrecs.clusters WHERE cluster_id = @DeploymentId
$sql$),
('ReadFromStorageKey', $sql$
    SELECT convert_to(g.state, 'UTF8') AS PayloadBinary, g.version AS Version
    FROM bookrecs.grain_types t
    JOIN bookrecs.grain_states g ON g.grain_id = t.grain_type || '/' || @GrainIdExtensionString AND g.state_name = t.state_name
    WHERE t.state_name = @GrainTypeString
$sql$),
-- The new version, or null when someone else has written since the state was read. Both run; one of them finds something to do.
('WriteToStorageKey', $sql$
    WITH wanted AS (
        SELECT t.grain_type || '/' || @GrainIdExtensionString AS grain_id, t.state_name, @GrainStateVersion::integer AS version,
            convert_from(@PayloadBinary::bytea, 'UTF8') AS state, gen_random_uuid()::text AS etag
        FROM bookrecs.grain_types t WHERE t.state_name = @GrainTypeString),
    added AS (
        INSERT INTO bookrecs.grain_states (grain_id, state_name, etag, state)
        SELECT grain_id, state_name, etag, state FROM wanted WHERE version IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version),
    changed AS (
        UPDATE bookrecs.grain_states g SET etag = w.etag, state = w.state, version = g.version + 1
        FROM wanted w
        WHERE g.grain_id = w.grain_id AND g.state_name = w.state_name AND g.version = w.version
        RETURNING g.version)
    SELECT (SELECT version FROM added UNION ALL SELECT version FROM changed) AS NewGrainStateVersion
$sql$),
-- State that is cleared is deleted, as on the local runtime. The next version, or null when someone else has written since.
('DeleteStorageKey', $sql$
    WITH gone AS (
        DELETE FROM bookrecs.grain_states g USING bookrecs.grain_types t
        WHERE t.state_name = @GrainTypeString AND g.state_name = t.state_name
            AND g.grain_id = t.grain_type || '/' || @GrainIdExtensionString AND g.version = @GrainStateVersion::integer
        RETURNING g.version)
    SELECT (SELECT version + 1 FROM gone) AS NewGrainStateVersion
$sql$);

INSERT INTO bookrecs.orleansquery (querykey, querytext)
SELECT 'ClearStorageKey', querytext FROM bookrecs.orleansquery WHERE querykey = 'DeleteStorageKey';

-- Silos run these statements; changing them, or what grains are called, is up to the owner.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'bookrecs_service') THEN
        REVOKE INSERT, UPDATE, DELETE ON bookrecs.orleansquery, bookrecs.grain_types FROM bookrecs_service;
    END IF;
END
$$;
