#include "tests/simulation/world/server_machine.hpp"

#include "server/api/api.hpp"
#include "server/services/adjudication.hpp"
#include "server/services/checkpoints.hpp"
#include "server/store/data_dir.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/shared/store_key.hpp"

#include <nlohmann/json.hpp>

#include <cassert>
#include <utility>

namespace shoujie::simulation {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

class TracedLog final : public server::Log {
public:
    explicit TracedLog(Scene& scene) : m_scene(scene) {}
    void write(server::LogLevel, std::string_view event,
               std::initializer_list<Field> fields) override {
        const std::string line = server::logLine(event, fields);
        m_scene.note("server", line);
        if (event == "handler_threw" || event == "fact_not_judged")
            m_scene.violated("the server failed by itself: " + line);
    }

private:
    Scene& m_scene;
};

server::Writer::Options inline_() {
    server::Writer::Options options;
    options.ownThread = false;
    return options;
}

} // namespace

struct ServerMachine::Parts {
    Parts(Scene& scene, Clock& clock, Rng& rng, const std::string& path, sqlite::Database database,
          SigningKey signing)
        : log(scene)
        , key(std::move(signing))
        , reads({path, shoujie::testing::storeKey()})
        , writer(std::move(database), inline_())
        , workers(0)
        , context{clock, rng, log, writer, reads, workers, bell, key}
        , api(context)
        , adjudication(context, 2) // few at hand, so that the store is asked all the time
        , checkpoints(context) {}

    TracedLog log;
    SigningKey key;
    server::ReadPool reads;
    server::Writer writer;
    server::Workers workers;
    server::FeedBell bell;
    server::Context context;
    server::Api api;
    server::Adjudication adjudication;
    server::Checkpoints checkpoints;
};

/// A request that waits for its answer. The connection breaks when the program dies.
struct ServerMachine::Asked {
    server::Request request;
    ServerReply reply;
};

ServerMachine::ServerMachine(Scene& scene)
    : m_scene(scene)
    , m_dice(scene.seed, kServer)
    , m_rng(scene.seed, kServer + 50)
    , m_clock(scene.queue)
    , m_disk("server", scene.seed * 31 + 7) {}

ServerMachine::~ServerMachine() {
    m_asked.clear();
    killProgram();
}

bool ServerMachine::start() {
    assert(!m_parts);
    const std::string path = m_disk.path("shoujie.sqlite");
    auto database = sqlite::Database::open(path);
    if (database) database->useKey(shoujie::testing::storeKey());
    Result<void> ready = database ? server::setUpDatabase(*database, m_rng) : database.error();
    Result<SigningKey> key = ready ? server::loadServerKey(*database) : ready.error();
    if (!key) {
        m_scene.note("server", "does not start: " + describe(key.error()));
        if (key.error().code == ErrorCode::corrupt) m_scene.violated(describe(key.error()));
        return false;
    }
    m_key = key->publicKey();
    ++m_life;
    m_pumping = m_judging = false;
    m_parts = std::make_unique<Parts>(m_scene, m_clock, m_rng, path, std::move(*database),
                                      std::move(*key));
    m_parts->bell.listen([this](const server::FeedGrowth& growth) {
        if (growth.cause == server::FeedGrowth::Cause::push) judge();
        if (m_poke) m_poke(growth.seq);
    });
    // What the office does before it lets a copy serve (docs/operations.md).
    if (m_putBack) {
        if (auto declared = office().beginRecovery(kSite); !declared) {
            m_scene.note("server", "is not declared put back: " + describe(declared.error()));
            m_parts->writer.stop();
            m_parts.reset();
            return false;
        }
        m_putBack = false;
    }
    m_scene.note("server", "runs");
    judge();
    return true;
}

void ServerMachine::stopProgram() {
    if (!m_parts) return;
    m_parts->writer.stop();
    m_parts.reset();
    m_scene.note("server", "stopped");
    breakOff();
}

void ServerMachine::die(bool power) {
    m_scene.note("server", power ? "loses its power" : "is killed");
    // First the connections: what the dying program still does reaches nobody.
    breakOff();
    power ? m_disk.cutPower() : m_disk.killProcess();
    if (m_parts) m_parts->writer.stop();
    m_parts.reset();
}

void ServerMachine::breakOff() {
    for (const auto& asked : std::exchange(m_asked, {}))
        if (asked->reply) std::exchange(asked->reply, nullptr)(std::nullopt);
}

void ServerMachine::killProgram() {
    if (m_parts) die(false);
}
void ServerMachine::cutPower() {
    die(true);
}

void ServerMachine::restore(const DiskImage& image) {
    if (m_parts) die(false);
    m_disk.restore(image);
    m_putBack = true;
    m_scene.note("server", "is put back to a backup");
}

void ServerMachine::restartAfter(Duration delay) {
    if (m_restarting) return;
    m_restarting = true;
    m_scene.queue.after(delay, [this] {
        m_restarting = false;
        if (m_parts) return;
        if (m_scene.has(Fault::serverStopped) && m_dice.oneIn(3))
            m_disk.stopAfter(static_cast<std::uint64_t>(m_dice.between(1, 40)));
        if (!start()) {
            // Killed while it recovered, or the disk failed once more.
            m_disk.isStopped() && m_dice.oneIn(2) ? m_disk.cutPower() : m_disk.killProcess();
            restartAfter(m_dice.between(seconds(1), seconds(20)));
        }
    });
}

void ServerMachine::handle(const HttpRequest& request, ServerReply reply) {
    auto asked = std::make_shared<Asked>();
    asked->reply = std::move(reply);
    asked->request.method = request.method;
    asked->request.target = request.path;
    asked->request.body = request.body;
    asked->request.receivedAt = m_clock.now();
    for (const auto& [name, value] : request.headers) {
        if (name == "Authorization") asked->request.authorization = value;
        if (name == protocol::kVersionHeader) asked->request.protocolVersion = value;
    }
    m_scene.note("server", request.method + " " + request.path);
    std::erase_if(m_asked, [](const auto& one) { return !one->reply; });
    m_asked.push_back(asked);
    const auto respond = [asked](server::Response response) {
        // Nobody hears an answer given by a program that is dying.
        if (!asked->reply) return;
        std::exchange(asked->reply,
                      nullptr)(HttpResponse{response.status, std::move(response.body)});
    };
    const auto path = asked->request.path();
    if (request.body.size() > server::Api::bodyLimit(request.method, path))
        return respond(server::errorResponse(413, {ErrorCode::tooLong, "", "is too large"}));
    m_parts->api.handle(asked->request, respond);
    pump();
}

/// Committing what is queued is an event of its own, and so is each answer that takes reading: a
/// kill may come between any two of them.
void ServerMachine::pump() {
    if (m_pumping) return;
    m_pumping = true;
    m_scene.queue.after(m_dice.between(milliseconds(1), milliseconds(25)), [this, life = m_life] {
        if (life != m_life || !m_parts) return;
        m_pumping = false;
        const bool worked = m_parts->workers.runNext();
        if (worked || m_parts->writer.commitGroup()) pump();
    });
}

void ServerMachine::judge() {
    if (m_judging) return;
    m_judging = true;
    m_scene.queue.after(m_dice.between(milliseconds(1), milliseconds(400)), [this, life = m_life] {
        if (life != m_life || !m_parts) return;
        m_judging = false;
        if (auto judged = m_parts->adjudication.judge(kSite); !judged)
            m_scene.note("server", "judges not: " + describe(judged.error()));
    });
}

void ServerMachine::round() {
    if (!m_parts) return;
    if (auto kept = m_parts->checkpoints.keepDue(m_clock.now()); !kept)
        m_scene.note("server", "keeps no checkpoint: " + describe(kept.error()));
    judge();
}

bool ServerMachine::judgeNow() {
    return m_parts->adjudication.judge(kSite).ok();
}

void ServerMachine::look() {
    if (!m_parts) return;
    if (m_disk.isStopped()) {
        die(m_dice.oneIn(2));
    } else if (m_parts->writer.failure()) {
        // What a supervisor does with a server that says storage_failed.
        m_scene.note("server", "has a failed disk");
        die(false);
    } else {
        return;
    }
    restartAfter(m_dice.between(seconds(1), seconds(60)));
}

server::Administration ServerMachine::office() {
    return {m_parts->writer, m_clock, m_rng};
}

server::ReadPool& ServerMachine::reads() {
    return m_parts->reads;
}

} // namespace shoujie::simulation
