#include "server/store/schema.hpp"

#include <array>

namespace shoujie::server {

namespace {

// Times are microseconds since 1970 UTC. `feed_seq` of facts and outcomes are drawn from one
// counter per site, so the feed needs no table of its own and an outcome that is replaced simply
// moves up.
constexpr std::string_view kVersion1 = R"sql(
CREATE TABLE server_key (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  seed BLOB NOT NULL CHECK (length(seed) = 32)
) STRICT;

CREATE TABLE site (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  policy        TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  register_size INTEGER NOT NULL DEFAULT 0,
  feed_seq      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE device (
  id          TEXT PRIMARY KEY,
  site        TEXT NOT NULL REFERENCES site (id),
  token_hash  BLOB NOT NULL UNIQUE,
  public_key  BLOB NOT NULL CHECK (length(public_key) = 32),
  epoch       INTEGER NOT NULL,
  head_seq    INTEGER NOT NULL,
  head_hash   BLOB NOT NULL CHECK (length(head_hash) = 32),
  enrolled_at INTEGER NOT NULL
) STRICT;

CREATE TABLE enrol_code (
  code_hash  BLOB PRIMARY KEY,
  site       TEXT NOT NULL REFERENCES site (id),
  expires_at INTEGER NOT NULL,
  used_by    TEXT REFERENCES device (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE anchor (
  nonce         TEXT PRIMARY KEY,
  device        TEXT NOT NULL REFERENCES device (id),
  epoch         INTEGER NOT NULL,
  boot_tag      TEXT NOT NULL,
  elapsed       INTEGER NOT NULL,
  head_seq      INTEGER NOT NULL,
  head_hash     BLOB NOT NULL,
  challenged_at INTEGER NOT NULL,
  answered_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX anchor_of_boot ON anchor (device, boot_tag);

CREATE TABLE staff (
  site    TEXT NOT NULL REFERENCES site (id),
  id      TEXT NOT NULL,
  name    TEXT NOT NULL,
  role    TEXT NOT NULL,
  left_at INTEGER,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE credential (
  site     TEXT NOT NULL REFERENCES site (id),
  staff    TEXT NOT NULL,
  pin_hash TEXT NOT NULL,
  PRIMARY KEY (site, staff)
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (
  site         TEXT NOT NULL REFERENCES site (id),
  register_seq INTEGER NOT NULL,
  feed_seq     INTEGER NOT NULL,
  id           TEXT NOT NULL,
  kind         TEXT NOT NULL,
  author       TEXT NOT NULL,
  device       TEXT REFERENCES device (id),
  epoch        INTEGER,
  device_seq   INTEGER,
  boot_tag     TEXT NOT NULL,
  elapsed      INTEGER NOT NULL,
  nonce        TEXT,
  wall         INTEGER NOT NULL,
  data         TEXT NOT NULL,
  chain_hash   BLOB NOT NULL CHECK (length(chain_hash) = 32),
  received_at  INTEGER NOT NULL,
  earliest     INTEGER NOT NULL,
  latest       INTEGER NOT NULL CHECK (earliest <= latest),
  grade        TEXT NOT NULL CHECK (grade IN ('O', 'A', 'B', 'C', 'X')),
  flags        INTEGER NOT NULL,
  PRIMARY KEY (site, register_seq),
  UNIQUE (site, id),
  UNIQUE (site, feed_seq),
  UNIQUE (device, epoch, device_seq)
) STRICT;

CREATE TABLE quarantine (
  device      TEXT NOT NULL REFERENCES device (id),
  epoch       INTEGER NOT NULL,
  device_seq  INTEGER NOT NULL,
  site        TEXT NOT NULL REFERENCES site (id),
  wire        TEXT NOT NULL,
  chain_hash  BLOB NOT NULL CHECK (length(chain_hash) = 32),
  received_at INTEGER NOT NULL,
  code        TEXT NOT NULL,
  path        TEXT NOT NULL,
  message     TEXT NOT NULL,
  PRIMARY KEY (device, epoch, device_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE created_subject (
  site    TEXT NOT NULL,
  subject TEXT NOT NULL,
  fact    TEXT NOT NULL,
  PRIMARY KEY (site, subject),
  FOREIGN KEY (site, fact) REFERENCES fact (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tree_node (
  site  TEXT NOT NULL REFERENCES site (id),
  level INTEGER NOT NULL,
  idx   INTEGER NOT NULL,
  hash  BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (site, level, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome (
  site     TEXT NOT NULL REFERENCES site (id),
  kind     TEXT NOT NULL CHECK (kind IN ('visit', 'deal')),
  subject  TEXT NOT NULL,
  feed_seq INTEGER NOT NULL,
  json     TEXT NOT NULL,
  PRIMARY KEY (site, kind, subject),
  UNIQUE (site, feed_seq)
) STRICT, WITHOUT ROWID;
)sql";

// Checkpoints are kept; `closes` is the calendar day (days since 1970) at whose close one was made.
constexpr std::string_view kVersion2 = R"sql(
CREATE TABLE checkpoint (
  site   TEXT NOT NULL REFERENCES site (id),
  size   INTEGER NOT NULL CHECK (size > 0),
  at     INTEGER NOT NULL,
  closes INTEGER,
  note   TEXT NOT NULL,
  PRIMARY KEY (site, size)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_received ON fact (site, received_at, register_seq);
)sql";

// Ticks, and what tells a restored tablet from a copied one. `anchor_before` is the nonce a tablet
// may still hold when the answer with `anchor_last` was lost on its way. What a device that was set
// aside still sends is in `set_aside`: kept, outside of its chain and of the register.
// Facts of a newer vocabulary are in the register and in `unsupported`: not judged until this
// program knows them, and not then where the gate would have refused them (`code`).
constexpr std::string_view kVersion3 = R"sql(
ALTER TABLE anchor ADD COLUMN ticked_since INTEGER;
ALTER TABLE fact ADD COLUMN ticks_since INTEGER;
ALTER TABLE fact ADD COLUMN ticks_last INTEGER;
ALTER TABLE device ADD COLUMN epoch_since INTEGER;
ALTER TABLE device ADD COLUMN kept_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN frozen_at INTEGER;
ALTER TABLE device ADD COLUMN anchor_last TEXT;
ALTER TABLE device ADD COLUMN anchor_before TEXT;
CREATE INDEX anchor_of_time ON anchor (device, boot_tag, elapsed);
DROP INDEX anchor_of_boot;
CREATE INDEX anchor_of_head ON anchor (device, epoch, head_seq, challenged_at);
CREATE INDEX device_of_site ON device (site);

CREATE TABLE boot (
  device       TEXT NOT NULL REFERENCES device (id),
  tag          TEXT NOT NULL,
  start_after  INTEGER NOT NULL,
  start_before INTEGER NOT NULL,
  last_elapsed INTEGER NOT NULL,
  torn         INTEGER NOT NULL CHECK (torn IN (0, 1)),
  PRIMARY KEY (device, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE unsupported (
  site         TEXT NOT NULL,
  register_seq INTEGER NOT NULL,
  code         TEXT,
  path         TEXT,
  message      TEXT,
  PRIMARY KEY (site, register_seq),
  FOREIGN KEY (site, register_seq) REFERENCES fact (site, register_seq),
  CHECK ((code IS NULL) = (path IS NULL) AND (code IS NULL) = (message IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE set_aside (
  device      TEXT NOT NULL REFERENCES device (id),
  epoch       INTEGER NOT NULL,
  device_seq  INTEGER NOT NULL,
  chain_hash  BLOB NOT NULL CHECK (length(chain_hash) = 32),
  wire        TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (device, epoch, device_seq, chain_hash)
) STRICT, WITHOUT ROWID;
)sql";

// A site whose register was put back from an older copy, and what its tablets have handed in of it.
// `restores` counts how often records were given up for lost. Records handed in stand under the
// tablet's name until its checkpoint proves them, and then under none.
constexpr std::string_view kVersion4 = R"sql(
ALTER TABLE site ADD COLUMN restores INTEGER NOT NULL DEFAULT 0;
ALTER TABLE site ADD COLUMN recovering_since INTEGER;

CREATE TABLE recovery_witness (
  device   TEXT PRIMARY KEY REFERENCES device (id),
  site     TEXT NOT NULL REFERENCES site (id),
  epoch    INTEGER NOT NULL,
  size     INTEGER NOT NULL,
  root     BLOB NOT NULL CHECK (length(root) = 32),
  restores INTEGER NOT NULL,
  cursor   INTEGER NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('handing', 'all', 'proven', 'other'))
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_record (
  site         TEXT NOT NULL REFERENCES site (id),
  witness      TEXT NOT NULL,
  register_seq INTEGER NOT NULL,
  record       BLOB NOT NULL,
  stated       TEXT,
  PRIMARY KEY (site, witness, register_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_link (
  chain_hash BLOB PRIMARY KEY CHECK (length(chain_hash) = 32),
  previous   BLOB NOT NULL CHECK (length(previous) = 32),
  device     TEXT NOT NULL REFERENCES device (id),
  epoch      INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  wire       TEXT NOT NULL,
  code       TEXT,
  path       TEXT,
  message    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_link_of_device ON recovery_link (device, epoch, seq);
CREATE INDEX recovery_link_behind ON recovery_link (previous);
)sql";

// Photos and signatures, in pieces; what a device has begun to bring is its own until it is whole.
constexpr std::string_view kVersion5 = R"sql(
CREATE TABLE blob (
  ordinal      INTEGER PRIMARY KEY,
  site         TEXT NOT NULL REFERENCES site (id),
  hash         BLOB NOT NULL CHECK (length(hash) = 32),
  device       TEXT NOT NULL REFERENCES device (id),
  size         INTEGER NOT NULL CHECK (size > 0),
  have         INTEGER NOT NULL CHECK (have BETWEEN 0 AND size),
  begun_at     INTEGER NOT NULL,
  completed_at INTEGER,
  CHECK (completed_at IS NULL OR have = size)
) STRICT;
CREATE UNIQUE INDEX blob_whole ON blob (site, hash) WHERE completed_at IS NOT NULL;
CREATE UNIQUE INDEX blob_begun ON blob (site, hash, device) WHERE completed_at IS NULL;
CREATE INDEX blob_of_device ON blob (device, begun_at);

CREATE TABLE blob_piece (
  blob  INTEGER NOT NULL REFERENCES blob (ordinal),
  start INTEGER NOT NULL,
  bytes BLOB NOT NULL CHECK (length(bytes) > 0),
  PRIMARY KEY (blob, start)
) STRICT;
)sql";

// The tables that every fact is written to, with less to write: rows stand in their key's tree, and
// what the one writer has looked up itself is not looked up again by foreign keys. The records that
// came before an instant are found from the register's end, so they need no index.
constexpr std::string_view kVersion6 = R"sql(
DROP INDEX fact_received;
CREATE TABLE fact_6 (
  site         TEXT NOT NULL,
  register_seq INTEGER NOT NULL,
  feed_seq     INTEGER NOT NULL,
  id           TEXT NOT NULL,
  kind         TEXT NOT NULL,
  author       TEXT NOT NULL,
  device       TEXT,
  epoch        INTEGER,
  device_seq   INTEGER,
  boot_tag     TEXT NOT NULL,
  elapsed      INTEGER NOT NULL,
  nonce        TEXT,
  wall         INTEGER NOT NULL,
  data         TEXT NOT NULL,
  chain_hash   BLOB NOT NULL CHECK (length(chain_hash) = 32),
  received_at  INTEGER NOT NULL,
  earliest     INTEGER NOT NULL,
  latest       INTEGER NOT NULL CHECK (earliest <= latest),
  grade        TEXT NOT NULL CHECK (grade IN ('O', 'A', 'B', 'C', 'X')),
  flags        INTEGER NOT NULL,
  ticks_since  INTEGER,
  ticks_last   INTEGER,
  PRIMARY KEY (site, register_seq),
  UNIQUE (site, id),
  UNIQUE (site, feed_seq),
  UNIQUE (device, epoch, device_seq)
) STRICT, WITHOUT ROWID;
INSERT INTO fact_6 SELECT site, register_seq, feed_seq, id, kind, author, device, epoch, device_seq,
  boot_tag, elapsed, nonce, wall, data, chain_hash, received_at, earliest, latest, grade, flags,
  ticks_since, ticks_last FROM fact ORDER BY site, register_seq;

CREATE TABLE created_subject_6 (
  site    TEXT NOT NULL,
  subject TEXT NOT NULL,
  fact    TEXT NOT NULL,
  PRIMARY KEY (site, subject)
) STRICT, WITHOUT ROWID;
INSERT INTO created_subject_6 SELECT site, subject, fact FROM created_subject;
DROP TABLE created_subject;
ALTER TABLE created_subject_6 RENAME TO created_subject;

CREATE TABLE unsupported_6 (
  site         TEXT NOT NULL,
  register_seq INTEGER NOT NULL,
  code         TEXT,
  path         TEXT,
  message      TEXT,
  PRIMARY KEY (site, register_seq),
  FOREIGN KEY (site, register_seq) REFERENCES fact_6 (site, register_seq),
  CHECK ((code IS NULL) = (path IS NULL) AND (code IS NULL) = (message IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO unsupported_6 SELECT site, register_seq, code, path, message FROM unsupported;
DROP TABLE unsupported;
DROP TABLE fact;
ALTER TABLE fact_6 RENAME TO fact;
ALTER TABLE unsupported_6 RENAME TO unsupported;

CREATE TABLE tree_node_6 (
  site  TEXT NOT NULL,
  level INTEGER NOT NULL,
  idx   INTEGER NOT NULL,
  hash  BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (site, level, idx)
) STRICT, WITHOUT ROWID;
INSERT INTO tree_node_6 SELECT site, level, idx, hash FROM tree_node;
DROP TABLE tree_node;
ALTER TABLE tree_node_6 RENAME TO tree_node;
)sql";

// A device that the office has shut out.
constexpr std::string_view kVersion7 = R"sql(
ALTER TABLE device ADD COLUMN revoked_at INTEGER;
)sql";

// What people have said is sealed (shared/core/sealing.hpp): the data of facts, facts that were
// refused, set aside or handed in, photos, and the server's own key. Where a customer's data was
// erased, `data` is what is left, and `body_hash` holds the fact's place in its device's chain;
// until it is shredded the whole is in `restricted`.
constexpr std::string_view kVersion8 = R"sql(
CREATE TABLE server_key_8 (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  seed BLOB NOT NULL
) STRICT;
INSERT INTO server_key_8 SELECT id, seal(seed, 'server_key') FROM server_key;
DROP TABLE server_key;
ALTER TABLE server_key_8 RENAME TO server_key;

CREATE TABLE fact_8 (
  site         TEXT NOT NULL,
  register_seq INTEGER NOT NULL,
  feed_seq     INTEGER NOT NULL,
  id           TEXT NOT NULL,
  kind         TEXT NOT NULL,
  author       TEXT NOT NULL,
  device       TEXT,
  epoch        INTEGER,
  device_seq   INTEGER,
  boot_tag     TEXT NOT NULL,
  elapsed      INTEGER NOT NULL,
  nonce        TEXT,
  wall         INTEGER NOT NULL,
  data         BLOB NOT NULL,
  chain_hash   BLOB NOT NULL CHECK (length(chain_hash) = 32),
  received_at  INTEGER NOT NULL,
  earliest     INTEGER NOT NULL,
  latest       INTEGER NOT NULL CHECK (earliest <= latest),
  grade        TEXT NOT NULL CHECK (grade IN ('O', 'A', 'B', 'C', 'X')),
  flags        INTEGER NOT NULL,
  ticks_since  INTEGER,
  ticks_last   INTEGER,
  body_hash    BLOB CHECK (length(body_hash) = 32),
  PRIMARY KEY (site, register_seq),
  UNIQUE (site, id),
  UNIQUE (site, feed_seq),
  UNIQUE (device, epoch, device_seq)
) STRICT, WITHOUT ROWID;
INSERT INTO fact_8 SELECT site, register_seq, feed_seq, id, kind, author, device, epoch, device_seq,
  boot_tag, elapsed, nonce, wall, seal(data, 'fact/' || site || '/' || id), chain_hash, received_at,
  earliest, latest, grade, flags, ticks_since, ticks_last, NULL FROM fact
  ORDER BY site, register_seq;
CREATE TABLE unsupported_8 (
  site         TEXT NOT NULL,
  register_seq INTEGER NOT NULL,
  code         TEXT,
  path         TEXT,
  message      TEXT,
  PRIMARY KEY (site, register_seq),
  FOREIGN KEY (site, register_seq) REFERENCES fact_8 (site, register_seq),
  CHECK ((code IS NULL) = (path IS NULL) AND (code IS NULL) = (message IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO unsupported_8 SELECT site, register_seq, code, path, message FROM unsupported;
DROP TABLE unsupported;
DROP TABLE fact;
ALTER TABLE fact_8 RENAME TO fact;
ALTER TABLE unsupported_8 RENAME TO unsupported;

CREATE TABLE quarantine_8 (
  device      TEXT NOT NULL REFERENCES device (id),
  epoch       INTEGER NOT NULL,
  device_seq  INTEGER NOT NULL,
  site        TEXT NOT NULL REFERENCES site (id),
  wire        BLOB,
  chain_hash  BLOB NOT NULL CHECK (length(chain_hash) = 32),
  received_at INTEGER NOT NULL,
  code        TEXT NOT NULL,
  path        TEXT NOT NULL,
  message     TEXT NOT NULL,
  body_hash   BLOB CHECK (length(body_hash) = 32),
  PRIMARY KEY (device, epoch, device_seq),
  CHECK ((wire IS NULL) = (body_hash IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO quarantine_8 SELECT device, epoch, device_seq, site, seal(wire, 'quarantine'),
  chain_hash, received_at, code, path, message, NULL FROM quarantine;
DROP TABLE quarantine;
ALTER TABLE quarantine_8 RENAME TO quarantine;

CREATE TABLE set_aside_8 (
  device      TEXT NOT NULL REFERENCES device (id),
  epoch       INTEGER NOT NULL,
  device_seq  INTEGER NOT NULL,
  chain_hash  BLOB NOT NULL CHECK (length(chain_hash) = 32),
  wire        BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (device, epoch, device_seq, chain_hash)
) STRICT, WITHOUT ROWID;
INSERT INTO set_aside_8 SELECT device, epoch, device_seq, chain_hash, seal(wire, 'set_aside'),
  received_at FROM set_aside;
DROP TABLE set_aside;
ALTER TABLE set_aside_8 RENAME TO set_aside;

CREATE TABLE recovery_link_8 (
  chain_hash BLOB PRIMARY KEY CHECK (length(chain_hash) = 32),
  previous   BLOB NOT NULL CHECK (length(previous) = 32),
  device     TEXT NOT NULL REFERENCES device (id),
  epoch      INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  wire       BLOB NOT NULL,
  code       TEXT,
  path       TEXT,
  message    TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO recovery_link_8 SELECT chain_hash, previous, device, epoch, seq,
  seal(wire, 'recovery_link'), code, path, message FROM recovery_link;
DROP TABLE recovery_link;
ALTER TABLE recovery_link_8 RENAME TO recovery_link;
CREATE INDEX recovery_link_of_device ON recovery_link (device, epoch, seq);
CREATE INDEX recovery_link_behind ON recovery_link (previous);

UPDATE blob_piece SET bytes = seal(bytes, 'blob_piece');

CREATE TABLE erasure (
  site          TEXT NOT NULL REFERENCES site (id),
  number        INTEGER NOT NULL CHECK (number > 0),
  reason        TEXT NOT NULL,
  restricted_at INTEGER NOT NULL,
  lifted_at     INTEGER,
  shredded_at   INTEGER,
  PRIMARY KEY (site, number),
  CHECK (lifted_at IS NULL OR shredded_at IS NULL)
) STRICT, WITHOUT ROWID;
CREATE TABLE restricted (
  site         TEXT NOT NULL,
  number       INTEGER NOT NULL,
  register_seq INTEGER NOT NULL,
  data         BLOB NOT NULL,
  PRIMARY KEY (site, number, register_seq),
  FOREIGN KEY (site, number) REFERENCES erasure (site, number)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array kMigrations{sqlite::Migration{1, kVersion1}, sqlite::Migration{2, kVersion2},
                                 sqlite::Migration{3, kVersion3}, sqlite::Migration{4, kVersion4},
                                 sqlite::Migration{5, kVersion5}, sqlite::Migration{6, kVersion6},
                                 sqlite::Migration{7, kVersion7}, sqlite::Migration{8, kVersion8}};

} // namespace

std::span<const sqlite::Migration> migrations() {
    return kMigrations;
}

} // namespace shoujie::server
