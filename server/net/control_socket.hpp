#pragma once

#include "shared/core/result.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shoujie::server {

/// Where the office reaches a running server: a socket in its data folder, for the folder's owner
/// (and root) alone. One question a connection: a line of JSON, answered by another. Nothing of it
/// is on the network.
class ControlSocket {
public:
    using Answer = std::function<Result<std::string>(std::string_view question)>;

    /// `answer` runs on the socket's own thread, one question after another. The caller holds the
    /// folder's lock, so a socket that is there already is one of a server that has died.
    static Result<std::unique_ptr<ControlSocket>> listen(const std::string& dataDir, Answer answer);
    /// Finishes what is being answered and removes the socket.
    ~ControlSocket();
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;

    /// What the server that runs in that folder answers; nothing where none does.
    static std::optional<Result<std::string>> ask(const std::string& dataDir,
                                                  std::string_view question);

private:
    struct Impl;
    explicit ControlSocket(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace shoujie::server
