#pragma once

#include "server/store/reads.hpp"
#include "shared/core/result.hpp"
#include "shared/evidence/interval.hpp"
#include "shared/facts/fact.hpp"

#include <optional>

namespace shoujie::server {

/// A fact at the gate of its device's site.
struct Submission {
    const evidence::WireFact& wire;
    const Result<facts::Fact>& decoded; ///< what evidence::decodeFact made of it
    evidence::Stamp stamp;
    bool newer = false; ///< the device speaks a newer vocabulary than this server
};

/// Why a fact may not enter the register, or nothing. Paths are relative to the fact
/// ("data.visit"). Sees what the same transaction has taken in before.
std::optional<Error> refusal(Reads& reads, const SiteId& site, const Submission& submission);
/// The part that asks what the fact says, for one that entered before this program knew its kind.
std::optional<Error> refusalOfContent(Reads& reads, const evidence::WireFact& wire,
                                      const facts::FactData& data, const evidence::Stamp& stamp);

} // namespace shoujie::server
