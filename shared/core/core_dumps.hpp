#pragma once

namespace shoujie {

/// A program that crashes leaves no picture of its memory, and no other program of the same user
/// may look into it. Call first in `main`; does nothing where the system cannot.
void forbidCoreDumps();

} // namespace shoujie
