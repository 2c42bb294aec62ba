#include "tests/simulation/world/network.hpp"

#include "shared/protocol/messages.hpp"

#include <algorithm>
#include <utility>

namespace shoujie::simulation {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// As QtSyncTransport's kTransferTimeout.
constexpr seconds kTransferTimeout{20};
constexpr std::size_t kRemembered = 20;

std::string routeOf(const HttpRequest& request) {
    return request.path.substr(0, request.path.find('?'));
}

Error unreachable() {
    return {ErrorCode::unavailable, "", "the server cannot be reached"};
}

} // namespace

void Link::send(HttpRequest request, Reply reply) {
    m_reply = std::move(reply);
    m_network.carry(*this, ++m_exchange, std::move(request));
}

void Link::finish(std::uint64_t exchange, Result<HttpResponse> result) {
    if (exchange != m_exchange || !m_reply) return;
    // Taken out first: the callee may send the next request.
    const Reply reply = std::exchange(m_reply, nullptr);
    reply(std::move(result));
}

void Link::breakOff() {
    finish(m_exchange, unreachable());
}

void Link::setOnline(bool online) {
    m_online = online;
    if (!online) breakOff();
}

Network::Network(Scene& scene, Host& host)
    : m_scene(scene), m_host(host), m_dice(scene.seed, kNetwork) {}

Duration Network::latency() {
    return m_dice.between(milliseconds(2), milliseconds(m_dice.oneIn(10) ? 1500 : 120));
}

bool Network::chance(Fault fault, int permille) {
    return m_scene.has(fault) && m_dice.permille(permille);
}

void Network::later(Duration delay, std::function<void()> event) {
    m_lastArrival = std::max(m_lastArrival, m_scene.queue.now() + delay);
    m_scene.queue.after(delay, std::move(event));
}

void Network::carry(Link& link, std::uint64_t number, HttpRequest request) {
    const auto exchange = std::make_shared<Exchange>(&link, number, std::move(request));
    const auto fail = [exchange] {
        exchange->link->finish(exchange->number, unreachable());
    };
    if (!link.isOnline()) return later(milliseconds(m_dice.between(1, 50)), fail);
    later(kTransferTimeout, fail);
    auto& kept = m_requests[routeOf(exchange->request)];
    if (kept.size() < kRemembered || m_dice.oneIn(4)) {
        if (kept.size() >= kRemembered) kept.erase(kept.begin());
        kept.push_back(exchange->request);
    }
    if (chance(Fault::requestTwice, 40)) {
        const Duration when = m_dice.oneIn(3) ? m_dice.between(seconds(1), hours(72)) : latency();
        later(when, [this, exchange] { arrive(exchange, true); });
    }
    if (chance(Fault::requestLost, 60)) return;
    const Duration delay =
        chance(Fault::delayed, 30) ? m_dice.between(seconds(1), hours(72)) : latency();
    later(delay, [this, exchange] { arrive(exchange, false); });
}

void Network::arrive(const Shared& exchange, bool isCopy) {
    if (!m_host.isUp()) {
        if (!isCopy)
            later(latency(),
                  [exchange] { exchange->link->finish(exchange->number, unreachable()); });
        return;
    }
    m_host.handle(exchange->request, [this, exchange](std::optional<HttpResponse> response) {
        answer(exchange, std::move(response));
    });
}

void Network::answer(const Shared& exchange, std::optional<HttpResponse> response) {
    if (response)
        for (auto* watch : m_watches)
            watch->answered(exchange->request, *response);
    if (!response || chance(Fault::resetAfterCommit, 60))
        return later(latency(),
                     [exchange] { exchange->link->finish(exchange->number, unreachable()); });
    if (chance(Fault::replyLost, 60)) return;
    HttpResponse arriving = altered(*exchange, *response);
    remember(*exchange, *response);
    const Duration delay =
        chance(Fault::delayed, 30) ? m_dice.between(seconds(1), hours(72)) : latency();
    later(delay, [this, exchange, arriving] { deliver(exchange, arriving); });
}

void Network::deliver(const Shared& exchange, const HttpResponse& response) {
    Link& link = *exchange->link;
    if (!link.isOnline() || link.m_exchange != exchange->number || !link.m_reply) return;
    for (auto* watch : m_watches)
        watch->delivered(link.tablet(), exchange->request, response);
    link.finish(exchange->number, response);
}

HttpResponse Network::altered(const Exchange& exchange, HttpResponse response) {
    if (chance(Fault::replyCut, 40))
        response.body.resize(static_cast<std::size_t>(
            m_dice.below(std::max(1, static_cast<int>(response.body.size())))));
    const auto& older = m_responses[exchange.request.path];
    // Below a pinned TLS nobody can do this; what is signed has to hold without it.
    if (!older.empty() && routeOf(exchange.request) != protocol::kEnrolPath &&
        chance(Fault::replayed, 40))
        response = m_dice.from(older);
    const bool isSigned = routeOf(exchange.request) == protocol::kFactsPath ||
                          routeOf(exchange.request) == protocol::kAnchorPath;
    if (isSigned && !response.body.empty() && chance(Fault::forged, 40)) {
        auto& byte = response.body[static_cast<std::size_t>(
            m_dice.below(static_cast<int>(response.body.size())))];
        // Hexadecimal and decimal digits stay such, so that the body still reads.
        byte = byte == '9' || byte == 'f' ? '0' : static_cast<char>(byte + 1);
    }
    return response;
}

void Network::remember(const Exchange& exchange, const HttpResponse& response) {
    auto& kept = m_responses[exchange.request.path];
    if (kept.size() < kRemembered) kept.push_back(response);
}

std::optional<HttpRequest> Network::captured(std::string_view path) {
    const auto found = m_requests.find(std::string(path));
    if (found == m_requests.end() || found->second.empty()) return std::nullopt;
    return m_dice.from(found->second);
}

void Network::inject(HttpRequest request) {
    later(latency(), [this, request = std::move(request)] {
        if (m_host.isUp()) m_host.handle(request, [](const std::optional<HttpResponse>&) {});
    });
}

} // namespace shoujie::simulation
