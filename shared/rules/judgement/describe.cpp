#include "shared/rules/judgement/describe.hpp"

#include "shared/rules/book/sorted.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

const char* keyWord(KeyKind key) {
    switch (key) {
    case KeyKind::name:
        return "name";
    case KeyKind::vehicle:
        return "vehicle";
    case KeyKind::phone:
        return "phone";
    case KeyKind::none:
        break;
    }
    return "";
}

/// "2.2" before "15": articles have one or two digits, clauses one.
bool byNumber(const Article& a, const Article& b) {
    const auto digits = [](const Article& article) {
        return std::min(article.size(), article.find('.'));
    };
    return std::pair(digits(a), a) < std::pair(digits(b), b);
}

std::vector<Article> articlesOf(const std::vector<Because>& because) {
    std::vector<Article> articles;
    for (const auto& reason : because)
        articles.push_back(reason.article);
    std::sort(articles.begin(), articles.end(), byNumber);
    articles.erase(std::unique(articles.begin(), articles.end()), articles.end());
    return articles;
}

Alert alertOn(const std::string& subject, const char* kind, const char* article) {
    return {SubjectId(subject), kind, {article}, {}};
}

/// Makes the lists what `facts.md` promises: in order, and nothing twice.
void sortLists(Outcome& outcome) {
    std::sort(outcome.referrals.begin(), outcome.referrals.end(),
              [](const Referral& a, const Referral& b) {
                  return std::tie(a.subject, a.reason) < std::tie(b.subject, b.reason);
              });
    std::stable_sort(outcome.alerts.begin(), outcome.alerts.end(),
                     [](const Alert& a, const Alert& b) {
                         return std::tie(a.subject, a.kind) < std::tie(b.subject, b.kind);
                     });
}

} // namespace

std::optional<Owner> Clerk::ownerId(Staff staff) const {
    if (staff == kEverybody) return kPool;
    if (staff == kTheDeveloper) return kDeveloper;
    if (staff < 0) return std::nullopt;
    return m_book.staffId(staff);
}

std::vector<Because> Clerk::becauseOf(const std::vector<Reason>& reasons) const {
    std::vector<Because> list;
    for (const auto& reason : reasons) {
        Because because{reason.article, {}, keyWord(reason.key), reason.window};
        for (const int fact : reason.facts)
            because.facts.push_back(m_book.idOf(fact));
        list.push_back(std::move(because));
    }
    return list;
}

bool Clerk::stillOpen(const Moment& from, std::int32_t days) const {
    if (days == VisitFinding::kClosed) return false;
    const auto& zone = m_book.policies().zoneAt(from.at.latest);
    return (zone.dayOf(m_now) - zone.dayOf(from.at.latest)).count() <= days;
}

// ---- visits ------------------------------------------------------------------------------------

VisitDecision Clerk::decisionOf(int visit, const VisitOption& option) const {
    const Slot slot = m_turns.slotOf(visit);
    const Slot taken = slot == Slot::none ? Slot::turn : slot;
    return {ownerId(option.owner), option.consumes ? taken : Slot::none, option.makeup};
}

Referral Clerk::referVisit(int index, const Weighed<VisitVerdict>& weighed,
                           const std::vector<Article>& articles) const {
    const auto& judged = m_docket.visit(index);
    Referral referral;
    referral.subject = SubjectId(m_book.idText(m_book.visit(index)));
    referral.reason = wordOf(judged.referred);
    referral.articles = articles;
    if (judged.hasProposal()) referral.visitProposal = decisionOf(index, judged.finding.option());
    for (const auto& option : weighed.verdict.alternatives)
        referral.visitAlternatives.push_back(decisionOf(index, option));
    return referral;
}

/// Which of several rulings is the latest cannot be told: the manager has to say it again.
Referral Clerk::referRulings(int index, VisitOutcome& out) const {
    const auto& visit = m_book.visit(index);
    Referral referral;
    referral.subject = SubjectId(m_book.idText(visit));
    referral.reason = wordOf(Doubtful::timeOrder);
    referral.articles = out.articles;
    referral.visitProposal = out.decision;
    for (const int fact : m_book.latestRulings(visit.subject)) {
        auto other = out.decision;
        other.owner = std::get<facts::RulingMade>(m_book.stored(fact).fact.data).owner;
        if (other != out.decision) addOnce(referral.visitAlternatives, other);
    }
    out.status = Status::referred;
    out.decision.owner.reset();
    return referral;
}

/// Art. 4: an entry without any key, or without what the site wants written down.
bool Clerk::isIncomplete(const Visit& visit) const {
    for (int i = visit.people.first; i < visit.people.first + visit.memberCount; ++i)
        if (m_book.newestKeys(m_book.identity(i)).empty()) return true;
    const auto& policy = m_book.policies().at(m_book.startOf(visit).at.latest);
    const auto& members = customerMembers();
    return std::any_of(policy.requiredRegistration.begin(), policy.requiredRegistration.end(),
                       [&](const std::string& required) {
                           const auto bit = std::find(members.begin(), members.end(), required) -
                                            members.begin();
                           return (visit.missing >> bit & 1) != 0;
                       });
}

/// Art. 21: an amendment, each by itself, that would have changed a match with another entry, had
/// it come in time.
bool Clerk::amendedAfterDispute(const Visit& visit) const {
    for (int i = visit.people.first; i < visit.people.first + visit.people.count; ++i) {
        const auto& identity = m_book.identity(i);
        if (identity.part != Part::member || !m_book.isAmended(identity)) continue;
        const auto changes = [&](int index) {
            const auto& other = m_book.identity(index);
            if (other.fact == identity.fact) return false;
            const int later =
                m_book.factBefore(identity.fact, other.fact) ? other.fact : identity.fact;
            const auto keys = m_book.keysAt(other, later);
            const auto counted = linkOf(m_book.keysAt(identity, later), keys);
            const auto tooLate = m_book.keysSince(identity, later);
            return std::any_of(tooLate.begin(), tooLate.end(), [&](const auto& amended) {
                return linkOf(amended, keys) != counted;
            });
        };
        for (const auto& keys : m_book.allKeys(identity)) {
            const auto others = m_book.carriersOf(keys);
            if (std::any_of(others.begin(), others.end(), changes)) return true;
        }
    }
    return false;
}

/// A discovery on a ruled subject, later than the ruling, undoes nothing.
bool Clerk::claimedLate(int subject, int ruling) const {
    if (ruling == kNone) return false;
    const auto found = m_book.remarksOn<facts::ConflictDiscovered>(subject);
    return std::any_of(found.begin(), found.end(),
                       [&](int fact) { return m_book.factBefore(ruling, fact); });
}

std::vector<Alert> Clerk::alertsOf(int index) const {
    const auto& visit = m_book.visit(index);
    const auto id = m_book.idText(visit);
    const auto warnings = m_docket.visit(index).finding.warnings;
    std::vector<Alert> alerts;
    if ((warnings & kWeakNameMatch) != 0) alerts.push_back(alertOn(id, "weak_name_match", "4"));
    if ((warnings & kStateMissing) != 0)
        alerts.push_back(alertOn(id, "original_state_missing", "13"));
    if ((warnings & kSnatching) != 0) alerts.push_back(alertOn(id, "customer_snatching", "13"));
    if (isIncomplete(visit)) alerts.push_back(alertOn(id, "incomplete_registration", "4"));
    if (const Staff due = m_turns.dueInsteadOf(index); due != kNobody) {
        alerts.push_back(alertOn(id, "out_of_turn", "1"));
        alerts.back().due.push_back(m_book.staffId(due));
    }
    if (claimedLate(visit.subject, visit.ruling)) alerts.push_back(alertOn(id, "late_claim", "20"));
    if (amendedAfterDispute(visit)) alerts.push_back(alertOn(id, "amended_after_dispute", "21"));
    return alerts;
}

Described<VisitOutcome> Clerk::visit(int index) const {
    const auto& visit = m_book.visit(index);
    const auto& judged = m_docket.visit(index);
    const auto weighed = weighVisit(index, m_book, m_docket, true);
    const bool referred = judged.referred != Doubtful::no;
    Described<VisitOutcome> described;
    auto& out = described.outcome;
    out.visitClass = judged.finding.visitClass;
    out.treatedAsNew = judged.finding.treatedAsNew;
    out.because = becauseOf(weighed.verdict.reasons);
    if (visit.ruling != kNone)
        out.because.push_back({"20", {m_book.idOf(visit.ruling)}, "", std::nullopt});
    else if (referred)
        out.because.push_back({"20", {}, "", std::nullopt});
    out.articles = articlesOf(out.because);
    out.decision.slot = m_turns.slotOf(index);
    out.decision.makeup = m_turns.earnedMakeup(index);
    if (visit.ruling != kNone) {
        out.ruled = true;
        out.decision.owner = ownerId(visit.ruledOwner);
        out.ruleSays = decisionOf(index, judged.finding.option());
        if (referred) out.ruleSays->owner.reset();
        if (isRulingOpen(index, m_book)) described.referral = referRulings(index, out);
    } else if (referred) {
        out.status = Status::referred;
        described.referral = referVisit(index, weighed, out.articles);
    } else {
        out.decision.owner = ownerId(judged.finding.owner);
        if (stillOpen(m_book.registeredAt(visit), judged.finding.openDays))
            out.status = Status::provisional;
    }
    described.alerts = alertsOf(index);
    return described;
}

// ---- deals -------------------------------------------------------------------------------------

DealDecision Clerk::decisionOf(const DealOption& option) const {
    DealDecision decision;
    decision.owner = ownerId(option.owner);
    decision.commission = option.commission;
    for (const auto& [staff, bp] : option.shares)
        decision.shares.push_back({m_book.staffId(staff), bp});
    std::sort(decision.shares.begin(), decision.shares.end(),
              [](const auto& a, const auto& b) { return a.staff < b.staff; });
    if (option.fine)
        decision.fine = Fine{m_book.staffId(option.fine->staff), option.fine->min, option.fine->max,
                             std::nullopt};
    return decision;
}

/// Art. 20: shares or a cancelled commission, as the manager set them.
void Clerk::setByManager(const Deal& deal, const facts::RulingMade& ruling,
                         DealOutcome& out) const {
    const auto closer = m_book.staffId(deal.closer);
    const auto& when = deal.isComplete() ? m_book.closedAt(deal).at.latest : m_now;
    const auto& fines = m_book.policies().at(when).snatching;
    if (ruling.owner) out.decision.owner = *ruling.owner;
    if (!out.decision.owner && ruling.shares && !ruling.shares->empty())
        out.decision.owner =
            std::max_element(ruling.shares->begin(), ruling.shares->end(),
                             [](const auto& a, const auto& b) { return a.bp < b.bp; })
                ->staff;
    if (!out.decision.owner) out.decision.owner = closer;
    out.decision.shares.clear();
    out.decision.fine.reset();
    out.status = Status::isFinal;
    if (ruling.cancel.value_or(false)) {
        out.decision.commission = Commission::cancelled;
        out.decision.fine = Fine{closer, fines.fineMin, fines.fineMax, std::nullopt};
        out.formalities = out.decision.owner;
        return;
    }
    out.decision.commission = Commission::payable;
    for (const auto& share : *ruling.shares)
        if (share.bp > 0) out.decision.shares.push_back(share);
    std::sort(out.decision.shares.begin(), out.decision.shares.end(),
              [](const auto& a, const auto& b) { return a.staff < b.staff; });
    if (!out.formalities) out.formalities = closer;
}

/// Art. 20: what the manager set, over what the articles say.
void Clerk::rule(int index, int ruling, DealOutcome& out) const {
    const auto& deal = m_book.deal(index);
    const auto& judged = m_docket.deal(index);
    const auto& data = std::get<facts::RulingMade>(m_book.stored(ruling).fact.data);
    const bool sets = data.shares || data.cancel.value_or(false);
    const bool pending = judged.finding.decision.commission == Commission::pending;
    out.ruled = true;
    if (data.owner && !sets && !pending) {
        const Staff owner = m_book.findStaff(data.owner->value);
        const auto weighed = weighDeal(index, owner, m_book, m_docket, true);
        const DealFinding& finding = weighed.verdict;
        out.decision = decisionOf(finding.decision);
        out.formalities = ownerId(finding.formalities);
        for (auto& reason : becauseOf(weighed.verdict.reasons))
            out.because.push_back(std::move(reason));
        out.status = Status::isFinal;
        if (weighed.referred != Doubtful::no) {
            out.decision = {std::nullopt, {}, Commission::referred, std::nullopt};
            out.formalities.reset();
            out.status = Status::referred;
        } else if (stillOpen(m_book.closedAt(deal), finding.openDays)) {
            out.status = Status::provisional;
        }
    }
    if (sets) setByManager(deal, data, out);
    // The amount is the manager's, inside the range of art. 13.
    if (data.fine && out.decision.fine && *data.fine >= out.decision.fine->min &&
        *data.fine <= out.decision.fine->max)
        out.decision.fine->set = data.fine;
}

/// The same for a deal, where the rulings come to different answers.
std::optional<Referral> Clerk::referRulings(int index, const DealOutcome& byRule,
                                            DealOutcome& out) const {
    const auto& deal = m_book.deal(index);
    const auto rulings = m_book.latestRulings(deal.subject);
    if (rulings.size() < 2) return std::nullopt;
    Referral referral;
    bool differ = false;
    for (const int fact : rulings) {
        auto other = byRule;
        rule(index, fact, other);
        if (other.decision == out.decision && other.formalities == out.formalities) continue;
        differ = true;
        if (other.status != Status::referred && other.decision != out.decision)
            addOnce(referral.dealAlternatives, other.decision);
    }
    if (!differ) return std::nullopt;
    referral.subject = SubjectId(m_book.idText(deal));
    referral.reason = wordOf(Doubtful::timeOrder);
    if (out.status != Status::referred) referral.dealProposal = out.decision;
    out.status = Status::referred;
    out.decision = {std::nullopt, {}, Commission::referred, std::nullopt};
    out.formalities.reset();
    return referral;
}

Described<DealOutcome> Clerk::deal(int index) const {
    const auto& deal = m_book.deal(index);
    const auto& judged = m_docket.deal(index);
    const auto& finding = judged.finding;
    const auto weighed = weighDeal(index, kNobody, m_book, m_docket, true);
    const bool referred = judged.referred != Doubtful::no;
    Described<DealOutcome> described;
    auto& out = described.outcome;
    out.because = becauseOf(weighed.verdict.reasons);
    if (referred) {
        out.status = Status::referred;
        out.decision.commission = Commission::referred;
        out.because.push_back({"20", {}, "", std::nullopt});
    } else {
        out.decision = decisionOf(finding.decision);
        out.formalities = ownerId(finding.formalities);
        const bool pending = finding.decision.commission == Commission::pending;
        if (pending || (deal.isComplete() && stillOpen(m_book.closedAt(deal), finding.openDays)))
            out.status = Status::provisional;
    }
    const int ruling = m_book.rulingOn(deal);
    std::optional<Referral> openRulings;
    if (ruling != kNone) {
        const auto byRule = out;
        out.ruleSays = out.decision;
        rule(index, ruling, out);
        openRulings = referRulings(index, byRule, out);
        out.because.push_back({"20", {m_book.idOf(ruling)}, "", std::nullopt});
    }
    out.articles = articlesOf(out.because);
    const auto id = m_book.idText(deal);
    if (openRulings) {
        described.referral = std::move(openRulings);
        described.referral->articles = out.articles;
    } else if (out.status == Status::referred) {
        Referral referral;
        referral.subject = SubjectId(id);
        // A ruling that names only the owner has overtaken what the rule alone was in doubt about.
        const bool byRuling = judged.byRuledOwner && judged.byRuledOwner->referred != Doubtful::no;
        referral.reason = wordOf(byRuling ? judged.byRuledOwner->referred : judged.referred);
        referral.articles = out.articles;
        if (finding.referred == Doubtful::no) referral.dealProposal = decisionOf(finding.decision);
        for (const auto& option : weighed.verdict.alternatives)
            referral.dealAlternatives.push_back(decisionOf(option));
        described.referral = std::move(referral);
    }
    if ((finding.warnings & kWeakNameMatch) != 0)
        described.alerts.push_back(alertOn(id, "weak_name_match", "4"));
    if ((finding.warnings & kUnapproved) != 0)
        described.alerts.push_back(alertOn(id, "unapproved_discount", "19"));
    if (claimedLate(deal.subject, ruling))
        described.alerts.push_back(alertOn(id, "late_claim", "20"));
    return described;
}

Outcome Clerk::all() const {
    Outcome outcome;
    const auto add = [&](auto described) {
        if (described.referral) outcome.referrals.push_back(std::move(*described.referral));
        for (auto& alert : described.alerts)
            outcome.alerts.push_back(std::move(alert));
        return std::move(described.outcome);
    };
    for (int i = 0; i < m_book.visitBound(); ++i)
        if (m_book.visit(i).fact != kNone)
            outcome.visits.emplace(m_book.idText(m_book.visit(i)), add(visit(i)));
    for (int i = 0; i < m_book.dealBound(); ++i)
        if (m_book.deal(i).fact != kNone)
            outcome.deals.emplace(m_book.idText(m_book.deal(i)), add(deal(i)));
    outcome.rotation = m_turns.rotationAt(m_now);
    sortLists(outcome);
    return outcome;
}

} // namespace shoujie::rules
