#pragma once

#include "server/app/office_commands.hpp"
#include "server/net/server.hpp"
#include "server/services/log.hpp"
#include "server/store/data_dir.hpp"
#include "server/store/writer.hpp"
#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"
#include "shared/core/seams.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace shoujie::server {

/// A whole running server: store, services, routes and network, put together. From `start` to
/// `stop`.
class Instance {
public:
    struct Seams {
        Clock& clock;
        Rng& rng;
        Log& log;
    };
    struct Options {
        Server::Options net;
        Writer::Options writer;
        std::size_t workers = 2;
    };

    static Result<std::unique_ptr<Instance>> start(DataDir dir, const Options& options,
                                                   const Seams& seams);
    ~Instance();

    [[nodiscard]] std::uint16_t port() const;
    /// An act of the office, beside everything else; from any thread. What it shuts out is out when
    /// this returns.
    Result<std::string> runOffice(const OfficeRequest& request);
    /// Answers what it has begun to answer, writes what it has acknowledged, and ends.
    void stop();

private:
    struct Impl;
    explicit Instance(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace shoujie::server
