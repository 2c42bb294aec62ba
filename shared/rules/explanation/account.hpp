#pragma once

#include <string>
#include <vector>

namespace shoujie::rules::explanation {

/// A part of an account, each line a sentence or two.
struct Section {
    enum class Kind { decision, timeline, matching, days, articles, otherwise };
    Kind kind = Kind::decision;
    std::string title;
    std::vector<std::string> lines;
};

/// Why a visit or a deal was decided as it was, for a salesperson to read. Phone numbers and plates
/// are masked. Sections without lines are left out.
struct Account {
    std::string title;
    std::vector<Section> sections;
};

std::string toText(const Account& account);

} // namespace shoujie::rules::explanation
