CREATE SCHEMA bookrecs;
CREATE FUNCTION bookrecs.append_acts(p_writer uuid, p_batch bigint, p_ids text[], p_users text[], p_items text[], p_kinds smallint[], p_ratings real[], p_reads boolean[], p_prices numeric[], p_dates timestamp with time zone[], p_dated boolean[]) RETURNS TABLE(status smallint, sequence bigint, occurred_at timestamp with time zone, in_catalogue boolean)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
DECLARE
    v_before bigint;
    v_after  bigint;
    v_places bigint[];
    v_acts   bigint := 0;
    v_users  bigint := 0;
    v_items  bigint := 0;
BEGIN
    SELECT s.last_sequence, s.last_sequence INTO STRICT v_before, v_after FROM bookrecs.shop s FOR UPDATE;
    SELECT array_agg(f.place ORDER BY f.place), count(*) INTO v_places, v_acts
    FROM (SELECT t.id, min(t.place) AS place FROM unnest(p_ids) WITH ORDINALITY AS t (id, place) GROUP BY t.id) f
    WHERE NOT EXISTS (SELECT FROM bookrecs.act_ids k WHERE k.transaction_id = f.id);
    IF v_acts > 0 THEN
        INSERT INTO bookrecs.users (user_id)
        SELECT n.id
        FROM (
            SELECT t.id, min(t.place) AS place
            FROM unnest(p_users) WITH ORDINALITY AS t (id, place) JOIN unnest(v_places) AS p (place) ON p.place = t.place
            GROUP BY t.id) n
        WHERE NOT EXISTS (SELECT FROM bookrecs.users u WHERE u.user_id = n.id)
        ORDER BY n.place;
        GET DIAGNOSTICS v_users = ROW_COUNT;
        INSERT INTO bookrecs.items (item_id)
        SELECT n.id
        FROM (
            SELECT t.id, min(t.place) AS place
            FROM unnest(p_items) WITH ORDINALITY AS t (id, place) JOIN unnest(v_places) AS p (place) ON p.place = t.place
            GROUP BY t.id) n
        WHERE NOT EXISTS (SELECT FROM bookrecs.items i WHERE i.item_id = n.id)
        ORDER BY n.place;
        GET DIAGNOSTICS v_items = ROW_COUNT;
        PERFORM bookrecs.create_months(p_dates);
        WITH new AS (
            SELECT v_before + row_number() OVER (ORDER BY t.place) AS sequence,
                   t.id, u.user_no, i.item_no, t.kind, t.is_read, t.rating, t.price, t.at
            FROM unnest(p_ids, p_users, p_items, p_kinds, p_reads, p_ratings, p_prices, p_dates) WITH ORDINALITY
                AS t (id, user_id, item_id, kind, is_read, rating, price, at, place)
            JOIN unnest(v_places) AS p (place) ON p.place = t.place
            JOIN bookrecs.users u ON u.user_id = t.user_id
            JOIN bookrecs.items i ON i.item_id = t.item_id),
        named AS (
            INSERT INTO bookrecs.act_ids (transaction_id, sequence, occurred_at, user_no)
            SELECT n.id, n.sequence, n.at, n.user_no FROM new n),
        counted AS (
            UPDATE bookrecs.items i SET act_count = i.act_count + c.acts
            FROM (SELECT n.item_no, count(*) AS acts FROM new n GROUP BY n.item_no) c WHERE i.item_no = c.item_no)
        INSERT INTO bookrecs.acts (sequence, occurred_at, user_no, item_no, kind, is_read, rating, price, transaction_id)
        SELECT n.sequence, n.at, n.user_no, n.item_no, n.kind, n.is_read, n.rating, n.price, n.id FROM new n ORDER BY n.sequence;
        v_after := v_before + v_acts;
        UPDATE bookrecs.shop SET last_sequence = v_after, acts = acts + v_acts, users = users + v_users, items = items + v_items;
        INSERT INTO bookrecs.writers AS w (writer, batch, before_sequence, after_sequence)
        VALUES (p_writer, p_batch, v_before, v_after)
        ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, before_sequence = excluded.before_sequence,
            after_sequence = excluded.after_sequence, written_at = now();
    ELSE
        SELECT w.before_sequence, w.after_sequence INTO v_before, v_after
        FROM bookrecs.writers w WHERE w.writer = p_writer AND w.batch = p_batch;
    END IF;
    -- An id whose month was dropped and which is not forgotten yet has no act to compare with: it is a duplicate.
    RETURN QUERY
    SELECT (CASE
                WHEN k.sequence > v_before AND k.sequence <= v_after
                    AND t.place = min(t.place) OVER (PARTITION BY t.id) THEN 0
                WHEN a.sequence IS NULL THEN 1
                WHEN u.user_id = t.user_id AND i.item_id = t.item_id AND a.kind = t.kind AND a.is_read = t.is_read
                    AND a.rating IS NOT DISTINCT FROM t.rating AND a.price IS NOT DISTINCT FROM t.price
                    AND (a.occurred_at = t.at OR NOT t.dated) THEN 1
                ELSE 2
            END)::smallint,
           k.sequence,
           k.occurred_at,
           coalesce(b.title <> '', false)
    FROM unnest(p_ids, p_users, p_items, p_kinds, p_reads, p_ratings, p_prices, p_dates, p_dated) WITH ORDINALITY
        AS t (id, user_id, item_id, kind, is_read, rating, price, at, dated, place)
    JOIN bookrecs.act_ids k ON k.transaction_id = t.id
    LEFT JOIN bookrecs.acts a ON a.user_no = k.user_no AND a.occurred_at = k.occurred_at AND a.sequence = k.sequence
    LEFT JOIN bookrecs.users u ON u.user_no = a.user_no
    LEFT JOIN bookrecs.items i ON i.item_no = a.item_no
    LEFT JOIN bookrecs.books b ON b.item_no = a.item_no
    ORDER BY t.place;
END
$$;
CREATE FUNCTION bookrecs.build_indexes(p_month text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
END
$$;
CREATE FUNCTION bookrecs.count_acts(p_acts bigint) RETURNS void
    LANGUAGE sql
    AS $$
    UPDATE bookrecs.shop SET last_sequence = last_sequence + p_acts, acts = acts + p_acts;
$$;
CREATE FUNCTION bookrecs.create_months(p_dates timestamp with time zone[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
CREATE FUNCTION bookrecs.declare_indexes() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
CREATE FUNCTION bookrecs.detach_expired_month() RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '2s'
    AS $_$
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
$_$;
CREATE FUNCTION bookrecs.drop_indexes_of_empty_log() RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM FROM bookrecs.shop FOR UPDATE;
    IF EXISTS (SELECT FROM bookrecs.acts) THEN
        RETURN false;
    END IF;
    DROP INDEX IF EXISTS bookrecs.acts_user, bookrecs.acts_item;
    RETURN true;
END
$$;
CREATE FUNCTION bookrecs.forget_expired_acts(p_limit integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '2s'
    AS $_$
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
$_$;
CREATE FUNCTION bookrecs.merge_acts(OUT added bigint, OUT replaced bigint, OUT unchanged bigint) RETURNS record
    LANGUAGE plpgsql
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_seqscan TO 'on'
    AS $$
BEGIN
    WITH found AS MATERIALIZED (
        SELECT r.*, a.sequence, a.rating AS old_rating, a.is_read AS old_is_read
        FROM pg_temp.import_acts r
        LEFT JOIN LATERAL (
            SELECT l.sequence, l.rating, l.is_read FROM bookrecs.acts l
            WHERE l.user_no = r.user_no AND l.occurred_at = r.occurred_at AND l.item_no = r.item_no AND l.kind = r.kind
                AND l.transaction_id IS NULL
            LIMIT 1) a ON true),
    changed AS (
        UPDATE bookrecs.acts a SET rating = f.rating, is_read = f.is_read
        FROM found f
        WHERE f.sequence IS NOT NULL AND (f.rating, f.is_read) IS DISTINCT FROM (f.old_rating, f.old_is_read)
            AND a.user_no = f.user_no AND a.occurred_at = f.occurred_at AND a.sequence = f.sequence),
    new AS (
        INSERT INTO bookrecs.acts (sequence, occurred_at, user_no, item_no, kind, is_read, rating)
        SELECT s.last_sequence + row_number() OVER (ORDER BY f.place), f.occurred_at, f.user_no, f.item_no, f.kind, f.is_read, f.rating
        FROM found f, bookrecs.shop s
        WHERE f.sequence IS NULL
        ORDER BY f.place),
    counted AS (
        UPDATE bookrecs.items i SET act_count = i.act_count + c.acts
        FROM (SELECT f.item_no, count(*) AS acts FROM found f WHERE f.sequence IS NULL GROUP BY f.item_no) c
        WHERE i.item_no = c.item_no)
    SELECT count(*) FILTER (WHERE f.sequence IS NULL),
           count(*) FILTER (WHERE f.sequence IS NOT NULL
               AND (f.first_rating, f.first_is_read) IS DISTINCT FROM (f.old_rating, f.old_is_read)),
           count(*) FILTER (WHERE f.sequence IS NOT NULL
               AND (f.first_rating, f.first_is_read) IS NOT DISTINCT FROM (f.old_rating, f.old_is_read))
    INTO added, replaced, unchanged
    FROM found f;
    UPDATE bookrecs.shop SET last_sequence = last_sequence + merge_acts.added, acts = acts + merge_acts.added;
END
$$;
CREATE FUNCTION bookrecs.merge_books(OUT added bigint, OUT replaced bigint) RETURNS record
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM FROM bookrecs.number_items(ARRAY(SELECT r.item_id FROM pg_temp.import_books r ORDER BY r.place));
    SELECT count(*) INTO added
    FROM pg_temp.import_books r JOIN bookrecs.items i ON i.item_id = r.item_id
    WHERE NOT EXISTS (SELECT FROM bookrecs.books b WHERE b.item_no = i.item_no);
    INSERT INTO bookrecs.books AS b
        (item_no, title, authors, series, volume, genres, description, language, year, publisher, work_id, price, available)
    SELECT i.item_no, r.title, r.authors, r.series, r.volume, r.genres, r.description, r.language, r.year, r.publisher, r.work_id,
           r.price, r.available
    FROM pg_temp.import_books r JOIN bookrecs.items i ON i.item_id = r.item_id
    ORDER BY r.place
    ON CONFLICT (item_no) DO UPDATE SET
        title = excluded.title, authors = excluded.authors, series = excluded.series, volume = excluded.volume,
        genres = excluded.genres, description = excluded.description, language = excluded.language, year = excluded.year,
        publisher = excluded.publisher, work_id = excluded.work_id, price = excluded.price, available = excluded.available
    WHERE (b.title, b.authors, b.series, b.volume, b.genres, b.description, b.language, b.year, b.publisher, b.work_id, b.price,
            b.available)
        IS DISTINCT FROM (excluded.title, excluded.authors, excluded.series, excluded.volume, excluded.genres, excluded.description,
            excluded.language, excluded.year, excluded.publisher, excluded.work_id, excluded.price, excluded.available);
    GET DIAGNOSTICS replaced = ROW_COUNT;
    replaced := replaced - added;
END
$$;
CREATE FUNCTION bookrecs.number_items(p_ids text[]) RETURNS SETOF integer
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_new bigint;
BEGIN
    INSERT INTO bookrecs.items (item_id)
    SELECT t.id FROM unnest(p_ids) WITH ORDINALITY AS t (id, place)
    WHERE NOT EXISTS (SELECT FROM bookrecs.items i WHERE i.item_id = t.id)
    ORDER BY t.place;
    GET DIAGNOSTICS v_new = ROW_COUNT;
    UPDATE bookrecs.shop SET items = items + v_new;
    RETURN QUERY
    SELECT i.item_no FROM unnest(p_ids) WITH ORDINALITY AS t (id, place) JOIN bookrecs.items i ON i.item_id = t.id ORDER BY t.place;
END
$$;
CREATE FUNCTION bookrecs.number_users(p_ids text[]) RETURNS SETOF integer
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_new bigint;
BEGIN
    INSERT INTO bookrecs.users (user_id)
    SELECT t.id FROM unnest(p_ids) WITH ORDINALITY AS t (id, place)
    WHERE NOT EXISTS (SELECT FROM bookrecs.users u WHERE u.user_id = t.id)
    ORDER BY t.place;
    GET DIAGNOSTICS v_new = ROW_COUNT;
    UPDATE bookrecs.shop SET users = users + v_new;
    RETURN QUERY
    SELECT u.user_no FROM unnest(p_ids) WITH ORDINALITY AS t (id, place) JOIN bookrecs.users u ON u.user_id = t.id ORDER BY t.place;
END
$$;
CREATE FUNCTION bookrecs.recount_items() RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM FROM bookrecs.shop FOR UPDATE;
    UPDATE bookrecs.items i SET act_count = c.acts
    FROM (SELECT a.item_no, count(*) AS acts FROM bookrecs.acts a GROUP BY a.item_no) c
    WHERE i.item_no = c.item_no AND i.act_count <> c.acts;
END
$$;
CREATE FUNCTION bookrecs.retention_months() RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$SELECT 0$$;
CREATE FUNCTION bookrecs.unindexed_months() RETURNS SETOF text
    LANGUAGE sql STABLE
    AS $$
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
CREATE TABLE bookrecs.act_ids (
    transaction_id text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    user_no integer NOT NULL
);
CREATE TABLE bookrecs.acts (
    sequence bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    user_no integer NOT NULL,
    item_no integer NOT NULL,
    kind smallint NOT NULL,
    is_read boolean NOT NULL,
    rating real,
    price numeric,
    transaction_id text COLLATE pg_catalog."C"
)
PARTITION BY RANGE (occurred_at);
CREATE TABLE bookrecs.acts_before_1990 (
    sequence bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    user_no integer NOT NULL,
    item_no integer NOT NULL,
    kind smallint NOT NULL,
    is_read boolean NOT NULL,
    rating real,
    price numeric,
    transaction_id text COLLATE pg_catalog."C"
);
CREATE TABLE bookrecs.acts_from_2100 (
    sequence bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    user_no integer NOT NULL,
    item_no integer NOT NULL,
    kind smallint NOT NULL,
    is_read boolean NOT NULL,
    rating real,
    price numeric,
    transaction_id text COLLATE pg_catalog."C"
);
CREATE TABLE bookrecs.acts_undated (
    sequence bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    user_no integer NOT NULL,
    item_no integer NOT NULL,
    kind smallint NOT NULL,
    is_read boolean NOT NULL,
    rating real,
    price numeric,
    transaction_id text COLLATE pg_catalog."C"
);
CREATE TABLE bookrecs.books (
    item_no integer NOT NULL,
    title text NOT NULL,
    authors text[] NOT NULL,
    series text[] NOT NULL,
    volume real,
    genres text[] NOT NULL,
    description text,
    language text,
    year integer,
    publisher text,
    work_id text,
    price numeric,
    available boolean NOT NULL
);
CREATE TABLE bookrecs.grain_states (
    grain_id text NOT NULL COLLATE pg_catalog."C",
    state_name text NOT NULL COLLATE pg_catalog."C",
    etag text NOT NULL,
    state text NOT NULL
);
CREATE TABLE bookrecs.items (
    item_no integer NOT NULL,
    item_id text NOT NULL COLLATE pg_catalog."C",
    act_count bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='80');
CREATE TABLE bookrecs.users (
    user_no integer NOT NULL,
    user_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE VIEW bookrecs.interactions AS
 SELECT a.sequence,
    a.transaction_id,
    u.user_id,
    i.item_id,
    (ARRAY['purchase'::text, 'read'::text, 'rating'::text, 'wish'::text])[(a.kind + 1)] AS kind,
    a.rating,
    a.is_read,
    a.price,
    NULLIF(a.occurred_at, '-infinity'::timestamp with time zone) AS occurred_at
   FROM ((bookrecs.acts a
     JOIN bookrecs.users u ON ((u.user_no = a.user_no)))
     JOIN bookrecs.items i ON ((i.item_no = a.item_no)));
ALTER TABLE bookrecs.items ALTER COLUMN item_no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bookrecs.items_item_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE bookrecs.migrations (
    version integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE bookrecs.model_chunks (
    version text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    sha256 bytea NOT NULL,
    content bytea NOT NULL
);
ALTER TABLE ONLY bookrecs.model_chunks ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE TABLE bookrecs.model_files (
    version text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    bytes bigint NOT NULL,
    sha256 bytea NOT NULL
);
CREATE TABLE bookrecs.models (
    version text NOT NULL COLLATE pg_catalog."C",
    stored_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE bookrecs.shop (
    id smallint NOT NULL,
    is_synthetic boolean DEFAULT false NOT NULL,
    last_sequence bigint DEFAULT 0 NOT NULL,
    acts bigint DEFAULT 0 NOT NULL,
    users bigint DEFAULT 0 NOT NULL,
    items bigint DEFAULT 0 NOT NULL,
    holder uuid,
    CONSTRAINT shop_id_check CHECK ((id = 1))
)
WITH (fillfactor='10');
COMMENT ON COLUMN bookrecs.shop.holder IS 'The process that last had the shop for itself; one that lost it in between must not write.';
ALTER TABLE bookrecs.users ALTER COLUMN user_no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bookrecs.users_user_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE bookrecs.writers (
    writer uuid NOT NULL,
    batch bigint NOT NULL,
    before_sequence bigint NOT NULL,
    after_sequence bigint NOT NULL,
    written_at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (fillfactor='10');
ALTER TABLE ONLY bookrecs.acts ATTACH PARTITION bookrecs.acts_before_1990 FOR VALUES FROM ('4713-01-01 00:00:00+00 BC') TO ('1990-01-01 00:00:00+00');
ALTER TABLE ONLY bookrecs.acts ATTACH PARTITION bookrecs.acts_from_2100 FOR VALUES FROM ('2100-01-01 00:00:00+00') TO (MAXVALUE);
ALTER TABLE ONLY bookrecs.acts ATTACH PARTITION bookrecs.acts_undated FOR VALUES FROM ('-infinity') TO ('4713-01-01 00:00:00+00 BC');
ALTER TABLE ONLY bookrecs.act_ids
    ADD CONSTRAINT act_ids_pkey PRIMARY KEY (transaction_id);
ALTER TABLE ONLY bookrecs.books
    ADD CONSTRAINT books_pkey PRIMARY KEY (item_no);
ALTER TABLE ONLY bookrecs.grain_states
    ADD CONSTRAINT grain_states_pkey PRIMARY KEY (grain_id, state_name);
ALTER TABLE ONLY bookrecs.items
    ADD CONSTRAINT items_item_id_key UNIQUE (item_id);
ALTER TABLE ONLY bookrecs.items
    ADD CONSTRAINT items_pkey PRIMARY KEY (item_no);
ALTER TABLE ONLY bookrecs.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY bookrecs.model_chunks
    ADD CONSTRAINT model_chunks_pkey PRIMARY KEY (version, name, number);
ALTER TABLE ONLY bookrecs.model_files
    ADD CONSTRAINT model_files_pkey PRIMARY KEY (version, name);
ALTER TABLE ONLY bookrecs.models
    ADD CONSTRAINT models_pkey PRIMARY KEY (version);
ALTER TABLE ONLY bookrecs.shop
    ADD CONSTRAINT shop_pkey PRIMARY KEY (id);
ALTER TABLE ONLY bookrecs.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (user_no);
ALTER TABLE ONLY bookrecs.users
    ADD CONSTRAINT users_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY bookrecs.writers
    ADD CONSTRAINT writers_pkey PRIMARY KEY (writer);
CREATE INDEX acts_item ON ONLY bookrecs.acts USING btree (item_no, occurred_at DESC, sequence DESC) INCLUDE (kind, user_no);
CREATE INDEX acts_before_1990_item ON bookrecs.acts_before_1990 USING btree (item_no, occurred_at DESC, sequence DESC) INCLUDE (kind, user_no);
CREATE INDEX acts_user ON ONLY bookrecs.acts USING btree (user_no, occurred_at DESC, sequence DESC) INCLUDE (item_no, kind, is_read, rating);
CREATE INDEX acts_before_1990_user ON bookrecs.acts_before_1990 USING btree (user_no, occurred_at DESC, sequence DESC) INCLUDE (item_no, kind, is_read, rating);
CREATE INDEX acts_from_2100_item ON bookrecs.acts_from_2100 USING btree (item_no, occurred_at DESC, sequence DESC) INCLUDE (kind, user_no);
CREATE INDEX acts_from_2100_user ON bookrecs.acts_from_2100 USING btree (user_no, occurred_at DESC, sequence DESC) INCLUDE (item_no, kind, is_read, rating);
CREATE INDEX acts_undated_item ON bookrecs.acts_undated USING btree (item_no, occurred_at DESC, sequence DESC) INCLUDE (kind, user_no);
CREATE INDEX acts_undated_user ON bookrecs.acts_undated USING btree (user_no, occurred_at DESC, sequence DESC) INCLUDE (item_no, kind, is_read, rating);
ALTER INDEX bookrecs.acts_item ATTACH PARTITION bookrecs.acts_before_1990_item;
ALTER INDEX bookrecs.acts_user ATTACH PARTITION bookrecs.acts_before_1990_user;
ALTER INDEX bookrecs.acts_item ATTACH PARTITION bookrecs.acts_from_2100_item;
ALTER INDEX bookrecs.acts_user ATTACH PARTITION bookrecs.acts_from_2100_user;
ALTER INDEX bookrecs.acts_item ATTACH PARTITION bookrecs.acts_undated_item;
ALTER INDEX bookrecs.acts_user ATTACH PARTITION bookrecs.acts_undated_user;
ALTER TABLE ONLY bookrecs.books
    ADD CONSTRAINT books_item_no_fkey FOREIGN KEY (item_no) REFERENCES bookrecs.items(item_no);
ALTER TABLE ONLY bookrecs.model_chunks
    ADD CONSTRAINT model_chunks_version_name_fkey FOREIGN KEY (version, name) REFERENCES bookrecs.model_files(version, name) ON DELETE CASCADE;
ALTER TABLE ONLY bookrecs.model_files
    ADD CONSTRAINT model_files_version_fkey FOREIGN KEY (version) REFERENCES bookrecs.models(version) ON DELETE CASCADE;
