#pragma once

#include "client/viewmodels/rows_model.hpp"
#include "client/viewmodels/session.hpp"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace shoujie::client {

/// The floor board as this tablet knows it, and the turn of whoever is signed in.
class FloorModel final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppModels")
    /// Roles: staffId, name, seatState (word), next, since, mine.
    Q_PROPERTY(shoujie::client::RowsModel* queue READ queue CONSTANT)
    /// Out of the queue. Roles as above.
    Q_PROPERTY(shoujie::client::RowsModel* others READ others CONSTANT)
    /// Open make-up turns. Roles: staffId, name, articles (list of words), grantedAt, mine.
    Q_PROPERTY(shoujie::client::RowsModel* owed READ owed CONSTANT)
    Q_PROPERTY(QString nextName READ nextName NOTIFY changed)
    Q_PROPERTY(bool nextByMakeUp READ nextByMakeUp NOTIFY changed)
    Q_PROPERTY(bool myTurn READ myTurn NOTIFY changed)
    /// "waiting", "receiving", ... ; empty for who has no place in the queue.
    Q_PROPERTY(QString myState READ myState NOTIFY changed)
    /// The reception that runs, empty where none does.
    Q_PROPERTY(QString myVisit READ myVisit NOTIFY changed)
    Q_PROPERTY(QDateTime mySince READ mySince NOTIFY changed)
    /// Up to when this tablet has heard of the others; not valid before the first sync.
    Q_PROPERTY(QDateTime asOf READ asOf NOTIFY changed)
    Q_PROPERTY(int pendingHere READ pendingHere NOTIFY changed)
    Q_PROPERTY(bool busy READ busy NOTIFY changed)

public:
    FloorModel(TabletRunner& runner, Session& session, QObject* parent = nullptr);

    [[nodiscard]] RowsModel* queue() const { return m_queue; }
    [[nodiscard]] RowsModel* others() const { return m_others; }
    [[nodiscard]] RowsModel* owed() const { return m_owed; }
    [[nodiscard]] QString nextName() const;
    [[nodiscard]] bool nextByMakeUp() const;
    [[nodiscard]] bool myTurn() const;
    [[nodiscard]] QString myState() const;
    [[nodiscard]] QString myVisit() const;
    [[nodiscard]] QDateTime mySince() const { return m_mySince; }
    [[nodiscard]] QDateTime asOf() const { return m_asOf; }
    [[nodiscard]] int pendingHere() const { return static_cast<int>(m_board.pendingHere); }
    [[nodiscard]] bool busy() const { return m_busy; }

    /// Takes the turn: writes visit.started. `started` or `failed` follows.
    Q_INVOKABLE void startReception();
    /// "on", "off", "leave", "sick" or "assigned", for whoever is signed in.
    Q_INVOKABLE void setDuty(const QString& word);

signals:
    void changed();
    void started(const QString& visit);
    void failed(const QString& errorCode);

private:
    struct Snapshot;

    void refresh();
    void take(const Snapshot& now);
    [[nodiscard]] const Seat* mySeat() const;
    template <class Data>
    void record(Data data, const QString& startedVisit);

    TabletRunner& m_runner;
    Session& m_session;
    RowsModel* m_queue;
    RowsModel* m_others;
    RowsModel* m_owed;
    FloorBoard m_board;
    QDateTime m_asOf;
    QDateTime m_mySince;
    bool m_busy = false;
};

} // namespace shoujie::client
