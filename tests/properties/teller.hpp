#pragma once

#include "tests/properties/dice.hpp"
#include "tests/properties/history.hpp"

#include <array>
#include <string>
#include <vector>

namespace shoujie::properties {

/// Tells what happens at a small site, one thing after the other. True time goes forward; what the
/// register knows of it may be vague, but an interval always holds the true time, so that the order
/// of every device fits.
class Teller {
public:
    Teller(std::uint64_t seed, Flavour flavour);
    History tell();

private:
    struct Entry {
        std::string subject; ///< id of a visit, deal, call, referral
        FactId fact;
        Instant at;
        TimeInterval known;
        int who; ///< of the cast, or one of its party
    };
    struct Open { ///< deals that lack the agreement
        FactId fact;
        std::string subject;
    };

    // ---- time and facts (teller.cpp)
    void pass();
    TimeInterval look(bool mayBeVague);
    FactId add(const std::string& by, facts::FactData data);
    FactId add(const std::string& by, facts::FactData data, const TimeInterval& at, int device);
    std::string newId(const char* prefix);
    StaffId staff() { return StaffId("s" + std::to_string(1 + m_dice.below(m_staff))); }
    int someone();
    facts::Customer person() { return known(someone()); }
    facts::Customer known(int who);
    SubjectId subject(bool dealsToo = true);

    // ---- what happens (events.cpp)
    void happen();
    void visit();
    void fillVisit(facts::VisitRegistered& visit);
    void registerVisit(facts::VisitRegistered visit, int who);
    void call();
    void referral();
    void deal();
    void discovery();
    void notice();
    void ruling();
    void rulingOnDeal(facts::RulingMade& ruling);
    void rareThing();
    void staffThing();
    void followUp();
    void request();
    void serviceThing();

    // ---- amendments (amendments.cpp)
    void amend();
    std::string newPartOfVisit(const Entry& visit);
    std::string newPartOfDeal();

    Dice m_dice;
    Flavour m_flavour;
    int m_staff;
    Instant m_now;
    Instant m_lastLatest{};
    TimeInterval m_at{}; ///< of the fact being told
    std::vector<std::string> m_ids;
    int m_subjects = 0;
    std::array<std::int64_t, 3> m_seqs{};
    std::vector<facts::TimedFact> m_facts;
    std::vector<Entry> m_visits;
    std::vector<Entry> m_deals;
    std::vector<Entry> m_others;
    std::vector<Entry> m_followUps;
    std::vector<std::string> m_requests;
};

/// Adds what nobody would write down to a history.
void addHostility(History& history, Dice& dice);

} // namespace shoujie::properties
