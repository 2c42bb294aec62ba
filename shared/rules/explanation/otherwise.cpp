#include "shared/rules/explanation/otherwise.hpp"

#include <algorithm>
#include <map>

namespace shoujie::rules::explanation {

using namespace facts;

namespace {

constexpr std::size_t kMostSentences = 5;

/// A decision in a few words, and whether it counts as snatching.
std::optional<std::string> resultIn(const Outcome& outcome, const Case& about) {
    if (about.visit() == nullptr) {
        const auto deal = outcome.deals.find(DealId(about.subject.value));
        if (deal == outcome.deals.end()) return std::nullopt;
        return brief(about, deal->second.decision);
    }
    const auto visit = outcome.visits.find(VisitId(about.subject.value));
    if (visit == outcome.visits.end()) return std::nullopt;
    auto text = brief(about, visit->second.decision);
    const bool snatched =
        std::any_of(outcome.alerts.begin(), outcome.alerts.end(), [&](const auto& alert) {
            return alert.subject == about.subject && alert.kind == "customer_snatching";
        });
    if (!snatched) return text;
    return about.voice.clauses({text, about.voice.say("brief.snatching")});
}

TimedFact discoveryNow(const Case& about) {
    TimedFact fact;
    fact.fact.id = FactId("what-if-found");
    fact.fact.site = about.entry->fact.site;
    fact.fact.by = kSystem;
    fact.fact.data = ConflictDiscovered{about.subject, std::nullopt, {}};
    fact.at = TimeInterval::exactly(about.now);
    return fact;
}

class Otherwise {
public:
    Otherwise(const Case& about, Trial& trial)
        : m_case(about)
        , m_trial(trial)
        , m_facts(about.history.around(*about.entry))
        , m_reception(about.visit() != nullptr ? about.entry : about.closingVisit())
        , m_actual(resultIn(about.outcome, about)) {}

    std::vector<std::string> tell() {
        // What the manager set would stay, whatever else had happened.
        if (m_case.ruling() != nullptr) {
            tryRulings();
            return std::move(m_lines);
        }
        tryUncertainTimes();
        tryWhatIsMissing();
        tryDiscovery();
        tryDays();
        tryKnowledge();
        tryWhatWasSaid();
        tryEntries();
        tryRulings();
        return std::move(m_lines);
    }

private:
    using Edit = std::function<void(VisitRegistered&)>;

    void consider(const std::string& condition, const Change& change);
    Change withReception(const std::vector<std::string>& members, const Edit& edit) const;
    void considerState(Key condition, OriginalState state, std::optional<bool> aware);
    Change withDiscoveriesMoved(std::int64_t days) const;
    Change withAllMoved(std::int64_t days) const;
    void tryUncertainTimes();
    std::optional<std::pair<FactRef, FactRef>> openPair() const;
    void tryOrder(const TimedFact& first, const TimedFact& second);
    void tryWhatIsMissing();
    void tryDiscovery();
    void tryDays();
    void tryKnowledge();
    void tryWhatWasSaid();
    void tryEntries();
    void tryRulings();
    std::string say(Key key) const {
        return m_case.voice.say(
            key, {{"receiver", m_case.staff(m_case.receiver)}, {"owner", m_case.colleagueName()}});
    }
    bool anyDiscovery() const {
        return std::any_of(m_facts.begin(), m_facts.end(), [](const auto* fact) {
            return std::holds_alternative<ConflictDiscovered>(fact->fact.data);
        });
    }
    const VisitRegistered* reception() const {
        return std::get_if<VisitRegistered>(&m_receptionData);
    }

    const Case& m_case;
    Trial& m_trial;
    std::vector<FactRef> m_facts;
    FactRef m_reception; ///< the visit, or the one at which the deal was closed
    FactData m_receptionData =
        m_reception != nullptr ? m_case.history.currentOf(*m_reception) : FactData();
    std::optional<std::string> m_actual;
    std::vector<std::string> m_lines;
};

/// Tells what the change leads to, where that is something else.
void Otherwise::consider(const std::string& condition, const Change& change) {
    if (m_lines.size() >= kMostSentences) return;
    const auto outcome = m_trial.outcome(change);
    if (!outcome) return;
    const auto result = resultIn(*outcome, m_case);
    if (!result || result == m_actual) return;
    // The manager would decide all the same.
    const auto undecided = m_case.voice.say("brief.manager");
    if (m_actual && m_actual->starts_with(undecided) && result->starts_with(undecided)) return;
    auto line = m_case.voice.say("if.line", {{"condition", condition}, {"result", *result}});
    if (std::find(m_lines.begin(), m_lines.end(), line) == m_lines.end())
        m_lines.push_back(std::move(line));
}

Change Otherwise::withReception(const std::vector<std::string>& members, const Edit& edit) const {
    Change change;
    rewrite(change, m_case.history, *m_reception, members,
            [&](FactData& data) { edit(std::get<VisitRegistered>(data)); });
    return change;
}

void Otherwise::considerState(Key condition, OriginalState state, std::optional<bool> aware) {
    consider(say(condition), withReception({"original", "aware"}, [&](VisitRegistered& visit) {
                 visit.original = state;
                 if (aware) visit.aware = aware;
             }));
}

/// Which of them came first, or on which day it was: each way once.
void Otherwise::tryUncertainTimes() {
    const auto* referral = m_case.referral();
    if (referral == nullptr) return;
    if (referral->reason == "window_uncertain" && !m_case.entry->at.isExact()) {
        for (const auto at : {m_case.entry->at.earliest, m_case.entry->at.latest}) {
            auto exact = *m_case.entry;
            exact.at = TimeInterval::exactly(at);
            consider(m_case.voice.say("if.at", {{"when", m_case.voice.time(at)}}),
                     Change().put(std::move(exact)));
        }
    }
    if (referral->reason != "time_order_uncertain") return;
    if (const auto pair = openPair()) {
        tryOrder(*pair->first, *pair->second);
        tryOrder(*pair->second, *pair->first);
    }
}

/// Two entries of which nobody can tell the earlier one, the entry itself if it is one of such.
std::optional<std::pair<FactRef, FactRef>> Otherwise::openPair() const {
    const auto open = [](const TimedFact& a, const TimedFact& b) {
        const bool chained = a.fact.device && a.fact.device == b.fact.device;
        return !chained && a.at.earliest <= b.at.latest && b.at.earliest <= a.at.latest;
    };
    std::vector<FactRef> entries{m_case.entry};
    for (const auto* fact : m_facts)
        if (fact != m_case.entry && isEntry(fact->fact.data)) entries.push_back(fact);
    for (std::size_t i = 0; i < entries.size(); ++i)
        for (std::size_t j = i + 1; j < entries.size(); ++j)
            if (open(*entries[i], *entries[j])) return std::pair(entries[i], entries[j]);
    return std::nullopt;
}

/// All uncertain times as late as they can be, but `first` as early, and before `second`.
void Otherwise::tryOrder(const TimedFact& first, const TimedFact& second) {
    Change change;
    const auto start = first.at.earliest;
    for (const auto* fact : m_facts) {
        if (fact->at.isExact() && fact != &second) continue;
        auto exact = *fact;
        exact.at = TimeInterval::exactly(fact == &first ? start : fact->at.latest);
        if (fact == &second && exact.at.latest == start)
            exact.at = TimeInterval::exactly(start + Duration(1));
        change.put(std::move(exact));
    }
    const auto condition = [&] {
        if (m_case.visit() != nullptr && &first == m_case.entry) return say("if.first");
        if (m_case.visit() != nullptr && &second == m_case.entry) return say("if.last");
        return m_case.voice.say("if.before", {{"first", m_case.entryName(first)},
                                              {"second", m_case.entryName(second)}});
    };
    consider(condition(), change);
}

/// What stands in the way of a plain answer.
void Otherwise::tryWhatIsMissing() {
    const auto* referral = m_case.referral();
    const bool prompted = referral != nullptr && referral->reason == "prompted_naming";
    const auto without = [&](auto isIt) {
        Change change;
        for (const auto* fact : m_facts)
            if (isIt(fact->fact.data)) change.drop(*fact);
        return change;
    };
    if (m_case.colleague)
        consider(say("if.notLeft"), without([&](const FactData& data) {
                     const auto* left = std::get_if<StaffLeft>(&data);
                     return left != nullptr && left->staff == *m_case.colleague;
                 }));
    if (prompted)
        consider(say("if.notPrompted"), without([](const FactData& data) {
                     return std::holds_alternative<ConductReported>(data);
                 }));
    if (m_case.deal() == nullptr ||
        m_case.dealOutcome()->decision.commission != Commission::pending)
        return;
    Change change;
    rewrite(change, m_case.history, *m_case.entry, {"deposit_paid_at", "agreement_signed_at"},
            [&](FactData& data) {
                auto& deal = std::get<DealSigned>(data);
                deal.depositPaidAt = m_case.deal()->depositPaidAt.value_or(m_case.now);
                deal.agreementSignedAt = m_case.deal()->agreementSignedAt.value_or(m_case.now);
            });
    consider(m_case.voice.say("if.completed", {{"day", m_case.voice.day(m_case.now)}}), change);
}

void Otherwise::tryDiscovery() {
    const bool matters = m_case.cites("2.2") || m_case.cites("10") || m_case.cites("16");
    if (!matters) return;
    if (!anyDiscovery()) {
        consider(say("if.foundNow"), Change().put(discoveryNow(m_case)));
        return;
    }
    Change never;
    for (const auto* fact : m_facts)
        if (std::holds_alternative<ConflictDiscovered>(fact->fact.data)) never.drop(*fact);
    consider(say("if.notFound"), never);
}

Change Otherwise::withDiscoveriesMoved(std::int64_t days) const {
    Change change;
    for (const auto* fact : m_facts)
        if (std::holds_alternative<ConflictDiscovered>(fact->fact.data))
            change.put(moved(*fact, days, m_case.policies));
    change.laterDays = std::max<std::int64_t>(days, 0);
    return change;
}

/// The visit or deal on another day, with its reception and what was found out afterwards.
Change Otherwise::withAllMoved(std::int64_t days) const {
    Change change;
    for (const auto* fact : m_facts) {
        const auto& data = fact->fact.data;
        const bool own = fact == m_case.entry || fact == m_reception;
        const bool started = m_reception != nullptr && std::holds_alternative<VisitStarted>(data) &&
                             subjectOf(data) == subjectOf(m_receptionData);
        const bool found = (std::holds_alternative<ConflictDiscovered>(data) ||
                            std::holds_alternative<NoticeSeen>(data)) &&
                           m_case.deal() != nullptr && fact->at.earliest > m_case.time().latest;
        if (own || started || found) change.put(moved(*fact, days, m_case.policies));
    }
    change.laterDays = std::max<std::int64_t>(days, 0);
    return change;
}

/// Just past the limit where it was inside, on the last day where it was outside.
void Otherwise::tryDays() {
    // Then both sides of the limit have been told already.
    if (m_case.referral() != nullptr && m_case.referral()->reason == "window_uncertain") return;
    for (const auto& reason : m_case.because()) {
        if (!reason.window) continue;
        const auto& window = *reason.window;
        const auto there = window.days <= window.limit ? window.limit + 1 : window.limit;
        const auto days = there - window.days;
        const bool discovery =
            reason.article == "10" ||
            (reason.article == "16" &&
             std::any_of(reason.facts.begin(), reason.facts.end(), [&](const auto& id) {
                 const auto* fact = m_case.history.find(id);
                 return fact != nullptr && !isEntry(fact->fact.data);
             }));
        const Key key = discovery                  ? Key("if.foundOn")
                        : m_case.deal() != nullptr ? Key("if.dealOn")
                                                   : Key("if.visitOn");
        consider(m_case.voice.say(
                     key, {{"day", m_case.voice.day(moved(window.to, days, m_case.policies))},
                           {"days", m_case.voice.days(there)}}),
                 discovery ? withDiscoveriesMoved(days) : withAllMoved(days));
    }
}

/// Whether the receiver knew, and how the colleague stood then.
void Otherwise::tryKnowledge() {
    if (reception() == nullptr || !m_case.colleague) return;
    const auto stood = reception()->original;
    const bool askedOther = reception()->askedFor && *reception()->askedFor != m_case.receiver;
    const bool knew = m_case.cites("13");
    if (!knew) {
        if (m_case.cites("2.2") || m_case.cites("15") || m_case.cites("14") || m_case.cites("16")) {
            considerState("if.knewAbsent", OriginalState::absent, true);
            considerState("if.knewPresent", OriginalState::present, true);
        }
        return;
    }
    if (stood == OriginalState::present)
        considerState("if.consented", OriginalState::consented, std::nullopt);
    else if (!stood || stood == OriginalState::handedBack)
        considerState("if.absent", OriginalState::absent, std::nullopt);
    if (stood != OriginalState::present)
        considerState("if.present", OriginalState::present, std::nullopt);
    if (!stood) considerState("if.handedBack", OriginalState::handedBack, std::nullopt);
    if (reception()->aware.value_or(false) && !askedOther)
        consider(say("if.knewNot"),
                 withReception({"aware", "original"}, [](VisitRegistered& visit) {
                     visit.aware.reset();
                     visit.original.reset();
                 }));
}

/// What the customer said, with whom they came, and what kind of visit it was.
void Otherwise::tryWhatWasSaid() {
    if (m_case.deal() != nullptr && m_case.colleague &&
        (m_case.cites("13") || m_case.cites("16"))) {
        Change change;
        rewrite(change, m_case.history, *m_case.entry, {"closer"},
                [this](FactData& data) { std::get<DealSigned>(data).closer = *m_case.colleague; });
        consider(say("if.ownerClosed"), change);
    }
    if (reception() == nullptr) return;
    if (reception()->askedFor)
        consider(say("if.askedNobody"), withReception({"asked_for"}, [](VisitRegistered& visit) {
                     visit.askedFor.reset();
                 }));
    else if (m_case.colleague && (m_case.cites("10") || m_case.cites("12.1") || m_case.cites("12")))
        consider(say("if.asked"), withReception({"asked_for", "original"}, [&](auto& visit) {
                     visit.askedFor = m_case.colleague;
                     visit.original = OriginalState::absent;
                 }));
    if (reception()->accompaniedBy)
        consider(say("if.cameAlone"), withReception({"accompanied_by"}, [](VisitRegistered& visit) {
                     visit.accompaniedBy.reset();
                 }));
    if (m_case.cites("7")) {
        auto change = withReception({"public"}, [](auto& visit) { visit.publicBasis.reset(); });
        for (const auto* fact : m_facts)
            if (std::holds_alternative<PublicConfirmed>(fact->fact.data) &&
                subjectOf(fact->fact.data) == m_case.subject)
                change.drop(*fact);
        consider(say("if.notPublic"), change);
    }
    if (m_case.cites("18")) {
        auto change =
            withReception({"group_purchase"}, [](auto& visit) { visit.groupPurchase.reset(); });
        if (m_case.deal() != nullptr)
            rewrite(change, m_case.history, *m_case.entry, {"group_purchase"},
                    [](FactData& data) { std::get<DealSigned>(data).groupPurchase.reset(); });
        consider(say("if.notGroup"), change);
    }
}

/// Each entry that the decision rests on, left out.
void Otherwise::tryEntries() {
    for (const auto* fact : m_case.citedEntries()) {
        if (fact == m_reception) continue;
        consider(m_case.voice.say("if.noEntry", {{"entry", m_case.entryName(*fact)}}),
                 Change().drop(*fact));
    }
}

/// Rulings on it and on what it rests on, and corrections.
void Otherwise::tryRulings() {
    std::map<SubjectId, Change> rulings;
    for (const auto* fact : m_facts) {
        if (const auto* ruling = std::get_if<RulingMade>(&fact->fact.data))
            rulings[ruling->subject].drop(*fact);
        if (std::holds_alternative<EntryAmended>(fact->fact.data))
            consider(m_case.voice.say("if.noAmendment", {{"when", m_case.time(fact->at)}}),
                     Change().drop(*fact));
    }
    for (const auto& [subject, without] : rulings)
        consider(m_case.voice.say("if.noRuling", {{"subject", m_case.subjectName(subject)}}),
                 without);
}

} // namespace

std::vector<std::string> tellOtherwise(const Case& about, Trial& trial) {
    return Otherwise(about, trial).tell();
}

bool earnsMakeupOnceKnown(const Case& about, Trial& trial) {
    const auto* visit = about.visitOutcome();
    if (visit == nullptr || visit->decision.makeup || !about.cites("2.2")) return false;
    const auto outcome = trial.outcome(Change().put(discoveryNow(about)));
    if (!outcome) return false;
    const auto found = outcome->visits.find(VisitId(about.subject.value));
    return found != outcome->visits.end() && found->second.decision.makeup;
}

std::optional<Because> familyDaysRunOut(const Case& about, Trial& trial) {
    const auto* visit = about.visitOutcome();
    if (visit == nullptr || !visit->treatedAsNew || !about.cites("14")) return std::nullopt;
    const auto dayOf = [&](Instant at) {
        return about.policies.zoneAt(at).dayOf(at);
    };
    const auto day = dayOf(about.entry->at.latest);
    auto earlier = about.history.around(*about.entry);
    std::reverse(earlier.begin(), earlier.end());
    for (const auto* fact : earlier) {
        const auto days = (dayOf(fact->at.latest) - day).count() + 1;
        if (!isEntry(fact->fact.data) || days >= 0) continue;
        const auto outcome = trial.outcome(Change().put(moved(*about.entry, days, about.policies)));
        if (!outcome) continue;
        const auto found = outcome->visits.find(VisitId(about.subject.value));
        if (found == outcome->visits.end()) continue;
        for (auto reason : found->second.because) {
            if (reason.article != "14" || !reason.window) continue;
            reason.window->to = about.entry->at.latest;
            reason.window->days = (day - dayOf(reason.window->from)).count();
            if (reason.window->days > reason.window->limit) return reason;
        }
    }
    return std::nullopt;
}

bool agrees(const Case& about, Trial& trial) {
    const auto outcome = trial.outcome();
    if (!outcome) return false;
    return resultIn(*outcome, about) == resultIn(about.outcome, about);
}

} // namespace shoujie::rules::explanation
