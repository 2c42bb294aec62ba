#pragma once

#include "server/services/context.hpp"
#include "server/store/reads.hpp"
#include "server/store/rows.hpp"
#include "shared/protocol/messages.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace shoujie::server {

/// Links of one device's chain that are kept during one recovery; far more than a tablet writes
/// between two backups.
inline constexpr std::int64_t kMostHandedLinks = 200'000;

/// A register that was put back from an older copy: whoever proves that it was longer, by a
/// checkpoint that this server has signed, stops the site until its tablets have handed in what
/// they hold (`sync.md` 5).
class RecoveryDesk {
public:
    explicit RecoveryDesk(const Context& context) : m_context(context) {}

    /// Takes in what a tablet says and hands in. ErrorCode::forbidden at "checkpoint" for a note
    /// that this server has not signed for the site, at "chain.signature" or "chain.facts" for a
    /// chain that is not the asker's, at "anchors[i]" for an anchor that it was not given;
    /// ErrorCode::tooMany beyond kMostHandedLinks.
    void take(const DeviceRow& device, std::string_view body,
              Answer<protocol::RecoveryReply> answer) const;

private:
    Context m_context;
};

/// What a tablet must be shown with a checkpoint of the whole register, so that it can hand it
/// back: the lines behind `seen`, without those of `told`. Nothing where there are more than `most`
/// of them, or where they are the first it sees of a register that has more.
protocol::Tail tailBehind(Reads& reads, const SiteRow& site, std::uint64_t seen,
                          const std::vector<std::int64_t>& told, std::uint64_t most);

} // namespace shoujie::server
