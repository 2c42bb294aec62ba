#include "tests/properties/teller.hpp"

#include "tests/properties/cast.hpp"
#include "tests/properties/policies.hpp"

namespace shoujie::properties {

using namespace shoujie::facts;
using namespace std::chrono;

namespace {

constexpr int kNoDevice = -1;

Flavour flavourOf(Dice& dice) {
    const int how = dice.below(1000);
    if (how < 5) return Flavour::hostile;
    return how < 400 ? Flavour::exact : Flavour::vague;
}

} // namespace

History makeHistory(std::uint64_t seed) {
    Dice dice(seed);
    const auto flavour = flavourOf(dice);
    const auto told = static_cast<std::uint64_t>(dice.between(0, std::int64_t{1} << 62));
    auto history = Teller(told, flavour).tell();
    if (flavour == Flavour::hostile) addHostility(history, dice);
    return history;
}

Teller::Teller(std::uint64_t seed, Flavour flavour)
    : m_dice(seed)
    , m_flavour(flavour)
    , m_staff(4 + m_dice.below(2))
    , m_now(sys_days(year(2026) / 3 / 1) + hours(1)) {
    // Ids say nothing of the order in which things happened.
    for (int id = 10; id < 90; ++id)
        m_ids.push_back("f" + std::to_string(id));
    m_dice.shuffle(m_ids);
}

History Teller::tell() {
    History history;
    history.flavour = m_flavour;
    history.policy = policyText(m_dice.below(kPolicies));
    if (!m_dice.oneIn(12)) {
        std::vector<StaffId> order;
        for (int i = 1; i <= m_staff; ++i)
            if (!m_dice.oneIn(12)) order.emplace_back("s" + std::to_string(i));
        m_dice.shuffle(order);
        m_at = TimeInterval::exactly(m_now);
        add("m1", RosterSet{std::move(order)}, m_at, kNoDevice);
    }
    const auto count = static_cast<std::size_t>(4 + std::min(m_dice.below(22), m_dice.below(22)));
    while (m_facts.size() < count) {
        pass();
        m_at = look(true);
        happen();
    }
    history.facts = std::move(m_facts);
    if (m_dice.oneIn(2)) {
        history.now = judgedAt(history) + days(m_dice.below(9));
        if (m_dice.oneIn(20)) *history.now += days(100);
    }
    return history;
}

/// Mostly the same day, often to the edge of a window, counted from now or from an earlier visit.
void Teller::pass() {
    constexpr std::array<int, 16> kEdges{1, 2, 3, 4, 6, 7, 8, 10, 15, 29, 30, 31, 59, 60, 61, 90};
    if (m_dice.oneIn(6)) m_now += days(m_dice.from(kEdges));
    if (!m_visits.empty() && m_dice.oneIn(6))
        m_now = std::max(m_now, m_dice.from(m_visits).at + days(m_dice.from(kEdges)));
    if (m_dice.oneIn(25)) {
        // Around midnight of the site, which most days do not see.
        const auto midnight = floor<days>(m_now) + hours(16);
        if (midnight > m_now) m_now = midnight - minutes(m_dice.below(30));
    }
    if (m_dice.oneIn(15)) return; // at the very same time
    m_now += m_dice.oneIn(8) ? seconds(m_dice.below(60)) : minutes(1 + m_dice.below(90));
}

/// What the register knows of the present time.
TimeInterval Teller::look(bool mayBeVague) {
    if (m_flavour == Flavour::exact || !mayBeVague || m_dice.oneIn(2))
        return TimeInterval::exactly(m_now);
    const auto width = [this]() -> Duration {
        const int how = m_dice.below(10);
        if (how < 2) return Duration(0);
        if (how < 7) return minutes(1 + m_dice.below(120));
        if (how < 9) return hours(1 + m_dice.below(12));
        return hours(12 + m_dice.below(72));
    };
    TimeInterval at{m_now - width(), m_now + width()};
    // Two that touch are as uncertain as two that overlap.
    if (m_dice.oneIn(8) && m_lastLatest <= m_now) at.earliest = std::max(Instant{}, m_lastLatest);
    if (at.earliest == Instant{}) at.earliest = m_now;
    return at;
}

FactId Teller::add(const std::string& by, FactData data) {
    return add(by, std::move(data), m_at, m_dice.oneIn(2) ? m_dice.below(3) : kNoDevice);
}

FactId Teller::add(const std::string& by, FactData data, const TimeInterval& at, int device) {
    TimedFact timed;
    timed.fact.id = FactId(m_ids.at(m_facts.size()));
    timed.fact.by = StaffId(by);
    if (device != kNoDevice) {
        timed.fact.device = DeviceId("d" + std::to_string(device + 1));
        timed.fact.seq = ++m_seqs[static_cast<std::size_t>(device)];
    }
    timed.fact.data = std::move(data);
    timed.at = at;
    m_lastLatest = at.latest;
    m_facts.push_back(std::move(timed));
    return m_facts.back().fact.id;
}

std::string Teller::newId(const char* prefix) {
    return prefix + std::to_string(++m_subjects);
}

/// Whom this is about: rather somebody who was here before.
int Teller::someone() {
    if (!m_visits.empty() && m_dice.oneIn(3)) return m_dice.from(m_visits).who;
    return m_dice.below(kPeople);
}

Customer Teller::known(int who) {
    return mention(who, m_dice);
}

SubjectId Teller::subject(bool dealsToo) {
    if (dealsToo && !m_deals.empty() && m_dice.oneIn(3))
        return SubjectId(m_dice.from(m_deals).subject);
    if (!m_others.empty() && m_dice.oneIn(8)) return SubjectId(m_dice.from(m_others).subject);
    return SubjectId(m_visits.empty() ? "v0" : m_dice.from(m_visits).subject);
}

} // namespace shoujie::properties
