#include "client/store/schema.hpp"

#include <array>

namespace shoujie::client {
namespace {

// Times are microseconds since 1970 (UTC), elapsed readings nanoseconds, hashes and keys raw bytes.
constexpr std::string_view kVersion1 = R"sql(
-- The device's own secret, made once; it outlives a failed enrolment, so that asking again is safe.
CREATE TABLE device_key (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    seed BLOB NOT NULL CHECK (length(seed) = 32)
) STRICT;

CREATE TABLE identity (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    server     TEXT NOT NULL,
    device     TEXT NOT NULL,
    site       TEXT NOT NULL,
    epoch      INTEGER NOT NULL,
    token      TEXT NOT NULL,
    server_key BLOB NOT NULL CHECK (length(server_key) = 32)
) STRICT;

-- Every fact written here, for ever. The head of the chain is the last row.
CREATE TABLE log (
    epoch      INTEGER NOT NULL,
    seq        INTEGER NOT NULL CHECK (seq > 0),
    fact_id    TEXT NOT NULL UNIQUE,
    anchor     TEXT,
    wire       TEXT NOT NULL,
    body_hash  BLOB NOT NULL CHECK (length(body_hash) = 32),
    chain_hash BLOB NOT NULL CHECK (length(chain_hash) = 32),
    PRIMARY KEY (epoch, seq)
) STRICT;
CREATE INDEX log_anchor ON log (anchor) WHERE anchor IS NOT NULL;

-- What the server has not acknowledged. A row leaves only together with its receipt arriving.
CREATE TABLE outbox (
    epoch         INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('waiting', 'refused')),
    error_code    TEXT,
    error_path    TEXT,
    error_message TEXT,
    PRIMARY KEY (epoch, seq),
    FOREIGN KEY (epoch, seq) REFERENCES log (epoch, seq),
    CHECK ((state = 'refused') = (error_code IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Signed sizes and roots of the register, as they arrived.
CREATE TABLE checkpoints (
    size INTEGER PRIMARY KEY,
    root BLOB NOT NULL CHECK (length(root) = 32),
    note TEXT NOT NULL
) STRICT;

CREATE TABLE receipts (
    epoch           INTEGER NOT NULL,
    seq             INTEGER NOT NULL,
    register_seq    INTEGER NOT NULL UNIQUE,
    received_at     INTEGER NOT NULL,
    earliest        INTEGER NOT NULL,
    latest          INTEGER NOT NULL CHECK (latest >= earliest),
    grade           TEXT NOT NULL,
    flags           INTEGER NOT NULL,
    proof           BLOB NOT NULL CHECK (length(proof) % 32 = 0),
    checkpoint_size INTEGER NOT NULL REFERENCES checkpoints (size),
    PRIMARY KEY (epoch, seq),
    FOREIGN KEY (epoch, seq) REFERENCES log (epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE anchors (
    ordinal       INTEGER PRIMARY KEY AUTOINCREMENT,
    nonce         TEXT NOT NULL UNIQUE,
    epoch         INTEGER NOT NULL,
    boot_tag      TEXT NOT NULL,
    elapsed       INTEGER NOT NULL,
    head_seq      INTEGER NOT NULL,
    head_hash     BLOB NOT NULL CHECK (length(head_hash) = 32),
    challenged_at INTEGER NOT NULL,
    answered_at   INTEGER NOT NULL CHECK (answered_at >= challenged_at),
    signature     BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

-- What the feed told: facts of the site with the register's time, and the newest official outcomes.
CREATE TABLE replica (
    register_seq INTEGER PRIMARY KEY,
    fact_id      TEXT NOT NULL UNIQUE,
    grade        TEXT NOT NULL,
    fact         TEXT NOT NULL
) STRICT;

CREATE TABLE outcomes (
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    feed_seq INTEGER NOT NULL,
    outcome  TEXT NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT;

CREATE TABLE site (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    site   TEXT NOT NULL,
    name   TEXT NOT NULL,
    policy TEXT NOT NULL
) STRICT;

CREATE TABLE credentials (
    staff    TEXT PRIMARY KEY,
    pin_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE progress (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    feed_cursor INTEGER NOT NULL,
    last_sync   INTEGER
) STRICT;
INSERT INTO progress (id, feed_cursor, last_sync) VALUES (1, 0, NULL);
)sql";

// Of the notes of the elapsed clock only these two readings can matter.
constexpr std::string_view kVersion2 = R"sql(
ALTER TABLE anchors ADD COLUMN ticked_since INTEGER;
-- 0: judged; 1: the program that kept it did not know its kind or a member; 2: the office does not
-- judge it, and will deliver it anew.
ALTER TABLE replica ADD COLUMN unsupported INTEGER NOT NULL DEFAULT 0
    CHECK (unsupported IN (0, 1, 2));
CREATE TABLE ticks (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    boot_tag TEXT NOT NULL,
    since    INTEGER NOT NULL,
    last     INTEGER NOT NULL
) STRICT;
)sql";

// The certificate, DER, of the authority that alone may vouch for the server; none on loopback.
constexpr std::string_view kVersion3 = R"sql(
ALTER TABLE identity ADD COLUMN authority BLOB;
)sql";

// Lines of the register as they were shown, to be handed back if the office loses them; `stated` is
// the fact, where it is the office's own. What the office has signed for and then given up for lost
// stays as evidence.
constexpr std::string_view kVersion4 = R"sql(
CREATE TABLE records (
    register_seq INTEGER PRIMARY KEY,
    record       BLOB NOT NULL,
    stated       TEXT
) STRICT;

CREATE TABLE void_checkpoints (
    note TEXT PRIMARY KEY
) STRICT;

CREATE TABLE void_receipts (
    epoch           INTEGER NOT NULL,
    seq             INTEGER NOT NULL,
    record          BLOB NOT NULL,
    proof           BLOB NOT NULL,
    checkpoint_note TEXT NOT NULL REFERENCES void_checkpoints (note),
    PRIMARY KEY (epoch, seq, checkpoint_note)
) STRICT, WITHOUT ROWID;
)sql";

// Photos and signatures that facts name by the SHA-256 of their content. The office has what is
// delivered; the newest of those stay, in case that it loses them.
constexpr std::string_view kVersion5 = R"sql(
CREATE TABLE blobs (
    ordinal       INTEGER PRIMARY KEY AUTOINCREMENT,
    hash          BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    size          INTEGER NOT NULL,
    content       BLOB NOT NULL CHECK (length(content) = size),
    state         TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'refused')),
    error_code    TEXT,
    error_path    TEXT,
    error_message TEXT,
    CHECK ((state = 'refused') = (error_code IS NOT NULL))
) STRICT;
CREATE INDEX blobs_waiting ON blobs (ordinal) WHERE state = 'waiting';
)sql";

// PinAttempts of each person who has not signed in rightly since.
constexpr std::string_view kVersion6 = R"sql(
CREATE TABLE pin_attempts (
    staff     TEXT PRIMARY KEY,
    pin_hash  TEXT NOT NULL,
    failures  INTEGER NOT NULL CHECK (failures > 0),
    boot_tag  TEXT NOT NULL,
    failed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Where the key stands that all below is sealed with. It comes before anything is sealed: nothing
// may be under a key that is not on the disk. `open`: the key itself, until somebody can sign in;
// from then on it stands only in the locks of `credentials`, and in `escrow`, which the server can
// open. `wiped`: 0 while old pages or the log may still hold what has no place in the file any
// more.
constexpr std::string_view kVersion7 = R"sql(
CREATE TABLE store_key (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    open   BLOB CHECK (length(open) = 32),
    escrow BLOB,
    wiped  INTEGER NOT NULL CHECK (wiped IN (0, 1))
) STRICT;
)sql";

// Whatever may name a customer is sealed, each under the place where it stands. `boxed`: the fact
// for the server's eyes, from a tablet that is locked. `staff`: who may sign in, to be shown by
// one. A step after this one runs in locked stores too, so it can seal nothing.
constexpr std::string_view kVersion8 = R"sql(
UPDATE store_key SET wiped = NOT EXISTS (SELECT 1 FROM identity)
                         AND NOT EXISTS (SELECT 1 FROM blobs);

CREATE TEMP TABLE plain AS SELECT * FROM identity;
DROP TABLE identity;
CREATE TABLE identity (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    server        TEXT NOT NULL,
    device        TEXT NOT NULL,
    site          TEXT NOT NULL,
    epoch         INTEGER NOT NULL,
    token         BLOB NOT NULL,
    deliver_token TEXT NOT NULL,
    server_key    BLOB NOT NULL CHECK (length(server_key) = 32),
    authority     BLOB
) STRICT;
INSERT INTO identity SELECT id, server, device, site, epoch, seal(token, 'token'), '', server_key,
                            authority FROM plain;
DROP TABLE plain;

ALTER TABLE log RENAME COLUMN wire TO plain;
ALTER TABLE log ADD COLUMN wire BLOB NOT NULL DEFAULT x'';
UPDATE log SET wire = seal(plain, 'log/' || fact_id);
ALTER TABLE log DROP COLUMN plain;
ALTER TABLE outbox ADD COLUMN boxed BLOB;

CREATE TEMP TABLE plain AS SELECT * FROM replica;
DROP TABLE replica;
CREATE TABLE replica (
    register_seq INTEGER PRIMARY KEY,
    fact_id      TEXT NOT NULL UNIQUE,
    grade        TEXT NOT NULL,
    fact         BLOB NOT NULL,
    unsupported  INTEGER NOT NULL CHECK (unsupported IN (0, 1, 2))
) STRICT;
INSERT INTO replica SELECT register_seq, fact_id, grade, seal(fact, 'replica/' || fact_id),
                           unsupported FROM plain;
DROP TABLE plain;

CREATE TEMP TABLE plain AS SELECT * FROM outcomes;
DROP TABLE outcomes;
CREATE TABLE outcomes (
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    feed_seq INTEGER NOT NULL,
    outcome  BLOB NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT;
INSERT INTO outcomes SELECT kind, subject, feed_seq,
                            seal(outcome, 'outcome/' || kind || '/' || subject) FROM plain;
DROP TABLE plain;

CREATE TEMP TABLE plain AS SELECT * FROM records;
DROP TABLE records;
CREATE TABLE records (
    register_seq INTEGER PRIMARY KEY,
    record       BLOB NOT NULL,
    stated       BLOB
) STRICT;
INSERT INTO records SELECT register_seq, record, seal(stated, 'record/' || register_seq)
                    FROM plain;
DROP TABLE plain;

CREATE TABLE blob_pieces (
    blob    INTEGER NOT NULL REFERENCES blobs (ordinal) ON DELETE CASCADE,
    piece   INTEGER NOT NULL CHECK (piece >= 0),
    content BLOB NOT NULL,
    PRIMARY KEY (blob, piece)
) STRICT;
WITH RECURSIVE place (piece) AS (SELECT 0 UNION ALL SELECT piece + 1 FROM place WHERE piece < 63)
INSERT INTO blob_pieces (blob, piece, content)
    SELECT ordinal, piece,
           seal(substr(content, piece * 65536 + 1, 65536), 'blob/' || ordinal || '/' || piece)
    FROM blobs JOIN place ON piece * 65536 < size;
ALTER TABLE blobs DROP COLUMN content;

ALTER TABLE credentials ADD COLUMN box BLOB;
CREATE TABLE staff (
    staff    TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    role     TEXT NOT NULL,
    has_left INTEGER NOT NULL CHECK (has_left IN (0, 1))
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array kMigrations{sqlite::Migration{1, kVersion1}, sqlite::Migration{2, kVersion2},
                                 sqlite::Migration{3, kVersion3}, sqlite::Migration{4, kVersion4},
                                 sqlite::Migration{5, kVersion5}, sqlite::Migration{6, kVersion6},
                                 sqlite::Migration{7, kVersion7}, sqlite::Migration{8, kVersion8}};

} // namespace

std::span<const sqlite::Migration> storeMigrations() {
    return kMigrations;
}

} // namespace shoujie::client
