#include "shared/facts/fact_json.hpp"
#include "shared/rules/explanation/case.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace shoujie::rules::explanation {

using namespace facts;
using nlohmann::json;

namespace {

struct Event {
    TimeInterval at;
    std::string what;
};

class Timeline {
public:
    explicit Timeline(const Case& about) : m_case(about), m_voice(about.voice) { choose(); }

    std::vector<std::string> tell() {
        for (const auto* fact : m_chosen)
            tell(*fact);
        tellStaff();
        std::stable_sort(m_events.begin(), m_events.end(),
                         [](const Event& a, const Event& b) { return a.at.latest < b.at.latest; });
        std::vector<std::string> lines;
        for (const auto& event : m_events) {
            auto line =
                m_voice.say("line.when", {{"when", m_case.time(event.at)}, {"what", event.what}});
            // A line begins with a capital: "Between ...".
            if (line.front() >= 'a' && line.front() <= 'z')
                line.front() = static_cast<char>(line.front() - 'a' + 'A');
            lines.push_back(std::move(line));
        }
        return lines;
    }

private:
    void choose();
    bool isOfThese(const TimedFact& fact) const;
    bool isContact(const TimedFact& fact, const FollowUpDone& done) const;
    void tell(const TimedFact& fact);
    std::string visit(const TimedFact& fact, const VisitRegistered& data) const;
    std::string asWritten(const TimedFact& fact, const VisitRegistered& data) const;
    std::string found(const TimedFact& fact, const ConflictDiscovered& data) const;
    std::string ruled(const TimedFact& fact, const RulingMade& data) const;
    std::string amended(const TimedFact& fact, const EntryAmended& data) const;
    std::string shown(const std::string& member, const json& value) const;
    void tellDeal(const TimedFact& fact, const DealSigned& data);
    void tellStaff();
    void event(const TimedFact& fact, std::string what) {
        m_events.push_back({fact.at, std::move(what)});
    }
    std::string staff(const StaffId& id) const { return m_case.staff(id); }
    std::string author(const TimedFact& fact) const { return staff(fact.fact.by); }
    std::string isoTime(const json& value) const;

    const Case& m_case;
    const Voice& m_voice;
    std::vector<FactRef> m_chosen;
    std::set<SubjectId> m_subjects; ///< of the entries chosen
    std::set<int> m_persons;
    std::vector<Event> m_events;
};

/// The entry itself, what it rests on, what the same people did before, and what was said of any of
/// these afterwards.
void Timeline::choose() {
    const auto& history = m_case.history;
    const auto cited = m_case.citedEntries();
    m_persons = history.personsOf(*m_case.entry);
    m_persons.merge(history.personsOf(peopleOf(m_case.data), m_case.entry->at.latest));
    for (const auto* fact : cited)
        m_persons.merge(history.personsOf(*fact));
    const auto until = std::max(m_case.entry->at.latest, m_case.time().latest);
    const auto around = history.around(*m_case.entry);
    std::set<FactRef> chosen(cited.begin(), cited.end());
    chosen.insert(m_case.entry);
    for (const auto* fact : around) {
        if (!isEntry(fact->fact.data) || fact->at.earliest > until) continue;
        const auto persons = history.personsOf(*fact);
        if (std::any_of(persons.begin(), persons.end(),
                        [this](int person) { return m_persons.contains(person); }))
            chosen.insert(fact);
    }
    if (const auto* closing = m_case.closingVisit()) chosen.insert(closing);
    for (const auto* fact : chosen)
        m_subjects.insert(SubjectId(std::string(createdSubject(fact->fact.data))));
    for (const auto* fact : around) {
        const auto* amendment = std::get_if<EntryAmended>(&fact->fact.data);
        const bool corrects =
            amendment != nullptr && chosen.contains(history.find(amendment->target));
        if (corrects || isOfThese(*fact)) chosen.insert(fact);
    }
    for (const auto& fact : history.facts())
        if (chosen.contains(&fact)) m_chosen.push_back(&fact);
}

/// What was said of the entries chosen or of their people, other than entries.
bool Timeline::isOfThese(const TimedFact& fact) const {
    const auto& data = fact.fact.data;
    if (isEntry(data)) return false;
    if (std::holds_alternative<VisitStarted>(data)) return subjectOf(data) == m_case.subject;
    if (std::holds_alternative<FollowUpPlanned>(data)) return false;
    if (std::holds_alternative<FamilyDeclared>(data)) {
        const auto persons = m_case.history.personsOf(peopleOf(data), fact.at.latest);
        return std::any_of(persons.begin(), persons.end(),
                           [this](int person) { return m_persons.contains(person); });
    }
    if (const auto* decided = std::get_if<RequestDecided>(&data)) {
        for (const auto& other : m_case.history.facts())
            if (const auto* filed = std::get_if<RequestFiled>(&other.fact.data);
                filed != nullptr && filed->request == decided->request)
                return filed->deal && filed->deal->value == m_case.subject.value;
        return false;
    }
    if (const auto* done = std::get_if<FollowUpDone>(&data)) return isContact(fact, *done);
    const auto subject = subjectOf(data);
    return !subject.empty() && m_subjects.contains(subject);
}

/// A follow-up that moves the days, where the site counts from the last contact.
bool Timeline::isContact(const TimedFact& fact, const FollowUpDone& done) const {
    if (m_case.policy().measuredFrom != MeasuredFrom::lastContact ||
        done.outcome != FollowUpOutcome::reached || fact.at.earliest > m_case.time().latest)
        return false;
    for (const auto& other : m_case.history.facts()) {
        const auto* planned = std::get_if<FollowUpPlanned>(&other.fact.data);
        if (planned == nullptr || planned->followUp != done.followUp) continue;
        const auto persons = m_case.history.personsOf(peopleOf(*planned), other.at.latest);
        return std::any_of(persons.begin(), persons.end(),
                           [this](int person) { return m_persons.contains(person); });
    }
    return false;
}

void Timeline::tell(const TimedFact& fact) {
    const auto& data = fact.fact.data;
    if (const auto* reception = std::get_if<VisitRegistered>(&data)) {
        event(fact, visit(fact, *reception));
    } else if (const auto* started = std::get_if<VisitStarted>(&data)) {
        event(fact, m_voice.say("did.started", {{"staff", staff(started->receiver)}}));
    } else if (const auto* call = std::get_if<CallRegistered>(&data)) {
        auto text = m_voice.say("did.call", {{"staff", staff(call->answeredBy)},
                                             {"customer", m_case.person(call->customer)}});
        if (call->askedFor)
            m_voice.append(text,
                           m_voice.say("did.callerAsked", {{"staff", staff(*call->askedFor)}}));
        event(fact, text);
    } else if (const auto* note = std::get_if<ReferralRegistered>(&data)) {
        event(fact, m_voice.say("did.referral", {{"staff", author(fact)},
                                                 {"introducer", m_case.person(note->introducer)},
                                                 {"prospect", m_case.person(note->prospect)}}));
    } else if (const auto* family = std::get_if<FamilyDeclared>(&data)) {
        event(fact,
              m_voice.say("did.family",
                          {{"staff", author(fact)},
                           {"customers", m_case.people(family->customers)},
                           {"relation", m_voice.word("relation", toWord(family->relation))}}));
    } else if (const auto* confirmed = std::get_if<PublicConfirmed>(&data)) {
        event(fact, m_voice.say("did.confirmed",
                                {{"staff", author(fact)},
                                 {"basis", m_voice.word("basis", toWord(confirmed->basis))}}));
    } else if (const auto* discovery = std::get_if<ConflictDiscovered>(&data)) {
        event(fact, found(fact, *discovery));
    } else if (const auto* notice = std::get_if<NoticeSeen>(&data)) {
        event(fact, m_voice.say("did.seen", {{"staff", staff(notice->staff)},
                                             {"subject", m_case.subjectName(notice->subject)}}));
    } else if (const auto* deal = std::get_if<DealSigned>(&data)) {
        tellDeal(fact, *deal);
    } else if (const auto* transfer = std::get_if<DealTransferred>(&data)) {
        event(fact, m_voice.say("did.transferred", {{"customer", m_case.person(transfer->to)}}));
    } else if (const auto* filed = std::get_if<RequestFiled>(&data)) {
        event(fact,
              m_voice.say("did.requested", {{"staff", author(fact)},
                                            {"topic", m_voice.word("topic", toWord(filed->about))},
                                            {"reason", maskedText(filed->reason)}}));
    } else if (const auto* decided = std::get_if<RequestDecided>(&data)) {
        event(fact, m_voice.say(decided->approved ? Key("did.approved") : Key("did.refused"),
                                {{"staff", author(fact)}}));
    } else if (std::holds_alternative<FollowUpDone>(data)) {
        event(fact, m_voice.say("did.reached", {{"staff", author(fact)}}));
    } else if (const auto* report = std::get_if<ConductReported>(&data)) {
        event(fact, m_voice.say("did.reported", {{"by", author(fact)},
                                                 {"staff", staff(report->staff)},
                                                 {"what", maskedText(report->what)}}));
    } else if (const auto* ruling = std::get_if<RulingMade>(&data)) {
        event(fact, ruled(fact, *ruling));
    } else if (const auto* amendment = std::get_if<EntryAmended>(&data)) {
        event(fact, amended(fact, *amendment));
    }
}

std::string Timeline::visit(const TimedFact& fact, const VisitRegistered& data) const {
    auto text = m_voice.say(
        &fact == m_case.entry ? Key("did.thisVisit") : Key("did.visit"),
        {{"staff", staff(data.receiver)}, {"customers", m_case.people(data.customers)}});
    m_voice.append(text, asWritten(fact, data));
    return text;
}

/// What the entry says beside who received whom.
std::string Timeline::asWritten(const TimedFact& fact, const VisitRegistered& data) const {
    std::string text;
    const auto add = [&](Key key, Values values = {}) {
        m_voice.append(text, m_voice.say(key, values));
    };
    if (data.startedAt && *data.startedAt != fact.at.latest)
        add("did.beganAt", {{"when", m_case.time(TimeInterval::exactly(*data.startedAt))}});
    if (fact.fact.by != data.receiver) add("did.writtenBy", {{"staff", author(fact)}});
    if (data.askedFor) add("did.askedFor", {{"staff", staff(*data.askedFor)}});
    if (data.accompaniedBy)
        add("did.accompanied", {{"customer", m_case.person(*data.accompaniedBy)}});
    if (data.introducedBy) add("did.introduced", {{"customer", m_case.person(*data.introducedBy)}});
    for (const auto& relative : data.relatives)
        add("did.relative", {{"customer", m_case.person(relative.customer)},
                             {"relation", m_voice.word("relation", toWord(relative.relation))}});
    if (data.publicBasis)
        add("did.public", {{"basis", m_voice.word("basis", toWord(*data.publicBasis))}});
    if (data.businessCard.value_or(false)) add("did.card");
    if (data.groupPurchase.value_or(false)) add("did.group");
    if (data.aware.value_or(false)) add("did.aware", {{"staff", staff(data.receiver)}});
    if (data.original) {
        // Whose consent it was: the one asked for, else whose customer it is.
        std::string whose = m_voice.say("word.original");
        if (data.askedFor)
            whose = staff(*data.askedFor);
        else if (&fact == m_case.entry || &fact == m_case.closingVisit())
            whose = m_case.colleagueName();
        m_voice.append(text, m_voice.word("did", toWord(*data.original), {{"staff", whose}}));
    }
    return text;
}

std::string Timeline::found(const TimedFact& fact, const ConflictDiscovered& data) const {
    const auto subject = m_case.subjectName(data.subject);
    if (data.claimant)
        return m_voice.say("did.claimed", {{"staff", staff(*data.claimant)}, {"subject", subject}});
    if (fact.fact.by == kSystem) return m_voice.say("did.systemFound", {{"subject", subject}});
    return m_voice.say("did.found", {{"staff", author(fact)}, {"subject", subject}});
}

std::string Timeline::ruled(const TimedFact& fact, const RulingMade& data) const {
    std::vector<std::string> what;
    if (data.owner)
        what.push_back(m_voice.say("ruling.owner", {{"owner", m_case.owner(data.owner)}}));
    for (const auto& share : data.shares.value_or(std::vector<Share>()))
        what.push_back(m_voice.say("brief.share", {{"staff", staff(share.staff)},
                                                   {"percent", m_voice.percent(share.bp)}}));
    if (data.cancel.value_or(false)) what.push_back(m_voice.say("ruling.cancel"));
    if (data.fine)
        what.push_back(m_voice.say("ruling.fine", {{"amount", m_case.money(*data.fine)}}));
    if (what.empty()) what.push_back(m_voice.say("ruling.nothing"));
    return m_voice.say("did.ruled", {{"staff", author(fact)},
                                     {"subject", m_case.subjectName(data.subject)},
                                     {"what", m_voice.clauses(what)},
                                     {"reason", maskedText(data.reason)}});
}

/// Both are shown, what stood there and what stands there now (art. 21).
std::string Timeline::amended(const TimedFact& fact, const EntryAmended& data) const {
    const auto* target = m_case.history.find(data.target);
    if (target == nullptr) return {};
    json before = dataToJson(target->fact.data);
    for (const auto* amendment : m_case.history.amendmentsOf(data.target)) {
        if (amendment == &fact) break;
        before.update(json::parse(std::get<EntryAmended>(amendment->fact.data).set));
    }
    std::string changes;
    const json set = json::parse(data.set);
    for (const auto& [member, value] : set.items()) {
        const auto name = Key::ofWord("member", member);
        const auto old = before.find(member);
        m_voice.append(
            changes,
            m_voice.say("did.change", {{"member", m_voice.say(name ? *name : Key("member.other"))},
                                       {"old", shown(member, old == before.end() ? json() : *old)},
                                       {"new", shown(member, value)}}));
    }
    return m_voice.say("did.amended", {{"staff", author(fact)},
                                       {"entry", m_case.entryName(*target)},
                                       {"changes", changes},
                                       {"reason", maskedText(data.reason)}});
}

std::string Timeline::isoTime(const json& value) const {
    if (const auto* text = value.get_ptr<const std::string*>())
        if (const auto at = parseRfc3339(*text)) return m_case.time(TimeInterval::exactly(*at));
    return maskedText(value.dump());
}

/// A member's value, as a person would read it.
std::string Timeline::shown(const std::string& member, const json& value) const {
    if (value.is_null() || (value.is_array() && value.empty())) return m_voice.say("word.nothing");
    if (value.is_boolean())
        return m_voice.say(value.get<bool>() ? Key("word.yes") : Key("word.no"));
    if (member.ends_with("_at")) return isoTime(value);
    if (value.is_number_integer())
        return member.ends_with("price") ? m_case.money(value.get<std::int64_t>()) : value.dump();
    if (value.is_string()) {
        const auto text = value.get<std::string>();
        if (member == "original") return m_voice.word("state", text);
        if (member == "public") return m_voice.word("basis", text);
        if (member == "receiver" || member == "asked_for" || member == "answered_by" ||
            member == "closer" || member == "owner")
            return staff(StaffId(text));
        return maskedText(text);
    }
    std::vector<Customer> customers;
    for (const auto& item : value.is_array() ? value : json::array({value})) {
        const bool nested = item.is_object() && item.contains("customer");
        if (auto customer = customerFromJson(nested ? item["customer"] : item, ""))
            customers.push_back(std::move(customer).value());
    }
    return customers.empty() ? m_voice.say("member.other") : m_case.people(customers);
}

/// Deposit and signature are events of their own; a price stands with the first of them.
void Timeline::tellDeal(const TimedFact& fact, const DealSigned& data) {
    // Of the deal in question, what was completed by an amendment stands too.
    const auto current = m_case.history.currentOf(fact);
    const auto& deal = std::get<DealSigned>(current);
    bool priced = &fact != m_case.entry;
    const auto say = [&](Key key, Instant at) {
        auto text = m_voice.say(key, {{"customers", m_case.people(data.subscribers)},
                                      {"unit", maskedText(deal.unit)},
                                      {"staff", staff(deal.closer)}});
        if (!std::exchange(priced, true))
            m_voice.append(text, m_voice.say(deal.price < deal.listPrice ? Key("did.discounted")
                                                                         : Key("did.price"),
                                             {{"price", m_case.money(deal.price)},
                                              {"list", m_case.money(deal.listPrice)}}));
        m_events.push_back({TimeInterval::exactly(at), std::move(text)});
    };
    if (deal.depositPaidAt && deal.depositPaidAt == deal.agreementSignedAt) {
        say("did.both", *deal.depositPaidAt);
        return;
    }
    if (deal.depositPaidAt) say("did.deposit", *deal.depositPaidAt);
    if (deal.agreementSignedAt) say("did.signed", *deal.agreementSignedAt);
    if (!deal.depositPaidAt && !deal.agreementSignedAt) say("did.deal", fact.at.latest);
}

/// Whether those whose right it may be were there at all.
void Timeline::tellStaff() {
    std::set<StaffId> others;
    if (m_case.colleague) others.insert(*m_case.colleague);
    for (const auto* entry : m_case.citedEntries())
        others.insert(makerOf(*entry, m_case.history.currentOf(*entry)));
    FactRef duty = nullptr;
    for (const auto& fact : m_case.history.facts()) {
        if (fact.at.latest > m_case.time().latest) break;
        const auto* left = std::get_if<StaffLeft>(&fact.fact.data);
        if (left != nullptr && others.contains(left->staff))
            event(fact, m_voice.say("did.left", {{"staff", staff(left->staff)}}));
        const auto* changed = std::get_if<DutyChanged>(&fact.fact.data);
        if (changed != nullptr && changed->staff == m_case.colleague) duty = &fact;
    }
    if (duty == nullptr) return;
    const auto& changed = std::get<DutyChanged>(duty->fact.data);
    if (changed.duty != Duty::on)
        event(*duty,
              m_voice.say("did.duty", {{"staff", staff(changed.staff)},
                                       {"duty", m_voice.word("duty", toWord(changed.duty))}}));
}

} // namespace

std::vector<std::string> tellTimeline(const Case& about) {
    return Timeline(about).tell();
}

} // namespace shoujie::rules::explanation
