#include "shared/core/core_dumps.hpp"

#include <sys/resource.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

namespace shoujie {

void forbidCoreDumps() {
    constexpr rlimit kNone{0, 0};
    setrlimit(RLIMIT_CORE, &kNone);
#if defined(__linux__)
    // Also for where the system hands them to a program of its own instead of writing a file.
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

} // namespace shoujie
