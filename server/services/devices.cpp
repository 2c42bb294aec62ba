#include "server/services/devices.hpp"

#include "server/services/secrets.hpp"
#include "server/store/recovery_store.hpp"
#include "shared/core/sealing.hpp"

#include <string>
#include <utility>

namespace shoujie::server {

namespace {

constexpr std::size_t kTokenBytes = 32;

Error unknownDevice() {
    return {ErrorCode::unauthorized, "", "a device's token is needed: Authorization: Bearer ..."};
}

} // namespace

/// The token names its device and is made from the server's key, so nothing of it is kept.
Result<DeviceRow> Devices::deliverer(std::string_view token) const {
    const DeviceId id(std::string(token.substr(0, token.rfind('.'))));
    auto device = m_context.reads.read([&](Reads& reads) { return reads.device(id); });
    if (!device) return device.error();
    if (!*device) return unknownDevice();
    const auto& row = **device;
    // Hashes are compared, so that the time it takes tells nothing.
    if (tokenHash(token) != tokenHash(deliverToken(m_context.key, row.id, row.site, row.key)))
        return unknownDevice();
    return std::move(**device);
}

Result<AskingDevice> Devices::authenticate(std::string_view authorization) const {
    constexpr std::string_view kLockedScheme = "Deliver ";
    if (authorization.starts_with(kLockedScheme)) {
        authorization.remove_prefix(kLockedScheme.size());
        auto device = deliverer(authorization);
        if (!device) return device.error();
        return AskingDevice{std::move(*device), true};
    }
    constexpr std::string_view kScheme = "Bearer ";
    if (!authorization.starts_with(kScheme)) return unknownDevice();
    authorization.remove_prefix(kScheme.size());
    if (authorization.size() != kTokenBytes * 2) return unknownDevice();
    // The look-up is by the token's hash, so its timing tells nothing about a token.
    auto device = m_context.reads.read(
        [hash = tokenHash(authorization)](Reads& reads) { return reads.deviceByToken(hash); });
    if (!device) return device.error();
    if (!*device) return unknownDevice();
    return AskingDevice{std::move(**device)};
}

Result<protocol::UnlockReply> Devices::unlock(const DeviceRow& device,
                                              std::string_view body) const {
    const auto request = protocol::decodeUnlockRequest(body);
    if (!request) return request.error();
    const auto opened = openBox(m_context.key, request->box);
    if (!opened) return Error{opened.error().code, "box", opened.error().message};
    const auto key = SecretKey::fromBytes(*opened);
    if (!key) return Error{key.error().code, "box", key.error().message};
    auto credentials =
        m_context.reads.read([&](Reads& reads) { return reads.credentials(device.site); });
    if (!credentials) return credentials.error();
    protocol::UnlockReply reply;
    for (auto& credential : *credentials) {
        // One of an older program opens nothing: the office gives a new PIN.
        const auto lock = PinLock::read(credential.pinHash);
        if (lock) reply.locks.push_back({std::move(credential), lock->box(*key)});
    }
    return reply;
}

void Devices::enrol(std::string_view body, Answer<protocol::EnrolReply> answer) const {
    auto request = protocol::decodeEnrolRequest(body);
    if (!request) return answer(request.error());

    const Instant now = m_context.clock.now();
    protocol::EnrolReply reply;
    reply.device.value = m_context.rng.makeUlid(now);
    reply.serverKey = m_context.key.publicKey();
    if (request->known) return knowAgain(*request, reply, std::move(answer));

    m_context.writer.submit<protocol::EnrolReply>(
        [context = m_context, request = std::move(*request), reply,
         now](Writes& writes) mutable -> Result<protocol::EnrolReply> {
            const Hash codeHash = enrolCodeHash(request.code);
            const auto code = writes.enrolCode(codeHash);
            if (!code || code->used || now > code->expiresAt)
                return Error{ErrorCode::unauthorized, "code",
                             "is unknown, used or expired; ask the office for a new one"};
            reply.site = code->site;
            reply.token = deviceToken(context.key, reply.device, reply.site, request.deviceKey);
            reply.deliverToken =
                deliverToken(context.key, reply.device, reply.site, request.deviceKey);
            writes.insertDevice({reply.device, reply.site, request.deviceKey, reply.epoch, 0,
                                 evidence::chainStart(reply.device, reply.epoch)},
                                tokenHash(reply.token), now);
            writes.useEnrolCode(codeHash, reply.device);
            return reply;
        },
        [context = m_context, answer = std::move(answer)](Result<protocol::EnrolReply> enrolled) {
            if (enrolled)
                context.log.write(
                    LogLevel::info, "enrolled",
                    {{"site", enrolled->site.value}, {"device", enrolled->device.value}});
            answer(std::move(enrolled));
        });
}

/// A device with a right token that is not known was enrolled by a register that is gone.
void Devices::knowAgain(const protocol::EnrolRequest& request, protocol::EnrolReply reply,
                        Answer<protocol::EnrolReply> answer) const {
    const auto& known = *request.known;
    // Hashes are compared, so that the time it takes tells nothing.
    const auto token = deviceToken(m_context.key, known.device, known.site, request.deviceKey);
    if (tokenHash(known.token) != tokenHash(token)) return answer(unknownDevice());
    reply.device = known.device;
    reply.site = known.site;
    reply.token = known.token;
    reply.deliverToken = deliverToken(m_context.key, known.device, known.site, request.deviceKey);
    m_context.writer.submit<protocol::EnrolReply>(
        [reply, key = request.deviceKey,
         now = m_context.clock.now()](Writes& writes) mutable -> Result<protocol::EnrolReply> {
            if (!writes.site(reply.site)) return unknownDevice();
            if (const auto device = writes.device(reply.device)) {
                reply.epoch = device->epoch;
                return reply;
            }
            writes.insertDevice({reply.device, reply.site, key, reply.epoch, 0,
                                 evidence::chainStart(reply.device, reply.epoch)},
                                tokenHash(reply.token), now);
            // One that is under way goes on: what others have handed in stays.
            if (!writes.site(reply.site)->recoveringSince) {
                writes.settle();
                RecoveryStore(writes.database(), reply.site).begin(now);
            }
            return reply;
        },
        [context = m_context, answer = std::move(answer)](Result<protocol::EnrolReply> enrolled) {
            if (enrolled)
                context.log.write(
                    LogLevel::error, "device_known_again",
                    {{"site", enrolled->site.value}, {"device", enrolled->device.value}});
            answer(std::move(enrolled));
        });
}

} // namespace shoujie::server
