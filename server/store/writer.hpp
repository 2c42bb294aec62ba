#pragma once

#include "server/store/writes.hpp"
#include "shared/core/result.hpp"
#include "shared/sqlite/database.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace shoujie::server {

/// The one place that changes the database. What has queued up while it was writing goes into one
/// transaction (group commit), each job in a savepoint of its own; a job is answered only once the
/// transaction is on the disk. Small jobs do not wait for large ones that came before them, beyond
/// those of the transaction that is under way. Thread-safe.
class Writer {
public:
    static constexpr std::size_t kSmall = 16; ///< weight of a small job, at most

    struct Options {
        std::size_t maxQueued = 256; ///< more are refused with ErrorCode::unavailable
        std::size_t maxGroup = 64;   ///< small jobs in one transaction
        /// A transaction waits so long for those that are about to come, at most: see `gather`.
        std::chrono::microseconds patience{2'000};
        /// Rows that large jobs may bring into one transaction, unless a single one has more.
        std::size_t maxWeight = 500;
        /// Whether a thread of its own commits what is queued. Else whoever calls `commitGroup`
        /// does, and `run` commits for itself: everything then stays in the caller's one thread.
        bool ownThread = true;
    };

    Writer(sqlite::Database database, Options options);
    /// Stops, see `stop()`.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Queues `work`; `done` is called once, on the writer's thread after the commit, or at once on
    /// the caller's where the queue refuses. A failed job changes nothing and spoils no other.
    /// `weight`: about how many rows it writes; above kSmall it is a large one.
    template <class T>
    void submit(std::function<Result<T>(Writes&)> work, std::function<void(Result<T>)> done,
                std::size_t weight = 1) {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        enqueue({[answer, work = std::move(work)](Writes& writes) -> std::optional<Error> {
                     answer->emplace(work(writes));
                     if (!(*answer)->ok()) return (*answer)->error();
                     return std::nullopt;
                 },
                 [answer, done = std::move(done)](std::optional<Error> error) {
                     done(error ? Result<T>(std::move(*error)) : std::move(**answer));
                 },
                 weight});
    }

    /// The same, waiting for the answer. Not to be called from the writer's own thread.
    template <class T>
    Result<T> run(std::function<Result<T>(Writes&)> work, std::size_t weight = 1) {
        auto promise = std::make_shared<std::promise<Result<T>>>();
        auto future = promise->get_future();
        submit<T>(
            std::move(work), [promise](Result<T> r) { promise->set_value(std::move(r)); }, weight);
        if (!m_options.ownThread) {
            while (commitGroup()) {
            }
        }
        return future.get();
    }

    /// Without a thread of its own: commits the next group and answers its jobs; false if nothing
    /// was queued.
    bool commitGroup();

    /// While `moreComes` says so, a group of small jobs that is not full yet waits for more, which
    /// then share its sync of the disk. `moreComes` is asked under a lock and must only look.
    void gather(std::function<bool()> moreComes);
    /// `moreComes` may have changed.
    void lookAgain();

    /// Set once the disk has failed: nothing is written any more until the server starts anew.
    [[nodiscard]] std::optional<Error> failure() const;
    /// The last transaction found no room; the next one that finds some is written again.
    [[nodiscard]] bool isFull() const;
    /// Transactions committed so far.
    [[nodiscard]] std::uint64_t commits() const;

    /// Finishes what is queued, refuses what comes, folds the WAL into the database file.
    void stop();

private:
    struct Job {
        std::function<std::optional<Error>(Writes&)> work;
        std::function<void(std::optional<Error>)> done;
        std::size_t weight = 1;
    };

    void enqueue(Job job);
    void loop();
    std::vector<Job> awaitGroup();
    std::vector<Job> takeGroup();
    void commit(std::vector<Job> group);
    void foldWal();
    std::optional<Error> runJob(const Job& job, Writes& writes);

    sqlite::Database m_database;
    const Options m_options;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_small;
    std::deque<Job> m_large;
    std::function<bool()> m_moreComes;
    std::optional<Error> m_failure;
    bool m_full = false;
    std::uint64_t m_commits = 0;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace shoujie::server
