-- Months and their indexes. These functions run with the rights of the tables' owner (SECURITY DEFINER), so that the service's account
-- can have a month made or an index built without being able to drop or alter a table.

-- Makes the partitions of the months of some dates. A new one is attached, not created in place: readers and writers go on meanwhile.
CREATE FUNCTION bookrecs.create_months(p_dates timestamptz[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_month timestamp;
    v_name  text;
BEGIN
    FOR v_month IN
        SELECT DISTINCT date_trunc('month', d.at AT TIME ZONE 'UTC')
        FROM unnest(p_dates) AS d (at)
        WHERE d.at >= '1990-01-01 00:00:00+00' AND d.at < '2100-01-01 00:00:00+00'
        ORDER BY 1
    LOOP
        v_name := 'acts_' || to_char(v_month, 'YYYY_MM');
        CONTINUE WHEN to_regclass('bookrecs.' || v_name) IS NOT NULL;
        PERFORM FROM bookrecs.shop FOR UPDATE;
        CONTINUE WHEN to_regclass('bookrecs.' || v_name) IS NOT NULL;
        EXECUTE format('CREATE TABLE bookrecs.%I (LIKE bookrecs.acts)', v_name);
        EXECUTE format('ALTER TABLE bookrecs.acts ATTACH PARTITION bookrecs.%I FOR VALUES FROM (%L) TO (%L)',
            v_name, v_month AT TIME ZONE 'UTC', (v_month + interval '1 month') AT TIME ZONE 'UTC');
    END LOOP;
END
$$;

-- The two indexes over all months; partitions that lack theirs get them from build_indexes.
CREATE FUNCTION bookrecs.declare_indexes() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM bookrecs.shop FOR UPDATE;
    IF to_regclass('bookrecs.acts_user') IS NULL THEN
        CREATE INDEX acts_user ON ONLY bookrecs.acts (user_no, occurred_at DESC, sequence DESC) INCLUDE (item_no, kind, is_read, rating);
    END IF;
    IF to_regclass('bookrecs.acts_item') IS NULL THEN
        CREATE INDEX acts_item ON ONLY bookrecs.acts (item_no, occurred_at DESC, sequence DESC) INCLUDE (kind, user_no);
    END IF;
END
$$;

-- The partitions that lack an index, the largest first.
CREATE FUNCTION bookrecs.unindexed_months() RETURNS SETOF text
LANGUAGE sql STABLE AS $$
    SELECT c.relname::text
    FROM pg_catalog.pg_inherits h
    JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid
    WHERE h.inhparent = 'bookrecs.acts'::regclass
        AND 2 > (
            SELECT count(*)
            FROM pg_catalog.pg_index x
            JOIN pg_catalog.pg_inherits p ON p.inhrelid = x.indexrelid
            JOIN pg_catalog.pg_class parent ON parent.oid = p.inhparent
            WHERE x.indrelid = c.oid AND parent.relname IN ('acts_user', 'acts_item'))
    ORDER BY pg_catalog.pg_relation_size(c.oid) DESC, c.relname
$$;

-- Builds what one partition lacks, and tells the planner of it: a small sample suffices to see that users and items are many.
CREATE FUNCTION bookrecs.build_indexes(p_month text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET default_statistics_target = 10 AS $$
DECLARE
    v_index record;
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid
        WHERE h.inhparent = 'bookrecs.acts'::regclass AND c.relname = p_month) THEN
        RAISE EXCEPTION 'bookrecs.% is not a partition of bookrecs.acts', p_month;
    END IF;
    FOR v_index IN
        SELECT d.* FROM (VALUES
            ('acts_user', '_user', '(user_no, occurred_at DESC, sequence DESC) INCLUDE (item_no, kind, is_read, rating)'),
            ('acts_item', '_item', '(item_no, occurred_at DESC, sequence DESC) INCLUDE (kind, user_no)')) AS d (parent, suffix, columns)
        WHERE NOT EXISTS (
            SELECT FROM pg_index x JOIN pg_inherits p ON p.inhrelid = x.indexrelid
            WHERE x.indrelid = format('bookrecs.%I', p_month)::regclass AND p.inhparent = ('bookrecs.' || d.parent)::regclass)
    LOOP
        EXECUTE format('CREATE INDEX %I ON bookrecs.%I %s', p_month || v_index.suffix, p_month, v_index.columns);
        EXECUTE format('ALTER INDEX bookrecs.%I ATTACH PARTITION bookrecs.%I', v_index.parent, p_month || v_index.suffix);
    END LOOP;
    EXECUTE format('ANALYZE bookrecs.%I (user_no, item_no, kind)', p_month);
END
$$;

-- An empty log is filled without indexes, which are several times faster built in one go. Only an empty one: false otherwise.
CREATE FUNCTION bookrecs.drop_indexes_of_empty_log() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM bookrecs.shop FOR UPDATE;
    IF EXISTS (SELECT FROM bookrecs.acts) THEN
        RETURN false;
    END IF;
    DROP INDEX IF EXISTS bookrecs.acts_user, bookrecs.acts_item;
    RETURN true;
END
$$;

SELECT bookrecs.declare_indexes();
SELECT bookrecs.build_indexes(month) FROM bookrecs.unindexed_months() AS month;
