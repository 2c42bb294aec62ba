// Facts: their ids, subjects and place in time, and what they say of staff and of each other.
#include "shared/rules/book/book.hpp"
#include "shared/rules/book/sorted.hpp"

#include <algorithm>
#include <type_traits>

namespace shoujie::rules {

using namespace shoujie::facts;

namespace {

/// The subject that a fact speaks of without creating it; empty where there is none.
std::string_view remarkedSubject(const FactData& data) {
    return std::visit(
        []<class T>(const T& fact) -> std::string_view {
            if constexpr (std::is_same_v<T, VisitStarted> || std::is_same_v<T, PublicConfirmed>)
                return fact.visit.value;
            if constexpr (std::is_same_v<T, ConflictDiscovered> || std::is_same_v<T, NoticeSeen> ||
                          std::is_same_v<T, RulingMade> || std::is_same_v<T, ConductReported>)
                return fact.subject.value;
            if constexpr (std::is_same_v<T, DealSigned>)
                return fact.visit ? std::string_view(fact.visit->value) : std::string_view();
            if constexpr (std::is_same_v<T, FollowUpDone>) return fact.followUp.value;
            if constexpr (std::is_same_v<T, RequestFiled>)
                return fact.deal ? std::string_view(fact.deal->value) : std::string_view();
            if constexpr (std::is_same_v<T, RequestDecided>) return fact.request.value;
            return {};
        },
        data);
}

} // namespace

// ---- shelf and place in time -------------------------------------------------------------------

const TimedFact& Book::fetched(int fact) const {
    auto& slot = m_shelf[static_cast<std::size_t>(fact)];
    slot = std::make_unique<const TimedFact>(m_source.get(idOf(fact)));
    m_atHand.push_back(fact);
    return *slot;
}

/// Only between facts: meanwhile what was fetched stays where it is.
void Book::putAway() {
    if (m_atHand.size() < m_source.atHand) return;
    for (const int fact : m_atHand)
        m_shelf[static_cast<std::size_t>(fact)].reset();
    m_atHand.clear();
}

Result<int> Book::shelve(std::unique_ptr<const TimedFact> shelved) {
    if (m_source.get) putAway();
    const auto& fact = *shelved;
    const auto subjectId = createdSubject(fact.fact.data);
    const int index = numberOf(fact.fact.id);
    const auto at = static_cast<std::size_t>(index);
    auto& record = m_facts[at];
    if (record.present) return Error{ErrorCode::conflict, "id", "is the id of another fact"};
    const int subject = subjectId.empty() ? kNone : subjectOf(subjectId);
    if (subject != kNone && m_subjects[static_cast<std::size_t>(subject)].maker != kNone)
        return Error{ErrorCode::conflict, "data", "claims a subject id that another fact has"};
    record = {};
    record.subject = subject;
    record.at = fact.at;
    record.place = index;
    record.kind = static_cast<std::uint8_t>(fact.fact.data.index());
    record.by = staffOf(fact.fact.by);
    if (subject != kNone) m_subjects[static_cast<std::size_t>(subject)].maker = index;
    record.present = true;
    ++m_present;
    if (m_lastTime) m_lastTime = std::max(*m_lastTime, fact.at.latest);
    if (fact.fact.device && fact.fact.seq) {
        record.device = m_deviceIds.idOf(fact.fact.device->value);
        record.seq = *fact.fact.seq;
        if (m_devices.size() <= static_cast<std::size_t>(record.device)) m_devices.emplace_back();
        insertSorted(m_devices[static_cast<std::size_t>(record.device)], index, [&](int a, int b) {
            return std::tuple(this->fact(a).seq, m_factIds.text(a)) <
                   std::tuple(this->fact(b).seq, m_factIds.text(b));
        });
    }
    if (m_source.get) {
        m_saidTimes.resize(m_facts.size());
        m_saidTimes[at] = fact.at;
        m_atHand.push_back(index);
    }
    m_shelf[at] = std::move(shelved);
    return index;
}

void Book::unshelve(int fact) {
    const auto at = static_cast<std::size_t>(fact);
    auto& record = m_facts[at];
    if (record.subject != kNone) m_subjects[static_cast<std::size_t>(record.subject)].maker = kNone;
    if (record.device != kNone)
        std::erase(m_devices[static_cast<std::size_t>(record.device)], fact);
    if (m_lastTime == saidTime(fact).latest) m_lastTime.reset();
    record.present = false;
    --m_present;
    m_shelf[at].reset();
}

/// Of a fact that is there or may come.
int Book::numberOf(const FactId& id) {
    const int index = m_factIds.idOf(id.value);
    if (m_facts.size() < m_factIds.size()) {
        m_facts.emplace_back();
        m_shelf.emplace_back();
    }
    return index;
}

int Book::findFact(const FactId& id) const {
    const int index = m_factIds.find(id.value);
    return index >= 0 && m_facts[static_cast<std::size_t>(index)].present ? index : kNone;
}

Instant Book::lastTime() const {
    if (!m_lastTime) {
        Instant last{};
        for (int index = 0; index < factBound(); ++index)
            if (fact(index).present) last = std::max(last, saidTime(index).latest);
        m_lastTime = last;
    }
    return *m_lastTime;
}

/// An entry cannot be later than the next one of the same device, nor earlier than the one before.
/// Of those with one `latest` then, the device's own order counts instead of that of the ids.
std::vector<Placement> Book::placementsOf(const std::vector<int>& chain) const {
    std::vector<Placement> places;
    places.reserve(chain.size());
    for (const int fact : chain)
        places.push_back({fact, saidTime(fact), fact});
    for (std::size_t i = 1; i < places.size(); ++i)
        if (places[i - 1].at.earliest <= places[i].at.latest)
            places[i].at.earliest = std::max(places[i].at.earliest, places[i - 1].at.earliest);
    for (std::size_t i = places.size(); i-- > 1;)
        if (auto latest = places[i].at.latest; latest >= places[i - 1].at.earliest) {
            // Earlier where there is room, so that ids need not say it.
            if (latest > places[i - 1].at.earliest) latest -= Duration(1);
            places[i - 1].at.latest = std::min(places[i - 1].at.latest, latest);
        }
    for (std::size_t first = 0; first < places.size();) {
        std::size_t last = first + 1;
        while (last < places.size() && places[last].at.latest == places[first].at.latest)
            ++last;
        std::vector<int> ids(chain.begin() + static_cast<std::ptrdiff_t>(first),
                             chain.begin() + static_cast<std::ptrdiff_t>(last));
        std::sort(ids.begin(), ids.end(),
                  [&](int a, int b) { return m_factIds.text(a) < m_factIds.text(b); });
        for (std::size_t i = first; i < last; ++i)
            places[i].place = ids[i - first];
        first = last;
    }
    return places;
}

std::vector<Placement> Book::placements(int index) const {
    const auto& record = fact(index);
    if (record.device == kNone) {
        if (!record.present) return {};
        return {{index, saidTime(index), index}};
    }
    const auto& chain = m_devices[static_cast<std::size_t>(record.device)];
    // The usual case: the newest entry of its device, later than all before.
    if (record.present && chain.back() == index) {
        const auto& at = saidTime(index);
        if (chain.size() == 1) return {{index, at, index}};
        const auto& before = fact(chain[chain.size() - 2]);
        if (before.at.earliest <= at.earliest && before.at.latest < at.latest)
            return {{index, at, index}};
    }
    auto places = placementsOf(chain);
    std::erase_if(places, [&](const Placement& placement) {
        const auto& known = fact(placement.fact);
        return placement.fact != index && known.at == placement.at &&
               known.place == placement.place;
    });
    return places;
}

void Book::place(const Placement& placement) {
    auto& record = m_facts[static_cast<std::size_t>(placement.fact)];
    record.at = placement.at;
    record.place = placement.place;
}

// ---- what a fact says of others ----------------------------------------------------------------

void Book::admit(int fact) {
    noteStaff(fact, true);
    noteRemark(fact, true);
    noteAmendment(fact, true);
    enter(fact);
}

void Book::dismiss(int fact) {
    withdraw(fact);
    noteAmendment(fact, false);
    noteRemark(fact, false);
    noteStaff(fact, false);
}

Staff Book::staffOf(const StaffId& id) {
    const int staff = m_staffIds.idOf(id.value);
    if (m_staff.size() <= static_cast<std::size_t>(staff)) m_staff.emplace_back();
    return staff;
}

int Book::subjectOf(std::string_view id) {
    const int subject = m_subjectIds.idOf(id);
    if (m_subjects.size() <= static_cast<std::size_t>(subject)) m_subjects.emplace_back();
    return subject;
}

void Book::noteStaff(int index, bool present) {
    const auto byTime = [&](const auto& a, const auto& b) {
        return factBefore(a.fact, b.fact);
    };
    const auto sameFact = [&](const auto& entry) {
        return entry.fact == index;
    };
    const auto act = [&](Staff staff) {
        auto& acts = m_staff[static_cast<std::size_t>(staff)].acts;
        const Instant at = fact(index).at.latest;
        if (present)
            acts.insert(at);
        else
            acts.erase(acts.find(at));
    };
    const auto& data = stored(index).fact.data;
    act(fact(index).by);
    const auto employ = [&](const StaffId& id, bool left) {
        auto& list = m_staff[static_cast<std::size_t>(staffOf(id))].employment;
        if (present)
            insertSorted(list, Employment{index, left}, byTime);
        else
            std::erase_if(list, sameFact);
    };
    if (const auto* joined = std::get_if<StaffJoined>(&data)) {
        employ(joined->staff, false);
    } else if (const auto* left = std::get_if<StaffLeft>(&data)) {
        employ(left->staff, true);
    } else if (const auto* duty = std::get_if<DutyChanged>(&data)) {
        auto& list = m_staff[static_cast<std::size_t>(staffOf(duty->staff))].duties;
        if (present)
            insertSorted(list, DutyFact{index, duty->duty}, byTime);
        else
            std::erase_if(list, sameFact);
    } else if (const auto* started = std::get_if<VisitStarted>(&data)) {
        act(staffOf(started->receiver));
    }
}

void Book::noteRemark(int index, bool present) {
    const auto id = remarkedSubject(stored(index).fact.data);
    if (id.empty()) return;
    const int subject = subjectOf(id);
    auto& remarks = m_subjects[static_cast<std::size_t>(subject)].remarks;
    if (remarks == kNone) {
        remarks = static_cast<int>(m_remarks.size());
        m_remarks.emplace_back();
    }
    auto& list = m_remarks[static_cast<std::size_t>(remarks)];
    if (present)
        insertSorted(list, index, [&](int a, int b) { return factBefore(a, b); });
    else
        list.erase(std::find(list.begin(), list.end(), index));
    relink(subject);
}

void Book::noteAmendment(int index, bool present) {
    const auto* amendment = std::get_if<EntryAmended>(&stored(index).fact.data);
    if (amendment == nullptr) return;
    auto& list = m_amendments[numberOf(amendment->target)];
    if (present)
        insertSorted(list, index, [&](int a, int b) { return factBefore(a, b); });
    else
        list.erase(std::find(list.begin(), list.end(), index));
}

// ---- subjects ----------------------------------------------------------------------------------

const Indices& Book::remarksOn(int subject) const {
    static const Indices kNothing;
    if (subject == kNone) return kNothing;
    const int remarks = m_subjects[static_cast<std::size_t>(subject)].remarks;
    return remarks == kNone ? kNothing : m_remarks[static_cast<std::size_t>(remarks)];
}

/// What has been said of a visit counts for it, whichever came first.
void Book::relink(int index) {
    const auto& subject = m_subjects[static_cast<std::size_t>(index)];
    if (subject.kind != Subject::Kind::visit) return;
    auto& visit = m_visits[static_cast<std::size_t>(subject.index)];
    visit.publicFact = visit.ruling = kNone;
    visit.ruledOwner = kNobody;
    visit.severalRulings = false;
    for (const int fact : remarksOn(index)) {
        const auto& data = stored(fact).fact.data;
        if (const auto* confirmed = std::get_if<PublicConfirmed>(&data)) {
            // A developer's tour where a card was handed over is an ordinary reception (art. 6 B).
            const bool ordinary =
                confirmed->basis == PublicBasis::developerTour && visit.businessCard;
            if (visit.publicFact == kNone && !ordinary) visit.publicFact = fact;
        } else if (const auto* ruling = std::get_if<RulingMade>(&data); ruling && ruling->owner) {
            visit.severalRulings = visit.ruling != kNone;
            visit.ruling = fact; // of several the latest counts
            visit.ruledOwner = staffOf(*ruling->owner);
        }
    }
    visit.severalRulings = visit.severalRulings && latestRulings(index).size() > 1;
}

Indices Book::latestRulings(int subject) const {
    const bool ofVisit = this->subject(subject).kind == Subject::Kind::visit;
    auto rulings = remarksOn<RulingMade>(subject);
    const auto namesNobody = [&](int fact) {
        return !std::get<RulingMade>(stored(fact).fact.data).owner;
    };
    if (ofVisit)
        rulings.erase(std::remove_if(rulings.begin(), rulings.end(), namesNobody), rulings.end());
    Indices latest;
    for (const int fact : rulings)
        if (std::none_of(rulings.begin(), rulings.end(), [&](int other) {
                return certainlyBefore(momentOf(fact), momentOf(other));
            }))
            latest.push_back(fact);
    return latest;
}

int Book::namedVisitOf(const Deal& deal) const {
    if (deal.namedSubject == kNone) return kNone;
    const auto& subject = m_subjects[static_cast<std::size_t>(deal.namedSubject)];
    return subject.kind == Subject::Kind::visit ? subject.index : kNone;
}

int Book::rulingOn(const Deal& deal) const {
    const auto rulings = remarksOn<RulingMade>(deal.subject);
    return rulings.empty() ? kNone : rulings.back();
}

/// Art. 19: by a request for a discount on this deal. One approved request is enough; of several
/// decisions on one request the latest counts.
bool Book::discountApproved(const Deal& deal) const {
    const auto filed = remarksOn<RequestFiled>(deal.subject);
    return std::any_of(filed.begin(), filed.end(), [&](int fact) {
        const auto& request = std::get<RequestFiled>(stored(fact).fact.data);
        if (request.about != RequestTopic::discount) return false;
        const auto decided = remarksOn<RequestDecided>(m_subjectIds.find(request.request.value));
        return !decided.empty() &&
               std::get<RequestDecided>(stored(decided.back()).fact.data).approved;
    });
}

} // namespace shoujie::rules
