#pragma once

#include <cstddef>
#include <cstdint>

/// Every maximum that tablet and server must agree on. Each is tested at and above its value.
namespace shoujie::limits {

inline constexpr std::size_t kMaxIdBytes = 64;
/// Names, plates, phones, words chosen from lists. Bytes of UTF-8.
inline constexpr std::size_t kMaxShortText = 200;
/// Notes, reasons, complaint texts. Bytes of UTF-8.
inline constexpr std::size_t kMaxLongText = 4'000;
inline constexpr std::size_t kMaxPhones = 8;
inline constexpr std::size_t kMaxVehicles = 8;
inline constexpr std::size_t kMaxParty = 20;
inline constexpr std::size_t kMaxListItems = 200;
/// One fact as JSON.
inline constexpr std::size_t kMaxFactBytes = 64 * 1024;
/// One fact: the deepest is an amendment of a relative's vehicle.
inline constexpr std::size_t kMaxFactDepth = 8;
/// A message or scenario file holds facts two levels down.
inline constexpr std::size_t kMaxJsonDepth = kMaxFactDepth + 2;
/// A scenario or policy file read by a command-line tool.
inline constexpr std::size_t kMaxFileBytes = 256 * 1024 * 1024;
/// Largest amount of money, in minor units: one hundred thousand million yuan.
inline constexpr std::int64_t kMaxMoney = 10'000'000'000'000;
inline constexpr std::size_t kMaxPushFacts = 500;
/// A page of the feed: a tablet that is new keeps each with one sync of its disk.
inline constexpr std::size_t kMaxFeedEntries = 5'000;
inline constexpr std::size_t kMaxBodyBytes = 256 * 1024;
inline constexpr std::size_t kMaxHeaderBytes = 8 * 1024;
inline constexpr std::size_t kMaxWebSocketMessage = 64 * 1024;

} // namespace shoujie::limits
