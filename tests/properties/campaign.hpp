#pragma once

#include "tests/properties/property.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace shoujie::properties {

struct CampaignOptions {
    std::uint64_t seed = 1; ///< of the first history; the others follow
    std::uint64_t histories = 0;
    std::optional<double> minutes; ///< instead of a number of histories
    int jobs = 1;
    const Property* only = nullptr; ///< all of them, each history by one of its draw, if null
    std::size_t shrink = 1;         ///< how many failures of a property are looked at
    std::string out;                ///< folder for what fails
    std::string program;            ///< how this program is called again
};

/// Judges random histories, shrinks what fails, and says what was done. True if all holds.
bool runCampaign(const CampaignOptions& options);

/// Judges one scenario file by one property or by all, with several draws of chance each.
bool replayFile(const std::string& file, const Property* only);

/// The property by which a history of a campaign over all is judged, besides what is read off it.
const Property& propertyOf(std::uint64_t seed, Flavour flavour);

} // namespace shoujie::properties
