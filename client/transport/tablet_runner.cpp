#include "client/transport/tablet_runner.hpp"

#include "client/transport/tablet_worker.hpp"

#include <QThread>

#include <utility>

namespace shoujie::client {

struct TabletRunner::Impl {
    QThread thread;
    TabletWorker* worker = nullptr; ///< lives and dies in the thread

    template <class Call>
    void post(Call call) {
        QMetaObject::invokeMethod(worker, std::move(call), Qt::QueuedConnection);
    }
};

TabletRunner::TabletRunner(QString storePath, std::int64_t reserveBytes, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>()) {
    auto* worker = new TabletWorker(std::move(storePath), reserveBytes);
    m_impl->worker = worker;
    worker->moveToThread(&m_impl->thread);
    connect(&m_impl->thread, &QThread::finished, worker, &QObject::deleteLater);
    connect(worker, &TabletWorker::opened, this, &TabletRunner::opened);
    connect(worker, &TabletWorker::openFailed, this, &TabletRunner::openFailed);
    connect(worker, &TabletWorker::changed, this, &TabletRunner::changed);
    connect(worker, &TabletWorker::linkChanged, this, &TabletRunner::linkChanged);
    m_impl->thread.setObjectName("tablet");
    m_impl->thread.start();
    m_impl->post([worker] { worker->open(); });
}

TabletRunner::~TabletRunner() {
    // Behind the jobs already posted, so that a save asked for just now still happens.
    m_impl->post([thread = &m_impl->thread] { thread->quit(); });
    m_impl->thread.wait();
}

void TabletRunner::post(std::function<void(Tablet&)> job) {
    m_impl->post([worker = m_impl->worker, job = std::move(job)] { worker->run(job); });
}

QFuture<Result<void>> TabletRunner::enrol(QUrl server, QString code) {
    auto promise = std::make_shared<QPromise<Result<void>>>();
    auto future = promise->future();
    m_impl->post([worker = m_impl->worker, server = std::move(server), code = std::move(code),
                  promise] { worker->enrol(server, code, promise); });
    return future;
}

void TabletRunner::startSync() {
    m_impl->post([worker = m_impl->worker] { worker->startSync(); });
}

void TabletRunner::stopSync() {
    m_impl->post([worker = m_impl->worker] { worker->stopSync(); });
}

void TabletRunner::syncNow() {
    m_impl->post([worker = m_impl->worker] { worker->syncNow(); });
}

QFuture<SyncReport> TabletRunner::syncOnce() {
    auto promise = std::make_shared<QPromise<SyncReport>>();
    auto future = promise->future();
    m_impl->post([worker = m_impl->worker, promise] { worker->syncOnce(promise); });
    return future;
}

} // namespace shoujie::client
