#include "server/services/adjudication.hpp"

#include "server/services/register_facts.hpp"
#include "shared/core/bytes.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/json_text.hpp"
#include "shared/rules/outcome_json.hpp"

#include <nlohmann/json.hpp>
#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <utility>

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace shoujie::server {

namespace {

/// How often time alone is asked whether something has become final.
constexpr auto kRound = std::chrono::minutes(1);
constexpr std::int64_t kFactsAtOnce = 1000;
constexpr std::size_t kOutcomesAtOnce = 200;

/// The store does not give back a fact that it holds.
struct FactLost {
    Error error;
};

/// Nobody waits for a judgement as for an answer: the thread gets less of a busy machine.
void giveWay() {
#ifdef __linux__
    constexpr int kNice = 10;
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
#endif
}

} // namespace

Adjudication::Adjudication(const Context& context, std::size_t factsAtHand)
    : m_context(context), m_factsAtHand(factsAtHand) {
    m_context.rng.fill(std::as_writable_bytes(std::span(m_printKey)));
}

Adjudication::Print Adjudication::printOf(std::string_view json) const {
    Print print{};
    static_assert(print.size() == crypto_shorthash_siphashx24_BYTES);
    static_assert(sizeof(m_printKey) == crypto_shorthash_siphashx24_KEYBYTES);
    crypto_shorthash_siphashx24(print.data(), reinterpret_cast<const unsigned char*>(json.data()),
                                json.size(), m_printKey.data());
    return print;
}

Adjudication::Print Adjudication::printOf(std::string_view kind, const SubjectId& subject) const {
    return printOf(ByteWriter().text(kind).text(subject.value).bytes());
}

Adjudication::~Adjudication() {
    stop();
}

void Adjudication::start(std::function<void(Instant)> eachRound) {
    m_eachRound = std::move(eachRound);
    m_thread = std::thread([this] {
        giveWay();
        loop();
    });
}

void Adjudication::wake(const SiteId& site) {
    {
        const std::lock_guard lock(m_mutex);
        m_woken.insert(site);
    }
    m_changed.notify_one();
}

void Adjudication::forget(const SiteId& site) {
    {
        const std::lock_guard lock(m_mutex);
        m_forgotten.insert(site);
    }
    wake(site);
}

void Adjudication::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable()) m_thread.join();
}

void Adjudication::loop() {
    std::optional<Instant> lastRound;
    while (true) {
        std::set<SiteId> sites;
        {
            std::unique_lock lock(m_mutex);
            if (lastRound)
                m_changed.wait_for(lock, kRound, [this] { return m_stopping || !m_woken.empty(); });
            if (m_stopping) return;
            sites.swap(m_woken);
        }
        const Instant now = m_context.clock.now();
        if (sites.empty() || !lastRound || now - *lastRound >= kRound) {
            lastRound = now;
            if (auto all = m_context.reads.read([](Reads& reads) { return reads.sites(); }); all)
                sites.insert(all->begin(), all->end());
            if (m_eachRound) m_eachRound(now);
        }
        for (const auto& site : sites) {
            if (auto judged = judge(site); !judged) {
                m_context.log.write(LogLevel::error, "adjudication_failed",
                                    {{"site", site.value}, {"error", describe(judged.error())}});
            }
        }
    }
}

Result<void> Adjudication::judge(const SiteId& site) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_forgotten.erase(site) > 0) m_courts.erase(site);
    }
    try {
        return judgeNews(site);
    } catch (const FactLost& lost) {
        // In the midst of a judgement: the next one begins with an empty court.
        m_courts.erase(site);
        return lost.error;
    }
}

/// The facts are in the store, so the court need not hold them: they are three times its index.
rules::FactSource Adjudication::factsOf(const SiteId& site) const {
    rules::FactSource source;
    source.atHand = m_factsAtHand;
    source.get = [this, site](const FactId& id) {
        auto row = m_context.reads.read([&](Reads& reads) { return reads.fact(site, id); });
        if (!row) throw FactLost{row.error()};
        if (!*row) throw FactLost{{ErrorCode::corrupt, "", "a line of the register is lost"}};
        auto fact = timedFact(**row);
        if (!fact) throw FactLost{fact.error()};
        return std::move(*fact);
    };
    return source;
}

Result<void> Adjudication::judgeNews(const SiteId& site) {
    const auto row = m_context.reads.read([&](Reads& reads) { return reads.site(site); });
    if (!row) return row.error();
    if (*row && (*row)->recoveringSince) return {};
    auto found = court(site);
    if (!found) return found.error();
    Court& court = **found;
    // First how far everything is known, then the facts: what arrives between the two only makes
    // the court know more than it relies on.
    if (auto moved = moveOn(site, court); !moved) return moved;
    if (auto taken = takeNewFacts(site, court); !taken) return taken;
    // A discovery is a fact that may bring another conflict to light; each is stated once, so this
    // ends.
    for (bool stated = true; stated;) {
        auto result = stateConflicts(site, court);
        if (!result) return result.error();
        stated = *result;
        if (stated) {
            if (auto taken = takeNewFacts(site, court); !taken) return taken;
        }
    }
    return publish(site, court);
}

Result<Adjudication::Court*> Adjudication::court(const SiteId& site) {
    if (const auto known = m_courts.find(site); known != m_courts.end()) return known->second.get();

    absl::flat_hash_map<Print, Print> published;
    const auto stored = m_context.reads.read([&](Reads& reads) {
        reads.eachOutcome(site, [&](const OutcomeRow& row) {
            published[printOf(row.kind, row.subject)] = printOf(row.json);
        });
        return reads.site(site);
    });
    if (!stored) return stored.error();
    if (!*stored) return Error{ErrorCode::notFound, "site", "there is no such site"};
    const auto json = parseJson((*stored)->policy);
    if (!json) return json.error();
    auto policy = rules::PolicyTimeline::fromJson(*json, "policy");
    if (!policy) return policy.error();

    auto fresh = std::make_unique<Court>(std::move(*policy), factsOf(site));
    fresh->published = std::move(published);
    return m_courts.emplace(site, std::move(fresh)).first->second.get();
}

Result<void> Adjudication::moveOn(const SiteId& site, Court& court) {
    const Instant now = m_context.clock.now();
    const auto watermark =
        m_context.reads.read([&](Reads& reads) { return reads.watermark(site); });
    if (!watermark) return watermark.error();
    const Instant known =
        std::max({court.known, watermark->value_or(now), now - evidence::kWithholding});
    if (std::exchange(court.known, known) == known) return {};
    std::erase_if(court.young, [&](const auto& one) {
        const bool grown = one.second <= court.known;
        if (grown) court.unpublished.insert(one.first);
        return grown;
    });
    return {};
}

Result<void> Adjudication::takeNewFacts(const SiteId& site, Court& court) {
    while (true) {
        struct News {
            std::vector<FactRow> rows;
            std::set<std::int64_t> unsupported;
        };
        const auto news = m_context.reads.read([&](Reads& reads) {
            return News{reads.factsAfter(site, court.registerSeq, kFactsAtOnce),
                        reads.unsupported(site)};
        });
        if (!news) return news.error();
        if (news->rows.empty()) return {};
        for (const auto& row : news->rows) {
            if (news->unsupported.contains(row.record.registerSeq)) {
                court.registerSeq = row.record.registerSeq;
                continue;
            }
            auto fact = timedFact(row);
            if (fact && fact->at.latest > court.known) {
                const SubjectId subject{std::string(facts::createdSubject(fact->fact.data))};
                if (!subject.empty()) court.young.emplace(subject, fact->at.latest);
            }
            auto added =
                fact ? court.adjudicator.add(std::move(*fact)) : Result<void>(fact.error());
            if (!added) {
                // The gate lets no such fact in. One bad line must not stop the others' judgement.
                m_context.log.write(LogLevel::error, "fact_not_judged",
                                    {{"site", site.value},
                                     {"register_seq", row.record.registerSeq},
                                     {"error", describe(added.error())}});
            }
            court.registerSeq = row.record.registerSeq;
        }
    }
}

Result<bool> Adjudication::stateConflicts(const SiteId& site, Court& court) {
    auto conflicts = court.adjudicator.undiscoveredConflicts();
    std::erase_if(conflicts, [&](const rules::UndiscoveredConflict& conflict) {
        return court.discovered.contains(conflict.subject);
    });
    if (conflicts.empty()) return false;

    auto feedSeq = m_context.writer.run<std::int64_t>([&](Writes& writes) -> Result<std::int64_t> {
        if (auto writable = checkWritable(*writes.site(site)); !writable) return writable.error();
        for (const auto& conflict : conflicts) {
            const Instant now = m_context.clock.now();
            appendSystemFact(
                writes, site, FactId(m_context.rng.makeUlid(now)),
                facts::ConflictDiscovered{conflict.subject, std::nullopt, conflict.evidence}, now);
        }
        return writes.site(site)->feedSeq;
    });
    if (!feedSeq) return feedSeq.error();
    for (const auto& conflict : conflicts)
        court.discovered.insert(conflict.subject);
    m_context.log.write(
        LogLevel::info, "conflicts_discovered",
        {{"site", site.value}, {"count", static_cast<std::int64_t>(conflicts.size())}});
    m_context.bell.ring({site, *feedSeq, FeedGrowth::Cause::judgement});
    return true;
}

Result<void> Adjudication::publish(const SiteId& site, Court& court) {
    const auto& zone = court.policy.zone();
    std::vector<OutcomeRow> changed;
    const auto settled = [&](auto outcome, const SubjectId& subject) {
        const bool young = court.young.contains(subject);
        if (young && outcome.status == rules::Status::isFinal)
            outcome.status = rules::Status::provisional;
        return dumpJson(rules::toJson(outcome, zone));
    };
    const auto compare = [&](const char* kind, const SubjectId& subject, std::string json) {
        const auto known = court.published.find(printOf(kind, subject));
        if (known != court.published.end() && known->second == printOf(json)) return;
        changed.push_back({kind, subject, std::move(json)});
    };
    for (auto& subject : court.adjudicator.takeChanged(court.known))
        court.unpublished.insert(std::move(subject));
    for (const auto& subject : court.unpublished) {
        if (const auto visit = court.adjudicator.visit(VisitId(subject.value), court.known))
            compare("visit", subject, settled(*visit, subject));
        else if (const auto deal = court.adjudicator.deal(DealId(subject.value), court.known))
            compare("deal", subject, settled(*deal, subject));
    }
    // In portions, between which others can write. What a failure leaves out is tried again.
    for (std::size_t from = 0; from < changed.size(); from += kOutcomesAtOnce) {
        const auto portion =
            std::span(changed).subspan(from, std::min(kOutcomesAtOnce, changed.size() - from));
        const auto feedSeq = m_context.writer.run<std::int64_t>(
            [&](Writes& writes) -> Result<std::int64_t> {
                if (auto writable = checkWritable(*writes.site(site)); !writable)
                    return writable.error();
                for (const auto& row : portion)
                    writes.putOutcome(site, row);
                return writes.site(site)->feedSeq;
            },
            portion.size());
        if (!feedSeq) return feedSeq.error();
        m_context.log.write(
            LogLevel::info, "outcomes_published",
            {{"site", site.value}, {"count", static_cast<std::int64_t>(portion.size())}});
        for (const auto& row : portion)
            court.published[printOf(row.kind, row.subject)] = printOf(row.json);
        m_context.bell.ring({site, *feedSeq, FeedGrowth::Cause::judgement});
    }
    court.unpublished.clear();
    return {};
}

} // namespace shoujie::server
