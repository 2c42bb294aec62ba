#pragma once

#include "client/sync/sync_run.hpp"
#include "server/services/adjudication.hpp"
#include "tests/client/fake_world.hpp"
#include "tests/server/bench.hpp"

#include <QTemporaryDir>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// A show unit with a real server core and real tablets, no network and no threads of theirs.
namespace shoujie::testing {

/// A tablet, and how its requests reach the server.
class UnitTablet final : public client::SyncTransport {
public:
    UnitTablet(const client::test::World& world, std::string path, std::uint64_t seed)
        : tablet(world, std::move(path), seed) {}

    void send(client::HttpRequest request, Reply reply) override {
        pending = std::move(request);
        answer = std::move(reply);
    }
    void cancel() override { pending.reset(); }

    [[nodiscard]] client::TabletCore& core() { return tablet.core(); }

    client::test::TabletBench tablet;
    std::optional<client::HttpRequest> pending;
    Reply answer;
    std::vector<std::string> asked; ///< paths of the last run
};

class ShowUnit {
public:
    ShowUnit();
    ~ShowUnit();

    /// A tablet that is enrolled.
    UnitTablet& enrol(std::uint64_t seed);
    /// Registers a reception of that customer.
    void receive(UnitTablet& tablet, const std::string& visit, const std::string& staff,
                 const std::string& phone);
    /// A fact that the gate refuses: somebody else's duty.
    void tryForbidden(UnitTablet& tablet);
    /// One run to its end; `cutAt` breaks the line when that many requests have been answered, the
    /// last answer being lost. Judges afterwards, as the server does.
    client::SyncReport sync(UnitTablet& tablet, std::size_t cutAt = SIZE_MAX);
    /// Sends one request as a tablet that is not bound to the client's habits.
    server::Response ask(const UnitTablet& tablet, std::string_view path, const std::string& body);
    void judge();
    void pass(Duration time);

    /// A copy of the server's database, as an office makes it, ...
    void backUp();
    /// ... and put in its place, the server started anew. `declared`: the office says so.
    void putBack(bool declared);
    /// The server's program is killed and started anew.
    void restart();

    [[nodiscard]] server::testing::Bench& bench() { return *m_bench; }
    [[nodiscard]] bool isRecovering();
    [[nodiscard]] Result<server::Recovery> stand();
    /// The bytes of all records, in the register's order.
    [[nodiscard]] std::vector<std::string> records();
    [[nodiscard]] std::map<std::string, std::string> outcomes();
    /// Empty where the export of the register verifies.
    [[nodiscard]] std::string verified();
    /// Empty where the tablet agrees with the server and nothing waits.
    [[nodiscard]] std::string agrees(UnitTablet& tablet);

private:
    void open();
    void close();

    QTemporaryDir m_folder;
    client::test::World m_world;
    std::shared_ptr<server::testing::Seams> m_seams = std::make_shared<server::testing::Seams>();
    std::unique_ptr<server::testing::Bench> m_bench;
    std::unique_ptr<server::Adjudication> m_adjudication;
    std::vector<std::unique_ptr<UnitTablet>> m_tablets;
    int m_copies = 0;
};

/// Rows of one column of a tablet's file.
std::vector<std::string> columnOf(const UnitTablet& tablet, const std::string& sql);

} // namespace shoujie::testing
