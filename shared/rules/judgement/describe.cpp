#include "shared/rules/judgement/judgement.hpp"

#include <algorithm>
#include <numeric>

namespace shoujie::rules {

namespace {

std::optional<Owner> ownerId(Staff staff, const Book& book) {
    if (staff == kEverybody) return kPool;
    if (staff == kTheDeveloper) return kDeveloper;
    if (staff < 0) return std::nullopt;
    return book.staffId(staff);
}

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

std::vector<Because> becauseOf(const std::vector<Reason>& reasons, const Book& book) {
    std::vector<Because> list;
    for (const auto& reason : reasons) {
        Because because{reason.article, {}, keyWord(reason.key), reason.window};
        for (const int fact : reason.facts)
            because.facts.push_back(book.idOf(fact));
        list.push_back(std::move(because));
    }
    return list;
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

class Description {
public:
    Description(const Book& book, const PolicyTimeline& policies, const Judgement& judgement,
                Instant now, Outcome before)
        : m_book(book)
        , m_policies(policies)
        , m_judgement(judgement)
        , m_now(now)
        , m_receptionOf(book.visits.size()) {
        m_outcome.visits = std::move(before.visits);
        m_outcome.deals = std::move(before.deals);
    }

    Outcome make() {
        rotate();
        for (std::size_t i = 0; i < m_book.visits.size(); ++i)
            describeVisit(static_cast<int>(i));
        for (std::size_t i = 0; i < m_book.deals.size(); ++i)
            describeDeal(static_cast<int>(i));
        forgetWhatIsGone();
        lateClaims();
        amendedAfterDispute();
        sortLists();
        return std::move(m_outcome);
    }

private:
    const JudgedVisit& judged(int visit) const {
        return m_judgement.visits[static_cast<std::size_t>(visit)];
    }
    Reception receptionOf(int visit) const;
    void rotate();
    bool makeupOf(int visit) const;
    VisitDecision decisionOf(int visit, const VisitOption& option) const;
    void explainVisit(int index, VisitOutcome& out) const;
    void describeVisit(int index);
    void referVisit(int index, const std::vector<Article>& articles);
    void alertsOfVisit(int index);
    bool isIncomplete(const Visit& visit) const;
    DealDecision decisionOf(const DealOption& option) const;
    void describeDeal(int index);
    void rule(const Ruling& ruling, const Deal& deal, const JudgedDeal& judged,
              DealOutcome& out) const;
    void referDeal(int index, const std::vector<Article>& articles);
    void alert(const std::string& subject, const char* kind, const char* article,
               std::vector<StaffId> due = {});
    bool stillOpen(const Moment& from, std::int64_t days) const {
        const auto& zone = m_policies.zoneAt(from.at.latest);
        return (zone.dayOf(m_now) - zone.dayOf(from.at.latest)).count() <= days;
    }
    void forgetWhatIsGone();
    void lateClaims();
    void amendedAfterDispute();
    void sortLists();

    const Book& m_book;
    const PolicyTimeline& m_policies;
    const Judgement& m_judgement;
    Instant m_now;
    std::vector<Reception> m_receptions; ///< in the order of the receptions
    std::vector<int> m_receptionOf;      ///< visit -> index of its reception
    RotationResult m_rotation;
    Outcome m_outcome;
};

/// Slot and make-up of a visit, with what a ruling changes about them (rules.md 7).
Reception Description::receptionOf(int index) const {
    const auto& visit = m_book.visit(index);
    const auto& verdict = judged(index).verdict;
    Reception reception{index, verdict.consumes, std::nullopt, std::nullopt};
    if (!judged(index).hasProposal()) reception.consumes = true;
    const int rulingIndex = rulingOf(visit, m_book);
    const bool decided = judged(index).referred.empty();
    if (rulingIndex == kNone) {
        if (decided && verdict.earnsMakeup()) reception.grantedAt = verdict.known;
        return reception;
    }
    const auto& ruling = m_book.rulings[static_cast<std::size_t>(rulingIndex)];
    const auto& ruledAt = m_book.momentOf(ruling.fact);
    const auto grantedByRule = verdict.earnsMakeup() ? verdict.known : std::nullopt;
    if (ruling.owner == visit.receiver) {
        if (verdict.givesBack == GivesBack::ownCall) {
            reception.grantedAt = grantedByRule;
        } else if (grantedByRule && canonicallyBefore(*grantedByRule, ruledAt)) {
            reception.grantedAt = grantedByRule;
            reception.takenAwayAt = ruledAt;
        }
        return reception;
    }
    const bool earnsNone = verdict.fault || verdict.keepsSlot;
    if (!reception.consumes || (earnsNone && judged(index).hasProposal())) return reception;
    const auto byRuling = canonicallyBefore(ruledAt, visit.registered) ? visit.registered : ruledAt;
    reception.grantedAt =
        grantedByRule && canonicallyBefore(*grantedByRule, byRuling) ? *grantedByRule : byRuling;
    return reception;
}

void Description::rotate() {
    std::vector<int> order(m_book.visits.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        return canonicallyBefore(m_book.visit(a).start, m_book.visit(b).start);
    });
    for (const int visit : order) {
        m_receptionOf[static_cast<std::size_t>(visit)] = static_cast<int>(m_receptions.size());
        m_receptions.push_back(receptionOf(visit));
    }
    m_rotation = replayRotation(m_book, m_policies, m_receptions, m_now);
    m_outcome.rotation = std::move(m_rotation.rotation);
}

bool Description::makeupOf(int visit) const {
    const auto place = static_cast<std::size_t>(m_receptionOf[static_cast<std::size_t>(visit)]);
    return m_receptions[place].grantedAt.has_value() && !m_rotation.lostMakeup.contains(visit);
}

VisitDecision Description::decisionOf(int visit, const VisitOption& option) const {
    const auto slot = m_rotation.slots.find(visit);
    const Slot taken =
        slot == m_rotation.slots.end() || slot->second == Slot::none ? Slot::turn : slot->second;
    return {ownerId(option.owner, m_book), option.consumes ? taken : Slot::none, option.makeup};
}

/// Why, in words that do not change while nothing that can reach the visit does.
void Description::explainVisit(int index, VisitOutcome& out) const {
    const auto& visit = m_book.visit(index);
    const auto& verdict = judged(index).verdict;
    out.visitClass = verdict.visitClass;
    out.treatedAsNew = verdict.treatedAsNew;
    out.because = becauseOf(verdict.reasons, m_book);
    if (const int ruling = rulingOf(visit, m_book); ruling != kNone) {
        const int fact = m_book.rulings[static_cast<std::size_t>(ruling)].fact;
        out.because.push_back({"20", {m_book.idOf(fact)}, "", std::nullopt});
    } else if (!judged(index).referred.empty()) {
        out.because.push_back({"20", {}, "", std::nullopt});
    }
    out.articles = articlesOf(out.because);
}

void Description::describeVisit(int index) {
    const auto& visit = m_book.visit(index);
    const auto& verdict = judged(index).verdict;
    const bool referred = !judged(index).referred.empty();
    const Staff ruled = ruledOwner(visit, m_book);
    const auto [place, isNew] = m_outcome.visits.try_emplace(visit.id);
    auto& out = place->second;
    if (isNew || !m_judgement.visitKept[static_cast<std::size_t>(index)]) {
        out = {};
        explainVisit(index, out);
    }
    out.status = Status::isFinal;
    out.decision.slot = m_rotation.slots.at(index);
    out.decision.makeup = makeupOf(index);
    if (ruled != kNobody) {
        out.ruled = true;
        out.decision.owner = ownerId(ruled, m_book);
        out.ruleSays = decisionOf(index, verdict.option());
        if (referred) out.ruleSays->owner.reset();
    } else if (referred) {
        out.status = Status::referred;
        referVisit(index, out.articles);
    } else {
        out.decision.owner = ownerId(verdict.owner, m_book);
        if (verdict.openDays && stillOpen(visit.registered, *verdict.openDays))
            out.status = Status::provisional;
    }
    alertsOfVisit(index);
}

void Description::referVisit(int index, const std::vector<Article>& articles) {
    const auto& judgedVisit = judged(index);
    Referral referral;
    referral.subject = SubjectId(m_book.visit(index).id.value);
    referral.reason = judgedVisit.referred;
    referral.articles = articles;
    if (judgedVisit.hasProposal())
        referral.visitProposal = decisionOf(index, judgedVisit.verdict.option());
    for (const auto& option : judgedVisit.alternatives)
        referral.visitAlternatives.push_back(decisionOf(index, option));
    m_outcome.referrals.push_back(std::move(referral));
}

void Description::alert(const std::string& subject, const char* kind, const char* article,
                        std::vector<StaffId> due) {
    m_outcome.alerts.push_back({SubjectId(subject), kind, {article}, std::move(due)});
}

/// Art. 4: an entry without any key, or without what the site wants written down.
bool Description::isIncomplete(const Visit& visit) const {
    const auto& policy = m_policies.at(visit.start.at.latest);
    const auto& customers = visit.data->customers;
    for (std::size_t i = 0; i < customers.size() && i < visit.members.size(); ++i) {
        const auto& identity = m_book.identity(visit.members[i]);
        if (identity.versions.back().keys.empty()) return true;
        const auto& customer = customers[i];
        const auto missing = [&](const std::string& member) {
            if (member == "phones") return customer.phones.empty();
            if (member == "vehicles") return customer.vehicles.empty();
            if (member == "name") return !customer.name;
            if (member == "surname") return !customer.surname;
            if (member == "title") return !customer.title;
            if (member == "employer") return !customer.employer;
            if (member == "address") return !customer.address;
            if (member == "intent") return !customer.intent;
            if (member == "source") return !customer.source;
            return !customer.note;
        };
        if (std::any_of(policy.requiredRegistration.begin(), policy.requiredRegistration.end(),
                        missing))
            return true;
    }
    return false;
}

void Description::alertsOfVisit(int index) {
    const auto& visit = m_book.visit(index);
    const auto& id = visit.id.value;
    for (const auto& warning : judged(index).verdict.warnings)
        alert(id, warning.kind, warning.article);
    if (isIncomplete(visit)) alert(id, "incomplete_registration", "4");
    const auto due = m_rotation.outOfTurn.find(index);
    if (due == m_rotation.outOfTurn.end()) return;
    std::vector<StaffId> names;
    for (const Staff staff : due->second)
        names.push_back(m_book.staffId(staff));
    alert(id, "out_of_turn", "1", std::move(names));
}

DealDecision Description::decisionOf(const DealOption& option) const {
    DealDecision decision;
    decision.owner = ownerId(option.owner, m_book);
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

/// Art. 20: what the manager set, over what the articles say.
void Description::rule(const Ruling& ruling, const Deal& deal, const JudgedDeal& judgedDeal,
                       DealOutcome& out) const {
    const auto& data = *ruling.data;
    const auto& fines = m_policies.at(deal.at ? deal.at->at.latest : m_now).snatching;
    const bool cancels = data.cancel.value_or(false);
    out.ruled = true;
    const bool pending = judgedDeal.verdict.decision.commission == Commission::pending;
    if (judgedDeal.byRuledOwner && !data.shares && !cancels && !pending) {
        const auto& verdict = *judgedDeal.byRuledOwner;
        out.decision = decisionOf(verdict.decision);
        out.formalities = ownerId(verdict.formalities, m_book);
        for (auto& reason : becauseOf(verdict.reasons, m_book))
            out.because.push_back(std::move(reason));
        out.status = Status::isFinal;
        if (!verdict.referred.empty()) {
            out.decision = {std::nullopt, {}, Commission::referred, std::nullopt};
            out.status = Status::referred;
        } else if (verdict.openDays && stillOpen(*deal.at, *verdict.openDays)) {
            out.status = Status::provisional;
        }
    }
    if (data.shares || cancels) {
        if (ruling.owner != kNobody) out.decision.owner = ownerId(ruling.owner, m_book);
        if (!out.decision.owner) {
            const auto most =
                !data.shares
                    ? std::vector<facts::Share>::const_iterator()
                    : std::max_element(data.shares->begin(), data.shares->end(),
                                       [](const auto& a, const auto& b) { return a.bp < b.bp; });
            out.decision.owner = data.shares && most != data.shares->end()
                                     ? most->staff
                                     : m_book.staffId(deal.closer);
        }
        out.decision.shares.clear();
        out.decision.fine.reset();
        out.decision.commission = cancels ? Commission::cancelled : Commission::payable;
        out.status = Status::isFinal;
        if (cancels) {
            out.decision.fine =
                Fine{m_book.staffId(deal.closer), fines.fineMin, fines.fineMax, std::nullopt};
            out.formalities = out.decision.owner;
        } else {
            for (const auto& share : *data.shares)
                if (share.bp > 0) out.decision.shares.push_back(share);
            std::sort(out.decision.shares.begin(), out.decision.shares.end(),
                      [](const auto& a, const auto& b) { return a.staff < b.staff; });
            if (!out.formalities) out.formalities = m_book.staffId(deal.closer);
        }
    }
    // The amount is the manager's, inside the range of art. 13.
    if (data.fine && out.decision.fine && *data.fine >= out.decision.fine->min &&
        *data.fine <= out.decision.fine->max)
        out.decision.fine->set = data.fine;
}

void Description::describeDeal(int index) {
    const auto& deal = m_book.deals[static_cast<std::size_t>(index)];
    const auto& judgedDeal = m_judgement.deals[static_cast<std::size_t>(index)];
    const auto& verdict = judgedDeal.verdict;
    const bool referred = !judgedDeal.referred.empty();
    const auto* ruling = rulingOn(deal, m_book);
    const auto [place, isNew] = m_outcome.deals.try_emplace(deal.id);
    auto& out = place->second;
    const bool kept = !isNew && m_judgement.dealKept[static_cast<std::size_t>(index)];
    if (!kept || ruling != nullptr) {
        out = {};
        out.because = becauseOf(verdict.reasons, m_book);
        if (referred) {
            out.decision.commission = Commission::referred;
            out.because.push_back({"20", {}, "", std::nullopt});
        } else {
            out.decision = decisionOf(verdict.decision);
            out.formalities = ownerId(verdict.formalities, m_book);
        }
    }
    out.status = Status::isFinal;
    if (referred)
        out.status = Status::referred;
    else if (verdict.decision.commission == Commission::pending ||
             (verdict.openDays && stillOpen(*deal.at, *verdict.openDays)))
        out.status = Status::provisional;
    if (ruling != nullptr) {
        out.ruleSays = out.decision;
        rule(*ruling, deal, judgedDeal, out);
        out.because.push_back({"20", {m_book.idOf(ruling->fact)}, "", std::nullopt});
    }
    if (!kept || ruling != nullptr) out.articles = articlesOf(out.because);
    if (out.status == Status::referred) referDeal(index, out.articles);
    for (const auto& warning : verdict.warnings)
        alert(deal.id.value, warning.kind, warning.article);
}

void Description::referDeal(int index, const std::vector<Article>& articles) {
    const auto& deal = m_book.deals[static_cast<std::size_t>(index)];
    const auto& judgedDeal = m_judgement.deals[static_cast<std::size_t>(index)];
    const bool ruledOwner = judgedDeal.referred.empty() && judgedDeal.byRuledOwner;
    Referral referral;
    referral.subject = SubjectId(deal.id.value);
    referral.reason = ruledOwner ? judgedDeal.byRuledOwner->referred : judgedDeal.referred;
    referral.articles = articles;
    if (judgedDeal.verdict.referred.empty())
        referral.dealProposal = decisionOf(judgedDeal.verdict.decision);
    for (const auto& option : judgedDeal.alternatives)
        referral.dealAlternatives.push_back(decisionOf(option));
    m_outcome.referrals.push_back(std::move(referral));
}

/// Visits and deals of facts that were taken back.
void Description::forgetWhatIsGone() {
    const auto gone = [this](Subject::Kind kind) {
        return [this, kind](const auto& entry) {
            const auto found = m_book.subjects.find(entry.first.value);
            return found == m_book.subjects.end() || found->second.kind != kind;
        };
    };
    if (m_outcome.visits.size() != m_book.visits.size())
        std::erase_if(m_outcome.visits, gone(Subject::Kind::visit));
    if (m_outcome.deals.size() != m_book.deals.size())
        std::erase_if(m_outcome.deals, gone(Subject::Kind::deal));
}

/// A discovery on a ruled subject, later than the ruling, undoes nothing.
void Description::lateClaims() {
    for (const auto& found : m_book.discoveries) {
        const auto at = static_cast<std::size_t>(found.subject.index);
        const Ruling* ruling = nullptr;
        std::string id;
        if (found.subject.kind == Subject::Kind::visit) {
            const int place = rulingOf(m_book.visits[at], m_book);
            if (place != kNone) ruling = &m_book.rulings[static_cast<std::size_t>(place)];
            id = m_book.visits[at].id.value;
        } else if (found.subject.kind == Subject::Kind::deal) {
            ruling = rulingOn(m_book.deals[at], m_book);
            id = m_book.deals[at].id.value;
        }
        if (ruling != nullptr &&
            canonicallyBefore(m_book.momentOf(ruling->fact), m_book.momentOf(found.fact)))
            alert(id, "late_claim", "20");
    }
}

/// Art. 21: an amendment that would have changed a match with an earlier entry, had it come in
/// time.
void Description::amendedAfterDispute() {
    for (const int index : m_book.amendedIdentities) {
        const auto& identity = m_book.identity(index);
        if (identity.part != Part::member) continue;
        const auto& now = identity.versions.back().keys;
        const auto changes = [&](const Identity& other) {
            if (other.fact == identity.fact) return false;
            const int later = std::max(identity.fact, other.fact);
            const auto& then = m_book.keysAt(identity, later);
            if (then == now) return false;
            const auto& keys = m_book.keysAt(other, later);
            return sharedKey(then, keys) != sharedKey(now, keys);
        };
        if (std::any_of(m_book.identities.begin(), m_book.identities.end(), changes))
            alert(m_book.visit(identity.entry).id.value, "amended_after_dispute", "21");
    }
}

void Description::sortLists() {
    std::sort(m_outcome.referrals.begin(), m_outcome.referrals.end(),
              [](const Referral& a, const Referral& b) {
                  return std::tie(a.subject, a.reason) < std::tie(b.subject, b.reason);
              });
    auto& alerts = m_outcome.alerts;
    std::stable_sort(alerts.begin(), alerts.end(), [](const Alert& a, const Alert& b) {
        return std::tie(a.subject, a.kind) < std::tie(b.subject, b.kind);
    });
    const auto same = [](const Alert& a, const Alert& b) {
        return a.subject == b.subject && a.kind == b.kind;
    };
    alerts.erase(std::unique(alerts.begin(), alerts.end(), same), alerts.end());
}

} // namespace

Outcome describe(const Book& book, const PolicyTimeline& policies, const Judgement& judgement,
                 Instant now, Outcome before) {
    return Description(book, policies, judgement, now, std::move(before)).make();
}

} // namespace shoujie::rules
