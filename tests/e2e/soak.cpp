#include "tests/e2e/soak.hpp"

#include "tests/e2e/floor.hpp"
#include "tests/e2e/verified_export.hpp"
#include "tests/support/books.hpp"

#include <QElapsedTimer>

#include <array>
#include <random>
#include <set>

namespace shoujie::test {

namespace {

constexpr std::size_t kTablets = 2; // as many as the demo site gives codes for

class Soak {
public:
    Soak(const QString& binaries, const SoakOptions& options)
        : m_binaries(binaries), m_options(options), m_floor(binaries), m_random(options.seed) {
        for (std::size_t i = 0; i < kTablets; ++i)
            m_tablets.at(i).process = m_floor.enrol(storeOf(i));
    }

    SoakResult run(const std::function<void(const SoakResult&)>& onCheck) {
        QElapsedTimer timer;
        timer.start();
        const auto isOver = [&] {
            if (m_options.rounds > 0) return m_result.rounds >= m_options.rounds;
            return timer.hasExpired(std::chrono::milliseconds(m_options.time).count());
        };
        while (!isOver()) {
            playRound();
            ++m_result.rounds;
            if (m_result.rounds % m_options.roundsBetweenChecks != 0) continue;
            check();
            onCheck(m_result);
        }
        check();
        return m_result;
    }

private:
    struct Tablet {
        std::unique_ptr<TabletProcess> process;
        std::set<QString> promised; ///< ids of facts it said it had saved
    };

    static QString storeOf(std::size_t index) { return QStringLiteral("tablet-%1.db").arg(index); }
    std::uint32_t below(std::uint32_t limit) {
        return static_cast<std::uint32_t>(m_random() % limit);
    }

    [[noreturn]] void fail(const QString& what) const {
        throw ProcessError(QStringLiteral("seed %1, round %2: %3")
                               .arg(m_options.seed)
                               .arg(m_result.rounds)
                               .arg(what));
    }

    /// Sends that many saves without waiting for the answers.
    void sendSaves(Tablet& tablet, int count) {
        for (int i = 0; i < count; ++i, ++m_next)
            tablet.process->send(callCommand(QStringLiteral("call-%1").arg(m_next), m_next));
    }
    void keepPromise(Tablet& tablet, const QJsonObject& reply) {
        if (!reply["ok"].toBool() || !reply.contains(QStringLiteral("fact"))) return;
        tablet.promised.insert(reply["fact"].toString());
        ++m_result.saved;
    }
    void receiveSaves(Tablet& tablet, int count) {
        for (int i = 0; i < count; ++i)
            keepPromise(tablet, tablet.process->receive());
    }

    void playRound() {
        for (Tablet& tablet : m_tablets) {
            const int count = 1 + static_cast<int>(below(20));
            sendSaves(tablet, count);
            receiveSaves(tablet, count);
        }
        switch (below(5)) {
        case 0:
            killServer(CuttingProxy::Mode::killAtRequest);
            break;
        case 1:
            killServer(CuttingProxy::Mode::killAtReply);
            break;
        case 2:
            killTabletWhileItSaves();
            break;
        case 3:
            killTabletWhileItSyncs();
            break;
        default:
            cutConnection();
        }
    }

    /// All sync at once, and at the worst moment the server dies.
    void killServer(CuttingProxy::Mode mode) {
        m_floor.proxy->setVictim(m_floor.server.processId());
        const char* path = below(4) == 0 ? "/v1/anchors" : "/v1/facts";
        m_floor.proxy->setMode(mode, path, below(12'000));
        for (Tablet& tablet : m_tablets)
            tablet.process->send({{"do", "sync"}});
        for (Tablet& tablet : m_tablets)
            (void)tablet.process->receive();
        m_floor.server.kill(); // reaps it, or kills it now
        ++m_result.serverKills;
        m_floor.proxy->setMode(CuttingProxy::Mode::pass);
        m_floor.server.start();
    }

    void killTabletWhileItSaves() {
        Tablet& tablet = m_tablets.at(below(kTablets));
        sendSaves(tablet, 30);
        receiveSaves(tablet, static_cast<int>(below(25)));
        restart(tablet);
    }

    void killTabletWhileItSyncs() {
        Tablet& tablet = m_tablets.at(below(kTablets));
        // The proxy holds the sync up at a random place; the tablet dies in the middle of it.
        m_floor.proxy->setMode(CuttingProxy::Mode::swallowReply,
                               below(2) == 0 ? "/v1/facts" : "/v1/feed");
        tablet.process->send({{"do", "sync"}});
        sendSaves(tablet, static_cast<int>(below(20)));
        restart(tablet);
        m_floor.proxy->setMode(CuttingProxy::Mode::pass);
    }

    void restart(Tablet& tablet) {
        tablet.process->kill();
        ++m_result.tabletKills;
        for (const auto& reply : tablet.process->drain())
            keepPromise(tablet, reply);
        tablet.process->start();
        (void)pendingOf(*tablet.process);
    }

    void cutConnection() {
        m_floor.proxy->setMode(below(2) == 0 ? CuttingProxy::Mode::cutRequest
                                             : CuttingProxy::Mode::swallowReply,
                               "/v1/", below(5'000));
        for (Tablet& tablet : m_tablets)
            (void)tablet.process->ask({{"do", "sync"}});
        m_result.cuts += m_floor.proxy->cuts();
        m_floor.proxy->setMode(CuttingProxy::Mode::pass);
    }

    /// Heals everything, stops everything, compares everything, and starts it again.
    void check() {
        for (Tablet& tablet : m_tablets) {
            heal(tablet);
            if (const int left = pendingOf(*tablet.process); left != 0)
                fail(QStringLiteral("%1 facts are not delivered").arg(left));
            tablet.process->demand({{"do", "quit"}});
            tablet.process->kill(); // reaps it
        }
        if (m_floor.server.stop() != 0) fail(QStringLiteral("the server did not end well"));
        compareBooks();
        (void)verifiedExport(m_binaries, m_floor.server,
                             m_floor.path(QStringLiteral("register.jsonl")));
        m_floor.server.start();
        for (Tablet& tablet : m_tablets)
            tablet.process->start();
        ++m_result.checks;
    }

    /// A connection that died with its server may be noticed only by using it, so the first tries
    /// may fail, as a tablet's own would.
    void heal(Tablet& tablet) {
        for (int tries = 0; tries < 5; ++tries)
            if (tablet.process->ask({{"do", "sync"}})["ok"].toBool()) return;
        fail(QStringLiteral("a tablet does not reach its server"));
    }

    void compareBooks() const {
        std::map<std::string, std::int64_t> written;
        for (std::size_t i = 0; i < kTablets; ++i) {
            const auto store = m_floor.path(storeOf(i)).toStdString();
            const auto log = logOf(store);
            for (const QString& id : m_tablets.at(i).promised)
                if (!log.contains(id.toStdString()))
                    fail(QStringLiteral("%1 was said to be saved and is gone").arg(id));
            if (outboxOf(store) != 0) fail(QStringLiteral("an outbox is not empty"));
            written.insert(log.begin(), log.end());
        }
        if (registerOf(m_floor.registerPath()) != written)
            fail(QStringLiteral("the register is not what the tablets have written, once each"));
        if (!isSoundRegister(m_floor.registerPath()))
            fail(QStringLiteral("the register is not sound"));
    }

    QString m_binaries;
    SoakOptions m_options;
    Floor m_floor;
    std::mt19937 m_random;
    std::array<Tablet, kTablets> m_tablets;
    int m_next = 0;
    SoakResult m_result;
};

} // namespace

SoakResult soak(const QString& binaries, const SoakOptions& options,
                const std::function<void(const SoakResult&)>& onCheck) {
    return Soak(binaries, options).run(onCheck);
}

} // namespace shoujie::test
