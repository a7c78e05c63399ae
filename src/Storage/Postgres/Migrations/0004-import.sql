-- What an import needs beside COPY. Each is called inside a transaction that has locked the row of bookrecs.shop.

-- The numbers of users, in the order of their ids; unknown ones are added.
CREATE FUNCTION bookrecs.number_users(p_ids text[]) RETURNS SETOF integer
LANGUAGE plpgsql AS $$
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

-- The numbers of items, in the order of their ids; unknown ones are added.
CREATE FUNCTION bookrecs.number_items(p_ids text[]) RETURNS SETOF integer
LANGUAGE plpgsql AS $$
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

-- Counts acts that were copied into an empty log with the places that follow the last one; recount_items does the rest.
CREATE FUNCTION bookrecs.count_acts(p_acts bigint) RETURNS void
LANGUAGE sql AS $$
    UPDATE bookrecs.shop SET last_sequence = last_sequence + p_acts, acts = acts + p_acts;
$$;

-- Counts the acts of every item, after an import into an empty log and before its indexes are there: whoever finds an index missing
-- knows that this was not done.
CREATE FUNCTION bookrecs.recount_items() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM bookrecs.shop FOR UPDATE;
    UPDATE bookrecs.items i SET act_count = c.acts
    FROM (SELECT a.item_no, count(*) AS acts FROM bookrecs.acts a GROUP BY a.item_no) c
    WHERE i.item_no = c.item_no AND i.act_count <> c.acts;
END
$$;

-- Merges the rows of the temporary table import_acts into the log. Each stands for all rows of one act in the batch: its values are the
-- last row's, the first row's tell whether that one changed anything.
CREATE FUNCTION bookrecs.merge_acts(OUT added bigint, OUT replaced bigint, OUT unchanged bigint)
LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = on AS $$
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

-- Merges the rows of the temporary table import_books into the catalogue; no item occurs twice in it.
CREATE FUNCTION bookrecs.merge_books(OUT added bigint, OUT replaced bigint)
LANGUAGE plpgsql AS $$
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
