#pragma once

#include "server/api/http.hpp"
#include "server/services/anchors.hpp"
#include "server/services/blobs.hpp"
#include "server/services/context.hpp"
#include "server/services/devices.hpp"
#include "server/services/push.hpp"
#include "server/services/recovery.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace shoujie::server {

/// What a WebSocket may follow.
struct LiveAdmission {
    DeviceId device;
    SiteId site;
    std::int64_t feedSeq = 0; ///< how far the feed reached at admission
};

/// Who may ask at a route. A device that is out may still deliver: nothing of it counts, nothing
/// gets lost.
enum class Asker { anybody, device, anyDevice };
/// Whether a device gets in that is locked, because nobody has signed in since it was started: it
/// may bring something, but is told nothing that its finder could read.
enum class WhileLocked { no, yes };
struct Route {
    std::string_view method;
    std::string_view path; ///< with a slash at its end for all that lies below it
    Asker asker = Asker::device;
    WhileLocked whileLocked = WhileLocked::no;
};

/// Everything that can be asked of the server over HTTP, as one table of routes (api.cpp).
class Api {
public:
    explicit Api(const Context& context);

    /// Every route there is: what stands in no row is refused.
    [[nodiscard]] static std::vector<Route> routes();
    /// Largest body that route takes; 0 where there is no such route.
    [[nodiscard]] static std::size_t bodyLimit(std::string_view method, std::string_view path);
    /// Answers a request whose body is within the limit; takes as long as parsing and reading take.
    void handle(const Request& request, const Respond& respond);
    /// Whether the asker may come in with a body at all: asked before a large one is read.
    [[nodiscard]] Result<void> admitBody(const Request& request) const;
    /// The feed that the asker of protocol::kLivePath may follow.
    Result<LiveAdmission> admitLive(const Request& request) const;

private:
    friend struct RouteTable;
    struct Call {
        const Request& request;
        const DeviceRow& device; ///< nobody on open routes
        const Respond& respond;
    };

    [[nodiscard]] Result<DeviceRow> admit(Asker asker, WhileLocked whileLocked,
                                          const Request& request) const;
    void health(const Call& call);
    void enrol(const Call& call);
    void site(const Call& call);
    void unlock(const Call& call);
    void challenge(const Call& call);
    void anchor(const Call& call);
    void facts(const Call& call);
    void recovery(const Call& call);
    void feed(const Call& call);
    void live(const Call& call);
    void putBlob(const Call& call);
    void blob(const Call& call);

    Context m_context;
    Devices m_devices;
    Anchors m_anchors;
    Push m_push;
    RecoveryDesk m_recovery;
    Blobs m_blobs;
};

/// The reply of an error: its status and {"error": {"code", "path", "message"}}.
Response errorResponse(const Error& error);
/// The same with a status that the error's code alone does not tell: 405, 408, 413, 431.
Response errorResponse(int status, const Error& error);

} // namespace shoujie::server
