#include "tests/properties/cast.hpp"
#include "tests/properties/outcome_text.hpp"
#include "tests/properties/property.hpp"
#include "tests/properties/reading.hpp"

/// What one more fact may change: rules.md 11.6 and 11.9.
namespace shoujie::properties {

using namespace shoujie::facts;
using namespace shoujie::rules;
using namespace std::chrono;

namespace {

/// Adds facts about somebody whom nobody of the history has to do with.
class StrangersStory {
public:
    StrangersStory(History& history, Dice& dice)
        : m_history(history), m_dice(dice), m_who(dice.below(20)) {}

    void tell() {
        m_at = somewhen();
        for (int i = 1 + m_dice.below(4); i > 0; --i) {
            happen();
            const auto later = m_dice.oneIn(3) ? days(m_dice.below(9)) : days(0);
            m_at.earliest += later;
            m_at.latest += later + minutes(1);
        }
    }

private:
    TimeInterval somewhen() {
        if (m_history.facts.empty()) return TimeInterval::exactly(sys_days(year(2026) / 3 / 1));
        const auto& near = m_dice.from(m_history.facts).at;
        return m_dice.oneIn(2) ? near : TimeInterval::exactly(near.earliest - minutes(1));
    }
    StaffId staff() { return StaffId("s" + std::to_string(1 + m_dice.below(5))); }
    Customer customer() { return stranger(m_who, m_dice); }

    /// No device: its order would tell of the times of what else it wrote.
    void put(const StaffId& by, FactData data) {
        TimedFact timed;
        timed.fact.id = FactId((m_dice.oneIn(2) ? "a" : "z") + std::to_string(m_serial++));
        timed.fact.by = by;
        timed.fact.data = std::move(data);
        timed.at = m_at;
        m_history.facts.push_back(std::move(timed));
    }

    void happen() {
        const auto number = std::to_string(m_serial);
        const auto by = staff();
        switch (m_dice.below(6)) {
        case 0:
            return put(by, CallRegistered{CallId("sc" + number), by, {}, customer(), {}, {}});
        case 1:
            return put(by, ReferralRegistered{ReferralId("sr" + number), customer(), customer()});
        case 2: {
            DealSigned deal;
            deal.deal = DealId("sx" + number);
            deal.closer = by;
            deal.subscribers.push_back(customer());
            deal.depositPaidAt = deal.agreementSignedAt = m_at.earliest;
            deal.unit = "9-901";
            return put(by, deal);
        }
        case 3:
            if (!m_visit.empty()) return speakOfVisit(by);
            [[fallthrough]];
        default: {
            VisitRegistered visit;
            visit.visit = VisitId(m_visit = "sv" + number);
            visit.receiver = by;
            visit.customers.push_back(customer());
            if (m_dice.oneIn(3)) visit.askedFor = staff();
            if (m_dice.oneIn(4)) visit.accompaniedBy = customer();
            put(by, visit);
        }
        }
    }

    /// What is said of a stranger's visit.
    void speakOfVisit(const StaffId& by) {
        const SubjectId subject(m_visit);
        switch (m_dice.below(4)) {
        case 0:
            return put(by, ConflictDiscovered{subject, by, {}});
        case 1:
            return put(by, NoticeSeen{subject, by});
        case 2:
            return put(by, FamilyDeclared{{customer(), customer()}, Relation::child});
        default: {
            RulingMade ruling;
            ruling.subject = subject;
            ruling.owner = by;
            ruling.reason = "heard both";
            return put(StaffId("m1"), ruling);
        }
        }
    }

    History& m_history;
    Dice& m_dice;
    int m_who;
    TimeInterval m_at{};
    int m_serial = 100;
    std::string m_visit;
};

} // namespace

Finding strangersChangeNothing(const Judged& judged, Dice& dice) {
    auto more = judged.history;
    StrangersStory(more, dice).tell();
    const auto before = textBySubject(judged.outcome);
    const auto after = textBySubject(decide(more, judged.now));
    for (const auto& [subject, text] : before)
        if (const auto found = after.find(subject); found == after.end() || found->second != text)
            return subject + ": with a stranger about " +
                   firstDifference(text, found == after.end() ? "" : found->second);
    return std::nullopt;
}

namespace {

struct Subject {
    std::string id;
    bool isVisit;
};

std::vector<Subject> subjectsOf(const Outcome& outcome) {
    std::vector<Subject> subjects;
    for (const auto& [id, visit] : outcome.visits)
        subjects.push_back({id.value, true});
    for (const auto& [id, deal] : outcome.deals)
        subjects.push_back({id.value, false});
    return subjects;
}

RulingMade someRuling(const Subject& subject, Dice& dice) {
    RulingMade ruling;
    ruling.subject = SubjectId(subject.id);
    ruling.reason = "heard both";
    const StaffId owner("s" + std::to_string(1 + dice.below(5)));
    const int how = subject.isVisit ? 0 : dice.below(4);
    if (how == 0) ruling.owner = owner;
    if (how == 1) ruling.shares = {{owner, 10'000}};
    if (how == 2) ruling.cancel = true;
    if (how == 3) ruling.fine = 30'000;
    return ruling;
}

/// Who cannot be measured from a ruling on `subject`, and so may not change by it.
class OutOfReach {
public:
    OutOfReach(const History& history, const Subject& subject)
        : m_groups(groupsOf(history)), m_visits(readVisits(history)), m_subject(subject) {}

    [[nodiscard]] bool contains(const std::string& other) const {
        if (other == m_subject.id) return false;
        // A deal changes no ownership.
        if (!m_subject.isVisit) return true;
        if (m_groups.at(other) != m_groups.at(m_subject.id)) return true;
        const auto visit = m_visits.find(VisitId(other));
        if (visit == m_visits.end()) return false;
        const auto from = m_visits.at(VisitId(m_subject.id)).startEarliest;
        const auto until = visit->second.startLatest;
        // What may be on either side of the ruled one may also be what the other rests on.
        return until < from &&
               std::none_of(m_visits.begin(), m_visits.end(), [&](const auto& between) {
                   return m_groups.at(between.first.value) == m_groups.at(other) &&
                          between.second.startEarliest <= until &&
                          between.second.startLatest >= from;
               });
    }

private:
    std::map<std::string, int> m_groups;
    std::map<VisitId, VisitReading> m_visits;
    Subject m_subject;
};

Finding wrongRuling(const RulingMade& ruling, const VisitOutcome& before, const VisitOutcome& after,
                    bool ruledBefore) {
    if (!after.ruled || !after.ruleSays) return "is not ruled";
    if (after.visitClass != before.visitClass) return "its class is another";
    if (ruledBefore) return std::nullopt; // the latest counts, which may be the other
    if (after.decision.owner != ruling.owner) return "the ruling did not set the owner";
    if (after.status != Status::isFinal) return "the ruling did not close it";
    // The ruling shows the conflict, which may open or close what the rule says of the make-up.
    const auto& rule = after.ruleSays->owner;
    if (rule && before.decision.owner && rule != before.decision.owner)
        return "what the rule says is another";
    return std::nullopt;
}

} // namespace

Finding rulingsStayWhereTheyAre(const Judged& judged, Dice& dice) {
    const auto subjects = subjectsOf(judged.outcome);
    if (subjects.empty()) return std::nullopt;
    const auto& subject = dice.from(subjects);
    auto more = judged.history;
    TimedFact timed;
    timed.fact.id = FactId(dice.oneIn(2) ? "a100" : "z100");
    timed.fact.by = StaffId("m1");
    const auto ruling = someRuling(subject, dice);
    timed.fact.data = ruling;
    timed.at = TimeInterval::exactly(dice.from(judged.history.facts).at.latest + seconds(1));
    more.facts.push_back(timed);
    const auto name = "a ruling on " + subject.id + " at " + formatUtc(timed.at.latest) + ": ";
    const auto ruled = decide(more, std::max(judged.now, timed.at.latest));
    const auto unruled =
        judged.now < timed.at.latest ? decide(judged.history, timed.at.latest) : judged.outcome;
    const auto before = textBySubject(unruled);
    const auto after = textBySubject(ruled);
    const OutOfReach outOfReach(judged.history, subject);
    for (const auto& [id, text] : before)
        if (outOfReach.contains(id) && after.at(id) != text)
            return name + id + " " + firstDifference(text, after.at(id));
    if (!subject.isVisit) {
        if (ruled.rotation.order != unruled.rotation.order ||
            ruled.rotation.makeups != unruled.rotation.makeups)
            return name + "the rotation is another";
        return std::nullopt;
    }
    const VisitId id(subject.id);
    auto wrong = wrongRuling(ruling, unruled.visits.at(id), ruled.visits.at(id),
                             unruled.visits.at(id).ruled);
    if (wrong) wrong->insert(0, name);
    return wrong;
}

} // namespace shoujie::properties
