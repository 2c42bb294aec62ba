#pragma once

#include "server/services/context.hpp"
#include "server/store/rows.hpp"
#include "shared/rules/adjudicator.hpp"

#include <absl/container/flat_hash_map.h>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace shoujie::server {

/// Judges what the register holds and publishes what has changed: outcomes of visits and deals, and
/// `conflict.discovered` facts where the register shows a right that nobody has raised (rules.md
/// 4). Works in a thread of its own behind the register, so that no push waits for it. What it has
/// published is in the store: after a crash it starts from the facts and publishes what is missing.
///
/// An outcome is published as `final` only once no tablet can hold anything from before it
/// (`sync.md` 3); time is taken to have passed up to there only.
class Adjudication {
public:
    /// `factsAtHand`: rules::FactSource::atHand.
    explicit Adjudication(const Context& context,
                          std::size_t factsAtHand = rules::FactSource().atHand);
    ~Adjudication();
    Adjudication(const Adjudication&) = delete;
    Adjudication& operator=(const Adjudication&) = delete;

    /// Judges all sites, now and whenever `wake` is called; each minute it asks again what has
    /// become final, and calls `eachRound`.
    void start(std::function<void(Instant)> eachRound = {});
    /// The site's register may have grown. Returns at once.
    void wake(const SiteId& site);
    /// What is known of the site's facts by heart is read anew at the next round: some were
    /// changed, because a customer's data was erased.
    void forget(const SiteId& site);
    void stop();

    /// One round for one site, in the caller's thread: what `start`'s thread does. Not beside it.
    Result<void> judge(const SiteId& site);

private:
    /// Tells texts apart that nobody can choose to look alike.
    using Print = std::array<std::uint8_t, 16>;
    [[nodiscard]] Print printOf(std::string_view text) const;
    [[nodiscard]] Print printOf(std::string_view kind, const SubjectId& subject) const;

    /// What is known of a site.
    struct Court {
        Court(rules::PolicyTimeline timeline, rules::FactSource source)
            : policy(timeline), adjudicator(std::move(timeline), std::move(source)) {}
        rules::PolicyTimeline policy;
        rules::Adjudicator adjudicator;
        std::int64_t registerSeq = 0; ///< facts up to here are in
        /// What is published, by the print of kind and subject: enough to tell whether it has
        /// changed.
        absl::flat_hash_map<Print, Print> published;
        std::set<SubjectId> unpublished; ///< may have changed since they were published
        std::set<SubjectId> discovered;  ///< stated in this run
        /// Up to this time everything is known: every tablet has delivered what it had written by
        /// then, or was given evidence::kWithholding for it. Nothing younger is final.
        Instant known{};
        std::map<SubjectId, Instant> young; ///< visits and deals whose latest time is after that
    };

    void loop();
    Result<void> judgeNews(const SiteId& site);
    [[nodiscard]] rules::FactSource factsOf(const SiteId& site) const;
    Result<Court*> court(const SiteId& site);
    Result<void> moveOn(const SiteId& site, Court& court);
    Result<void> takeNewFacts(const SiteId& site, Court& court);
    /// True if discoveries were stated, which are facts to be judged in turn.
    Result<bool> stateConflicts(const SiteId& site, Court& court);
    Result<void> publish(const SiteId& site, Court& court);

    Context m_context;
    std::size_t m_factsAtHand;
    std::array<std::uint8_t, 16> m_printKey{};
    std::map<SiteId, std::unique_ptr<Court>> m_courts; ///< of the thread alone

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::set<SiteId> m_woken;
    std::set<SiteId> m_forgotten;
    bool m_stopping = false;
    std::function<void(Instant)> m_eachRound;
    std::thread m_thread;
};

} // namespace shoujie::server
