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
    Q_PROPERTY(bool online READ online NOTIFY changed)
    Q_PROPERTY(bool syncing READ syncing NOTIFY changed)
    /// The office has shown another register than the one this tablet has seen.
    Q_PROPERTY(bool disputed READ disputed NOTIFY changed)
    /// End of the last complete run; not valid before the first.
    Q_PROPERTY(QDateTime lastSync READ lastSync NOTIFY changed)
    Q_PROPERTY(QString proofCode READ proofCode NOTIFY changed)
    /// Grade of time a fact written now would get: "O", "A", "B", "C", "X".
    Q_PROPERTY(QString grade READ grade NOTIFY changed)
    /// Roles: factId, kind, code, path.
    Q_PROPERTY(shoujie::client::RowsModel* refusals READ refusals CONSTANT)

public:
    explicit SyncStatus(TabletRunner& runner, QObject* parent = nullptr);

    [[nodiscard]] int pending() const { return m_pending; }
    [[nodiscard]] int refused() const { return m_refused; }
    [[nodiscard]] bool online() const {
        return m_link == LinkState::online || m_link == LinkState::syncing;
    }
    [[nodiscard]] bool syncing() const { return m_link == LinkState::syncing; }
    [[nodiscard]] bool disputed() const { return m_disputed; }
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
    bool m_disputed = false; ///< until a run has gone through
    int m_pending = 0;
    int m_refused = 0;
    QDateTime m_lastSync;
    QString m_proofCode;
    QString m_grade = QStringLiteral("C");
};

} // namespace shoujie::client
