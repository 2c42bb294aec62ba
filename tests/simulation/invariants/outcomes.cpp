// 1.4 The outcome depends on the facts and their evidence alone: owner and shares are those of a
//     plain adjudication from scratch, whatever the order. Nothing is final while a tablet may hold
//     something older.
#include "shared/core/json_gate.hpp"
#include "shared/rules/adjudicator.hpp"
#include "shared/rules/outcome_json.hpp"
#include "tests/simulation/invariants/invariants.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <set>

namespace shoujie::simulation {

namespace {

rules::Adjudicator judgedAnew(const End& end, const rules::PolicyTimeline& policy) {
    rules::Adjudicator adjudicator(policy);
    Dice dice(end.scene.seed, 77);
    std::vector<std::size_t> order(end.rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t left = order.size(); left > 1; --left)
        std::swap(order[left - 1],
                  order[static_cast<std::size_t>(dice.below(static_cast<int>(left)))]);
    for (const auto place : order) {
        const auto& row = end.rows[place];
        auto fact = evidence::decodeFact(row.wire);
        if (!fact) end.scene.violated("a fact of the register cannot be read");
        if (row.wire.device.empty()) {
            fact->device.reset();
            fact->seq.reset();
        }
        if (auto added = adjudicator.add({std::move(*fact), row.record.stamp.at}); !added)
            end.scene.violated("the register contradicts itself: " + describe(added.error()));
    }
    return adjudicator;
}

/// Up to when all is known: every tablet has delivered what it held then, or has had 72 hours.
Instant knownUpTo(const End& end) {
    const Instant now = end.server.clock().now();
    const auto watermark =
        end.server.reads().read([](server::Reads& reads) { return reads.watermark(kSite); });
    return std::max(watermark->value_or(now), now - std::chrono::hours(72));
}

} // namespace

void checkOutcomes(const End& end) {
    const auto site =
        end.server.reads().read([](server::Reads& reads) { return reads.site(kSite); });
    const auto json = parseJson((*site)->policy);
    const auto policy = rules::PolicyTimeline::fromJson(*json, "policy");
    const auto fresh = judgedAnew(end, *policy);
    const auto known = knownUpTo(end);
    std::set<SubjectId> young;
    for (const auto& row : end.rows)
        if (const auto fact = evidence::decodeFact(row.wire);
            fact && row.record.stamp.at.latest > known)
            young.emplace(std::string(facts::createdSubject(fact->data)));
    const auto expectedOf = [&](auto outcome, const SubjectId& subject) {
        if (young.contains(subject) && outcome.status == rules::Status::isFinal)
            outcome.status = rules::Status::provisional;
        return rules::toJson(outcome, policy->zone()).dump();
    };
    const auto published =
        end.server.reads().read([](server::Reads& reads) { return reads.outcomes(kSite); });
    std::size_t subjects = 0;
    for (const auto& row : end.rows)
        if (row.wire.kind == "visit.registered" || row.wire.kind == "deal.signed") ++subjects;
    if (published->size() < subjects) end.scene.violated("an outcome was never published");
    for (const auto& outcome : *published) {
        std::string expected;
        if (outcome.kind == "visit") {
            if (const auto visit = fresh.visit(VisitId(outcome.subject.value), known))
                expected = expectedOf(*visit, outcome.subject);
        } else if (const auto deal = fresh.deal(DealId(outcome.subject.value), known)) {
            expected = expectedOf(*deal, outcome.subject);
        }
        if (expected != outcome.json)
            end.scene.violated("the outcome of " + outcome.kind + " " + outcome.subject.value +
                               " is " + outcome.json + ", judged anew " + expected);
    }
}

} // namespace shoujie::simulation
