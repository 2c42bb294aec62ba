#include "server/api/api.hpp"

#include "server/api/query.hpp"
#include "server/services/device_chain.hpp"
#include "server/services/feed.hpp"
#include "server/services/site_info.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/limits.hpp"
#include "shared/protocol/messages.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <exception>
#include <string>
#include <utility>

namespace shoujie::server {

namespace {

/// Bodies that are a few fields.
constexpr std::size_t kSmallBody = 4 * 1024;

template <class T>
Response responseOf(const Result<T>& result) {
    return result ? Response{200, protocol::encode(*result), {}} : errorResponse(result.error());
}

} // namespace

/// Every route there is. Held by tst_access.
struct RouteTable {
    struct Row {
        std::string_view method;
        std::string_view path;
        Asker asker;
        WhileLocked whileLocked;
        std::size_t bodyLimit;
        void (Api::*run)(const Api::Call&);
    };
    static constexpr auto kYes = WhileLocked::yes;
    static constexpr auto kNo = WhileLocked::no;
    static constexpr std::array<Row, 12> kRows{{
        {"GET", protocol::kHealthPath, Asker::anybody, kYes, 0, &Api::health},
        {"POST", protocol::kEnrolPath, Asker::anybody, kYes, kSmallBody, &Api::enrol},
        {"GET", protocol::kSitePath, Asker::device, kNo, 0, &Api::site},
        {"POST", protocol::kUnlockPath, Asker::device, kYes, kSmallBody, &Api::unlock},
        {"POST", protocol::kChallengePath, Asker::device, kYes, kSmallBody, &Api::challenge},
        {"POST", protocol::kAnchorPath, Asker::device, kYes, kSmallBody, &Api::anchor},
        {"POST", protocol::kFactsPath, Asker::anyDevice, kYes, limits::kMaxBodyBytes, &Api::facts},
        {"POST", protocol::kRecoveryPath, Asker::anyDevice, kNo, limits::kMaxBodyBytes,
         &Api::recovery},
        {"GET", protocol::kFeedPath, Asker::device, kNo, 0, &Api::feed},
        {"GET", protocol::kLivePath, Asker::device, kNo, 0, &Api::live},
        {"PUT", protocol::kBlobsPath, Asker::device, kNo, protocol::kMaxBlobPiece, &Api::putBlob},
        {"GET", protocol::kBlobsPath, Asker::device, kNo, 0, &Api::blob},
    }};

    /// A row whose path ends with a slash is for all that lies below it.
    static bool isFor(const Row& row, std::string_view path) {
        return row.path.ends_with('/') ? path.starts_with(row.path) : row.path == path;
    }
    static const Row* find(std::string_view method, std::string_view path) {
        for (const auto& row : kRows) {
            if (row.method == method && isFor(row, path)) return &row;
        }
        return nullptr;
    }
    /// The methods that path does take, as a header lists them; empty for unknown paths.
    static std::string methodsOf(std::string_view path) {
        std::string all;
        for (const auto& row : kRows) {
            if (isFor(row, path)) all.append(all.empty() ? "" : ", ").append(row.method);
        }
        return all;
    }
};

Response errorResponse(int status, const Error& error) {
    Response response{status, protocol::encode(protocol::ErrorReply{error}), {}};
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (status == 503) response.headers.emplace_back("Retry-After", "5");
    return response;
}

Response errorResponse(const Error& error) {
    return errorResponse(protocol::httpStatus(error.code), error);
}

namespace {

/// What keeps a request from any handler.
std::optional<Response> refusalOf(const Request& request) {
    const auto path = request.path();
    if (RouteTable::find(request.method, path) == nullptr) {
        const auto methods = RouteTable::methodsOf(path);
        if (methods.empty())
            return errorResponse({ErrorCode::notFound, "", "there is nothing at this path"});
        auto response =
            errorResponse(405, {ErrorCode::notAllowed, "", "this path takes another method"});
        response.headers.emplace_back("Allow", methods);
        return response;
    }
    // A request that names no version speaks the first; one of a newer program is answered in the
    // newest that both speak, and says so.
    const auto& version = request.protocolVersion;
    std::int64_t spoken = 1;
    const auto* end = version.data() + version.size();
    const auto [at, failed] = std::from_chars(version.data(), end, spoken);
    if (!version.empty() && (failed != std::errc() || at != end || spoken < 1))
        return errorResponse({ErrorCode::unsupported, std::string(protocol::kVersionHeader),
                              "must be the newest version that the asker speaks: 1 or above"});
    return std::nullopt;
}

} // namespace

Api::Api(const Context& context)
    : m_context(context)
    , m_devices(context)
    , m_anchors(context)
    , m_push(context)
    , m_recovery(context)
    , m_blobs(context) {}

std::vector<Route> Api::routes() {
    std::vector<Route> all;
    for (const auto& row : RouteTable::kRows)
        all.push_back({row.method, row.path, row.asker, row.whileLocked});
    return all;
}

std::size_t Api::bodyLimit(std::string_view method, std::string_view path) {
    const auto* row = RouteTable::find(method, path);
    return row == nullptr ? 0 : row->bodyLimit;
}

void Api::handle(const Request& request, const Respond& respond) {
    const Instant begun = m_context.clock.now();
    const auto* row = RouteTable::find(request.method, request.path());
    const auto known = std::make_shared<bool>(false);
    const Respond logged = [this, begun, row, respond, known](Response response) {
        response.toDevice = *known;
        // Only what stands in the table is logged: a stranger's path may hold anything.
        std::string route = "unknown";
        if (row != nullptr) route = std::string(row->method).append(" ").append(row->path);
        m_context.log.write(LogLevel::info, "request",
                            {{"route", route},
                             {"status", response.status},
                             {"us", (m_context.clock.now() - begun).count()}});
        response.headers.emplace_back(protocol::kVersionHeader, std::to_string(protocol::kVersion));
        respond(std::move(response));
    };
    if (auto refusal = refusalOf(request)) return logged(std::move(*refusal));
    DeviceRow device;
    if (row->asker != Asker::anybody) {
        auto found = admit(row->asker, row->whileLocked, request);
        if (!found) return logged(errorResponse(found.error()));
        device = std::move(*found);
        *known = true;
    }
    try {
        (this->*row->run)({request, device, logged});
    } catch (const std::exception&) {
        m_context.log.write(LogLevel::error, "handler_threw", {{"route", std::string(row->path)}});
        logged(
            errorResponse(500, {ErrorCode::unavailable, "", "the server failed at this request"}));
    }
}

Result<DeviceRow> Api::admit(Asker asker, WhileLocked whileLocked, const Request& request) const {
    auto device = m_devices.authenticate(request.authorization);
    if (!device) return device.error();
    if (device->row.isOut() && asker != Asker::anyDevice) return outError(device->row);
    if (device->locked && whileLocked == WhileLocked::no)
        return Error{ErrorCode::forbidden, "locked",
                     "somebody has to sign in on this tablet first"};
    return std::move(device->row);
}

Result<void> Api::admitBody(const Request& request) const {
    const auto* row = RouteTable::find(request.method, request.path());
    if (row == nullptr || row->asker == Asker::anybody) return {};
    const auto device = admit(row->asker, row->whileLocked, request);
    return device ? Result<void>() : Result<void>(device.error());
}

Result<LiveAdmission> Api::admitLive(const Request& request) const {
    auto device = admit(Asker::device, WhileLocked::no, request);
    if (!device) return device.error();
    const auto site = m_context.reads.read([&](Reads& reads) { return reads.site(device->site); });
    if (!site) return site.error();
    return LiveAdmission{device->id, device->site, (*site)->feedSeq};
}

void Api::health(const Call& call) {
    const auto failure = m_context.writer.failure();
    const bool full = m_context.writer.isFull();
    const nlohmann::json body{{"status", failure ? "storage_failed"
                                         : full  ? "storage_full"
                                                 : "ok"},
                              {"version", SHOUJIE_VERSION},
                              {"protocol", protocol::kVersion}};
    call.respond({failure || full ? 503 : 200, body.dump(), {}});
}

void Api::enrol(const Call& call) {
    m_devices.enrol(call.request.body,
                    [respond = call.respond](Result<protocol::EnrolReply> reply) {
                        respond(responseOf(reply));
                    });
}

void Api::site(const Call& call) {
    call.respond(responseOf(
        m_context.reads.read([&](Reads& reads) { return readSite(reads, call.device.site); })));
}

void Api::unlock(const Call& call) {
    call.respond(responseOf(m_devices.unlock(call.device, call.request.body)));
}

void Api::challenge(const Call& call) {
    if (!call.request.body.empty()) {
        const auto json = parseJson(call.request.body);
        if (!json) return call.respond(errorResponse(json.error()));
        if (*json != nlohmann::json::object())
            return call.respond(
                errorResponse({ErrorCode::unknownMember, "", "a challenge takes an empty object"}));
    }
    call.respond({200, protocol::encode(m_anchors.challenge(call.device)), {}});
}

void Api::anchor(const Call& call) {
    m_anchors.answer(call.device, call.request.body, call.request.receivedAt,
                     [respond = call.respond](Result<protocol::AnchorReply> reply) {
                         respond(responseOf(reply));
                     });
}

void Api::facts(const Call& call) {
    m_push.take(call.device, call.request.body, call.request.receivedAt,
                [respond = call.respond](Result<protocol::PushReply> reply) {
                    auto response = responseOf(reply);
                    if (reply && reply->error) response.status = 422;
                    respond(std::move(response));
                });
}

void Api::recovery(const Call& call) {
    m_recovery.take(call.device, call.request.body,
                    [respond = call.respond](Result<protocol::RecoveryReply> reply) {
                        respond(responseOf(reply));
                    });
}

void Api::feed(const Call& call) {
    const auto query = readFeedQuery(call.request.target);
    if (!query) return call.respond(errorResponse(query.error()));
    call.respond(responseOf(m_context.reads.read([&](Reads& reads) {
        return readFeed(reads, call.device.site, query->after, query->limit);
    })));
}

void Api::live(const Call& call) {
    auto response =
        errorResponse(426, {ErrorCode::unsupported, "", "this path speaks WebSocket only"});
    response.headers.emplace_back("Upgrade", "websocket");
    call.respond(std::move(response));
}

void Api::putBlob(const Call& call) {
    const auto piece = readBlobPiece(call.request.target);
    if (!piece) return call.respond(errorResponse(piece.error()));
    m_blobs.take(call.device, *piece, call.request.body,
                 [respond = call.respond](Result<protocol::BlobState> state) {
                     respond(responseOf(state));
                 });
}

void Api::blob(const Call& call) {
    const auto query = readBlobQuery(call.request.target);
    if (!query) return call.respond(errorResponse(query.error()));
    auto bytes = m_blobs.read(call.device, query->hash, query->offset);
    if (!bytes) return call.respond(errorResponse(bytes.error()));
    call.respond({200, std::move(*bytes), {{"Content-Type", "application/octet-stream"}}});
}

} // namespace shoujie::server
