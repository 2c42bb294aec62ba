#pragma once

#include <string>

namespace CLI {
class App;
}

/// What another policy would have decided about histories that there are.
namespace shoujie::rules {

struct PolicyDiffRequest {
    std::string before; ///< policy file
    std::string after;  ///< policy file
    std::string folder; ///< of histories or scenarios; their own policy is not used
    bool json = false;
};

/// Declares `policy-diff A B DIR [--json]`, which fills in `request`.
CLI::App* addPolicyDiff(CLI::App& app, PolicyDiffRequest& request);

/// Prints what would differ, history by history, then what moves from whom to whom. Exit code 0
/// where nothing differs, 1 where something does, 2 for input that is none.
int runPolicyDiff(const PolicyDiffRequest& request);

} // namespace shoujie::rules
