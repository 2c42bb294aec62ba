#pragma once

#include "shared/sqlite/database.hpp"

#include <span>

namespace shoujie::server {

/// The steps that build the server's database, oldest first.
std::span<const sqlite::Migration> migrations();

} // namespace shoujie::server
