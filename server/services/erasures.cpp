#include "server/services/erasures.hpp"

#include "server/services/redaction.hpp"
#include "server/services/register_facts.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/limits.hpp"
#include "shared/core/sealing.hpp"
#include "shared/rules/matching/customer_keys.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace shoujie::server {

namespace {

constexpr std::int64_t kPage = 500;

/// Reads a site's register for everything that one customer has left in it.
class Search {
public:
    static Result<Search> in(Reads& reads, const SiteRow& site, const facts::Customer& customer,
                             Instant now) {
        const auto json = parseJson(site.policy);
        if (!json) return json.error();
        auto policy = rules::PolicyTimeline::fromJson(*json, "policy");
        if (!policy) return policy.error();
        Search search(site.id, policy->at(now));
        for (auto& key : search.m_texts.of(customer, search.m_policy))
            search.m_keys.insert(std::move(key));
        if (search.m_keys.empty())
            return Error{ErrorCode::missingMember, "phone",
                         "a phone that can be called, a full name, or a plate with its owner's "
                         "name is needed"};
        search.run(reads);
        return search;
    }
    /// What has come to the register meanwhile.
    void goOn(Reads& reads) {
        eachFact(reads, m_upTo, [this](const FactRow& row, facts::FactData& data) {
            if (names(data))
                name(row);
            else if (concerns(data))
                relate(row);
        });
    }

    [[nodiscard]] const std::map<std::int64_t, FactRow>& named() const { return m_named; }
    [[nodiscard]] const std::map<std::int64_t, FactRow>& related() const { return m_related; }
    [[nodiscard]] bool matches(const facts::Customer& customer) const {
        return areTheirs(m_texts.of(customer, m_policy));
    }
    [[nodiscard]] bool names(facts::FactData& data) const {
        bool found = false;
        eachCustomer(data, [&](const facts::Customer& one) { found = found || matches(one); });
        return found;
    }
    [[nodiscard]] std::vector<std::string> keysOf(const facts::Customer& customer) const {
        return m_texts.of(customer, m_policy);
    }

private:
    Search(SiteId site, const rules::Policy& policy) : m_site(std::move(site)), m_policy(policy) {}

    /// A namesake who left other phones is somebody else (rules.md 2).
    [[nodiscard]] bool areTheirs(const std::vector<std::string>& keys) const {
        bool byName = false;
        bool otherPhone = false;
        for (const auto& key : keys) {
            const bool known = m_keys.contains(key);
            if (known && key.front() != facts::kErasedName) return true;
            byName = byName || known;
            otherPhone = otherPhone || key.front() == facts::kErasedPhone;
        }
        return byName && !(otherPhone && knowsPhone());
    }
    [[nodiscard]] bool knowsPhone() const {
        const auto first = m_keys.lower_bound(std::string(1, facts::kErasedPhone));
        return first != m_keys.end() && first->front() == facts::kErasedPhone;
    }

    void name(const FactRow& row) {
        m_named.insert_or_assign(row.record.registerSeq, row);
        own(row);
    }
    void relate(const FactRow& row) {
        m_related.emplace(row.record.registerSeq, row);
        own(row);
    }
    /// What the entry is about is theirs: a complaint, and so the repair that it led to.
    void own(const FactRow& row) {
        m_theirs.insert(row.wire.id.value);
        const auto fact = evidence::decodeFact(row.wire);
        // A household is others' as well: what is said of it stays where it does not name them.
        if (!fact || std::holds_alternative<facts::HouseholdRecorded>(fact->data)) return;
        if (const auto subject = facts::createdSubject(fact->data); !subject.empty())
            m_theirs.emplace(subject);
    }
    [[nodiscard]] bool concerns(const facts::FactData& data) const {
        return std::ranges::any_of(mentions(data),
                                   [this](const auto& id) { return m_theirs.contains(id); });
    }

    void run(Reads& reads) {
        // Whoever has one of the keys has their others as well, until there are no more.
        for (std::size_t known = 0; known != m_keys.size();) {
            known = m_keys.size();
            eachFact(reads, 0, [this](const FactRow& row, facts::FactData& data) {
                bool named = false;
                eachCustomer(data, [&](const facts::Customer& one) {
                    const auto keys = m_texts.of(one, m_policy);
                    if (!areTheirs(keys)) return;
                    named = true;
                    // A name is shared by too many to lead on to others.
                    for (const auto& key : keys)
                        if (key.front() != facts::kErasedName) m_keys.insert(key);
                });
                if (named) name(row);
            });
        }
        // An entry may stand before what it speaks of, where a tablet was late.
        for (std::size_t known = 0; known != m_theirs.size();) {
            known = m_theirs.size();
            eachFact(reads, 0, [this](const FactRow& row, facts::FactData& data) {
                if (!m_named.contains(row.record.registerSeq) && concerns(data)) relate(row);
            });
        }
    }

    template <class Use>
    void eachFact(Reads& reads, std::int64_t after, const Use& use) {
        m_upTo = after;
        for (auto rows = reads.factsAfter(m_site, m_upTo, kPage); !rows.empty();
             rows = reads.factsAfter(m_site, m_upTo, kPage)) {
            for (const auto& row : rows) {
                m_upTo = row.record.registerSeq;
                // What the server itself states names no customer; what a newer program wrote is
                // read by one.
                if (row.wire.device.empty()) continue;
                if (auto fact = evidence::decodeFact(row.wire)) use(row, fact->data);
            }
        }
    }

    SiteId m_site;
    std::int64_t m_upTo = 0;
    rules::Policy m_policy;
    rules::KeyTexts m_texts;
    std::set<std::string> m_keys;
    std::set<std::string> m_theirs; ///< subjects and facts
    std::map<std::int64_t, FactRow> m_named;
    std::map<std::int64_t, FactRow> m_related;
};

/// What is left of the entries. One secret for all of them, forgotten afterwards: equal keys get
/// equal tokens, and nobody can try what they were.
class Residue {
public:
    explicit Residue(const Search& search) : m_search(search) {}

    [[nodiscard]] std::string of(const FactRow& row) const {
        auto fact = evidence::decodeFact(row.wire);
        if (!fact) return row.wire.data;
        eachCustomer(fact->data, [this](facts::Customer& customer) {
            if (!m_search.matches(customer)) return;
            facts::Customer left;
            for (const auto& key : m_search.keysOf(customer))
                left.erased.push_back(tokenOf(key));
            customer = std::move(left);
        });
        removeFreeText(fact->data);
        return evidence::encodeData(fact->data);
    }

private:
    [[nodiscard]] std::string tokenOf(const std::string& key) const {
        constexpr std::size_t kBytes = 16;
        const auto hash = sha256(ByteWriter().raw(m_secret.bytes()).text(key).bytes());
        return key.front() + toHex(std::span(hash).first(kBytes));
    }

    const Search& m_search;
    SecretKey m_secret = SecretKey::random();
};

/// Beside the writer, for it takes as long as reading the register.
Result<Search> search(ReadPool& pool, const SiteId& site, const facts::Customer& customer,
                      Instant now) {
    return pool.read([&](Reads& reads) -> Result<Search> {
        const auto row = reads.site(site);
        if (!row) return Error{ErrorCode::notFound, "site", "there is no such site"};
        return Search::in(reads, *row, customer, now);
    });
}

/// An erasure that is neither lifted nor shredded.
Result<ErasureRow> held(ErasureRows& rows, std::int64_t number) {
    auto row = rows.find(number);
    if (!row) return Error{ErrorCode::notFound, "number", "there is no such erasure of this site"};
    if (row->liftedAt) return Error{ErrorCode::conflict, "number", "has been lifted already"};
    if (row->shreddedAt) return Error{ErrorCode::conflict, "number", "has been shredded already"};
    return std::move(*row);
}

void stateErased(Writes& writes, const SiteId& site, const std::vector<FactId>& entries,
                 const std::string& reason, Rng& rng, Instant now) {
    for (std::size_t i = 0; i < entries.size(); i += limits::kMaxListItems) {
        const auto end = std::min(entries.size(), i + limits::kMaxListItems);
        facts::EntriesErased erased;
        erased.entries.assign(entries.begin() + static_cast<std::ptrdiff_t>(i),
                              entries.begin() + static_cast<std::ptrdiff_t>(end));
        erased.reason = reason;
        appendSystemFact(writes, site, FactId(rng.makeUlid(now)), std::move(erased), now);
    }
}

} // namespace

Erasures::Erasures(Writer& writer, ReadPool& reads, Clock& clock, Rng& rng)
    : m_writer(writer), m_reads(reads), m_clock(clock), m_rng(rng) {}

Result<std::vector<Erasures::Entry>> Erasures::find(const SiteId& site,
                                                    const facts::Customer& customer) {
    const auto found = search(m_reads, site, customer, m_clock.now());
    if (!found) return found.error();
    std::vector<Entry> entries;
    for (const auto& [seq, row] : found->named())
        entries.push_back({row.wire.id, row.wire.kind, true});
    for (const auto& [seq, row] : found->related())
        entries.push_back({row.wire.id, row.wire.kind, false});
    return entries;
}

Result<ErasureRow> Erasures::restrict(const SiteId& site, const facts::Customer& customer,
                                      const std::string& reason) {
    if (reason.empty()) return Error{ErrorCode::tooShort, "reason", "is needed"};
    if (reason.size() > limits::kMaxLongText)
        return Error{ErrorCode::tooLong, "reason", "is too long for an entry"};
    auto found = search(m_reads, site, customer, m_clock.now());
    if (!found) return found.error();
    return m_writer.run<ErasureRow>([&, now = m_clock.now()](Writes& writes) -> Result<ErasureRow> {
        if (auto writable = checkWritable(*writes.site(site)); !writable) return writable.error();
        found->goOn(writes);
        ErasureRows rows(writes, site);
        const auto refused = rows.forgetRefused([&](const evidence::WireFact& wire) {
            auto fact = evidence::decodeFact(wire);
            return fact && found->names(fact->data);
        });
        if (found->named().empty() && refused == 0)
            return Error{ErrorCode::notFound, "phone", "nobody of the register has these keys"};
        const Residue residue(*found);
        const auto number = rows.begin(reason, now);
        std::vector<FactId> touched;
        for (const auto* group : {&found->named(), &found->related()})
            for (const auto& [seq, row] : *group) {
                if (const auto other = rows.holding(seq))
                    return Error{ErrorCode::conflict, "number",
                                 "erasure " + std::to_string(other) +
                                     " holds back the same entries: lift or shred it first"};
                const auto left = residue.of(row);
                if (left == row.wire.data) continue;
                rows.holdBack(number, row, left);
                touched.push_back(row.wire.id);
            }
        stateErased(writes, site, touched, reason, m_rng, now);
        return *rows.find(number);
    });
}

Result<void> Erasures::lift(const SiteId& site, std::int64_t number) {
    return m_writer.run<void>([&, now = m_clock.now()](Writes& writes) -> Result<void> {
        ErasureRows rows(writes, site);
        if (auto row = held(rows, number); !row) return row.error();
        rows.lift(number, now);
        return {};
    });
}

Result<ErasureRow> Erasures::shred(const SiteId& site, std::int64_t number) {
    return m_writer.run<ErasureRow>([&, now = m_clock.now()](Writes& writes) -> Result<ErasureRow> {
        ErasureRows rows(writes, site);
        if (auto row = held(rows, number); !row) return row;
        for (const auto& row : rows.heldBack(number))
            if (const auto fact = evidence::decodeFact(row.wire))
                for (const auto& hash : blobsOf(fact->data))
                    rows.removeBlob(hash);
        rows.shred(number, now);
        return *rows.find(number);
    });
}

Result<std::vector<ErasureRow>> Erasures::all(const SiteId& site) {
    using Rows = std::vector<ErasureRow>;
    return m_writer.run<Rows>([&](Writes& writes) -> Result<Rows> {
        if (writes.site(site) == nullptr)
            return Error{ErrorCode::notFound, "site", "there is no such site"};
        return ErasureRows(writes, site).all();
    });
}

} // namespace shoujie::server
