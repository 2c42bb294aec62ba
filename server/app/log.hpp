#pragma once

#include "server/services/log.hpp"

#include <memory>

namespace shoujie::server {

/// The log on standard error, one line an event: time in UTC, level, event, name=value.
std::unique_ptr<Log> makeStderrLog();

} // namespace shoujie::server
