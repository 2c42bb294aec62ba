#include "server/services/device_chain.hpp"

#include "server/services/register_facts.hpp"

namespace shoujie::server {

Result<Hash> knownHash(Reads& reads, const DeviceId& device, std::int64_t epoch, std::int64_t seq) {
    if (seq == 0) return evidence::chainStart(device, epoch);
    const auto link = reads.chainLink(device, epoch, seq);
    if (!link) return Error{ErrorCode::corrupt, "", "a link of the device's chain is lost"};
    return link->hash;
}

Result<Standing> standingOf(Reads& reads, const DeviceRow& device,
                            const protocol::AnchorRequest& request) {
    if (request.headSeq <= device.headSeq) {
        const auto known = knownHash(reads, device.id, device.epoch, request.headSeq);
        if (!known) return known.error();
        if (*known != request.headHash) return Standing::copied;
        if (request.headSeq < device.headSeq) return Standing::restored;
    }
    // An anchor that is not known here was given by this register before it was put back.
    if (request.lastNonce && !request.lastNonce->empty() &&
        !reads.anchor(device.id, *request.lastNonce))
        return putBackError();
    // The one before is held where the newest was lost on its way to the device.
    const bool held = !request.lastNonce || !device.anchorLast ||
                      request.lastNonce == device.anchorLast ||
                      request.lastNonce == device.anchorBefore.value_or("");
    return held ? Standing::good : Standing::copied;
}

Error setAsideError() {
    return {ErrorCode::forbidden, "device",
            "this tablet was set aside: two of it are in use; the office has to enrol it anew"};
}

Error outError(const DeviceRow& device) {
    if (!device.revokedAt) return setAsideError();
    return {ErrorCode::forbidden, "device",
            "this tablet was shut out by the office; what it still sends is kept for the office"};
}

void logStanding(Log& log, const DeviceRow& device, std::string_view event) {
    log.write(LogLevel::error, std::string(event),
              {{"site", device.site.value}, {"device", device.id.value}});
}

} // namespace shoujie::server
