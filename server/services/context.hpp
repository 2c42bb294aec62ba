#pragma once

#include "server/services/feed_bell.hpp"
#include "server/services/log.hpp"
#include "server/services/workers.hpp"
#include "server/store/read_pool.hpp"
#include "server/store/writer.hpp"
#include "shared/core/bytes.hpp"
#include "shared/core/seams.hpp"

#include <functional>

namespace shoujie::server {

/// What the services stand on; everything outlives them.
struct Context {
    Clock& clock;
    Rng& rng;
    Log& log;
    Writer& writer;
    ReadPool& reads;
    Workers& workers;
    FeedBell& bell;
    const SigningKey& key;
};

/// How a service answers: once, from whichever thread has the answer.
template <class T>
using Answer = std::function<void(Result<T>)>;

} // namespace shoujie::server
