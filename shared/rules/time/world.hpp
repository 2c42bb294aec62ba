#pragma once

#include "shared/rules/outcome.hpp"
#include "shared/rules/policy.hpp"
#include "shared/rules/time/moment.hpp"

#include <bitset>
#include <cstddef>
#include <vector>

namespace shoujie::rules {

/// What an uncertain time left open: which of two came first, or on which day something was.
enum class Doubt { order, window };

/// One way through the questions that uncertain times leave open, and how many have been asked on
/// all ways so far.
class Choices {
public:
    /// The answer to the next open question, 0 to `options` - 1.
    int answer(Doubt kind, int options);
    /// Moves on to the next way; false when all have been tried.
    bool advance();

    /// How many answers differ from the first ones tried, and the kind of the first that does.
    [[nodiscard]] int deviations() const;
    [[nodiscard]] Doubt firstDeviation() const;
    [[nodiscard]] std::size_t asked() const { return m_total; }

private:
    struct Question {
        Doubt kind;
        int options;
        int taken;
    };
    std::vector<Question> m_questions;
    std::size_t m_asked = 0;
    std::size_t m_total = 0;
};

/// Days between two moments against a limit (rules.md 1.5: day `limit` is still inside).
struct Measured {
    bool inside = false;
    Window window;
};

/// Times as they may have been: answers comparisons, and where the intervals leave an answer open
/// takes one of `choices` and from then on stays consistent with it (rules.md 3). Rules written
/// against a World need not know that times can be uncertain.
///
/// Without choices it is the canonical world, on which proposals rest: the smaller `latest` is
/// first, rights begin at `latest` and end at `earliest`.
class World {
public:
    explicit World(const PolicyTimeline& policies, Choices* choices = nullptr)
        : m_policies(&policies), m_choices(choices) {}

    [[nodiscard]] bool isCanonical() const { return m_choices == nullptr; }

    /// Whether `a` came before `b`. Never both ways round; equal exact times go by id.
    bool before(const Moment& a, const Moment& b) {
        if (a.fact >= 0 && a.fact == b.fact) return false;
        if (a.at.latest < b.at.earliest) return true;
        if (b.at.latest < a.at.earliest) return false;
        return beforeWithin(a, b);
    }
    bool before(const Moment& a, Instant b) { return before(a, declared(b)); }
    /// The calendar day of a moment at the site.
    Day dayOf(const Moment& moment);
    Measured measure(const Moment& from, const Moment& to, std::int64_t limit);
    const Policy& policyAt(const Moment& moment);

    /// Open questions met so far: unchanged across a call means that its answer is certain.
    [[nodiscard]] std::size_t doubts() const { return m_doubts; }
    void addDoubt() { ++m_doubts; }
    /// The answer hangs on more than this world can take one way or the other: who is who.
    void leaveOpen() {
        ++m_doubts;
        m_leftOpen = true;
    }
    [[nodiscard]] bool isLeftOpen() const { return m_leftOpen; }
    /// More was left open than can be followed up: what was answered since is worth nothing.
    [[nodiscard]] bool isExhausted() const { return m_exhausted; }
    void exhaust() { m_exhausted = true; }

    static Moment declared(Instant at) {
        Moment moment;
        moment.at = TimeInterval::exactly(at);
        return moment;
    }

private:
    /// Moments that a question was about, with what the answers say of them.
    static constexpr std::size_t kMaxNodes = 128;
    static constexpr std::size_t kMaxQuestions = 256; ///< in one world
    struct Node {
        Moment moment;
        TimeInterval at;               ///< narrowed by the answers
        std::bitset<kMaxNodes> before; ///< those that come after this one
    };

    bool beforeWithin(const Moment& a, const Moment& b);
    [[nodiscard]] TimeInterval intervalOf(const Moment& moment) const;
    [[nodiscard]] Day dayAt(Instant at) const { return m_policies->zoneAt(at).dayOf(at); }
    Day chooseDay(const Moment& moment, bool latestFirst);
    int find(const Moment& moment) const;
    int nodeOf(const Moment& moment);
    void learn(std::size_t earlier, std::size_t later);
    void settle(std::size_t node);

    const PolicyTimeline* m_policies;
    Choices* m_choices;
    std::vector<Node> m_nodes;
    std::size_t m_questions = 0;
    std::size_t m_doubts = 0;
    bool m_exhausted = false;
    bool m_leftOpen = false;
};

} // namespace shoujie::rules
