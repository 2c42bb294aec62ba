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

constexpr std::array kMigrations{sqlite::Migration{1, kVersion1}, sqlite::Migration{2, kVersion2},
                                 sqlite::Migration{3, kVersion3}, sqlite::Migration{4, kVersion4},
                                 sqlite::Migration{5, kVersion5}, sqlite::Migration{6, kVersion6}};

} // namespace

std::span<const sqlite::Migration> storeMigrations() {
    return kMigrations;
}

} // namespace shoujie::client
