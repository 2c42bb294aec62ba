#pragma once

#include "tests/oracle/visits.hpp"

/// Section 8: whose a deal is and how the commission is shared.
namespace shoujie::oracle {

struct FineRange {
    std::string staff;
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::optional<std::int64_t> set;
};

struct DealVerdict {
    std::string owner;  ///< empty while pending or referred
    std::string reason; ///< when referred
    std::map<std::string, std::int64_t> shares;
    std::string commission = "payable";
    std::string formalities;
    std::optional<FineRange> fine;
    std::string status = "final";
    bool ruled = false;
    std::set<std::string> alerts;
    std::string ruleOwner; ///< what the articles alone say
};

DealVerdict judgeDeal(const Register& entries, const Visits& visits, const Deal& deal);

} // namespace shoujie::oracle
