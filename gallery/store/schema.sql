-- Gallery file, schema version 2. `PRAGMA user_version` holds the version, `PRAGMA application_id` 'CEdg'.
--
-- History: a row of products, views or lookalikes lives from the version `added_in` until the version
-- `removed_in` (NULL: it lives now), so that the gallery at version v is the rows with
-- added_in <= v AND (removed_in IS NULL OR removed_in > v). A row that changes is closed and a new one
-- added; nothing but `compact` deletes. A rollback opens what was removed as new rows with new ids,
-- which point to the vector and the pictures that are there already: these are never stored twice, and
-- an id, once removed, never comes back.
--
-- digest: SHA-256 of a row's content; of these rows without ids and versions, so that `versions.state`,
-- the sum of the digests of all rows alive, is the same for the same content, see state.py.

-- One row a change; the last one is now. time: UTC, ISO 8601. model, dimension: content hash of the
-- embedder and D of the vectors alive in that version.
CREATE TABLE versions (
    version INTEGER PRIMARY KEY NOT NULL,
    time TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    state BLOB NOT NULL,
    model TEXT NOT NULL,
    dimension INTEGER NOT NULL,
    digest BLOB NOT NULL
);

CREATE TABLE products (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sku TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    price_minor INTEGER CHECK (price_minor >= 0),
    currency TEXT,
    barcode TEXT,
    digest BLOB NOT NULL,
    added_in INTEGER NOT NULL,
    removed_in INTEGER
);
CREATE UNIQUE INDEX products_sku ON products (sku) WHERE removed_in IS NULL;
CREATE INDEX products_added ON products (added_in);
CREATE INDEX products_removed ON products (removed_in) WHERE removed_in IS NOT NULL;

-- role: 'is' (a view of the product) or 'not' (what the product is not; sku '' is no product at all).
-- origin: 'photo' or 'till'. vector, picture: rows of the two tables below, numbered by the view that
-- brought them. vector_digest, picture_digest: SHA-256 of their content.
CREATE TABLE views (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sku TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('is', 'not')),
    photo_hash TEXT NOT NULL,
    origin TEXT NOT NULL,
    source TEXT NOT NULL,
    vector INTEGER NOT NULL,
    picture INTEGER NOT NULL,
    vector_digest BLOB NOT NULL,
    picture_digest BLOB NOT NULL,
    digest BLOB NOT NULL,
    added_in INTEGER NOT NULL,
    removed_in INTEGER
);
-- All that a reader of every vector needs of this table, so that only the index is read.
CREATE INDEX views_live ON views (id, sku, vector, role, removed_in) WHERE removed_in IS NULL AND role = 'is';
CREATE UNIQUE INDEX views_photo ON views (photo_hash) WHERE removed_in IS NULL AND role = 'is';
CREATE UNIQUE INDEX views_not ON views (sku, photo_hash) WHERE removed_in IS NULL AND role = 'not';
CREATE INDEX views_sku ON views (sku) WHERE removed_in IS NULL;
CREATE INDEX views_added ON views (added_in);
CREATE INDEX views_removed ON views (removed_in) WHERE removed_in IS NOT NULL;

-- D little-endian float32 of unit length, apart from the pictures, so that reading all of them does not
-- read pictures.
CREATE TABLE vectors (
    id INTEGER PRIMARY KEY NOT NULL,
    vector BLOB NOT NULL
);

-- thumbnail: JPEG for people. crop: JPEG of the item, from which another model can embed it.
CREATE TABLE pictures (
    id INTEGER PRIMARY KEY NOT NULL,
    thumbnail BLOB NOT NULL,
    crop BLOB NOT NULL
);

-- Groups of products that look alike; one row a member.
CREATE TABLE lookalikes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    sku TEXT NOT NULL,
    digest BLOB NOT NULL,
    added_in INTEGER NOT NULL,
    removed_in INTEGER
);
CREATE UNIQUE INDEX lookalikes_member ON lookalikes (name, sku) WHERE removed_in IS NULL;
CREATE INDEX lookalikes_added ON lookalikes (added_in);
CREATE INDEX lookalikes_removed ON lookalikes (removed_in) WHERE removed_in IS NOT NULL;

-- Thresholds with the risk that was shown for them. version: the one that keeping it made; state, model:
-- what it was measured on. data: JSON, see gallery/risk/calibration.py; '' says that from this version on
-- there is none. In force in a version is the last row of its model up to it; a rollback adds what was in
-- force then.
CREATE TABLE calibrations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    state BLOB NOT NULL,
    model TEXT NOT NULL,
    data TEXT NOT NULL,
    digest BLOB NOT NULL
);
