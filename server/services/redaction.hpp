#pragma once

#include "shared/facts/fact.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace shoujie::server {

/// What a fact says of people, found by its description (shared/facts/fact_fields.hpp), so that a
/// kind or a member that comes to the vocabulary is found as well.
using CustomerUse = std::function<void(facts::Customer&)>;
/// Each customer in it, also one that an amendment sets.
void eachCustomer(facts::FactData& data, const CustomerUse& use);
/// Subjects and facts that it names, the one that it creates among them; no staff.
std::set<std::string> mentions(const facts::FactData& data);
/// Photos and signatures that it names, as 64 hex digits.
std::vector<std::string> blobsOf(const facts::FactData& data);
/// Takes away whatever somebody wrote in their own words, and who signed.
void removeFreeText(facts::FactData& data);

} // namespace shoujie::server
