#pragma once

#include <cstdint>
#include <map>
#include <string>

/// Reads the files of stopped programs, to compare what both sides hold.
namespace shoujie::test {

/// fact id -> how many rows of the register have it, for the facts that tablets wrote.
std::map<std::string, std::int64_t> registerOf(const std::string& serverDatabase);
/// fact id -> how many rows of the tablet's own log have it.
std::map<std::string, std::int64_t> logOf(const std::string& tabletStore);
/// Facts of the tablet without a receipt.
std::int64_t outboxOf(const std::string& tabletStore);
/// What the tablet proves itself with to its server.
std::string tokenOf(const std::string& tabletStore);
/// Whether the register sequences are 1, 2, 3, ... and SQLite finds the file sound.
bool isSoundRegister(const std::string& serverDatabase);

} // namespace shoujie::test
