#include "shared/rules/explanation/case.hpp"
#include "shared/rules/outcome_words.hpp"

#include <algorithm>

namespace shoujie::rules::explanation {

using namespace facts;

namespace {

constexpr std::int64_t kWhole = 10'000;

class DecisionTeller {
public:
    DecisionTeller(const Case& about, bool makeupOnceKnown)
        : m_case(about), m_voice(about.voice), m_makeupOnceKnown(makeupOnceKnown) {}

    std::vector<std::string> tell() {
        if (m_case.visit() != nullptr)
            tellVisit(*m_case.visitOutcome());
        else
            tellDeal(*m_case.dealOutcome());
        tellStatus();
        tellRuling();
        tellReferral();
        tellAlerts();
        return std::move(m_lines);
    }

private:
    void tellVisit(const VisitOutcome& out);
    void tellOwner(Key key, const std::optional<Owner>& owner) {
        m_lines.push_back(owner ? m_voice.say(key, {{"owner", m_case.owner(owner)}})
                                : m_voice.say("owner.none"));
    }
    void tellMakeup(const VisitOutcome& out);
    Key whyNoMakeup(const VisitOutcome& out) const;
    void tellDeal(const DealOutcome& out);
    void tellShares(const DealDecision& decision);
    void tellPending();
    void tellFine(const Fine& fine);
    void tellStatus();
    void tellRuling();
    void tellReferral();
    void tellAlerts();
    void say(Key key, Values values = {}) { m_lines.push_back(m_voice.say(key, values)); }
    bool hasRunOut() const;

    const Case& m_case;
    const Voice& m_voice;
    bool m_makeupOnceKnown;
    std::vector<std::string> m_lines;
};

template <class Enum, std::size_t N>
std::string_view wordOf(Enum value, const std::array<std::string_view, N>& words) {
    return words.at(static_cast<std::size_t>(value));
}

void DecisionTeller::tellVisit(const VisitOutcome& out) {
    const auto receiver = m_case.staff(m_case.receiver);
    tellOwner("decision.owner", out.decision.owner);
    say("decision.class",
        {{"class", m_voice.word("class", wordOf(out.visitClass, words::kClasses))}});
    if (out.treatedAsNew && out.status != Status::referred)
        say(hasRunOut() ? Key("decision.asNew") : Key("decision.asNewLeft"));
    m_lines.push_back(
        m_voice.word("slot", wordOf(out.decision.slot, words::kSlots), {{"receiver", receiver}}));
    tellMakeup(out);
}

void DecisionTeller::tellMakeup(const VisitOutcome& out) {
    const auto receiver = m_case.staff(m_case.receiver);
    const auto& rotation = m_case.outcome.rotation;
    for (const auto& turn : rotation.ledger) {
        if (turn.earnedBy != m_case.subject) continue;
        const bool open = std::find(rotation.makeups.begin(), rotation.makeups.end(), turn.staff) !=
                          rotation.makeups.end();
        const Key key = turn.usedBy                   ? Key("makeup.used")
                        : open && out.decision.makeup ? Key("makeup.open")
                                                      : Key("makeup.lapsed");
        say(key, {{"receiver", m_case.staff(turn.staff)}, {"when", m_voice.time(turn.grantedAt)}});
        return;
    }
    say(whyNoMakeup(out), {{"receiver", receiver}, {"owner", m_case.colleagueName()}});
}

Key DecisionTeller::whyNoMakeup(const VisitOutcome& out) const {
    if (out.decision.slot == Slot::none) return "makeup.noSlot";
    if (m_case.hasAlert("customer_snatching")) return "makeup.snatched";
    if (m_case.hasAlert("original_state_missing")) return "makeup.unstated";
    if (out.status == Status::referred) return "makeup.referred";
    if (out.status == Status::provisional) return "makeup.provisional";
    if (out.decision.owner == m_case.receiver) return "makeup.own";
    if (out.decision.owner == kDeveloper) return "makeup.group";
    if (m_makeupOnceKnown) return "makeup.notYet";
    return "makeup.no";
}

void DecisionTeller::tellDeal(const DealOutcome& out) {
    tellOwner("deal.owner", out.decision.owner);
    switch (out.decision.commission) {
    case Commission::payable:
        tellShares(out.decision);
        break;
    case Commission::pending:
        tellPending();
        break;
    case Commission::cancelled:
    case Commission::groupBonus:
    case Commission::referred:
        m_lines.push_back(
            m_voice.word("deal", wordOf(out.decision.commission, words::kCommissions)));
        break;
    }
    if (out.decision.fine) tellFine(*out.decision.fine);
    if (out.formalities) say("deal.formalities", {{"staff", m_case.staff(*out.formalities)}});
}

/// The parts of the price sum to the price: the last one takes what rounding leaves.
void DecisionTeller::tellShares(const DealDecision& decision) {
    const auto price = m_case.deal()->price;
    std::int64_t left = price;
    for (std::size_t i = 0; i < decision.shares.size(); ++i) {
        const auto& share = decision.shares[i];
        const auto part = i + 1 == decision.shares.size() ? left : price * share.bp / kWhole;
        left -= part;
        say(price <= 0                    ? Key("deal.bareShare")
            : decision.shares.size() == 1 ? Key("deal.all")
                                          : Key("deal.share"),
            {{"staff", m_case.staff(share.staff)},
             {"percent", m_voice.percent(share.bp)},
             {"price", m_case.money(price)},
             {"amount", m_case.money(part)}});
    }
}

void DecisionTeller::tellPending() {
    const auto& deal = *m_case.deal();
    say(deal.depositPaidAt       ? Key("deal.noAgreement")
        : deal.agreementSignedAt ? Key("deal.noDeposit")
                                 : Key("deal.neither"));
}

void DecisionTeller::tellFine(const Fine& fine) {
    const auto staff = m_case.staff(fine.staff);
    if (fine.set)
        say("deal.fineSet", {{"staff", staff}, {"amount", m_case.money(*fine.set)}});
    else
        say("deal.fineRange",
            {{"staff", staff}, {"min", m_case.money(fine.min)}, {"max", m_case.money(fine.max)}});
}

/// What is treated as new has run out, unless it is that of somebody who left.
bool DecisionTeller::hasRunOut() const {
    const bool inside =
        std::any_of(m_case.because().begin(), m_case.because().end(), [](const auto& reason) {
            return reason.window && reason.window->days <= reason.window->limit;
        });
    return m_case.cites("14") ? !inside : m_case.cites("15");
}

void DecisionTeller::tellStatus() {
    switch (m_case.status()) {
    case Status::isFinal:
        say("status.final");
        break;
    case Status::referred:
        say("status.referred");
        break;
    case Status::provisional:
        if (m_case.deal() != nullptr &&
            m_case.dealOutcome()->decision.commission == Commission::pending)
            say("status.pending");
        else
            say("status.provisional", {{"last", m_case.openUntil()}});
        break;
    }
}

void DecisionTeller::tellRuling() {
    if (const auto* ruling = m_case.ruling())
        say("ruled.by", {{"staff", m_case.staff(ruling->fact.by)},
                         {"when", m_case.time(ruling->at)},
                         {"reason", maskedText(std::get<RulingMade>(ruling->fact.data).reason)}});
    const auto rules = [this](const auto& out) {
        if (out.ruleSays) say("ruled.rules", {{"brief", brief(m_case, *out.ruleSays)}});
    };
    if (m_case.visit() != nullptr)
        rules(*m_case.visitOutcome());
    else
        rules(*m_case.dealOutcome());
}

void DecisionTeller::tellReferral() {
    const auto* referral = m_case.referral();
    if (referral == nullptr) return;
    say("referral.reason", {{"reason", m_voice.word("reason", referral->reason)}});
    const auto proposal = [this](const auto& decision) {
        if (decision) say("referral.proposal", {{"brief", brief(m_case, *decision)}});
    };
    const auto alternatives = [this](const auto& decisions) {
        for (const auto& decision : decisions)
            say("referral.alternative", {{"brief", brief(m_case, decision)}});
    };
    proposal(referral->visitProposal);
    proposal(referral->dealProposal);
    alternatives(referral->visitAlternatives);
    alternatives(referral->dealAlternatives);
    const auto& fines = m_case.policy().snatching;
    if (m_case.visit() != nullptr)
        say("referral.mayVisit");
    else
        say("referral.mayDeal",
            {{"min", m_case.money(fines.fineMin)}, {"max", m_case.money(fines.fineMax)}});
}

void DecisionTeller::tellAlerts() {
    for (const auto& alert : m_case.outcome.alerts) {
        if (alert.subject != m_case.subject) continue;
        std::vector<std::string> due;
        for (const auto& staff : alert.due)
            due.push_back(m_case.staff(staff));
        say("alert.line",
            {{"text", m_voice.word("alert", alert.kind, {{"due", m_voice.list(due)}})}});
    }
}

} // namespace

std::vector<std::string> tellDecision(const Case& about, bool makeupOnceKnown) {
    return DecisionTeller(about, makeupOnceKnown).tell();
}

std::string brief(const Case& about, const VisitDecision& decision) {
    const auto& voice = about.voice;
    std::vector<std::string> parts;
    if (!decision.owner) return voice.say("brief.manager");
    if (*decision.owner == kPool)
        parts.push_back(voice.say("brief.pool"));
    else if (*decision.owner == kDeveloper)
        parts.push_back(voice.say("brief.developer"));
    else
        parts.push_back(voice.say("brief.owner", {{"owner", about.staff(*decision.owner)}}));
    parts.push_back(voice.say(decision.slot == Slot::none ? Key("brief.noSlot")
                              : decision.makeup           ? Key("brief.madeUp")
                                                          : Key("brief.slot")));
    return voice.clauses(parts);
}

std::string brief(const Case& about, const DealDecision& decision) {
    const auto& voice = about.voice;
    switch (decision.commission) {
    case Commission::referred:
        return voice.say("brief.manager");
    case Commission::pending:
        return voice.say("brief.pending");
    case Commission::groupBonus:
        return voice.say("brief.group_bonus");
    case Commission::cancelled:
        return voice.say("brief.cancelled", {{"staff", about.staff(about.receiver)}});
    case Commission::payable:
        break;
    }
    if (decision.shares.size() == 1)
        return voice.say("brief.whole", {{"staff", about.staff(decision.shares[0].staff)}});
    std::vector<std::string> parts;
    for (const auto& share : decision.shares)
        parts.push_back(voice.say("brief.share", {{"staff", about.staff(share.staff)},
                                                  {"percent", voice.percent(share.bp)}}));
    return voice.clauses(parts);
}

} // namespace shoujie::rules::explanation
