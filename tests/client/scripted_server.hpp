#pragma once

#include "client/sync/sync_transport.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/register/merkle_tree.hpp"
#include "shared/rules/adjudicator.hpp"
#include "tests/client/fake_world.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::client::test {

/// A server in memory that speaks the real protocol with the real register, evidence and rules
/// code. What a test may bend is a member; everything else is as strict as the protocol says.
class ScriptedServer {
public:
    explicit ScriptedServer(World& world);

    HttpResponse handle(const HttpRequest& request);

    /// A fact of the server itself, in register and feed at once.
    void state(const std::string& id, facts::FactData data);

    /// What a customer has said in that fact is erased: the feed tells what is left.
    void erase(const FactId& id, facts::FactData left);

    /// Facts of the register by id, in register order.
    [[nodiscard]] std::vector<FactId> registered() const;
    [[nodiscard]] const PublicKey& key() const { return m_key.publicKey(); }

    protocol::PushReply push(const std::string& device, const protocol::PushRequest& sent);
    protocol::FeedReply feed(std::int64_t after) const;

    std::string code = "0123456789abcdef0123456789abcdef";
    bool givesDeliverTokens = true; ///< an older server does not
    protocol::SiteReply site;
    std::size_t pageSize = 5;
    /// How long a request takes each way.
    Duration latency = std::chrono::milliseconds(50);
    /// Refuses a fact where it gives an error.
    std::function<std::optional<Error>(const evidence::WireFact&)> refuse;
    /// Has the last word on each reply.
    std::function<void(protocol::PushReply&)> bendPush;
    bool sharesProofs = false; ///< where it may
    std::function<void(protocol::AnchorReply&)> bendAnchor;
    /// Answers instead of the handler where it gives a response.
    std::function<std::optional<HttpResponse>(const HttpRequest&)> intercept;

private:
    struct Device {
        PublicKey key{};
        std::int64_t seq = 0;
        Hash head{};
        std::vector<evidence::Anchor> anchors;
    };
    struct Line {
        registry::Record record;
        FactId fact;
        Hash body{};
    };

    HttpResponse enrol(const std::string& body);
    HttpResponse unlock(const std::string& body);
    HttpResponse challenge();
    HttpResponse anchor(const std::string& device, const std::string& body);
    Line& append(facts::TimedFact fact, registry::Record record, const Hash& body);
    void publishOutcomes();
    [[nodiscard]] registry::Checkpoint checkpoint() const;

    World& m_world;
    SigningKey m_key;
    registry::MemoryNodeStore m_nodes;
    std::map<std::string, Device> m_devices;
    std::map<std::string, Instant> m_challenges;
    std::vector<Line> m_lines;
    std::map<std::string, Error> m_quarantine;
    std::vector<protocol::FeedEntry> m_feed;
    std::map<std::string, std::string> m_published;
    rules::Adjudicator m_judge;
};

/// What becomes of a request on its way.
enum class Fault { none, requestLost, replyLost };

/// The line to a ScriptedServer, cut where the test says. Replies wait until step().
class ScriptedTransport final : public SyncTransport {
public:
    explicit ScriptedTransport(ScriptedServer& server) : m_server(server) {}

    void send(HttpRequest request, Reply reply) override;
    void cancel() override;

    /// Carries the pending request, if any; false if there is none.
    bool step();
    /// Until nothing is pending.
    void run();

    /// Decides about request number `count()`, from 0.
    std::function<Fault(int number, const HttpRequest& request)> fault;
    [[nodiscard]] int count() const { return m_count; }

private:
    ScriptedServer& m_server;
    std::optional<HttpRequest> m_request;
    Reply m_reply;
    int m_count = 0;
};

} // namespace shoujie::client::test
