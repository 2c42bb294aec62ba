#pragma once

#include "shared/core/result.hpp"
#include "shared/facts/fact.hpp"
#include "shared/rules/explanation/account.hpp"
#include "shared/rules/explanation/language.hpp"
#include "shared/rules/policy.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace shoujie::rules::explanation {

/// Explains the decisions on a site's visits and deals. What would have been otherwise is found by
/// judging changed histories, never told by heart. Not thread-safe.
class Explainer {
public:
    /// Fails as Adjudicator::add does, with the fact's place in the path. `now` is just after the
    /// last fact where it is not given.
    static Result<Explainer> make(PolicyTimeline policies, std::vector<facts::TimedFact> facts,
                                  std::optional<Instant> now);
    ~Explainer();
    Explainer(Explainer&&) noexcept;
    Explainer& operator=(Explainer&&) noexcept;

    /// The account of a visit or deal; ErrorCode::notFound for any other id.
    [[nodiscard]] Result<Account> explain(const SubjectId& subject, Language language) const;
    /// Whose turn it is and who is owed a make-up turn.
    [[nodiscard]] Account turns(Language language) const;
    /// Everything that can be explained, visits before deals.
    [[nodiscard]] std::vector<SubjectId> subjects() const;

private:
    struct Impl;
    explicit Explainer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace shoujie::rules::explanation
