#include "server/services/register_facts.hpp"
#include "server/store/data_dir.hpp"
#include "server/store/read_pool.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "server/store/writer.hpp"
#include "tests/server/bench.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <atomic>
#include <chrono>
#include <csignal>
#include <future>
#include <map>
#include <mutex>
#include <sys/resource.h>
#include <sys/stat.h>
#include <vector>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;

namespace {

/// Holds the writer inside a job until it is let go.
class Hold {
public:
    explicit Hold(Writer& writer) {
        std::promise<void> begun;
        auto inside = begun.get_future();
        writer.submit<void>(
            [this, &begun](Writes&) -> Result<void> {
                begun.set_value();
                m_free.get_future().wait();
                return {};
            },
            [this](const Result<void>&) { m_done.set_value(); });
        inside.wait();
    }
    void release() {
        m_free.set_value();
        m_done.get_future().wait();
    }

private:
    std::promise<void> m_free;
    std::promise<void> m_done;
};

Result<void> addSite(Writes& writes, const std::string& id) {
    writes.insertSite(SiteId(id), "n", "[]", Instant{});
    return {};
}

} // namespace

class TestWriter : public QObject {
    Q_OBJECT

private slots:
    void without_a_thread_of_its_own_the_caller_commits() {
        QTemporaryDir folder;
        Seams seams;
        const DataDir dir = makeDataDir(folder, seams);
        Writer::Options options;
        options.ownThread = false;
        Writer writer(std::move(*dir.openDatabase()), options);
        int answered = 0;
        const auto add = [&](const std::string& id) {
            writer.submit<void>([id](Writes& writes) { return addSite(writes, id); },
                                [&](const Result<void>& done) { answered += done ? 1 : 0; });
        };
        add("a");
        add("b");
        QCOMPARE(answered, 0);
        QVERIFY(writer.commitGroup());
        QCOMPARE(answered, 2);
        QCOMPARE(writer.commits(), std::uint64_t{1});
        QVERIFY(!writer.commitGroup());
        // Who waits for an answer commits for itself, with what was queued before.
        add("c");
        const auto known = writer.run<bool>(
            [](Writes& writes) -> Result<bool> { return writes.site(SiteId("c")) != nullptr; });
        QVERIFY(known && *known);
        QCOMPARE(answered, 3);
        add("d");
        writer.stop();
        QCOMPARE(answered, 4);
    }

    void what_queues_up_is_one_commit() {
        Bench bench;
        Hold hold(bench.writer());
        const auto before = bench.writer().commits();
        std::vector<std::promise<Result<void>>> answers(20);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            bench.writer().submit<void>(
                [i](Writes& writes) { return addSite(writes, "g" + std::to_string(i)); },
                [&answers, i](Result<void> done) { answers[i].set_value(std::move(done)); });
        }
        hold.release();
        for (auto& answer : answers)
            QCOMPARE_OK(answer.get_future().get());
        QCOMPARE(bench.writer().commits() - before, std::uint64_t(2));
        QCOMPARE(bench.look([](Reads& reads) { return reads.sites(); })->size(), std::size_t(21));
    }

    void a_group_waits_for_what_is_about_to_come() {
        QTemporaryDir folder;
        Seams seams;
        const DataDir dir = makeDataDir(folder, seams);
        Writer::Options options;
        options.patience = std::chrono::hours(1);
        Writer writer(std::move(*dir.openDatabase()), options);
        std::atomic<bool> moreComes = true;
        std::promise<void> asked;
        std::once_flag once;
        writer.gather([&] {
            std::call_once(once, [&] { asked.set_value(); });
            return moreComes.load();
        });
        std::vector<std::promise<Result<void>>> answers(3);
        const auto add = [&](std::size_t i) {
            writer.submit<void>(
                [i](Writes& writes) { return addSite(writes, "w" + std::to_string(i)); },
                [&answers, i](Result<void> done) { answers[i].set_value(std::move(done)); });
        };
        add(0);
        QCOMPARE(asked.get_future().wait_for(std::chrono::minutes(1)), std::future_status::ready);
        add(1);
        add(2);
        QCOMPARE(writer.commits(), std::uint64_t{0});
        moreComes = false;
        writer.lookAgain();
        for (auto& answer : answers)
            QCOMPARE_OK(answer.get_future().get());
        QCOMPARE(writer.commits(), std::uint64_t{1});
    }

    void a_group_does_not_wait_longer_than_it_may_nor_when_it_is_full() {
        for (const bool full : {false, true}) {
            QTemporaryDir folder;
            Seams seams;
            const DataDir dir = makeDataDir(folder, seams);
            Writer::Options options;
            options.patience = full ? std::chrono::microseconds(std::chrono::hours(1))
                                    : std::chrono::microseconds(1);
            options.maxGroup = full ? 1 : 64;
            Writer writer(std::move(*dir.openDatabase()), options);
            writer.gather([] { return true; });
            QCOMPARE_OK(writer.run<void>([](Writes& writes) { return addSite(writes, "x"); }));
            // A large one does not wait.
            QCOMPARE_OK(writer.run<void>([](Writes& writes) { return addSite(writes, "y"); },
                                         Writer::kSmall + 1));
        }
    }

    void small_jobs_do_not_wait_for_large_ones() {
        Bench bench;
        Hold hold(bench.writer());
        const auto before = bench.writer().commits();
        std::vector<std::promise<std::pair<std::string, std::uint64_t>>> answers;
        answers.reserve(5);
        const auto add = [&](const std::string& id, std::size_t weight) {
            auto& answer = answers.emplace_back();
            bench.writer().submit<void>([id](Writes& writes) { return addSite(writes, id); },
                                        [&bench, &answer, id](const Result<void>&) {
                                            answer.set_value({id, bench.writer().commits()});
                                        },
                                        weight);
        };
        add("large1", 400);
        add("large2", 9'000);
        add("large3", 100);
        add("small1", Writer::kSmall);
        add("small2", 1);
        hold.release();
        // By the transaction they were in, the one that held them up being the first.
        std::map<std::string, std::uint64_t> commits;
        for (auto& answer : answers) {
            const auto [id, commit] = answer.get_future().get();
            commits[id] = commit - before;
        }
        const std::map<std::string, std::uint64_t> expected{
            {"small1", 2}, {"small2", 2}, {"large1", 2}, {"large2", 3}, {"large3", 4}};
        QCOMPARE(commits, expected);
    }

    void a_job_taken_back_takes_its_records_with_it() {
        // Three jobs of one transaction; the second appends and then fails.
        Bench bench;
        Hold hold(bench.writer());
        const Instant now = bench.seams().clock.now();
        std::vector<std::promise<Result<std::int64_t>>> answers(3);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            bench.writer().submit<std::int64_t>(
                [i, now](Writes& writes) -> Result<std::int64_t> {
                    const auto record = appendSystemFact(
                        writes, kSite, FactId("f" + std::to_string(i)),
                        facts::StaffJoined{StaffId("x" + std::to_string(i)), "Any"}, now);
                    if (i == 1) {
                        writes.settle(); // what is written down early is taken back as well
                        return Error{ErrorCode::forbidden, "x", "no"};
                    }
                    return record.registerSeq;
                },
                [&answers, i](Result<std::int64_t> seq) { answers[i].set_value(std::move(seq)); });
        }
        hold.release();
        const auto first = answers[0].get_future().get();
        QCOMPARE_FAILS(answers[1].get_future().get(), forbidden, "x");
        const auto third = answers[2].get_future().get();
        QCOMPARE(*third, *first + 1);
        const auto size = static_cast<std::uint64_t>(*third);
        const auto site = *bench.look([](Reads& reads) { return reads.site(kSite); });
        QCOMPARE(site->registerSize, *third);
        QCOMPARE(site->feedSeq, *third);
        registry::MemoryNodeStore tree;
        const auto root = bench.look([&](Reads& reads) {
            for (std::uint64_t i = 0; i < size; ++i)
                registry::appendLeaf(
                    tree, i,
                    registry::leafHash(registry::recordBytes(
                        reads.factAt(kSite, static_cast<std::int64_t>(i) + 1)->record)));
            return registry::rootHash(SqliteNodes(reads.database(), kSite), size);
        });
        QVERIFY(*root == registry::rootHash(tree, size));
    }

    void a_failed_job_changes_nothing_and_spoils_no_other() {
        Bench bench;
        Hold hold(bench.writer());
        std::promise<Result<void>> refused;
        std::promise<Result<void>> constrained;
        std::promise<Result<void>> good;
        bench.writer().submit<void>(
            [](Writes& writes) -> Result<void> {
                (void)addSite(writes, "half");
                return Error{ErrorCode::forbidden, "x", "no"};
            },
            [&](Result<void> done) { refused.set_value(std::move(done)); });
        bench.writer().submit<void>(
            [](Writes& writes) {
                (void)addSite(writes, "half");
                return addSite(writes, "xidi"); // exists
            },
            [&](Result<void> done) { constrained.set_value(std::move(done)); });
        bench.writer().submit<void>([](Writes& writes) { return addSite(writes, "good"); },
                                    [&](Result<void> done) { good.set_value(std::move(done)); });
        hold.release();
        QCOMPARE_FAILS(refused.get_future().get(), forbidden, "x");
        QCOMPARE_FAILS(constrained.get_future().get(), conflict, "");
        QCOMPARE_OK(good.get_future().get());
        const auto sites = *bench.look([](Reads& reads) { return reads.sites(); });
        QCOMPARE(sites, (std::vector{SiteId("good"), SiteId("xidi")}));
    }

    void a_full_queue_refuses_and_recovers() {
        Bench bench;
        Hold hold(bench.writer());
        std::vector<std::promise<Result<void>>> answers(Writer::Options{}.maxQueued);
        for (auto& answer : answers) {
            bench.writer().submit<void>(
                [](Writes&) { return Result<void>(); },
                [&](Result<void> done) { answer.set_value(std::move(done)); });
        }
        QCOMPARE_FAILS(bench.writer().run<void>([](Writes&) { return Result<void>(); }),
                       unavailable, "");
        hold.release();
        for (auto& answer : answers)
            QCOMPARE_OK(answer.get_future().get());
        QCOMPARE_OK(bench.writer().run<void>([](Writes&) { return Result<void>(); }));
    }

    void an_answer_means_that_readers_see_it() {
        Bench bench;
        QCOMPARE_OK(bench.writer().run<void>([](Writes& w) { return addSite(w, "seen"); }));
        QVERIFY(bench.look([](Reads& reads) { return reads.site(SiteId("seen")); })->has_value());
    }

    void stopping_finishes_what_is_queued() {
        Bench bench;
        std::promise<Result<void>> answer;
        {
            Hold hold(bench.writer());
            bench.writer().submit<void>(
                [](Writes& writes) { return addSite(writes, "last"); },
                [&](Result<void> done) { answer.set_value(std::move(done)); });
            hold.release();
        }
        bench.writer().stop();
        QCOMPARE_OK(answer.get_future().get());
        QCOMPARE_FAILS(bench.writer().run<void>([](Writes&) { return Result<void>(); }),
                       unavailable, "");
    }

    void a_failing_disk_stops_writing_and_shows_in_health() {
        Bench bench;
        QCOMPARE(bench.ask("GET", "/healthz").status, 200);
        // No file may grow any more: what a full or broken disk looks like to SQLite.
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit none{0, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &none), 0);
        const auto written = bench.writer().run<void>([](Writes& w) { return addSite(w, "lost"); });
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, oldHandler);

        QCOMPARE_FAILS(written, unavailable, "");
        QVERIFY(bench.writer().failure().has_value());
        const auto health = bench.ask("GET", "/healthz");
        QCOMPARE(health.status, 503);
        QVERIFY(health.body.find("storage_failed") != std::string::npos);
        QCOMPARE_FAILS(bench.writer().run<void>([](Writes& w) { return addSite(w, "later"); }),
                       unavailable, "");
        QCOMPARE(bench.look([](Reads& reads) { return reads.sites(); })->size(), std::size_t(1));
    }

    void a_data_folder_is_held_by_one_process_at_a_time() {
        const QTemporaryDir folder;
        Seams seams;
        {
            const auto held = makeDataDir(folder, seams);
            QCOMPARE_FAILS(DataDir::open(pathOf(folder)), unavailable, "");
            QVERIFY(DataDir::databaseIn(pathOf(folder)).ok()); // reading needs no lock
        }
        QVERIFY(DataDir::open(pathOf(folder)).ok());
        QCOMPARE_FAILS(DataDir::open(pathOf(folder) + "/nowhere"), notFound, "");
    }

    void the_data_folder_is_its_owners_alone() {
        const QTemporaryDir folder;
        Seams seams;
        const auto held = makeDataDir(folder, seams);
        struct stat info {};
        QCOMPARE(stat(pathOf(folder).c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777, mode_t(0700));
    }
};

QTEST_GUILESS_MAIN(TestWriter)
#include "tst_writer.moc"
