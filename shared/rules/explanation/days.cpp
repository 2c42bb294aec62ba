#include "shared/rules/explanation/case.hpp"

#include <algorithm>

namespace shoujie::rules::explanation {

using namespace facts;

namespace {

/// What a window measures, by the article that asks for it.
Key measured(const Case& about, const Because& reason) {
    if (reason.article == "10") return "days.referral";
    if (reason.article == "12") return "days.call";
    if (reason.article == "14") return "days.family";
    if (reason.article == "16") {
        const auto found =
            std::any_of(reason.facts.begin(), reason.facts.end(), [&](const auto& id) {
                const auto* fact = about.history.find(id);
                return fact != nullptr && !isEntry(fact->fact.data);
            });
        return found ? Key("days.found") : Key("days.deal");
    }
    switch (about.policy().measuredFrom) {
    case MeasuredFrom::lastVisit:
        return "days.last_visit";
    case MeasuredFrom::lastContact:
        return "days.last_contact";
    case MeasuredFrom::originalRegistration:
        break;
    }
    return "days.registration";
}

/// How many days there may have been, by the intervals of the facts that the window is of.
struct Range {
    std::int64_t least;
    std::int64_t most;
};
Range rangeOf(const Case& about, const Because& reason) {
    const auto day = [&](Instant at) {
        return about.policies.zoneAt(at).dayOf(at);
    };
    const auto earliest = [&](Instant at) {
        for (const auto& id : reason.facts)
            if (const auto* fact = about.history.find(id); fact != nullptr && fact->at.latest == at)
                return fact->at.earliest;
        return at;
    };
    const auto& window = *reason.window;
    return {(day(earliest(window.to)) - day(window.from)).count(),
            (day(window.to) - day(earliest(window.from))).count()};
}

std::string tellWindow(const Case& about, const Because& reason) {
    const auto& voice = about.voice;
    const auto& window = *reason.window;
    const auto range = rangeOf(about, reason);
    const bool open =
        about.referral() != nullptr && range.least <= window.limit && range.most > window.limit;
    return voice.say(open                          ? Key("days.uncertain")
                     : window.days <= window.limit ? Key("days.inside")
                                                   : Key("days.outside"),
                     {{"what", voice.say(measured(about, reason))},
                      {"from", voice.day(window.from)},
                      {"to", voice.day(window.to)},
                      {"days", voice.days(window.days)},
                      {"least", voice.days(range.least)},
                      {"most", voice.days(range.most)},
                      {"limit", voice.days(window.limit)},
                      {"last", about.dayAfter(window.from, window.limit)}});
}

} // namespace

std::vector<std::string> tellDays(const Case& about) {
    std::vector<std::string> lines;
    const auto& voice = about.voice;
    for (const auto& reason : about.because()) {
        if (!reason.window) continue;
        auto line = tellWindow(about, reason);
        if (std::find(lines.begin(), lines.end(), line) == lines.end())
            lines.push_back(std::move(line));
    }
    if (about.status() == Status::provisional && (about.visit() != nullptr || about.cites("16")))
        lines.push_back(
            voice.say(about.visit() != nullptr ? Key("days.openReferral") : Key("days.openDeal"),
                      {{"last", about.openUntil()}}));
    return lines;
}

std::vector<std::string> tellArticles(const Case& about) {
    std::vector<std::string> lines;
    const auto& voice = about.voice;
    const auto& policy = about.policy();
    constexpr std::int64_t kWhole = 10'000;
    for (const auto& article : about.articlesTold()) {
        const auto text = voice.word("article", article,
                                     {{"helper", voice.percent(policy.splits.helperBp)},
                                      {"rest", voice.percent(kWhole - policy.splits.helperBp)},
                                      {"unaware", voice.percent(policy.splits.unawareBp)},
                                      {"others", voice.percent(kWhole - policy.splits.unawareBp)},
                                      {"claim", voice.days(policy.windows.referralClaimDays)},
                                      {"family", voice.days(policy.windows.familyDays)},
                                      {"returning", voice.days(policy.windows.returningDays)},
                                      {"discovery", voice.days(policy.windows.dealDiscoveryDays)},
                                      {"dealNew", voice.days(policy.windows.dealNewCustomerDays)},
                                      {"min", about.money(policy.snatching.fineMin)},
                                      {"max", about.money(policy.snatching.fineMax)}});
        lines.push_back(voice.say("article.line", {{"number", article}, {"text", text}}));
    }
    return lines;
}

} // namespace shoujie::rules::explanation
