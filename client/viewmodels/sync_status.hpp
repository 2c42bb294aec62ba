#pragma once

#include "client/transport/tablet_runner.hpp"
#include "client/viewmodels/rows_model.hpp"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace shoujie::client {

/// Is my work safe? Counts come from the outbox, never from how the last attempt went.
class SyncStatus final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppModels")
    Q_PROPERTY(int pending READ pending NOTIFY changed)
    Q_PROPERTY(int refused READ refused NOTIFY changed)
    /// Photos and signatures that the office does not have yet, and those it will not take.
    Q_PROPERTY(int photosWaiting READ photosWaiting NOTIFY changed)
    Q_PROPERTY(int photosRefused READ photosRefused NOTIFY changed)
    Q_PROPERTY(bool online READ online NOTIFY changed)
    Q_PROPERTY(bool syncing READ syncing NOTIFY changed)
    /// The office has shown another register than the one this tablet has seen.
    Q_PROPERTY(bool disputed READ disputed NOTIFY changed)
    /// The office has set this tablet aside: two of it are in use.
    Q_PROPERTY(bool setAside READ setAside NOTIFY changed)
    /// The office puts its register together again from what the tablets hold.
    Q_PROPERTY(bool recovering READ recovering NOTIFY changed)
    /// There is no room on the tablet, or only what was kept back for saving.
    Q_PROPERTY(bool storageFull READ storageFull NOTIFY changed)
    /// End of the last complete run; not valid before the first.
    Q_PROPERTY(QDateTime lastSync READ lastSync NOTIFY changed)
    Q_PROPERTY(QString proofCode READ proofCode NOTIFY changed)
    /// Grade of time a fact written now would get: "O", "A", "B", "C", "X".
    Q_PROPERTY(QString grade READ grade NOTIFY changed)
    Q_PROPERTY(bool enrolled READ enrolled NOTIFY changed)
    /// To how many seconds the time of an entry written now is certain; -1 where only the office's
    /// clock will tell, once this tablet connects.
    Q_PROPERTY(int certainTo READ certainTo NOTIFY changed)
    /// When this tablet was last started: since when its time is uncertain, if it is.
    Q_PROPERTY(QDateTime bootedAt READ bootedAt NOTIFY changed)
    /// Roles: factId, kind, code, path.
    Q_PROPERTY(shoujie::client::RowsModel* refusals READ refusals CONSTANT)

public:
    explicit SyncStatus(TabletRunner& runner, QObject* parent = nullptr);

    [[nodiscard]] int pending() const { return m_pending; }
    [[nodiscard]] int refused() const { return m_refused; }
    [[nodiscard]] int photosWaiting() const { return m_photosWaiting; }
    [[nodiscard]] int photosRefused() const { return m_photosRefused; }
    [[nodiscard]] bool online() const {
        return m_link == LinkState::online || m_link == LinkState::syncing;
    }
    [[nodiscard]] bool syncing() const { return m_link == LinkState::syncing; }
    [[nodiscard]] bool disputed() const { return m_disputed; }
    [[nodiscard]] bool setAside() const { return m_setAside; }
    [[nodiscard]] bool recovering() const { return m_recovering; }
    [[nodiscard]] bool storageFull() const { return m_storageFull; }
    [[nodiscard]] bool enrolled() const { return m_enrolled; }
    [[nodiscard]] int certainTo() const { return m_certainTo; }
    [[nodiscard]] QDateTime bootedAt() const { return m_bootedAt; }
    [[nodiscard]] QDateTime lastSync() const { return m_lastSync; }
    [[nodiscard]] QString proofCode() const { return m_proofCode; }
    [[nodiscard]] QString grade() const { return m_grade; }
    [[nodiscard]] RowsModel* refusals() const { return m_refusals; }

    Q_INVOKABLE void syncNow();

signals:
    void changed();

private:
    void refresh();

    TabletRunner& m_runner;
    RowsModel* m_refusals;
    LinkState m_link = LinkState::offline;
    bool m_disputed = false;   ///< until a run has gone through
    bool m_setAside = false;   ///< the same
    bool m_recovering = false; ///< the same
    bool m_storageFull = false;
    bool m_enrolled = false;
    int m_certainTo = -1;
    QDateTime m_bootedAt;
    int m_pending = 0;
    int m_refused = 0;
    int m_photosWaiting = 0;
    int m_photosRefused = 0;
    QDateTime m_lastSync;
    QString m_proofCode;
    QString m_grade = QStringLiteral("C");
};

} // namespace shoujie::client
