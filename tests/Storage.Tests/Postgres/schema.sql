CREATE SCHEMA bookrecs;
CREATE FUNCTION bookrecs.append_acts(p_writer uuid, p_batch bigint, p_ids text[], p_users text[], p_items text[], p_kinds smallint[], p_ratings real[], p_reads boolean[], p_prices numeric[], p_dates timestamp with time zone[], p_dated boolean[]) RETURNS TABLE(status smallint, sequence bigint, occurred_at timestamp with time zone, in_catalogue boolean)
    LANGUAGE plpgsql
    AS $$ sha256 e3b4e2523d7eb684366ed9ee80da73b9074c4ba7c743cb7fc8ec5847eb49f7b7 $$;
CREATE FUNCTION bookrecs.build_indexes(p_month text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET default_statistics_target TO '10'
    AS $$ sha256 624250025ff5d20ad94794c316faf042899f7ed8a1d709c1f8ba85ad8d644ec4 $$;
CREATE FUNCTION bookrecs.count_acts(p_acts bigint) RETURNS void
    LANGUAGE sql
    AS $$ sha256 e85b488ef76019f056bf4a26ae0b832ede0783de24d25b7e7714209e8401a63e $$;
CREATE FUNCTION bookrecs.create_months(p_dates timestamp with time zone[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ sha256 cdc3d730b3af7e7636e16ecce264964d1c7bfb6df9ef7a11420a4531aa6cbd11 $$;
CREATE FUNCTION bookrecs.declare_indexes() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ sha256 f4b2a0aae23a01da9089c85da4b3465c46ed24cd0dc25d8f6df9747ba10a7d75 $$;
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
    AS $$ sha256 84d45a14f4fe4eb9363b5bc0ed1880e64164d2a35807b3458a29cba0475f4dcf $$;
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
    AS $$ sha256 417547085eaef63ac0ff58ec159d6a050d50301ca2535edd2686eac530ca43ab $$;
CREATE FUNCTION bookrecs.merge_books(OUT added bigint, OUT replaced bigint) RETURNS record
    LANGUAGE plpgsql
    AS $$ sha256 cd965c897246eff734cfb30f57a4d0470104d3c0be52ccf022da416168a60544 $$;
CREATE FUNCTION bookrecs.number_items(p_ids text[]) RETURNS SETOF integer
    LANGUAGE plpgsql
    AS $$ sha256 1ac51fdc58be574e823553b1bbd37e3fdc3de230292938d740a21afa30f48685 $$;
CREATE FUNCTION bookrecs.number_users(p_ids text[]) RETURNS SETOF integer
    LANGUAGE plpgsql
    AS $$ sha256 9f3cc86d90b98a11e903f5ea54ce03c2e77409e4c34659961cc7a7e5f5bed11d $$;
CREATE FUNCTION bookrecs.put_book(p_item_id text, p_title text, p_authors text[], p_series text[], p_volume real, p_genres text[], p_description text, p_language text, p_year integer, p_publisher text, p_work_id text, p_price numeric, p_available boolean, OUT revision bigint, OUT is_new boolean) RETURNS record
    LANGUAGE plpgsql
    AS $$ sha256 bdc01e0fa4c7237971fdf15c6544824f3cd0bddec2ddfea366c005924b2d7f64 $$;
CREATE FUNCTION bookrecs.recount_items() RETURNS void
    LANGUAGE plpgsql
    AS $$ sha256 5bd85d168dd44ae75bc27ca285806499012485671f5b3e2db7a105abc2f63f8d $$;
CREATE FUNCTION bookrecs.retention_months() RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ sha256 a248fdd148c980df5d2ac9d3e965b47be7f63a8adfdbda37922bc36d75a165a6 $$;
CREATE FUNCTION bookrecs.set_book_available(p_item_id text, p_available boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$ sha256 a4af20e16f05ee5949c1108eab5578cf572c6614da8bd406dbe4dfc74c6abf56 $$;
CREATE FUNCTION bookrecs.unindexed_months() RETURNS SETOF text
    LANGUAGE sql STABLE
    AS $$ sha256 be357cae6b1a1910dbc50c08cb3cf8feec2dc691e8f5637c482a3a70a90cd9e5 $$;
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
    available boolean NOT NULL,
    revision bigint DEFAULT 0 NOT NULL
);
CREATE TABLE bookrecs.clusters (
    cluster_id text NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE bookrecs.grain_states (
    grain_id text NOT NULL COLLATE pg_catalog."C",
    state_name text NOT NULL COLLATE pg_catalog."C",
    etag text NOT NULL,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL
);
CREATE TABLE bookrecs.grain_types (
    state_name text NOT NULL COLLATE pg_catalog."C",
    grain_type text NOT NULL COLLATE pg_catalog."C"
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
CREATE TABLE bookrecs.orleansquery (
    querykey text NOT NULL,
    querytext text NOT NULL
);
CREATE TABLE bookrecs.shop (
    id smallint NOT NULL,
    is_synthetic boolean DEFAULT false NOT NULL,
    last_sequence bigint DEFAULT 0 NOT NULL,
    acts bigint DEFAULT 0 NOT NULL,
    users bigint DEFAULT 0 NOT NULL,
    items bigint DEFAULT 0 NOT NULL,
    holder uuid,
    catalogue_revision bigint DEFAULT 0 NOT NULL,
    CONSTRAINT shop_id_check CHECK ((id = 1))
)
WITH (fillfactor='10');
COMMENT ON COLUMN bookrecs.shop.holder IS 'The process that last had the shop for itself; one that lost it in between must not write.';
CREATE TABLE bookrecs.silos (
    cluster_id text NOT NULL,
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    silo_name text NOT NULL,
    host_name text NOT NULL,
    status integer NOT NULL,
    gateway_port integer NOT NULL,
    suspected_by text,
    started_at timestamp with time zone NOT NULL,
    alive_at timestamp with time zone NOT NULL
);
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
ALTER TABLE ONLY bookrecs.clusters
    ADD CONSTRAINT clusters_pkey PRIMARY KEY (cluster_id);
ALTER TABLE ONLY bookrecs.grain_states
    ADD CONSTRAINT grain_states_pkey PRIMARY KEY (grain_id, state_name);
ALTER TABLE ONLY bookrecs.grain_types
    ADD CONSTRAINT grain_types_pkey PRIMARY KEY (state_name);
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
ALTER TABLE ONLY bookrecs.orleansquery
    ADD CONSTRAINT orleansquery_pkey PRIMARY KEY (querykey);
ALTER TABLE ONLY bookrecs.shop
    ADD CONSTRAINT shop_pkey PRIMARY KEY (id);
ALTER TABLE ONLY bookrecs.silos
    ADD CONSTRAINT silos_pkey PRIMARY KEY (cluster_id, address, port, generation);
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
CREATE INDEX books_revision ON bookrecs.books USING btree (revision);
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
ALTER TABLE ONLY bookrecs.silos
    ADD CONSTRAINT silos_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES bookrecs.clusters(cluster_id);
