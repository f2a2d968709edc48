-- Gallery file, schema version 1. `PRAGMA user_version` holds the version, `PRAGMA application_id` 'CEdg'.
-- Later versions only add tables, columns and indexes, each in one migration step.

-- One row a fact: model (content hash), dimension (D), version (counts committed changes).
CREATE TABLE meta (
    key TEXT PRIMARY KEY NOT NULL,
    value NOT NULL
) WITHOUT ROWID;

-- AUTOINCREMENT: an id is never used twice, so that later history can speak of what was removed.
-- added_in is the gallery's version that the row came with.
CREATE TABLE products (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sku TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    price_minor INTEGER CHECK (price_minor >= 0),
    currency TEXT,
    barcode TEXT,
    added_in INTEGER NOT NULL
);
CREATE UNIQUE INDEX products_sku ON products (sku);

-- vector: D little-endian float32 of unit length. It stands before the thumbnail, which is the longest
-- field, so that reading all vectors does not read the thumbnails.
CREATE TABLE views (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    photo_hash TEXT NOT NULL,
    added_in INTEGER NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    vector BLOB NOT NULL,
    thumbnail BLOB NOT NULL DEFAULT x''
);
-- Indexes, not table constraints: a later version can drop them without rewriting the table.
CREATE UNIQUE INDEX views_photo ON views (photo_hash);
CREATE INDEX views_product ON views (product_id);
