#pragma once

#include "shared/rules/outcome.hpp"
#include "shared/rules/policy.hpp"
#include "shared/rules/time/moment.hpp"

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shoujie::rules {

/// What an uncertain time left open: which of two came first, or on which day something was.
enum class Doubt { order, window };

/// One way through the questions that uncertain times leave open. The first answer tried is the
/// canonical one, so the first way is the one that proposals rest on.
class Choices {
public:
    /// The answer to the next open question, 0 to `options` - 1.
    int answer(Doubt kind, int options);
    /// Moves on to the next way; false when all have been tried.
    bool advance();

    [[nodiscard]] bool canonical() const;
    /// How many answers differ from the canonical ones, and the kind of the first that does.
    [[nodiscard]] int deviations() const;
    [[nodiscard]] Doubt firstDeviation() const;

private:
    struct Question {
        Doubt kind;
        int options;
        int taken;
    };
    std::vector<Question> m_questions;
    std::size_t m_asked = 0;
};

/// Days between two moments against a limit (rules.md 1.5: day `limit` is still inside).
struct Measured {
    bool inside = false;
    Window window;
};

/// Times as they may have been: answers comparisons, and where the intervals leave an answer open
/// takes one of `choices` and from then on stays consistent with it (rules.md 3). Rules written
/// against a World need not know that times can be uncertain.
class World {
public:
    World(const PolicyTimeline& policies, Choices& choices)
        : m_policies(&policies), m_choices(&choices) {}

    /// Whether `a` came before `b`. Never both ways round; equal exact times go by id.
    bool before(const Moment& a, const Moment& b);
    bool before(const Moment& a, Instant b) { return before(a, declared(b)); }
    /// The calendar day of a moment at the site.
    Day dayOf(const Moment& moment);
    Measured measure(const Moment& from, const Moment& to, std::int64_t limit);
    const Policy& policyAt(const Moment& moment);

    /// Open questions met so far: unchanged across a call means that its answer is certain.
    [[nodiscard]] std::size_t doubts() const { return m_doubts; }
    void addDoubt() { ++m_doubts; }

    static Moment declared(Instant at) { return {TimeInterval::exactly(at), 0, -1, -1, 0}; }

private:
    [[nodiscard]] TimeInterval intervalOf(const Moment& moment) const;
    [[nodiscard]] Day dayAt(Instant at) const { return m_policies->zoneAt(at).dayOf(at); }
    Day chooseDay(const Moment& moment, bool latestFirst);
    [[nodiscard]] bool follows(int fact, int from) const;
    void learn(const Moment& earlier, const Moment& later);
    void remember(const Moment& moment);
    void narrowAll();

    struct Known {
        TimeInterval at;
        int device;
        std::int64_t seq;
    };
    const PolicyTimeline* m_policies;
    Choices* m_choices;
    std::unordered_map<int, Known> m_known;          ///< narrowed intervals, by fact
    std::vector<std::pair<Moment, Moment>> m_learnt; ///< first came before second
    std::size_t m_doubts = 0;
};

} // namespace shoujie::rules
