// 1.4 The outcome depends on the facts and their evidence alone: owner and shares are those of a
//     plain adjudication from scratch, whatever the order. Nothing is final while a tablet may hold
//     something older: what was shown as final is not changed by anything older that comes later.
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

using Rows = std::vector<const server::FactRow*>;

rules::Adjudicator judged(const End& end, const rules::PolicyTimeline& policy, const Rows& rows) {
    rules::Adjudicator adjudicator(policy);
    for (const auto* row : rows) {
        auto fact = evidence::decodeFact(row->wire);
        if (!fact) end.scene.violated("a fact of the register cannot be read");
        if (row->wire.device.empty()) {
            fact->device.reset();
            fact->seq.reset();
        }
        if (auto added = adjudicator.add({std::move(*fact), row->record.stamp.at}); !added)
            end.scene.violated("the register contradicts itself: " + describe(added.error()));
    }
    return adjudicator;
}

rules::Adjudicator judgedAnew(const End& end, const rules::PolicyTimeline& policy) {
    Dice dice(end.scene.seed, 77);
    Rows order;
    for (const auto& row : end.rows)
        order.push_back(&row);
    for (std::size_t left = order.size(); left > 1; --left)
        std::swap(order[left - 1],
                  order[static_cast<std::size_t>(dice.below(static_cast<int>(left)))]);
    return judged(end, policy, order);
}

/// What a final outcome says that people are paid by.
std::string saidBy(const std::string& outcome) {
    const auto json = nlohmann::json::parse(outcome);
    std::string said;
    for (const char* member : {"owner", "shares", "slot", "commission", "status"})
        if (json.contains(member)) said += json.at(member).dump() + " ";
    return said;
}

/// Up to when all is known: every tablet has delivered what it held then, or has had 72 hours.
Instant knownUpTo(const End& end) {
    const Instant now = end.server.clock().now();
    const auto watermark =
        end.server.reads().read([](server::Reads& reads) { return reads.watermark(kSite); });
    return std::max(watermark->value_or(now), now - std::chrono::hours(72));
}

/// Everything that was known when it was shown as final, and of what came later all that is older
/// than its subject, gives the same outcome for good. What happens later may change it: a
/// discovery, an amendment, a ruling.
void checkFinal(const End& end, const rules::PolicyTimeline& policy, Instant known,
                const Witness::Final& shown) {
    const auto of = std::ranges::find_if(end.rows, [&](const server::FactRow& row) {
        const auto fact = evidence::decodeFact(row.wire);
        return fact && facts::createdSubject(fact->data) == shown.subject.value;
    });
    if (of == end.rows.end()) end.scene.violated("a final outcome is of nothing");
    Rows rows;
    std::string older; ///< what came later
    for (const auto& row : end.rows) {
        const bool late = row.record.registerSeq > shown.registerSeq;
        if (late && row.record.stamp.at.latest > of->record.stamp.at.latest) continue;
        if (late) older += row.wire.kind + " " + row.wire.id.value + " ";
        rows.push_back(&row);
    }
    if (older.empty()) return;
    const auto anew = judged(end, policy, rows);
    std::string json;
    if (shown.kind == "visit") {
        if (const auto visit = anew.visit(VisitId(shown.subject.value), known))
            json = rules::toJson(*visit, policy.zone()).dump();
    } else if (const auto deal = anew.deal(DealId(shown.subject.value), known)) {
        json = rules::toJson(*deal, policy.zone()).dump();
    }
    if (saidBy(json) != saidBy(shown.json))
        end.scene.violated("the final outcome of " + shown.subject.value + " was " +
                           saidBy(shown.json) + "and with the older " + older + "is " +
                           saidBy(json));
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
    if (end.serverDoubtful) return;
    // A server whose own clock was stepped back takes for older what was written after.
    if (end.server.clock().least() < end.server.clock().most()) return;
    for (const auto& shown : end.witness.finals())
        checkFinal(end, *policy, known, shown);
}

} // namespace shoujie::simulation
