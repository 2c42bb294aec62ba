#include "server/app/explain.hpp"

#include "server/app/instance.hpp"
#include "server/services/register_facts.hpp"
#include "server/store/read_pool.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/facts/fact_json.hpp"
#include "shared/rules/adjudicator.hpp"
#include "shared/rules/outcome_json.hpp"

#include <nlohmann/json.hpp>

#include <limits>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

namespace shoujie::server {

namespace {

/// Writes one site's cases.
class Explainer {
public:
    Explainer(Reads& reads, SiteRow site, rules::PolicyTimeline policy)
        : m_reads(reads)
        , m_site(std::move(site))
        , m_policy(policy)
        , m_adjudicator(std::move(policy)) {
        for (const auto& staff : m_reads.allStaff(m_site.id))
            m_names[staff.id] = staff.name;
    }

    Result<std::string> run(Instant now, const SigningKey& key) {
        for (auto& row :
             m_reads.factsAfter(m_site.id, 0, std::numeric_limits<std::int64_t>::max())) {
            auto fact = timedFact(row);
            // One of a newer vocabulary is kept and not judged.
            if (!fact && facts::mayBeNewer(fact.error())) continue;
            if (!fact) return fact.error();
            if (const auto subject = facts::createdSubject(fact->fact.data); !subject.empty())
                m_entries[SubjectId(std::string(subject))] = row.wire.id;
            m_rows.emplace(row.wire.id, std::move(row));
            if (auto added = m_adjudicator.add(std::move(*fact)); !added) return added.error();
        }
        const auto& outcome = m_adjudicator.outcome(now);
        const auto& zone = m_policy.zone();
        m_out << "site " << m_site.id.value << " (" << m_site.name << "), judged at "
              << zone.format(now) << "\n";
        for (const auto& [id, visit] : outcome.visits)
            writeCase("visit", SubjectId(id.value), rules::toJson(visit, zone), visit.because);
        for (const auto& [id, deal] : outcome.deals)
            writeCase("deal", SubjectId(id.value), rules::toJson(deal, zone), deal.because);
        for (const auto& referral : outcome.referrals)
            m_out << "\nfor the manager: " << referral.subject.value << ", " << referral.reason
                  << ", articles " << joined(referral.articles) << "\n";
        for (const auto& alert : outcome.alerts)
            m_out << "\nalert: " << alert.subject.value << ", " << alert.kind << ", articles "
                  << joined(alert.articles) << "\n";
        writeRegister(key);
        return m_out.str();
    }

private:
    static std::string joined(const std::vector<rules::Article>& articles) {
        std::string text;
        for (const auto& article : articles)
            text += (text.empty() ? "" : ", ") + article;
        return text.empty() ? "-" : text;
    }

    std::string person(const std::string& id) const {
        const auto found = m_names.find(StaffId(id));
        return found == m_names.end() ? id : id + " " + found->second;
    }

    void writeCase(const char* kind, const SubjectId& subject, const nlohmann::json& outcome,
                   const std::vector<rules::Because>& because) {
        m_out << "\n" << kind << " " << subject.value << "\n";
        for (const char* member : {"class", "slot", "commission", "status"}) {
            if (outcome.contains(member))
                m_out << "  " << member << ": " << outcome[member].get<std::string>() << "\n";
        }
        if (outcome.value("makeup", false)) m_out << "  earned a make-up turn\n";
        const auto& owner = outcome.at("owner");
        m_out << "  owner: "
              << (owner.is_string() ? person(owner.get<std::string>()) : "none, for the manager")
              << "\n";
        if (outcome.contains("shares")) {
            for (const auto& share : outcome["shares"])
                m_out << "  share: " << person(share.at("staff").get<std::string>()) << " "
                      << share.at("bp").get<std::int64_t>() << " bp\n";
        }
        std::vector<FactId> entries;
        if (const auto own = m_entries.find(subject); own != m_entries.end())
            entries.push_back(own->second);
        for (const auto& reason : because)
            writeReason(reason, entries);
        for (const auto& id : entries)
            writeEntry(id);
    }

    void writeReason(const rules::Because& reason, std::vector<FactId>& entries) {
        m_out << "  article " << reason.article;
        if (!reason.key.empty()) m_out << ", key " << reason.key;
        if (reason.window) {
            const auto& zone = m_policy.zone();
            m_out << ", " << reason.window->days << " of " << reason.window->limit << " days, from "
                  << formatDay(zone.dayOf(reason.window->from)) << " to "
                  << formatDay(zone.dayOf(reason.window->to));
        }
        m_out << "\n";
        for (const auto& fact : reason.facts) {
            if (std::ranges::find(entries, fact) == entries.end()) entries.push_back(fact);
        }
    }

    void writeEntry(const FactId& id) {
        const auto found = m_rows.find(id);
        if (found == m_rows.end()) return;
        const FactRow& row = found->second;
        const auto& zone = m_policy.zone();
        const auto& at = row.record.stamp.at;
        m_out << "  entry " << id.value << ": " << row.wire.kind << " by "
              << person(row.wire.by.value) << ", between " << zone.format(at.earliest) << " and "
              << zone.format(at.latest) << ", grade " << evidence::toWord(row.record.stamp.grade)
              << ", register line " << row.record.registerSeq;
        if (row.wire.seq > 0)
            m_out << ", proof code " << evidence::proofCode(row.wire.seq, row.record.chainHash);
        m_out << "\n";
    }

    void writeRegister(const SigningKey& key) {
        const auto size = static_cast<std::uint64_t>(m_site.registerSize);
        const SqliteNodes nodes(m_reads.database(), m_site.id);
        m_out << "\nregister: " << size << " lines, root " << toHex(registry::rootHash(nodes, size))
              << "\n"
              << signedCheckpoint(SqliteNodes(m_reads.database(), m_site.id), m_site, key);
    }

    Reads& m_reads;
    const SiteRow m_site;
    const rules::PolicyTimeline m_policy;
    rules::Adjudicator m_adjudicator;
    std::map<StaffId, std::string> m_names;
    std::map<SubjectId, FactId> m_entries;
    std::map<FactId, FactRow> m_rows;
    std::ostringstream m_out;
};

} // namespace

Result<std::string> explainSite(const std::string& dataDir, const SiteId& site, Instant now) {
    const auto path = DataDir::databaseIn(dataDir);
    if (!path) return path.error();
    return ReadPool(*path).read([&](Reads& reads) -> Result<std::string> {
        const auto row = reads.site(site);
        if (!row) return Error{ErrorCode::notFound, "site", "there is no such site"};
        const auto key = loadServerKey(reads.database());
        if (!key) return key.error();
        const auto json = parseJson(row->policy);
        if (!json) return json.error();
        auto policy = rules::PolicyTimeline::fromJson(*json, "policy");
        if (!policy) return policy.error();
        return Explainer(reads, *row, std::move(*policy)).run(now, *key);
    });
}

} // namespace shoujie::server
