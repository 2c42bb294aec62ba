#include "client/viewmodels/sync_status.hpp"

#include "client/viewmodels/text.hpp"

#include <vector>

namespace shoujie::client {

namespace {

struct Snapshot {
    WorkStatus status;
    std::vector<RefusedFact> refused;
    QDateTime lastSync;
    QDateTime bootedAt;
};

} // namespace

SyncStatus::SyncStatus(TabletRunner& runner, QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_refusals(new RowsModel({"factId", "kind", "code", "path"}, this)) {
    connect(&runner, &TabletRunner::opened, this, &SyncStatus::refresh);
    connect(&runner, &TabletRunner::changed, this, &SyncStatus::refresh);
    connect(&runner, &TabletRunner::linkChanged, this, [this](LinkState state) {
        m_link = state;
        if (state == LinkState::disputed) m_disputed = true;
        if (state == LinkState::setAside) m_setAside = true;
        if (state == LinkState::recovering) m_recovering = true;
        if (state == LinkState::online) m_disputed = m_setAside = m_recovering = false;
        emit changed();
        refresh();
    });
}

void SyncStatus::syncNow() {
    m_runner.syncNow();
}

void SyncStatus::refresh() {
    m_runner
        .run([](Tablet& tablet) {
            auto status = tablet.workStatus();
            auto lastSync = siteTime(tablet.zone(), status.lastSync);
            auto bootedAt = siteTime(tablet.zone(), status.bootedAt);
            return Snapshot{std::move(status), tablet.refusedFacts(), lastSync, bootedAt};
        })
        .then(this, [this](const Snapshot& now) {
            m_pending = static_cast<int>(now.status.pending);
            m_refused = static_cast<int>(now.status.refused);
            m_photosWaiting = static_cast<int>(now.status.photosWaiting);
            m_photosRefused = static_cast<int>(now.status.photosRefused);
            m_lastSync = now.lastSync;
            m_storageFull = now.status.storageFull;
            m_enrolled = now.status.enrolled;
            m_bootedAt = now.bootedAt;
            const auto width = now.status.timeWidth;
            m_certainTo =
                width ? static_cast<int>(std::chrono::ceil<std::chrono::seconds>(*width).count())
                      : -1;
            m_proofCode = toText(now.status.proofCode);
            m_grade = toText(evidence::toWord(now.status.grade));
            QList<RowsModel::Row> rows;
            for (const auto& fact : now.refused)
                rows.append(RowsModel::Row{toText(fact.id.value), toText(fact.kind),
                                           toText(toString(fact.error.code)),
                                           toText(fact.error.path)});
            m_refusals->setRows(rows);
            emit changed();
        });
}

} // namespace shoujie::client
