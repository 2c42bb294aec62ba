#include "tests/bench/site_history.hpp"

#include <array>
#include <string_view>

namespace shoujie::testing {

using namespace shoujie::facts;
using namespace std::chrono;

namespace {

std::string idOf(char kind, std::uint64_t number) {
    // As long as the ids that tablets make.
    const auto text = std::to_string(number);
    return kind + ("1J8ZQ7K5M3N2P4R6S" + std::string(9 - text.size(), '0')) + text;
}

void appendCharacter(std::string& text, unsigned place) {
    // The common ideographs that are their own Simplified form to begin with hardly matter here.
    const unsigned code = 0x4E00 + place % 6000;
    text += static_cast<char>(0xE0U | code >> 12U);
    text += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
    text += static_cast<char>(0x80U | (code & 0x3FU));
}

StaffId staff(int index) {
    return StaffId("s" + std::to_string(index));
}

} // namespace

Customer SiteHistory::customer(std::uint32_t number) {
    constexpr std::array<std::string_view, kCommonNames> kCommon{
        "王伟", "李娜", "张敏", "刘洋", "陈静", "杨帆", "黄磊", "吴霞", "周杰", "徐丽"};
    constexpr std::array<std::string_view, 8> kSurnames{"王", "李", "张", "刘",
                                                        "陈", "杨", "赵", "黄"};
    Customer customer;
    if (number % 100 == 7) {
        customer.name = kCommon[number / 100 % kCommon.size()];
    } else {
        std::string name(kSurnames[number % kSurnames.size()]);
        appendCharacter(name, number / 8 % 6000);
        appendCharacter(name, number / 48'000 * 37 + number % 6000);
        customer.name = std::move(name);
    }
    customer.phones.push_back("1" + std::to_string(3'000'000'000 + std::uint64_t{number} * 997));
    if (number % 12 == 0)
        customer.vehicles.push_back({"丰田", "粤B" + std::to_string(100'000 + number % 899'999)});
    return customer;
}

void SiteHistory::pass() {
    m_now += seconds(20 + below(110));
    // The doors close after twelve hours.
    const auto today = floor<days>(m_now);
    if (m_now - today > hours(13)) m_now = today + days(1) + hours(1);
}

TimedFact SiteHistory::wrap(int by, FactData data) {
    TimedFact timed;
    timed.fact.id = FactId(idOf('F', m_facts++));
    timed.fact.site = SiteId("xidi");
    timed.fact.by = staff(by);
    timed.fact.data = std::move(data);
    timed.at = TimeInterval::exactly(m_now);
    return timed;
}

TimedFact SiteHistory::visit() {
    VisitRegistered visit;
    visit.visit = VisitId(idOf('V', m_visits++));
    Guest guest{m_guests, 0};
    int receiver = m_turn = (m_turn + 1) % kStaff;
    if (!m_recent.empty() && below(10) < 3) {
        guest = m_recent[static_cast<std::size_t>(below(static_cast<int>(m_recent.size())))];
        if (!oneIn(15)) receiver = guest.owner;
    } else {
        ++m_guests;
        guest.owner = static_cast<std::uint8_t>(receiver);
        if (m_recent.size() < 40'000)
            m_recent.push_back(guest);
        else
            m_recent[static_cast<std::size_t>(below(40'000))] = guest;
    }
    visit.receiver = staff(receiver);
    visit.startedAt = m_now - minutes(20 + below(40));
    visit.customers.push_back(customer(guest.number));
    if (oneIn(20)) visit.customers.push_back(customer(m_guests++));
    if (oneIn(40)) visit.relatives.push_back({Relation::parent, customer(m_guests++)});
    if (oneIn(30)) visit.askedFor = staff(below(kStaff));
    if (oneIn(60)) visit.publicBasis = PublicBasis::peer;
    const bool others = receiver != guest.owner;
    auto registered = wrap(receiver, visit);
    if (others)
        m_waiting.push_back(
            wrap(receiver, ConflictDiscovered{SubjectId(visit.visit.value), {}, {}}));
    if (oneIn(40)) m_waiting.push_back(deal(guest));
    return registered;
}

TimedFact SiteHistory::deal(const Guest& guest) {
    DealSigned deal;
    deal.deal = DealId(idOf('X', m_others++));
    deal.closer = staff(guest.owner);
    deal.subscribers.push_back(customer(guest.number));
    deal.depositPaidAt = deal.agreementSignedAt = m_now;
    deal.unit = "1-101";
    deal.listPrice = deal.price = 100'000'000;
    return wrap(guest.owner, deal);
}

TimedFact SiteHistory::call() {
    const int by = below(kStaff);
    return wrap(by, CallRegistered{CallId(idOf('C', m_others++)),
                                   staff(by),
                                   {},
                                   customer(m_guests + static_cast<std::uint32_t>(below(500))),
                                   {},
                                   {}});
}

TimedFact SiteHistory::next() {
    if (m_facts == 0) {
        RosterSet roster;
        for (int i = 0; i < kStaff; ++i)
            roster.order.push_back(staff(i));
        return wrap(0, roster);
    }
    if (!m_waiting.empty()) {
        auto fact = std::move(m_waiting.back());
        m_waiting.pop_back();
        return fact;
    }
    pass();
    if (oneIn(25)) return call();
    if (oneIn(200))
        return wrap(0, DutyChanged{staff(below(kStaff)), oneIn(4) ? Duty::off : Duty::on});
    return visit();
}

TimedFact SiteHistory::nextVisit() {
    m_waiting.clear();
    pass();
    return visit();
}

} // namespace shoujie::testing
