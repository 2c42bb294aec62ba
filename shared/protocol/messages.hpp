#pragma once

#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"
#include "shared/evidence/interval.hpp"
#include "shared/facts/fact.hpp"
#include "shared/register/receipt.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The messages between tablet and server, version 1: plain structs here, JSON in the .cpp.
/// Each has `std::string encode(const M&)` and `Result<M> decodeM(std::string_view)`; unknown
/// members are refused in requests and skipped in replies, so that an older tablet keeps working.
namespace shoujie::protocol {

inline constexpr std::int64_t kVersion = 1;
/// Header of every request: the newest version that the asker speaks; of every reply: the one that
/// it is written in, the newest that both speak.
inline constexpr std::string_view kVersionHeader = "Shoujie-Protocol";

inline constexpr std::string_view kEnrolPath = "/v1/enrol";
inline constexpr std::string_view kSitePath = "/v1/site";
inline constexpr std::string_view kUnlockPath = "/v1/unlock";
inline constexpr std::string_view kChallengePath = "/v1/anchors/challenge";
inline constexpr std::string_view kAnchorPath = "/v1/anchors";
inline constexpr std::string_view kFactsPath = "/v1/facts";
inline constexpr std::string_view kFeedPath = "/v1/feed"; ///< ?after=SEQ&limit=N
inline constexpr std::string_view kRecoveryPath = "/v1/recovery";
inline constexpr std::string_view kLivePath = "/v1/live"; ///< WebSocket
inline constexpr std::string_view kHealthPath = "/healthz";

// ---- enrolment: POST /v1/enrol, no credentials but the one-time code,
// or what an earlier reply said -------------------------
struct EnrolRequest {
    std::string code; ///< 128 bits as 32 hex digits; empty where `known` is told
    PublicKey deviceKey{};
    /// What a tablet was told when it was enrolled, for a server that was put back to before that.
    struct Known {
        DeviceId device;
        SiteId site;
        std::string token;
    };
    std::optional<Known> known{};
};
struct EnrolReply {
    DeviceId device;
    SiteId site;
    std::int64_t epoch = 1;
    std::string token;     ///< bearer token of the device, 64 hex digits
    PublicKey serverKey{}; ///< signs anchors and checkpoints
    /// What a locked tablet shows instead (`Authorization: Deliver ...`): with it goes only what a
    /// locked tablet may do, which is to deliver and to ask for its key anew. Empty from an older
    /// server.
    std::string deliverToken{};
};

// ---- the site: GET /v1/site -------------------------------------------------------------------
struct Credential {
    StaffId staff;
    std::string pinHash; ///< PinLock's text
};
struct SiteReply {
    SiteId site;
    std::string name;
    std::string
        policy; ///< JSON array [{"from": date, "policy": {..}}], as `shoujie-rules` reads it
    std::vector<Credential> credentials;
};

// ---- a locked tablet: POST /v1/unlock
// ------------------------------------------------------------
/// Who has got a new PIN opens a tablet that is locked: the server opens the box that only it can,
/// and locks the tablet's key anew with every PIN of the site. Nobody learns the key without one.
struct UnlockRequest {
    std::string box; ///< boxFor(the server's key, the tablet's key)
};
struct UnlockReply {
    struct Lock {
        Credential credential;
        std::string box; ///< PinLock::box of the tablet's key
    };
    std::vector<Lock> locks;
};

// ---- the register as a tablet witnesses it ---------------------------------------------------
/// Lines of the register that a tablet did not write, so that a server that was put back from an
/// older copy can be given back all it has signed for. They name nobody.
struct Tail {
    std::string records; ///< registry::recordBytes, one behind the other, in the register's order
    /// The server's own facts among them, in that order. Their `site` is not said.
    std::vector<evidence::WireFact> stated;
};
/// At most so many lines are shown with an anchor; who is further behind is shown none.
inline constexpr std::uint64_t kMaxTail = 1000;
/// At most so many with the answer to a push: every tablet's every push must not carry the whole
/// floor's. Who wrote a line holds it in any case.
inline constexpr std::uint64_t kMaxPushTail = 32;

// ---- anchors: POST /v1/anchors/challenge (empty object), then POST /v1/anchors
// -------------------
struct ChallengeReply {
    std::string nonce;
    Instant challengedAt{};
    /// The device's present epoch at the server. A tablet that stands in an older one was put back
    /// from a backup and goes on in this one; 0 from an older server.
    std::int64_t epoch = 0;
    std::int64_t keptSeq = 0; ///< what it still held then of the epoch before
    DeviceId device{};        ///< whose epoch that is; empty from an older server
};
struct AnchorRequest {
    std::string nonce;
    std::int64_t epoch = 1;
    std::string bootTag;
    std::chrono::nanoseconds elapsed{};
    std::int64_t headSeq = 0;
    Hash headHash{};
    Signature signature{}; ///< by the device key over anchorMessage()
    /// Size of the newest checkpoint the tablet holds, 0 for none: the reply has to show that the
    /// register still begins with it.
    std::uint64_t treeSize = 0;
    std::optional<std::chrono::nanoseconds> tickedSince; ///< evidence::Ticks::since
    /// Nonce of the newest anchor the tablet holds, empty for none: of two copies of a tablet only
    /// one can hold the newest. Absent from a program that does not know of it.
    std::optional<std::string> lastNonce;
};
/// What the device signs when it answers a challenge.
std::string anchorMessage(const DeviceId& device, const AnchorRequest& request);
struct AnchorReply {
    evidence::Anchor anchor;
    Signature signature{};         ///< by the server's key over anchorText()
    std::string checkpoint;        ///< the register as it stands, signed; empty while it is empty
    std::vector<Hash> consistency; ///< from the asker's treeSize to it (RFC 6962, 2.1.2)
    Tail tail{};                   ///< all between the two
};
/// What the server signs of an anchor.
std::string anchorText(const evidence::Anchor& anchor);

// ---- push: POST /v1/facts -----------------------------------------------------------------------
/// 1 to limits::kMaxPushFacts facts of one device in the order of its chain, without gaps.
struct PushRequest {
    std::int64_t epoch = 1;
    /// h of the fact before the first one.
    Hash previous{};
    std::vector<evidence::WireFact> facts;
    /// By the device key over evidence::headMessage() of the last fact.
    Signature signature{};
    std::uint64_t treeSize = 0; ///< as AnchorRequest's
    /// The asker's facts::kVocabulary: what an older server does not know of a newer one it keeps.
    std::int64_t vocabulary = 1;
    /// The asker can do with PushReply::beside instead of a proof for each receipt.
    bool sharedProofs = false;
    /// Instead of `facts`: each as boxFor(the server's key, its JSON), from a tablet that is locked
    /// and cannot read them itself.
    std::vector<std::string> boxed{};
};
enum class PushStatus { received, duplicate, refused };
struct PushResult {
    FactId id;
    PushStatus status = PushStatus::refused;
    std::optional<registry::Receipt> receipt; ///< for received and duplicate
    std::optional<Error> error;               ///< for refused; path from "facts[i]"
};
struct PushReply {
    std::vector<PushResult> results; ///< one a fact, in the order of the request
    std::string checkpoint;        ///< signed note that holds all receipts; empty if there is none
    std::optional<Error> error;    ///< the first refusal, when all were refused (HTTP 422)
    std::vector<Hash> consistency; ///< from the asker's treeSize to the checkpoint
    Tail tail{};                   ///< all between the two but the records of `results`
    /// Where all receipts are of neighbouring lines, and the asker can do with it: what their
    /// proofs have in common (registry::AuditPaths::beside); the receipts then have none.
    std::optional<std::vector<Hash>> beside{};
};

// ---- recovery: POST /v1/recovery ----------------------------------------------------------------
/// A register was put back from an older copy; what the tablets hold of it puts it together again.
/// A tablet says the newest checkpoint it has seen and hands in what the server asks for, piece by
/// piece: each is kept before it is answered, so that either side may stop at any time.
struct SignedAnchor {
    evidence::Anchor anchor;
    Signature signature{}; ///< by the server's key over anchorText()
};
/// A stretch of the asker's own chain, as in a push, and what it was told of refused facts.
struct ChainPiece {
    PushRequest push;
    std::vector<std::pair<std::int64_t, Error>> refused; ///< by sequence
};
struct SeenRoot {
    std::uint64_t size = 0;
    Hash root{};
};
struct RecoveryRequest {
    std::string checkpoint; ///< the newest signed note the asker holds; empty for none
    std::int64_t epoch = 1; ///< in which the asker stands
    /// RecoveryReply's, to hand something in; 0 only asks. What is meant for another recovery, a
    /// request that was on its way for days say, is not kept.
    std::int64_t recovery = 0;
    std::int64_t feedCursor = 0; ///< the feed has to go on above it
    Tail tail;                   ///< what it holds of the register from `recordsAfter` on
    std::optional<ChainPiece> chain{};
    std::vector<SignedAnchor> anchors{};
    bool all = false; ///< there is nothing more to hand in
    /// Older checkpoints, largest first: where to go on after records were given up for lost.
    std::vector<SeenRoot> seen;
};
struct RecoveryReply {
    bool recovering = false;
    std::int64_t recovery = 0; ///< tells one recovery from another
    bool heard = false;        ///< everything the asker holds has been handed in
    // While recovering: what is known of the register and of the asker's own chain and anchors.
    std::int64_t recordsAfter = 0;
    std::int64_t epoch = 1;
    std::int64_t headSeq = 0;
    std::string lastNonce;
    /// Where the office has given records up for lost: the register as it goes on, signed, and the
    /// largest checkpoint of the asker's that it begins with (0: none), with the proof.
    std::string checkpoint;
    std::uint64_t from = 0;
    std::vector<Hash> consistency;
};
inline constexpr std::size_t kMaxSeenRoots = 64;
inline constexpr std::size_t kMaxHandedAnchors = 200;

// ---- pull: GET /v1/feed
// --------------------------------------------------------------------------
/// One change of the site, in the order in which the server published them.
struct FeedEntry {
    std::int64_t seq = 0; ///< from 1, grows, no row ever appears below one delivered
    /// A fact with its register sequence, or ...
    std::optional<facts::TimedFact> fact;
    std::int64_t registerSeq = 0; ///< of the fact
    std::string grade;            ///< of the fact: O, A, B, C, X
    /// ... the newest outcome of a visit or deal, JSON of `facts.md` ("visits.<id>", "deals.<id>").
    std::string outcomeKind; ///< "visit" or "deal", empty for facts
    SubjectId subject;
    std::string outcome;
    /// The fact as JSON. Where it is there without `fact`, the fact is kept and not judged yet: of
    /// a vocabulary that is newer than the server's or this program's.
    std::string factText{};
    FactId unsupportedId{};
    bool ofServer = false; ///< it is the server that does not judge it, by its member "unsupported"
    /// What a customer said in it was erased: this is what is left, and takes the place of what was
    /// told before.
    bool erased = false;
};
struct FeedReply {
    std::vector<FeedEntry> entries;
    std::int64_t next = 0; ///< ask again with after=next
    bool more = false;
};

/// WebSocket message of the server: the feed has grown to `seq`.
struct Poke {
    std::int64_t seq = 0;
};

/// Body of every reply that is not 2xx: {"error": {"code", "path", "message"}}.
struct ErrorReply {
    Error error;
};

std::string encode(const EnrolRequest&);
std::string encode(const EnrolReply&);
std::string encode(const SiteReply&);
std::string encode(const UnlockRequest&);
std::string encode(const UnlockReply&);
std::string encode(const ChallengeReply&);
std::string encode(const AnchorRequest&);
std::string encode(const AnchorReply&);
std::string encode(const PushRequest&);
std::string encode(const PushReply&);
std::string encode(const RecoveryRequest&);
std::string encode(const RecoveryReply&);
std::string encode(const FeedReply&);
std::string encode(const Poke&);
std::string encode(const ErrorReply&);
/// One wire fact, as it stands in a push and in the tablet's log.
std::string encode(const evidence::WireFact&);
nlohmann::json wireFactJson(const evidence::WireFact&);
/// A fact of the server itself, as it stands in a Tail; without its site.
std::string encodeStated(const evidence::WireFact&);
Result<evidence::WireFact> decodeStated(std::string_view);

Result<EnrolRequest> decodeEnrolRequest(std::string_view);
Result<EnrolReply> decodeEnrolReply(std::string_view);
Result<SiteReply> decodeSiteReply(std::string_view);
Result<UnlockRequest> decodeUnlockRequest(std::string_view);
Result<UnlockReply> decodeUnlockReply(std::string_view);
Result<ChallengeReply> decodeChallengeReply(std::string_view);
Result<AnchorRequest> decodeAnchorRequest(std::string_view);
Result<AnchorReply> decodeAnchorReply(std::string_view);
/// Checks the envelope (every member but the facts' `data`, which the gate judges fact by fact).
/// Either `facts` or `boxed` is there.
Result<PushRequest> decodePushRequest(std::string_view);
Result<PushReply> decodePushReply(std::string_view);
Result<RecoveryRequest> decodeRecoveryRequest(std::string_view);
Result<RecoveryReply> decodeRecoveryReply(std::string_view);
Result<FeedReply> decodeFeedReply(std::string_view);
Result<Poke> decodePoke(std::string_view);
Result<ErrorReply> decodeErrorReply(std::string_view);
Result<evidence::WireFact> decodeWireFact(std::string_view);
/// From JSON that has passed the gate; errors name the member's path below `path`.
Result<evidence::WireFact> wireFactFromJson(const nlohmann::json& json, std::string path);

/// HTTP status of an error: 400 malformed, 401, 403, 404, 409 conflict, 413, 422 for members, 429,
/// 503.
int httpStatus(ErrorCode code);

} // namespace shoujie::protocol
