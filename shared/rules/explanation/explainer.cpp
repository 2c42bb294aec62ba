#include "shared/rules/explanation/explainer.hpp"

#include "shared/rules/explanation/otherwise.hpp"

#include <algorithm>

namespace shoujie::rules::explanation {

using namespace facts;

struct Explainer::Impl {
    Impl(PolicyTimeline timeline, std::vector<TimedFact> all)
        : policies(std::move(timeline)), history(std::move(all), policies) {}

    PolicyTimeline policies;
    History history;
    Instant now{};
    Outcome outcome;
};

namespace {

/// Whose right stands against the receiver's or closer's: the owner, whom the customer asked for,
/// or who made an entry that the decision names.
std::optional<StaffId> colleagueOf(const Case& about) {
    const auto other = [&](const std::optional<Owner>& id) {
        return id && *id != kPool && *id != kDeveloper && *id != about.receiver;
    };
    const auto ownerOf = [&](const auto& out) -> std::optional<Owner> {
        if (other(out.decision.owner)) return out.decision.owner;
        return out.ruleSays && other(out.ruleSays->owner) ? out.ruleSays->owner : std::nullopt;
    };
    const auto owner =
        about.visit() != nullptr ? ownerOf(*about.visitOutcome()) : ownerOf(*about.dealOutcome());
    if (owner) return owner;
    if (about.visit() != nullptr && other(about.visit()->askedFor)) return about.visit()->askedFor;
    auto entries = about.citedEntries();
    if (about.deal() != nullptr) {
        const auto buyers = about.history.personsOf(*about.entry);
        for (const auto* fact : about.history.around(*about.entry))
            if (const auto visitors = about.history.personsOf(*fact);
                std::any_of(visitors.begin(), visitors.end(),
                            [&](int person) { return buyers.contains(person); }))
                entries.push_back(fact);
    }
    for (const auto* fact : entries) {
        const auto data = about.history.currentOf(*fact);
        std::optional<Owner> holder = makerOf(*fact, data);
        if (const auto* visit = std::get_if<VisitRegistered>(&data))
            if (const auto known = about.outcome.visits.find(visit->visit);
                known != about.outcome.visits.end() && known->second.decision.owner)
                holder = known->second.decision.owner;
        if (const auto* call = std::get_if<CallRegistered>(&data);
            call != nullptr && call->askedFor)
            holder = call->askedFor;
        if (other(holder)) return holder;
    }
    return std::nullopt;
}

} // namespace

Explainer::Explainer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Explainer::~Explainer() = default;
Explainer::Explainer(Explainer&&) noexcept = default;
Explainer& Explainer::operator=(Explainer&&) noexcept = default;

Result<Explainer> Explainer::make(PolicyTimeline policies, std::vector<TimedFact> facts,
                                  std::optional<Instant> now) {
    Adjudicator adjudicator(policies);
    Instant last{};
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (const auto added = adjudicator.add(facts[i]); !added)
            return Error{added.error().code,
                         "facts[" + std::to_string(i) + "]." + added.error().path,
                         added.error().message};
        last = std::max(last, facts[i].at.latest);
    }
    auto impl = std::make_unique<Impl>(std::move(policies), std::move(facts));
    impl->now = now.value_or(last);
    impl->outcome = adjudicator.outcome(impl->now);
    return Explainer(std::move(impl));
}

Result<Account> Explainer::explain(const SubjectId& subject, Language language) const {
    const auto& history = m_impl->history;
    const auto* entry = history.entryOf(subject);
    const bool isVisit = m_impl->outcome.visits.contains(VisitId(subject.value));
    if (entry == nullptr || (!isVisit && !m_impl->outcome.deals.contains(DealId(subject.value))))
        return Error{ErrorCode::notFound, "subject", "is no visit or deal of this history"};
    auto data = history.currentOf(*entry);
    const auto receiver = makerOf(*entry, data);
    Case about{history,
               m_impl->policies,
               m_impl->outcome,
               Voice(language, m_impl->policies),
               m_impl->now,
               subject,
               entry,
               std::move(data),
               receiver,
               std::nullopt,
               {}};
    about.reasons = isVisit ? about.visitOutcome()->because : about.dealOutcome()->because;
    about.colleague = colleagueOf(about);

    // What has nothing to do with these people changes nothing for them, turns apart. A ruling can
    // hang on turns, and then everything is judged.
    const auto around = history.around(*entry);
    Trial trial(m_impl->policies, around, m_impl->now);
    std::optional<Trial> whole;
    const bool ruled = std::any_of(around.begin(), around.end(), [](const auto* fact) {
        return std::holds_alternative<RulingMade>(fact->fact.data);
    });
    if (ruled || !agrees(about, trial)) {
        std::vector<FactRef> all;
        for (const auto& fact : history.facts())
            all.push_back(&fact);
        whole.emplace(m_impl->policies, all, m_impl->now);
    }
    Trial& chosen = whole ? *whole : trial;
    if (auto days = familyDaysRunOut(about, chosen)) {
        about.reasons.push_back(std::move(*days));
        about.colleague = colleagueOf(about);
    }

    const auto& voice = about.voice;
    Account account;
    account.title =
        voice.say(isVisit ? Key("title.visit") : Key("title.deal"), {{"id", subject.value}});
    const auto add = [&](Section::Kind kind, Key title, std::vector<std::string> lines) {
        if (!lines.empty()) account.sections.push_back({kind, voice.say(title), std::move(lines)});
    };
    using Kind = Section::Kind;
    add(Kind::decision, "section.decision",
        tellDecision(about, earnsMakeupOnceKnown(about, chosen)));
    add(Kind::timeline, "section.timeline", tellTimeline(about));
    add(Kind::matching, "section.matching", tellMatching(about));
    add(Kind::days, "section.days", tellDays(about));
    add(Kind::articles, "section.articles", tellArticles(about));
    add(Kind::otherwise, "section.otherwise", tellOtherwise(about, chosen));
    return account;
}

Account Explainer::turns(Language language) const {
    const Voice voice(language, m_impl->policies);
    const auto& rotation = m_impl->outcome.rotation;
    const auto names = [&](const std::vector<StaffId>& staff) {
        std::vector<std::string> list;
        for (const auto& id : staff)
            list.push_back(m_impl->history.staffName(id));
        return voice.row(list);
    };
    Account account;
    account.title = voice.say("title.rotation", {{"when", voice.time(m_impl->now)}});
    std::vector<std::string> lines;
    lines.push_back(rotation.next ? voice.say("rotation.next", {{"staff", names({*rotation.next})}})
                                  : voice.say("rotation.nobody"));
    lines.push_back(rotation.order.empty()
                        ? voice.say("rotation.empty")
                        : voice.say("rotation.order", {{"staff", names(rotation.order)}}));
    lines.push_back(rotation.makeups.empty()
                        ? voice.say("rotation.none")
                        : voice.say("rotation.makeups", {{"staff", names(rotation.makeups)}}));
    account.sections.push_back({Section::Kind::decision, "", std::move(lines)});
    return account;
}

std::vector<SubjectId> Explainer::subjects() const {
    std::vector<SubjectId> all;
    for (const auto& [id, visit] : m_impl->outcome.visits)
        all.emplace_back(id.value);
    for (const auto& [id, deal] : m_impl->outcome.deals)
        all.emplace_back(id.value);
    return all;
}

std::string toText(const Account& account) {
    std::string text = account.title + "\n";
    for (const auto& section : account.sections) {
        if (!section.title.empty()) text += "\n" + section.title + "\n";
        for (const auto& line : section.lines)
            text += "  " + line + "\n";
    }
    return text;
}

} // namespace shoujie::rules::explanation
