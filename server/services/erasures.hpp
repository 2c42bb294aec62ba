#pragma once

#include "server/store/erasure_rows.hpp"
#include "server/store/read_pool.hpp"
#include "server/store/writer.hpp"
#include "shared/core/seams.hpp"
#include "shared/facts/customer.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace shoujie::server {

/// A customer's wish that what is kept of them be erased (PIPL art. 47, `sync.md` 6), in two steps.
/// **Restricted**: their data leaves every entry, and tablets forget it, but it is held back here
/// and can be put back. **Shredded**: what was held back is destroyed. That there was a reception,
/// of whom and when stays, and so do the verdicts: in the place of each key by which the customer
/// was found stands a token that means nothing else.
class Erasures {
public:
    Erasures(Writer& writer, ReadPool& reads, Clock& clock, Rng& rng);

    /// An entry that would be touched.
    struct Entry {
        FactId id;
        std::string kind;
        bool named = false; ///< it names the customer; else it only speaks of something of theirs
    };
    /// Entries that name somebody who has one of these keys, and what belongs to them. Keys of the
    /// same person that only those entries know count as well. Missing at "phone" where `customer`
    /// has no key.
    Result<std::vector<Entry>> find(const SiteId& site, const facts::Customer& customer);
    /// Restricts them and states so in the register (`entries.erased`). Not found where there are
    /// none; conflict where one of them is held back already, by the erasure that the message
    /// names.
    Result<ErasureRow> restrict(const SiteId& site, const facts::Customer& customer,
                                const std::string& reason);
    /// Puts back what is held back: it was a mistake. Not found, or conflict where it was lifted or
    /// shredded.
    Result<void> lift(const SiteId& site, std::int64_t number);
    /// Destroys what is held back, with photos and signatures of those entries. As `lift`.
    Result<ErasureRow> shred(const SiteId& site, std::int64_t number);
    /// All of the site, also those that are done.
    Result<std::vector<ErasureRow>> all(const SiteId& site);

private:
    Writer& m_writer;
    ReadPool& m_reads;
    Clock& m_clock;
    Rng& m_rng;
};

} // namespace shoujie::server
