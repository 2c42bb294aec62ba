#pragma once

#include "shared/core/ids.hpp"

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace shoujie::server {

/// A site's feed now reaches up to `seq`, because facts came in or because they were judged.
struct FeedGrowth {
    enum class Cause { push, judgement };
    SiteId site;
    std::int64_t seq = 0;
    Cause cause = Cause::push;
};

/// Tells who listens that a site's feed has grown. Listeners are added before anything runs and
/// must return at once; `ring` is called from any thread.
class FeedBell {
public:
    using Listener = std::function<void(const FeedGrowth&)>;

    void listen(Listener listener) { m_listeners.push_back(std::move(listener)); }
    void ring(const FeedGrowth& growth) const {
        for (const auto& listener : m_listeners)
            listener(growth);
    }

private:
    std::vector<Listener> m_listeners;
};

} // namespace shoujie::server
