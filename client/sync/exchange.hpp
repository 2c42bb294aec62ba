#pragma once

#include "client/sync/sync_transport.hpp"
#include "shared/core/result.hpp"

#include <string>
#include <string_view>

namespace shoujie::client {

/// A request as the protocol wants it: version header, and unless it is empty who asks,
/// "Bearer TOKEN" or, from a locked tablet, "Deliver TOKEN".
HttpRequest makeRequest(std::string_view method, std::string_view path, std::string body,
                        const std::string& credentials);

/// The error that a response stands for: the server's own words where it gives them, else what its
/// status means.
Error errorOf(const HttpResponse& response);

/// What can be done about a failed run.
enum class Failure {
    transient, ///< may pass by itself: no network, server busy or restarting
    permanent  ///< somebody must act: revoked, contradiction, forged reply, program too old
};
/// The one place that decides which it is.
Failure classify(const Error& error);

/// Whether the office has shown a register that is not the one this tablet has seen: altered,
/// hidden or put back from an older copy. Somebody has to be told; nothing of the answer was kept.
bool isDisputed(const Error& error);

/// Whether the office has lost a part of its register and puts it together again from what the
/// tablets hold.
bool isRecovering(const Error& error);

/// Whether the tablet was put back from a backup and goes on in a new epoch, which the next
/// challenge names.
bool isEpochOver(const Error& error);
/// Whether the office has set this tablet aside because two of it are in use.
bool isSetAside(const Error& error);

/// A reply that this program cannot read: most likely not the server's at all (a hotel's login
/// page).
Error unreadable(const Error& why);

} // namespace shoujie::client
