#pragma once

#include "shared/rules/explanation/account.hpp"
#include "shared/rules/explanation/history.hpp"
#include "shared/rules/explanation/voice.hpp"
#include "shared/rules/outcome.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shoujie::rules::explanation {

/// One visit or deal with all that is said about it.
struct Case {
    const History& history;
    const PolicyTimeline& policies;
    const Outcome& outcome;
    Voice voice;
    Instant now;
    SubjectId subject;
    FactRef entry;        ///< the registration of the visit or deal
    facts::FactData data; ///< the entry as it stands now
    StaffId receiver;     ///< who received, or who closed
    /// The other one whose right is in question, where there is one.
    std::optional<StaffId> colleague;
    /// Of the outcome, and a window that it leaves out.
    std::vector<Because> reasons;

    [[nodiscard]] const facts::VisitRegistered* visit() const {
        return std::get_if<facts::VisitRegistered>(&data);
    }
    [[nodiscard]] const facts::DealSigned* deal() const {
        return std::get_if<facts::DealSigned>(&data);
    }
    [[nodiscard]] const VisitOutcome* visitOutcome() const;
    [[nodiscard]] const DealOutcome* dealOutcome() const;
    [[nodiscard]] const std::vector<Because>& because() const { return reasons; }
    [[nodiscard]] const std::vector<Article>& articles() const;
    /// Those of the decision and those of the notes on it, in the order of the rules.
    [[nodiscard]] std::vector<Article> articlesTold() const;
    [[nodiscard]] bool cites(std::string_view article) const;
    [[nodiscard]] Status status() const;
    [[nodiscard]] const Referral* referral() const;
    [[nodiscard]] bool hasAlert(std::string_view kind) const;
    /// The latest ruling on it.
    [[nodiscard]] FactRef ruling() const;
    /// When it happened, as far as it is certain: of a deal the later of deposit and signature.
    [[nodiscard]] TimeInterval time() const;
    [[nodiscard]] const Policy& policy() const { return policies.at(time().latest); }
    /// Entries that the decision rests on, other than its own, each once.
    [[nodiscard]] std::vector<FactRef> citedEntries() const;
    /// The reception at which a deal was closed, as far as the register shows one.
    [[nodiscard]] FactRef closingVisit() const;

    // ---- how things are called
    [[nodiscard]] std::string staff(const StaffId& id) const;
    [[nodiscard]] std::string owner(const std::optional<Owner>& id) const;
    [[nodiscard]] std::string colleagueName() const;
    /// "name (138****8000)"
    [[nodiscard]] std::string person(const facts::Customer& customer) const;
    [[nodiscard]] std::string people(const std::vector<facts::Customer>& customers) const;
    /// "this visit", "the call of ..."
    [[nodiscard]] std::string subjectName(const SubjectId& id) const;
    /// "the entry of ... of ..."
    [[nodiscard]] std::string entryName(const facts::TimedFact& entry) const;
    [[nodiscard]] std::string time(const TimeInterval& at) const;
    /// The calendar day some days after.
    [[nodiscard]] std::string dayAfter(Instant from, std::int64_t days) const;
    /// The last day on which a provisional decision may change: by a claim of a referral, or by a
    /// conflict found after a deal.
    [[nodiscard]] std::string openUntil() const;
    [[nodiscard]] std::string money(std::int64_t amount) const;
};

/// The salesperson who made an entry: receiver, who answered, author, closer.
StaffId makerOf(const facts::TimedFact& entry, const facts::FactData& data);
bool isEntry(const facts::FactData& data);

// ---- the sections, each as its lines
std::vector<std::string> tellDecision(const Case& about, bool makeupOnceKnown);
std::vector<std::string> tellTimeline(const Case& about);
std::vector<std::string> tellMatching(const Case& about);
std::vector<std::string> tellDays(const Case& about);
std::vector<std::string> tellArticles(const Case& about);

/// A result in a few words, as in proposals and in what would have been otherwise.
std::string brief(const Case& about, const VisitDecision& decision);
std::string brief(const Case& about, const DealDecision& decision);

} // namespace shoujie::rules::explanation
