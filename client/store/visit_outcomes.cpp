#include "client/store/visit_outcomes.hpp"

#include "shared/rules/outcome_json.hpp"

#include <utility>

namespace shoujie::client {

void VisitOutcomes::keepOfficial(const OfficialOutcome& outcome) {
    if (outcome.kind != "visit") return;
    const VisitId visit(outcome.subject.value);
    if (auto read = rules::visitOutcomeFromText(outcome.json))
        m_official[visit] = std::move(*read);
    else
        m_official.erase(visit);
}

std::optional<JudgedVisit> VisitOutcomes::of(const VisitId& visit, const Replica& replica,
                                             Instant now) const {
    const auto official = m_official.find(visit);
    if (official != m_official.end() && !replica.touchedByOwn(visit.value))
        return JudgedVisit{official->second, true};
    if (auto local = replica.judge().visit(visit, now)) return JudgedVisit{*local, false};
    if (official != m_official.end()) return JudgedVisit{official->second, true};
    return std::nullopt;
}

} // namespace shoujie::client
