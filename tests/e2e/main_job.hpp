#pragma once

#include "tests/support/processes.hpp"

#include <QJsonObject>
#include <QString>

#include <functional>

namespace shoujie::test {

/// Which tablet comes online first.
enum class SyncOrder { laterEntryFirst, earlierEntryFirst };

/// What the main job ends with, as both tablets show it.
struct MainJobResult {
    QString owner; ///< staff id
    QString ownerName;
    QJsonObject first;  ///< the earlier visit's `why` on the tablet that recorded it
    QJsonObject second; ///< the later visit's `why` on its tablet
    QJsonObject floorA; ///< both tablets' floor boards
    QJsonObject floorB;
    QString proofA; ///< both tablets' proof codes
    QString proofB;
    QString registerText; ///< the office's account of the register
    QString storeA;       ///< the tablets' files
    QString storeB;
};

/// One customer, two tablets, no network; then the network comes back in the given order.
/// Plays it with real processes in `folder`, telling what happens with `tell`.
MainJobResult playMainJob(const QString& binaries, const QString& folder, SyncOrder order,
                          const std::function<void(const QString&)>& tell);

} // namespace shoujie::test
