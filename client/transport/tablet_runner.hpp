#pragma once

#include "client/store/tablet.hpp"
#include "client/sync/sync_report.hpp"

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QString>
#include <QUrl>

#include <cstdint>
#include <functional>
#include <memory>
#include <type_traits>

namespace shoujie::client {

/// `disputed`: reached, but what it shows is not the register that this tablet has seen.
/// `recovering`: reached, and it puts a register together again that was put back from a copy.
enum class LinkState { offline, syncing, online, disputed, setAside, recovering };

/// Runs a Tablet, its sync scheduler and its network in one thread of their own, so that nothing
/// the user interface does waits for disk or network. Results come back as futures; continuations
/// given a context object run in that object's thread: `run(...).then(this, [](auto r) {...})`.
class TabletRunner final : public QObject {
    Q_OBJECT
public:
    /// Opens the store in the worker thread; `opened()` or `openFailed()` follows.
    /// So many bytes of its disk are kept in reserve; the programs say kReserveBytes.
    explicit TabletRunner(QString storePath, std::int64_t reserveBytes = 0,
                          QObject* parent = nullptr);
    ~TabletRunner() override;

    /// Runs `job(tablet)` in the worker thread, after all jobs posted before it.
    template <class Job>
    auto run(Job job) -> QFuture<std::invoke_result_t<Job, Tablet&>> {
        using Value = std::invoke_result_t<Job, Tablet&>;
        auto promise = std::make_shared<QPromise<Value>>();
        auto future = promise->future();
        post([promise, job = std::move(job)](Tablet& tablet) mutable {
            promise->start();
            if constexpr (std::is_void_v<Value>)
                job(tablet);
            else
                promise->addResult(job(tablet));
            promise->finish();
        });
        return future;
    }

    /// Asks the server for a device identity with a one-time code and keeps it in the store.
    QFuture<Result<void>> enrol(QUrl server, QString code);
    /// Syncs now and keeps syncing by itself (poke, timer, back-off with jitter) once enrolled.
    void startSync();
    void stopSync();
    void syncNow();
    /// One run that begins after this call, and how it ended. Needs no startSync().
    QFuture<SyncReport> syncOnce();

signals:
    void opened();
    void openFailed(const QString& errorCode, const QString& message);
    /// Facts, outcomes or the work status may have changed; coalesced, at most every 100 ms.
    void changed();
    void linkChanged(shoujie::client::LinkState state);

private:
    void post(std::function<void(Tablet&)> job);
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace shoujie::client
