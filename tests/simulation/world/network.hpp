#pragma once

#include "client/sync/sync_transport.hpp"
#include "tests/simulation/world/scene.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::simulation {

using client::HttpRequest;
using client::HttpResponse;

/// How the server answers a request: a response, or that the connection broke.
using ServerReply = std::function<void(std::optional<HttpResponse>)>;

/// Where requests end up. Down: no connection.
class Host {
public:
    virtual ~Host() = default;
    [[nodiscard]] virtual bool isUp() const = 0;
    virtual void handle(const HttpRequest& request, ServerReply reply) = 0;
};

/// Sees what passes, as invariants do.
class NetworkWatch {
public:
    virtual ~NetworkWatch() = default;
    /// What the server has said, whether or not it arrives.
    virtual void answered(const HttpRequest& request, const HttpResponse& response) = 0;
    /// What a tablet is about to hear, perhaps altered.
    virtual void delivered(int tablet, const HttpRequest& request,
                           const HttpResponse& response) = 0;
};

class Network;

/// A tablet's connection to the server.
class Link final : public client::SyncTransport {
public:
    Link(Network& network, int tablet) : m_network(network), m_tablet(tablet) {}

    void send(HttpRequest request, Reply reply) override;
    void cancel() override { m_reply = nullptr; }
    /// The connection breaks now: whoever waits learns it.
    void breakOff();

    [[nodiscard]] int tablet() const { return m_tablet; }
    /// Whether the tablet has any network.
    void setOnline(bool online);
    [[nodiscard]] bool isOnline() const { return m_online; }

private:
    friend class Network;
    void finish(std::uint64_t exchange, Result<HttpResponse> result);

    Network& m_network;
    const int m_tablet;
    bool m_online = true;
    std::uint64_t m_exchange = 0; ///< the one that is waited for
    Reply m_reply;
};

/// Between tablets and server: takes time, loses, repeats, delays, cuts and alters.
class Network {
public:
    Network(Scene& scene, Host& host);

    void watch(NetworkWatch& watch) { m_watches.push_back(&watch); }
    /// When the last message that is under way arrives.
    [[nodiscard]] Instant lastArrival() const { return m_lastArrival; }
    /// A captured request of that route, for those who replay and forge; nothing if none yet.
    [[nodiscard]] std::optional<HttpRequest> captured(std::string_view path);
    /// A message out of nowhere.
    void inject(HttpRequest request);

private:
    friend class Link;
    /// Kept by weak pointers in events: a link may be gone when they happen.
    struct Exchange {
        Link* link;
        std::uint64_t number;
        HttpRequest request;
    };
    using Shared = std::shared_ptr<Exchange>;

    void carry(Link& link, std::uint64_t number, HttpRequest request);
    void arrive(const Shared& exchange, bool isCopy);
    void answer(const Shared& exchange, std::optional<HttpResponse> response);
    void deliver(const Shared& exchange, const HttpResponse& response);
    void later(Duration delay, std::function<void()> event);
    [[nodiscard]] Duration latency();
    [[nodiscard]] bool chance(Fault fault, int permille);
    void remember(const Exchange& exchange, const HttpResponse& response);
    [[nodiscard]] HttpResponse altered(const Exchange& exchange, HttpResponse response);

    Scene& m_scene;
    Host& m_host;
    Dice m_dice;
    Instant m_lastArrival{};
    std::vector<NetworkWatch*> m_watches;
    std::map<std::string, std::vector<HttpRequest>> m_requests;   ///< by path without query
    std::map<std::string, std::vector<HttpResponse>> m_responses; ///< by path with query
};

} // namespace shoujie::simulation
