#include "tests/client/scripted_server.hpp"

#include "shared/core/limits.hpp"
#include "shared/rules/outcome_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace shoujie::client::test {
namespace {

SigningKey serverKey() {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(7);
    return SigningKey::fromSeed(seed);
}

HttpResponse ok(std::string body) {
    return {200, std::move(body)};
}

HttpResponse failed(ErrorCode code, std::string path, std::string message) {
    return {protocol::httpStatus(code),
            protocol::encode(protocol::ErrorReply{{code, std::move(path), std::move(message)}})};
}

std::string headerOf(const HttpRequest& request, const std::string& name) {
    for (const auto& [key, value] : request.headers)
        if (key == name) return value;
    return {};
}

constexpr std::string_view kBearer = "Bearer token-of-";
constexpr std::string_view kDeliver = "Deliver may-deliver-";

/// What a locked tablet may do.
bool isDelivery(const std::string& path) {
    return path == protocol::kChallengePath || path == protocol::kAnchorPath ||
           path == protocol::kFactsPath || path == protocol::kUnlockPath;
}

/// Who asks; empty for a stranger.
std::string deviceOf(const HttpRequest& request) {
    const std::string said = headerOf(request, "Authorization");
    if (said.starts_with(kBearer)) return said.substr(kBearer.size());
    if (said.starts_with(kDeliver) && isDelivery(request.path)) return said.substr(kDeliver.size());
    return {};
}

} // namespace

ScriptedServer::ScriptedServer(World& world)
    : m_world(world), m_key(serverKey()), m_judge(rules::PolicyTimeline()) {
    site.site = SiteId("xidi");
    site.name = "Xidi show unit";
    site.policy = "[]";
}

HttpResponse ScriptedServer::handle(const HttpRequest& request) {
    m_world.pass(latency);
    struct Arrival {
        World& world;
        Duration latency;
        ~Arrival() { world.pass(latency); }
    } arrival{m_world, latency};

    if (intercept)
        if (auto answer = intercept(request)) return *answer;
    if (headerOf(request, std::string(protocol::kVersionHeader)) != "1")
        return failed(ErrorCode::unsupported, "", "speaks another version");
    if (request.path == protocol::kEnrolPath) return enrol(request.body);

    const std::string device = deviceOf(request);
    if (!m_devices.contains(device)) return failed(ErrorCode::unauthorized, "", "is not known");
    if (request.path == protocol::kChallengePath) return challenge();
    if (request.path == protocol::kAnchorPath) return anchor(device, request.body);
    if (request.path == protocol::kUnlockPath) return unlock(request.body);
    if (request.path == protocol::kSitePath) return ok(protocol::encode(site));
    if (request.path == protocol::kFactsPath) {
        auto decoded = protocol::decodePushRequest(request.body);
        if (!decoded) return failed(decoded.error().code, decoded.error().path, "is malformed");
        protocol::PushReply reply = push(device, *decoded);
        if (bendPush) bendPush(reply);
        const bool noneTaken = std::ranges::all_of(reply.results, [](const auto& one) {
            return one.status == protocol::PushStatus::refused;
        });
        if (noneTaken) reply.error = reply.results.front().error;
        return {noneTaken ? 422 : 200, protocol::encode(reply)};
    }
    const std::string after = std::string(protocol::kFeedPath) + "?after=";
    if (request.path.starts_with(after))
        return ok(protocol::encode(feed(std::stoll(request.path.substr(after.size())))));
    return failed(ErrorCode::notFound, "", "is no path of this server");
}

HttpResponse ScriptedServer::enrol(const std::string& body) {
    auto decoded = protocol::decodeEnrolRequest(body);
    if (!decoded) return failed(decoded.error().code, decoded.error().path, "is malformed");
    const bool known =
        decoded->known && decoded->known->token == "token-of-" + decoded->known->device.value;
    if (!known && decoded->code != code)
        return failed(ErrorCode::unauthorized, "code", "is not known");
    // The same key again is a lost reply.
    std::string name;
    for (const auto& [id, device] : m_devices)
        if (device.key == decoded->deviceKey) name = id;
    if (name.empty()) {
        name = "d" + std::to_string(m_devices.size() + 1);
        m_devices[name] = {decoded->deviceKey, 0, evidence::chainStart(DeviceId(name), 1), {}};
    }
    protocol::EnrolReply reply{DeviceId(name), site.site, 1, "token-of-" + name, key()};
    if (givesDeliverTokens) reply.deliverToken = "may-deliver-" + name;
    return ok(protocol::encode(reply));
}

HttpResponse ScriptedServer::unlock(const std::string& body) {
    const auto decoded = protocol::decodeUnlockRequest(body);
    if (!decoded) return failed(decoded.error().code, decoded.error().path, "is malformed");
    const auto opened = openBox(m_key, decoded->box);
    const auto secret = opened ? SecretKey::fromBytes(*opened) : Result<SecretKey>(opened.error());
    if (!secret) return failed(secret.error().code, "box", secret.error().message);
    protocol::UnlockReply reply;
    for (const auto& credential : site.credentials)
        if (const auto lock = PinLock::read(credential.pinHash))
            reply.locks.push_back({credential, lock->box(*secret)});
    return ok(protocol::encode(reply));
}

HttpResponse ScriptedServer::challenge() {
    const Hash fresh = sha256(std::to_string(m_challenges.size()));
    const std::string nonce = toHex(std::span(fresh).first(16));
    m_challenges[nonce] = m_world.now;
    return ok(protocol::encode(protocol::ChallengeReply{nonce, m_world.now}));
}

HttpResponse ScriptedServer::anchor(const std::string& name, const std::string& body) {
    auto decoded = protocol::decodeAnchorRequest(body);
    if (!decoded) return failed(decoded.error().code, decoded.error().path, "is malformed");
    Device& device = m_devices[name];
    const std::string message = protocol::anchorMessage(DeviceId(name), *decoded);
    if (!verifySignature(device.key, message, decoded->signature))
        return failed(ErrorCode::forbidden, "signature", "is not the device's");
    if (!m_challenges.contains(decoded->nonce))
        return failed(ErrorCode::notFound, "nonce", "is not known");
    protocol::AnchorReply reply;
    reply.anchor = {
        decoded->nonce,   DeviceId(name),      decoded->epoch,    decoded->bootTag,
        decoded->elapsed, decoded->headSeq,    decoded->headHash, m_challenges[decoded->nonce],
        m_world.now,      decoded->tickedSince};
    reply.signature = m_key.sign(protocol::anchorText(reply.anchor));
    device.anchors.push_back(reply.anchor);
    if (!m_lines.empty()) {
        reply.checkpoint = registry::signCheckpoint(checkpoint(), m_key);
        reply.consistency = registry::consistencyProof(m_nodes, decoded->treeSize, m_lines.size());
    }
    if (bendAnchor) bendAnchor(reply);
    return ok(protocol::encode(reply));
}

registry::Checkpoint ScriptedServer::checkpoint() const {
    return {"shoujie/" + site.site.value, m_lines.size(),
            registry::rootHash(m_nodes, m_lines.size())};
}

ScriptedServer::Line& ScriptedServer::append(facts::TimedFact fact, registry::Record record,
                                             const Hash& body) {
    record.registerSeq = static_cast<std::int64_t>(m_lines.size()) + 1;
    record.receivedAt = m_world.now;
    registry::appendLeaf(m_nodes, m_lines.size(),
                         registry::leafHash(registry::recordBytes(record)));
    protocol::FeedEntry entry;
    entry.seq = static_cast<std::int64_t>(m_feed.size()) + 1;
    entry.registerSeq = record.registerSeq;
    entry.grade = evidence::toWord(record.stamp.grade);
    entry.fact = fact;
    m_feed.push_back(std::move(entry));
    const FactId id = fact.fact.id;
    auto judged = m_judge.add(std::move(fact));
    if (!judged) qFatal("%s", describe(judged.error()).c_str());
    return m_lines.emplace_back(Line{record, id, body});
}

void ScriptedServer::state(const std::string& id, facts::FactData data) {
    facts::TimedFact fact{
        {FactId(id), site.site, kSystem, std::nullopt, std::nullopt, std::move(data)},
        TimeInterval::exactly(m_world.now)};
    registry::Record record;
    record.stamp = {fact.at, evidence::Grade::online};
    record.chainHash = sha256(id);
    append(std::move(fact), record, sha256(id));
    publishOutcomes();
}

protocol::PushReply ScriptedServer::push(const std::string& name,
                                         const protocol::PushRequest& sent) {
    protocol::PushRequest request = sent;
    for (const auto& box : sent.boxed) {
        const auto opened = openBox(m_key, box);
        auto wire = opened ? protocol::decodeWireFact(*opened) : opened.error();
        if (!wire) qFatal("%s", describe(wire.error()).c_str());
        request.facts.push_back(std::move(*wire));
    }
    Device& device = m_devices[name];
    protocol::PushReply reply;
    std::vector<std::pair<std::size_t, std::size_t>> taken; // result, line
    Hash chain = request.previous;
    for (const evidence::WireFact& wire : request.facts) {
        const Hash body = evidence::bodyHash(wire);
        chain = evidence::extendChain(chain, body);
        protocol::PushResult result{wire.id, protocol::PushStatus::refused, {}, {}};
        const auto known = std::ranges::find(m_lines, wire.id, &Line::fact);
        const auto refusal = refuse ? refuse(wire) : std::nullopt;
        if (known != m_lines.end()) {
            result.status = protocol::PushStatus::duplicate;
            taken.emplace_back(reply.results.size(), known - m_lines.begin());
        } else if (const auto held = m_quarantine.find(wire.id.value); held != m_quarantine.end()) {
            result.error = held->second;
        } else if (wire.seq != device.seq + 1 ||
                   chain != evidence::extendChain(device.head, body)) {
            result.error = Error{ErrorCode::conflict, "facts", "does not follow the chain"};
        } else if (refusal) {
            result.error = refusal;
            m_quarantine[wire.id.value] = *refusal;
            device.seq = wire.seq;
            device.head = chain;
        } else {
            registry::Record record;
            record.device = DeviceId(name);
            record.deviceSeq = wire.seq;
            record.chainHash = chain;
            record.stamp = evidence::stampFact(wire.at, device.anchors, m_world.now);
            auto fact = evidence::decodeFact(wire);
            if (!fact) qFatal("%s", describe(fact.error()).c_str());
            append({*fact, record.stamp.at}, record, body);
            device.seq = wire.seq;
            device.head = chain;
            result.status = protocol::PushStatus::received;
            taken.emplace_back(reply.results.size(), m_lines.size() - 1);
        }
        reply.results.push_back(std::move(result));
    }
    for (const auto& [result, line] : taken)
        reply.results[result].receipt = {m_lines[line].record,
                                         registry::inclusionProof(m_nodes, line, m_lines.size())};
    if (sharesProofs && request.sharedProofs && !taken.empty()) {
        const auto [first, last] = std::pair(taken.front().second, taken.back().second);
        const registry::AuditPaths paths(m_nodes, m_lines.size());
        reply.beside = paths.beside(first, last - first + 1);
        for (const auto& [result, line] : taken)
            reply.results[result].receipt->proof.clear();
    }
    const DeviceId id(name);
    const auto message = evidence::headMessage(id, request.epoch, request.facts.back().seq, chain);
    if (!verifySignature(device.key, message, request.signature))
        qFatal("the push is not signed by the device");
    if (!m_lines.empty()) {
        reply.checkpoint = registry::signCheckpoint(checkpoint(), m_key);
        reply.consistency = registry::consistencyProof(m_nodes, request.treeSize, m_lines.size());
    }
    publishOutcomes();
    return reply;
}

void ScriptedServer::publishOutcomes() {
    const TimeZone zone = TimeZone::find("Asia/Shanghai").value();
    for (const auto& [visit, outcome] : m_judge.outcome().visits) {
        const std::string text = rules::toJson(outcome, zone).dump();
        if (m_published[visit.value] == text) continue;
        m_published[visit.value] = text;
        protocol::FeedEntry entry;
        entry.seq = static_cast<std::int64_t>(m_feed.size()) + 1;
        entry.outcomeKind = "visit";
        entry.subject = SubjectId(visit.value);
        entry.outcome = text;
        m_feed.push_back(std::move(entry));
    }
}

void ScriptedServer::erase(const FactId& id, facts::FactData left) {
    const auto told = std::ranges::find_if(
        m_feed, [&](const auto& entry) { return entry.fact && entry.fact->fact.id == id; });
    if (told == m_feed.end()) qFatal("there is no such fact");
    protocol::FeedEntry entry = *told;
    entry.seq = static_cast<std::int64_t>(m_feed.size()) + 1;
    entry.fact->fact.data = std::move(left);
    entry.factText.clear();
    entry.erased = true;
    m_feed.push_back(std::move(entry));
}

protocol::FeedReply ScriptedServer::feed(std::int64_t after) const {
    protocol::FeedReply reply;
    const auto from = static_cast<std::size_t>(after);
    const std::size_t to = std::min(m_feed.size(), from + pageSize);
    for (std::size_t at = from; at < to; ++at)
        reply.entries.push_back(m_feed[at]);
    reply.next = static_cast<std::int64_t>(to);
    reply.more = to < m_feed.size();
    return reply;
}

std::vector<FactId> ScriptedServer::registered() const {
    std::vector<FactId> ids;
    for (const Line& line : m_lines)
        ids.push_back(line.fact);
    return ids;
}

void ScriptedTransport::send(HttpRequest request, Reply reply) {
    if (m_request) qFatal("a request while another is under way");
    m_request = std::move(request);
    m_reply = std::move(reply);
}

void ScriptedTransport::cancel() {
    m_request.reset();
    m_reply = nullptr;
}

bool ScriptedTransport::step() {
    if (!m_request) return false;
    const HttpRequest request = std::move(*m_request);
    const Reply reply = std::move(m_reply);
    m_request.reset();
    const Fault what = fault ? fault(m_count, request) : Fault::none;
    ++m_count;
    const Error lost{ErrorCode::unavailable, "", "the line is cut"};
    if (what == Fault::requestLost) {
        reply(lost);
    } else {
        HttpResponse response = m_server.handle(request);
        if (what == Fault::replyLost)
            reply(lost);
        else
            reply(std::move(response));
    }
    return true;
}

void ScriptedTransport::run() {
    while (step()) {
    }
}

} // namespace shoujie::client::test
