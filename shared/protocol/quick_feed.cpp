#include "shared/protocol/quick_feed.hpp"

#include "shared/core/quick_object.hpp"
#include "shared/facts/fact_json.hpp"
#include "shared/facts/quick_fact.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace shoujie::protocol {

namespace {

using simdjson::dom::element;

/// A fact of which something is not as usual: false where the page has to be refused.
bool readSlowly(const element& fact, const JsonLimits& limits, FeedEntry& entry) {
    if (!entry.ofServer) {
        const auto json = parseJson(entry.factText, limits);
        if (!json) return false;
        auto timed = facts::timedFactFromJson(*json, "");
        if (timed) {
            entry.fact = std::move(timed).value();
            return true;
        }
        if (!facts::mayBeNewer(timed.error())) return false;
    }
    QuickObject in(fact);
    in.id("id", entry.unsupportedId);
    return in.good();
}

bool readEntry(const element& json, const JsonLimits& limits, FeedEntry& entry) {
    QuickObject in(json);
    in.integer("seq", entry.seq, 1, INT64_MAX);
    if (const auto fact = in.take("fact", false)) {
        in.integer("register_seq", entry.registerSeq, 1, INT64_MAX);
        in.text("grade", entry.grade, 1);
        in.boolean("unsupported", entry.ofServer, false);
        in.boolean("erased", entry.erased, false);
        entry.factText = QuickObject::textOf(*fact);
        if (!entry.ofServer) entry.fact = facts::quickTimedFact(*fact);
        return in.good() && (entry.fact || readSlowly(*fact, limits, entry));
    }
    in.text("outcome_kind", entry.outcomeKind, limits::kMaxShortText);
    in.id("subject", entry.subject);
    if (const auto outcome = in.take("outcome", true))
        entry.outcome = QuickObject::textOf(*outcome);
    return in.good();
}

} // namespace

std::optional<FeedReply> quickFeedReply(std::string_view text, const JsonLimits& limits) {
    simdjson::dom::parser parser;
    const auto root = QuickObject::document(parser, text, limits);
    if (!root) return std::nullopt;
    std::optional<FeedReply> reply(std::in_place);
    QuickObject in(*root);
    in.integer("next", reply->next, 0, INT64_MAX);
    in.boolean("more", reply->more);
    reply->entries.reserve(in.countOf("entries"));
    in.eachItem("entries", limits::kMaxFeedEntries, true, [&](const element& item) {
        in.require(readEntry(item, limits, reply->entries.emplace_back()));
    });
    if (!in.good()) return std::nullopt;
    return reply;
}

} // namespace shoujie::protocol
