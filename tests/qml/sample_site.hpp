#pragma once

#include "shared/core/time.hpp"

#include <string>

namespace shoujie::client::test {

/// PIN of everybody of the sample site.
inline constexpr const char* kSamplePin = "1234";

/// Makes the store of an enrolled tablet that has synced with an invented site: five people, a turn
/// list, customers of some weeks, a make-up turn that is owed, a reception that runs. Times are
/// counted back from `now`. Stops the program where the store refuses.
void writeSampleStore(const std::string& path, Instant now);

} // namespace shoujie::client::test
