-- Appends acts in one statement: one round trip and one flush for the whole group. The acts come as arrays, one element an act, in the
-- order in which they are judged. An act whose id is known changes nothing.
--
-- A writer numbers its batches. When the answer to a batch was lost, the same batch with the same number is either found committed, and
-- then answered as it would have been, or appended now.
--
-- status: 0 accepted, 1 duplicate, 2 conflict.
CREATE FUNCTION bookrecs.append_acts(
    p_writer uuid,
    p_batch bigint,
    p_ids text[],
    p_users text[],
    p_items text[],
    p_kinds smallint[],
    p_ratings real[],
    p_reads boolean[],
    p_prices numeric[],
    p_dates timestamptz[],
    p_dated boolean[])
RETURNS TABLE (status smallint, sequence bigint, occurred_at timestamptz, in_catalogue boolean)
LANGUAGE plpgsql AS $$
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
