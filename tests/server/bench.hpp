#pragma once

#include "server/api/api.hpp"
#include "server/services/administration.hpp"
#include "server/services/context.hpp"
#include "server/store/data_dir.hpp"
#include "server/store/read_pool.hpp"
#include "server/store/writer.hpp"
#include "shared/core/seams.hpp"

#include <QTemporaryDir>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

/// What the server's tests stand on: the real parts on real files, with a clock that the test sets.
namespace shoujie::server::testing {

class FakeClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return Instant(Duration(m_now.load())); }
    void set(Instant now) { m_now = now.time_since_epoch().count(); }
    void advance(Duration by) { m_now += by.count(); }

private:
    std::atomic<std::int64_t> m_now{
        parseRfc3339("2026-03-01T02:00:00Z")->time_since_epoch().count()};
};

/// Keeps the log's lines, so that tests see what would be written.
class KeptLog final : public Log {
public:
    void write(LogLevel level, std::string_view event,
               std::initializer_list<Field> fields) override;
    [[nodiscard]] std::string text() const;

private:
    mutable std::mutex m_mutex;
    std::string m_text;
};

struct Seams {
    FakeClock clock;
    SystemRng rng;
    KeptLog log;
};

inline const SiteId kSite{"xidi"};

/// Creates the data folder with site "xidi" and its staff: s1, s2 (salespeople), m1 (sales
/// manager), a1 (service assistant), v1 (service supervisor), x1 (admin). Nobody has a PIN:
/// hashing one takes longer than most tests.
DataDir makeDataDir(const QTemporaryDir& folder, Seams& seams);
std::string pathOf(const QTemporaryDir& folder);

/// Everything of a server but the network and the adjudication.
class Bench {
public:
    Bench();
    /// On a folder that another bench or instance has left.
    explicit Bench(DataDir dir, std::shared_ptr<Seams> seams);
    ~Bench();

    [[nodiscard]] Response ask(const std::string& method, const std::string& target,
                               const std::string& body = {}, const std::string& token = {});
    /// As a tablet that is locked asks.
    [[nodiscard]] Response askLocked(const std::string& method, const std::string& target,
                                     const std::string& body, const std::string& deliverToken);
    /// Answers whatever the store is asked, on one snapshot.
    template <class Ask>
    auto look(Ask question) {
        return context().reads.read(question);
    }

    [[nodiscard]] const Context& context() const { return m_parts->context; }
    [[nodiscard]] Seams& seams() { return *m_seams; }
    [[nodiscard]] Administration office();
    [[nodiscard]] Api& api() { return m_parts->api; }
    [[nodiscard]] const std::string& databasePath() const { return m_parts->dir.databasePath(); }
    [[nodiscard]] ReadPool& reads() { return m_parts->reads; }
    [[nodiscard]] std::string dataDir() const { return m_parts->dir.path(); }
    [[nodiscard]] FeedBell& bell() { return m_parts->bell; }
    [[nodiscard]] Writer& writer() { return m_parts->writer; }

private:
    struct Parts {
        Parts(DataDir held, sqlite::Database database, SigningKey signing, Seams& seams);
        DataDir dir;
        SigningKey key;
        ReadPool reads;
        Writer writer;
        Workers workers;
        FeedBell bell;
        Context context;
        Api api;
    };

    [[nodiscard]] Response send(const std::string& method, const std::string& target,
                                const std::string& body, const std::string& authorization);

    QTemporaryDir m_folder;
    std::shared_ptr<Seams> m_seams;
    std::unique_ptr<Parts> m_parts;
};

} // namespace shoujie::server::testing
