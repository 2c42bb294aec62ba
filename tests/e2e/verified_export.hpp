#pragma once

#include "tests/support/processes.hpp"

#include <QByteArray>
#include <QString>

namespace shoujie::test {

/// The export of the demo site's register, written to `file` anew and found good by the program
/// that has nothing of the server's but its public key. Throws ProcessError otherwise.
QByteArray verifiedExport(const QString& binaries, const ServerProcess& server,
                          const QString& file);

} // namespace shoujie::test
