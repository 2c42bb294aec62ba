#include "server/store/writer.hpp"

#include <cassert>
#include <exception>

namespace shoujie::server {

Writer::Writer(sqlite::Database database, Options options)
    : m_database(std::move(database)), m_options(options) {
    if (m_options.ownThread) m_thread = std::thread([this] { loop(); });
}

Writer::~Writer() {
    stop();
}

void Writer::enqueue(Job job) {
    std::optional<Error> refusal;
    {
        const std::lock_guard lock(m_mutex);
        if (m_failure)
            refusal = Error{ErrorCode::unavailable, "", "the disk has failed; nothing is taken in"};
        else if (m_stopping)
            refusal = Error{ErrorCode::unavailable, "", "the server is stopping"};
        else if (m_small.size() + m_large.size() >= m_options.maxQueued)
            refusal = Error{ErrorCode::unavailable, "", "too much is waiting to be written"};
        else
            (job.weight <= kSmall ? m_small : m_large).push_back(std::move(job));
    }
    if (refusal)
        job.done(std::move(refusal));
    else
        m_changed.notify_one();
}

void Writer::gather(std::function<bool()> moreComes) {
    const std::lock_guard lock(m_mutex);
    m_moreComes = std::move(moreComes);
}

void Writer::lookAgain() {
    // Not between the writer's look and its sleep, or it would miss this.
    { const std::lock_guard lock(m_mutex); }
    m_changed.notify_one();
}

std::optional<Error> Writer::failure() const {
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

bool Writer::isFull() const {
    const std::lock_guard lock(m_mutex);
    return m_full;
}

std::uint64_t Writer::commits() const {
    const std::lock_guard lock(m_mutex);
    return m_commits;
}

void Writer::stop() {
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = !std::exchange(m_stopping, true);
    }
    m_changed.notify_one();
    if (m_thread.joinable()) m_thread.join();
    if (m_options.ownThread || !first) return;
    while (commitGroup()) {
    }
    foldWal();
}

/// Under the lock.
std::vector<Writer::Job> Writer::takeGroup() {
    std::vector<Job> group;
    const auto take = [&group](std::deque<Job>& queue) {
        group.push_back(std::move(queue.front()));
        queue.pop_front();
    };
    while (!m_small.empty() && group.size() < m_options.maxGroup)
        take(m_small);
    for (std::size_t weight = 0; !m_large.empty();) {
        weight += m_large.front().weight;
        if (weight > m_options.maxWeight && weight > m_large.front().weight) break;
        take(m_large);
    }
    return group;
}

std::vector<Writer::Job> Writer::awaitGroup() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_stopping || !m_small.empty() || !m_large.empty(); });
    if (m_moreComes)
        m_changed.wait_for(lock, m_options.patience, [this] {
            return m_stopping || !m_large.empty() || m_small.size() >= m_options.maxGroup ||
                   !m_moreComes();
        });
    return takeGroup();
}

bool Writer::commitGroup() {
    assert(!m_options.ownThread);
    std::vector<Job> group;
    {
        const std::lock_guard lock(m_mutex);
        group = takeGroup();
    }
    if (group.empty()) return false;
    commit(std::move(group));
    return true;
}

void Writer::loop() {
    for (auto group = awaitGroup(); !group.empty(); group = awaitGroup())
        commit(std::move(group));
    foldWal();
}

void Writer::foldWal() {
    if (failure()) return;
    try {
        m_database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const sqlite::SqliteError&) {
        // Nothing is lost: the WAL stays and the next start reads it.
    }
}

std::optional<Error> Writer::runJob(const Job& job, Writes& writes) {
    const auto mark = writes.mark();
    sqlite::Statement(m_database, "SAVEPOINT job").run();
    std::optional<Error> error;
    try {
        error = job.work(writes);
    } catch (const sqlite::SqliteError& failed) {
        error = failed.toError();
        // A disk that fails takes the whole transaction with it; only a constraint is the job's
        // own.
        if (error->code != ErrorCode::conflict) throw;
    } catch (const std::exception&) {
        error = Error{ErrorCode::unavailable, "", "the server failed at this request"};
    }
    if (error) {
        sqlite::Statement(m_database, "ROLLBACK TO job").run();
        writes.revert(mark);
    }
    sqlite::Statement(m_database, "RELEASE job").run();
    return error;
}

void Writer::commit(std::vector<Job> group) {
    std::vector<std::optional<Error>> answers(group.size());
    std::optional<Error> failed = failure();
    bool full = false;
    bool fold = false;
    if (!failed) {
        try {
            sqlite::Transaction transaction(m_database);
            Writes writes(m_database);
            for (std::size_t i = 0; i < group.size(); ++i)
                answers[i] = runJob(group[i], writes);
            writes.flush();
            transaction.commit();
            fold = writes.isFoldWished();
        } catch (const sqlite::SqliteError& error) {
            failed = error.toError();
            full = error.isFull();
        }
    }
    {
        const std::lock_guard lock(m_mutex);
        // A file that somebody else locks for a while is no failed disk, and neither is a full one:
        // the next transaction makes sure of the log first.
        if (!failed)
            ++m_commits;
        else if (!full && failed->code != ErrorCode::unavailable)
            m_failure = failed;
        m_full = full;
    }
    if (fold) foldWal();
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (failed)
            group[i].done(Error{ErrorCode::unavailable, "",
                                "writing failed; whether this was kept is unknown, ask again"});
        else
            group[i].done(std::move(answers[i]));
    }
}

} // namespace shoujie::server
