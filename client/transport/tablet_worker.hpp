#pragma once

#include "client/store/tablet_core.hpp"
#include "client/sync/enrolment.hpp"
#include "client/sync/sync_run.hpp"
#include "client/sync/sync_scheduler.hpp"
#include "client/transport/live_listener.hpp"
#include "client/transport/qt_sync_transport.hpp"
#include "client/transport/qt_timer.hpp"
#include "client/transport/tablet_runner.hpp"

#include <QObject>
#include <QPromise>
#include <QString>
#include <QTimer>
#include <QUrl>

#include <functional>
#include <memory>
#include <vector>

namespace shoujie::client {

/// What lives in the thread of a TabletRunner: the tablet, its network and its timers. Every member
/// function but the constructor is called in that thread.
class TabletWorker final : public QObject {
    Q_OBJECT
public:
    using EnrolPromise = std::shared_ptr<QPromise<Result<void>>>;
    using SyncPromise = std::shared_ptr<QPromise<SyncReport>>;

    TabletWorker(QString storePath, std::int64_t reserveBytes);
    ~TabletWorker() override;

    void open();
    /// Does nothing when the store did not open; whoever waits sees a cancelled future.
    void run(const std::function<void(Tablet&)>& job);
    void enrol(const QUrl& server, const QString& code, EnrolPromise promise);
    void startSync();
    void stopSync();
    void syncNow();
    void syncOnce(SyncPromise promise);

signals:
    void opened();
    void openFailed(const QString& errorCode, const QString& message);
    void changed();
    void linkChanged(shoujie::client::LinkState state);

private:
    void becomeSyncing();
    void beginRun();
    void runEnded(const SyncReport& report);
    void enrolled(const Result<void>& result);
    void tick();
    void setLink(LinkState state);

    QString m_storePath;
    std::int64_t m_reserveBytes;
    SystemClock m_clock;
    SystemRng m_rng;
    std::unique_ptr<ElapsedClock> m_elapsed;
    std::unique_ptr<TabletCore> m_tablet;

    QtTimer m_syncTimer;
    QTimer m_changeTimer;
    QTimer m_tickTimer;
    SyncScheduler m_scheduler;
    LiveListener m_live;
    std::unique_ptr<QtSyncTransport> m_transport;
    std::unique_ptr<SyncRun> m_run;
    bool m_runAgain = false;
    std::vector<SyncPromise> m_asked;  ///< wait for a run that has not begun
    std::vector<SyncPromise> m_served; ///< wait for the present run

    struct Enrolling;
    std::unique_ptr<Enrolling> m_enrolling;
    bool m_syncWished = false;
    LinkState m_link = LinkState::offline;
};

} // namespace shoujie::client
