#include "client/transport/tablet_worker.hpp"

#include "client/platform/elapsed_clock.hpp"
#include "client/sync/exchange.hpp"
#include "client/transport/pinned_tls.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace shoujie::client {
namespace {

/// Screens hear of changes no more often than this.
constexpr std::chrono::milliseconds kChangeInterval{100};

QUrl urlOf(const std::string& server) {
    return QUrl(QString::fromStdString(server));
}

template <class Value>
void deliver(QPromise<Value>& promise, Value value) {
    promise.addResult(std::move(value));
    promise.finish();
}

} // namespace

/// First the authority's certificate where the code names one, and only then, to a server that it
/// vouches for, the code.
struct TabletWorker::Enrolling {
    Enrolling(TabletCore& forTablet, Invitation invited, EnrolPromise answer,
              Enrolment::Done whenDone)
        : tablet(forTablet)
        , invitation(std::move(invited))
        , promise(std::move(answer))
        , done(std::move(whenDone)) {}

    void start() {
        if (!invitation.pin) return ask({});
        fetch.emplace(urlOf(invitation.server), *invitation.pin,
                      [this](Result<std::vector<std::uint8_t>> authority) {
                          if (!authority) return done(authority.error());
                          ask(std::move(*authority));
                      });
    }
    void ask(std::vector<std::uint8_t> authority) {
        transport.emplace(urlOf(invitation.server), authority);
        enrolment.emplace(tablet, *transport, invitation.server, std::move(authority), done);
        enrolment->start(invitation.code);
    }

    TabletCore& tablet;
    const Invitation invitation;
    const EnrolPromise promise;
    const Enrolment::Done done;
    std::optional<AuthorityFetch> fetch;
    std::optional<QtSyncTransport> transport;
    std::optional<Enrolment> enrolment;
};

TabletWorker::TabletWorker(QString storePath, std::int64_t reserveBytes)
    : m_storePath(std::move(storePath))
    , m_reserveBytes(reserveBytes)
    , m_syncTimer(this)
    , m_changeTimer(this)
    , m_tickTimer(this)
    , m_scheduler(m_syncTimer, m_rng, [this] { beginRun(); })
    , m_live(this, [this](std::int64_t seq) {
        if (m_tablet && seq > m_tablet->feedCursor()) m_scheduler.wanted();
    }) {
    m_changeTimer.setSingleShot(true);
    connect(&m_tickTimer, &QTimer::timeout, this, &TabletWorker::tick);
    connect(&m_changeTimer, &QTimer::timeout, this, &TabletWorker::changed);
}

TabletWorker::~TabletWorker() = default;

void TabletWorker::open() {
    const auto fail = [this](const Error& error) {
        emit openFailed(toString(error.code), QString::fromStdString(describe(error)));
    };
    auto elapsed = makeElapsedClock();
    if (!elapsed) return fail(elapsed.error());
    m_elapsed = std::move(*elapsed);
    auto tablet =
        TabletCore::open(m_storePath.toStdString(), {m_clock, *m_elapsed, m_rng}, m_reserveBytes);
    if (!tablet) return fail(tablet.error());
    m_tablet = std::move(*tablet);
    m_tablet->onChange([this](bool recorded) {
        if (!m_changeTimer.isActive()) m_changeTimer.start(kChangeInterval);
        // Queued: the tablet is in the middle of its own work.
        if (recorded)
            QMetaObject::invokeMethod(
                this, [this] { m_scheduler.wanted(); }, Qt::QueuedConnection);
    });
    m_tickTimer.start(evidence::kTickEvery);
    emit opened();
}

void TabletWorker::tick() {
    // A note that could not be kept is missing, and the time of what is written next is graded so;
    // the disk that refuses it refuses the next save as well, which says so.
    (void)m_tablet->tick();
}

void TabletWorker::run(const std::function<void(Tablet&)>& job) {
    if (!m_tablet) return;
    job(*m_tablet);
    if (m_tablet->isLocked()) m_live.close();
}

void TabletWorker::enrol(const QUrl& server, const QString& code, EnrolPromise promise) {
    promise->start();
    if (!m_tablet || m_enrolling)
        return deliver(*promise, Result<void>(Error{ErrorCode::unavailable, "",
                                                    m_tablet ? "an enrolment is under way"
                                                             : "the store is not open"}));
    auto invitation = readInvitation(server.toString().toStdString(), code.toStdString());
    if (!invitation) return deliver(*promise, Result<void>(invitation.error()));
    // Queued: the enrolment must not be destroyed in its own callback.
    const auto done = [this](const Result<void>& result) {
        QMetaObject::invokeMethod(
            this, [this, result] { enrolled(result); }, Qt::QueuedConnection);
    };
    m_enrolling =
        std::make_unique<Enrolling>(*m_tablet, std::move(*invitation), std::move(promise), done);
    m_enrolling->start();
}

void TabletWorker::enrolled(const Result<void>& result) {
    const auto enrolling = std::exchange(m_enrolling, nullptr);
    if (result && m_syncWished) becomeSyncing();
    deliver(*enrolling->promise, result);
}

void TabletWorker::startSync() {
    m_syncWished = true;
    if (m_tablet && m_tablet->identity()) becomeSyncing();
}

void TabletWorker::becomeSyncing() {
    m_scheduler.start();
}

void TabletWorker::stopSync() {
    m_syncWished = false;
    m_scheduler.stop();
    m_live.close();
    if (!m_run) setLink(LinkState::offline);
}

void TabletWorker::syncNow() {
    if (m_scheduler.isActive())
        m_scheduler.wanted();
    else if (m_tablet)
        beginRun();
}

void TabletWorker::syncOnce(SyncPromise promise) {
    promise->start();
    if (!m_tablet) {
        SyncReport report;
        report.error = Error{ErrorCode::unavailable, "", "the store is not open"};
        return deliver(*promise, std::move(report));
    }
    m_asked.push_back(std::move(promise));
    if (!m_run) beginRun();
}

void TabletWorker::beginRun() {
    if (m_run) {
        m_runAgain = true;
        return;
    }
    m_runAgain = false;
    m_served = std::exchange(m_asked, {});
    setLink(LinkState::syncing);
    if (const auto& identity = m_tablet->identity(); identity && !m_transport)
        m_transport =
            std::make_unique<QtSyncTransport>(urlOf(identity->server), identity->authority);
    // Queued: the run must not be destroyed in its own callback.
    const auto done = [this](const SyncReport& report) {
        QMetaObject::invokeMethod(
            this, [this, report] { runEnded(report); }, Qt::QueuedConnection);
    };
    if (!m_transport) {
        SyncReport report;
        report.error = Error{ErrorCode::unauthorized, "", "this tablet is not enrolled"};
        return done(report);
    }
    m_run = std::make_unique<SyncRun>(*m_tablet, *m_transport, done);
    m_run->start();
}

void TabletWorker::runEnded(const SyncReport& report) {
    m_run.reset();
    const auto says = [&](bool (*what)(const Error&)) {
        return (report.error && what(*report.error)) || (report.note && what(*report.note));
    };
    setLink(says(isDisputed)     ? LinkState::disputed
            : says(isSetAside)   ? LinkState::setAside
            : says(isRecovering) ? LinkState::recovering
            : report.error       ? LinkState::offline
                                 : LinkState::online);
    for (const SyncPromise& promise : std::exchange(m_served, {}))
        deliver(*promise, report);
    if (m_runAgain || !m_asked.empty()) return beginRun();
    if (m_scheduler.isRunning()) m_scheduler.finished(report.error, report.more);
    if (!report.error && m_scheduler.isActive() && !m_tablet->isLocked()) {
        const Identity& identity = *m_tablet->identity();
        m_live.open(urlOf(identity.server), identity.token, identity.authority);
    }
}

void TabletWorker::setLink(LinkState state) {
    if (state == m_link) return;
    m_link = state;
    emit linkChanged(state);
}

} // namespace shoujie::client
