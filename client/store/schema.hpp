#pragma once

#include "shared/sqlite/database.hpp"

#include <span>

namespace shoujie::client {

/// The steps that build the tablet's store, oldest first. A step that has shipped is never edited:
/// a change is a new step, and a store of every shipped version is kept for the migration test.
std::span<const sqlite::Migration> storeMigrations();
/// So many steps make the place of the store's key; a later one seals with it.
inline constexpr int kKeyVersion = 7;

} // namespace shoujie::client
