-- Retention: whole months are taken out of the log, then what is only theirs is forgotten, then their tables are dropped.

-- How many months are kept; 0 keeps all. Only the owner can replace this function, so the service's account cannot shorten it.
CREATE FUNCTION bookrecs.retention_months() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0';

-- Takes the oldest month whose acts are all older than the retention out of the log.
-- Returns the partition, or null when none has expired.
CREATE FUNCTION bookrecs.detach_expired_month() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    v_first timestamptz :=
        (date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => bookrecs.retention_months())) AT TIME ZONE 'UTC';
    v_name  text;
    v_old   text;
    v_acts  bigint;
    v_index regclass;
BEGIN
    IF bookrecs.retention_months() <= 0 THEN
        RETURN NULL;
    END IF;
    PERFORM FROM bookrecs.shop FOR UPDATE;
    IF v_first > '1990-01-01 00:00:00+00' AND EXISTS (SELECT FROM bookrecs.acts_before_1990) THEN
        v_name := 'acts_before_1990';
    ELSE
        SELECT min(c.relname) INTO v_name
        FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid
        WHERE h.inhparent = 'bookrecs.acts'::regclass AND c.relname ~ '^acts_[0-9]{4}_[0-9]{2}$'
            AND c.relname < 'acts_' || to_char(v_first AT TIME ZONE 'UTC', 'YYYY_MM');
    END IF;
    IF v_name IS NULL THEN
        RETURN NULL;
    END IF;

    v_old := 'expired' || substr(v_name, 5) || '_' || txid_current();
    EXECUTE format('ALTER TABLE bookrecs.acts DETACH PARTITION bookrecs.%I', v_name);
    EXECUTE format('ALTER TABLE bookrecs.%I RENAME TO %I', v_name, v_old);
    EXECUTE format(
        'UPDATE bookrecs.items i SET act_count = i.act_count - c.acts
         FROM (SELECT item_no, count(*) AS acts FROM bookrecs.%I GROUP BY item_no) c WHERE i.item_no = c.item_no', v_old);
    EXECUTE format('SELECT count(*) FROM bookrecs.%I', v_old) INTO v_acts;
    UPDATE bookrecs.shop SET acts = acts - v_acts;
    FOR v_index IN SELECT x.indexrelid::regclass FROM pg_index x WHERE x.indrelid = format('bookrecs.%I', v_old)::regclass LOOP
        EXECUTE format('DROP INDEX %s', v_index);
    END LOOP;
    IF v_name = 'acts_before_1990' THEN
        CREATE TABLE bookrecs.acts_before_1990 (LIKE bookrecs.acts);
        ALTER TABLE bookrecs.acts ATTACH PARTITION bookrecs.acts_before_1990
            FOR VALUES FROM ('4713-01-01 00:00:00+00 BC') TO ('1990-01-01 00:00:00+00');
    END IF;
    RETURN v_name;
END
$$;

-- Forgets the ids and the users of at most so many acts of a month that was taken out; drops its table when nothing is left.
-- Returns false when there is nothing more to do.
CREATE FUNCTION bookrecs.forget_expired_acts(p_limit integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    v_name  text;
    v_ids   text[];
    v_users integer[];
    v_acts  bigint;
    v_gone  bigint;
BEGIN
    PERFORM FROM bookrecs.shop FOR UPDATE;
    SELECT min(c.relname) INTO v_name
    FROM pg_class c
    WHERE c.relnamespace = 'bookrecs'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^expired_[0-9a-z_]+$';
    IF v_name IS NULL THEN
        RETURN false;
    END IF;

    EXECUTE format(
        'WITH gone AS (
            DELETE FROM bookrecs.%1$I WHERE ctid = ANY (ARRAY(SELECT ctid FROM bookrecs.%1$I LIMIT $1)) RETURNING transaction_id, user_no)
         SELECT array_agg(transaction_id) FILTER (WHERE transaction_id IS NOT NULL), array_agg(DISTINCT user_no), count(*) FROM gone',
        v_name) USING p_limit INTO v_ids, v_users, v_acts;
    IF v_acts = 0 THEN
        EXECUTE format('DROP TABLE bookrecs.%I', v_name);
        RETURN true;
    END IF;

    DELETE FROM bookrecs.act_ids WHERE transaction_id = ANY (v_ids);
    DELETE FROM bookrecs.users u
    WHERE u.user_no = ANY (v_users) AND NOT EXISTS (SELECT FROM bookrecs.acts a WHERE a.user_no = u.user_no);
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    UPDATE bookrecs.shop SET users = users - v_gone;
    RETURN true;
END
$$;
