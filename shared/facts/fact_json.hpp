#pragma once

#include "shared/core/result.hpp"
#include "shared/facts/fact.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string_view>

/// Facts and their parts as JSON, both ways. Every error names the member's path.
namespace shoujie::facts {

/// The vocabulary that this program speaks: counts up with every kind or member that is added.
inline constexpr std::int64_t kVocabulary = 1;
/// Whether data was refused for something that a newer vocabulary may have: a kind, a member, a
/// word.
bool mayBeNewer(const Error& error);

/// Reads `data` of a fact of the given kind; `path` is where it stands ("facts[3].data").
/// Errors: unknownKind (at `kindPath`), and those of ObjectReader.
Result<FactData> dataFromJson(std::string_view kind, const nlohmann::json& data,
                              const std::string& path, const std::string& kindPath);
nlohmann::json dataToJson(const FactData& data);

Result<Customer> customerFromJson(const nlohmann::json& json, const std::string& path);
nlohmann::json customerToJson(const Customer& customer);

/// The fact of a scenario, the register or the feed: members id, site?, kind, by, device?, seq?,
/// at, data, where `at` is an RFC 3339 time or {"earliest", "latest"}. A missing site is the empty
/// one.
Result<TimedFact> timedFactFromJson(const nlohmann::json& json, const std::string& path);
/// The inverse; times are written in UTC.
nlohmann::json timedFactToJson(const TimedFact& fact);

/// `data` of `target` with whole members replaced as `amendment` says (art. 21), read anew.
/// Errors name the member below "set".
Result<FactData> amendedData(const FactData& target, const EntryAmended& amendment);

} // namespace shoujie::facts
