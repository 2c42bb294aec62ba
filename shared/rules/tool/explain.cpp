#include "shared/rules/tool/explain.hpp"

#include "shared/rules/explanation/explainer.hpp"

namespace shoujie::rules {

using explanation::Explainer;

Result<std::string> explained(const Scenario& scenario, const std::string& subject,
                              explanation::Language language) {
    const auto explainer = Explainer::make(scenario.policy, scenario.facts, scenario.now);
    if (!explainer) return explainer.error();
    const auto account = explainer->explain(SubjectId(subject), language);
    if (!account) return Error{account.error().code, subject, account.error().message};
    return toText(*account);
}

Result<std::string> explained(const Scenario& scenario, explanation::Language language) {
    const auto explainer = Explainer::make(scenario.policy, scenario.facts, scenario.now);
    if (!explainer) return explainer.error();
    std::string text;
    for (const auto& subject : explainer->subjects())
        if (const auto account = explainer->explain(subject, language))
            text += toText(*account) + "\n";
    return text + toText(explainer->turns(language));
}

} // namespace shoujie::rules
