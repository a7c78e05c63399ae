-- The revision of the catalogue rises with every change of it, and each book holds that of its last change. Whoever writes books locks
-- the row of bookrecs.shop first, so revisions rise in the order of the commits: who has seen one lacks nothing of it or of those below.
ALTER TABLE bookrecs.shop ADD COLUMN catalogue_revision bigint NOT NULL DEFAULT 0;
ALTER TABLE bookrecs.books ADD COLUMN revision bigint NOT NULL DEFAULT 0;
CREATE INDEX books_revision ON bookrecs.books (revision);

-- Merges the rows of the temporary table import_books into the catalogue; no item occurs twice in it.
CREATE OR REPLACE FUNCTION bookrecs.merge_books(OUT added bigint, OUT replaced bigint)
LANGUAGE plpgsql AS $$
DECLARE
    v_next bigint;
BEGIN
    SELECT s.catalogue_revision + 1 INTO STRICT v_next FROM bookrecs.shop s FOR UPDATE;
    PERFORM FROM bookrecs.number_items(ARRAY(SELECT r.item_id FROM pg_temp.import_books r ORDER BY r.place));
    SELECT count(*) INTO added
    FROM pg_temp.import_books r JOIN bookrecs.items i ON i.item_id = r.item_id
    WHERE NOT EXISTS (SELECT FROM bookrecs.books b WHERE b.item_no = i.item_no);
    INSERT INTO bookrecs.books AS b
        (item_no, title, authors, series, volume, genres, description, language, year, publisher, work_id, price, available, revision)
    SELECT i.item_no, r.title, r.authors, r.series, r.volume, r.genres, r.description, r.language, r.year, r.publisher, r.work_id,
           r.price, r.available, v_next
    FROM pg_temp.import_books r JOIN bookrecs.items i ON i.item_id = r.item_id
    ORDER BY r.place
    ON CONFLICT (item_no) DO UPDATE SET
        title = excluded.title, authors = excluded.authors, series = excluded.series, volume = excluded.volume,
        genres = excluded.genres, description = excluded.description, language = excluded.language, year = excluded.year,
        publisher = excluded.publisher, work_id = excluded.work_id, price = excluded.price, available = excluded.available,
        revision = excluded.revision
    WHERE (b.title, b.authors, b.series, b.volume, b.genres, b.description, b.language, b.year, b.publisher, b.work_id, b.price,
            b.available)
        IS DISTINCT FROM (excluded.title, excluded.authors, excluded.series, excluded.volume, excluded.genres, excluded.description,
            excluded.language, excluded.year, excluded.publisher, excluded.work_id, excluded.price, excluded.available);
    GET DIAGNOSTICS replaced = ROW_COUNT;
    IF replaced > 0 THEN
        UPDATE bookrecs.shop SET catalogue_revision = v_next;
    END IF;
    replaced := replaced - added;
END
$$;

-- Adds a book, or replaces the one with its id; the same book again changes nothing.
CREATE FUNCTION bookrecs.put_book(
    p_item_id text,
    p_title text,
    p_authors text[],
    p_series text[],
    p_volume real,
    p_genres text[],
    p_description text,
    p_language text,
    p_year integer,
    p_publisher text,
    p_work_id text,
    p_price numeric,
    p_available boolean,
    OUT revision bigint,
    OUT is_new boolean)
LANGUAGE plpgsql AS $$
DECLARE
    v_next bigint;
    v_item integer;
BEGIN
    SELECT s.catalogue_revision + 1 INTO STRICT v_next FROM bookrecs.shop s FOR UPDATE;
    SELECT n INTO STRICT v_item FROM bookrecs.number_items(ARRAY[p_item_id]) AS n;
    is_new := NOT EXISTS (SELECT FROM bookrecs.books b WHERE b.item_no = v_item);
    INSERT INTO bookrecs.books AS b
        (item_no, title, authors, series, volume, genres, description, language, year, publisher, work_id, price, available, revision)
    VALUES (v_item, p_title, p_authors, p_series, p_volume, p_genres, p_description, p_language, p_year, p_publisher, p_work_id, p_price,
            p_available, v_next)
    ON CONFLICT (item_no) DO UPDATE SET
        title = excluded.title, authors = excluded.authors, series = excluded.series, volume = excluded.volume,
        genres = excluded.genres, description = excluded.description, language = excluded.language, year = excluded.year,
        publisher = excluded.publisher, work_id = excluded.work_id, price = excluded.price, available = excluded.available,
        revision = excluded.revision
    WHERE (b.title, b.authors, b.series, b.volume, b.genres, b.description, b.language, b.year, b.publisher, b.work_id, b.price,
            b.available)
        IS DISTINCT FROM (excluded.title, excluded.authors, excluded.series, excluded.volume, excluded.genres, excluded.description,
            excluded.language, excluded.year, excluded.publisher, excluded.work_id, excluded.price, excluded.available);
    IF FOUND THEN
        UPDATE bookrecs.shop SET catalogue_revision = v_next;
    END IF;
    SELECT b.revision INTO STRICT put_book.revision FROM bookrecs.books b WHERE b.item_no = v_item;
END
$$;

-- Says whether a book can be sold. Returns the book's revision, or null when the catalogue does not hold the item.
CREATE FUNCTION bookrecs.set_book_available(p_item_id text, p_available boolean) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_next bigint;
BEGIN
    SELECT s.catalogue_revision + 1 INTO STRICT v_next FROM bookrecs.shop s FOR UPDATE;
    UPDATE bookrecs.books b SET available = p_available, revision = v_next
    FROM bookrecs.items i
    WHERE i.item_id = p_item_id AND b.item_no = i.item_no AND b.available <> p_available;
    IF FOUND THEN
        UPDATE bookrecs.shop SET catalogue_revision = v_next;
    END IF;
    RETURN (SELECT b.revision FROM bookrecs.books b JOIN bookrecs.items i ON i.item_no = b.item_no WHERE i.item_id = p_item_id);
END
$$;
