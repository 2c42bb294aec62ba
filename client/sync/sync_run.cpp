#include "client/sync/sync_run.hpp"

#include "client/sync/exchange.hpp"
#include "shared/core/limits.hpp"
#include "shared/protocol/messages.hpp"

#include <cassert>
#include <utility>

namespace shoujie::client {
namespace {

bool succeeded(const HttpResponse& response) {
    return response.status >= 200 && response.status < 300;
}

} // namespace

SyncRun::SyncRun(TabletCore& tablet, SyncTransport& transport, Done done)
    : m_tablet(tablet)
    , m_transport(transport)
    , m_done(std::move(done))
    , m_locked(tablet.isLocked()) {}

SyncRun::~SyncRun() {
    m_transport.cancel();
}

void SyncRun::start() {
    if (!m_tablet.identity())
        return finish(Error{ErrorCode::unauthorized, "", "this tablet is not enrolled"});
    if (m_tablet.anchorDue())
        askForAnchor();
    else
        askForSite();
}

void SyncRun::ask(std::string_view method, std::string_view path, std::string body, Next next) {
    const auto& identity = *m_tablet.identity();
    const auto credentials =
        m_tablet.isLocked() ? "Deliver " + identity.deliverToken : "Bearer " + identity.token;
    m_transport.send(makeRequest(method, path, std::move(body), credentials),
                     [this, next = std::move(next)](const Result<HttpResponse>& response) {
                         if (!response) return finish(response.error());
                         const bool unknown = response->status == 401 && !m_tablet.isLocked();
                         if (!unknown || std::exchange(m_introduced, true)) return next(*response);
                         introduce([this, why = errorOf(*response)](bool known) {
                             if (!known) return finish(why);
                             askForAnchor();
                         });
                     });
}

bool SyncRun::canGoOn(const Error& error) {
    // Who is not let in, or finds nobody there, need not try the next door; a tablet that gets no
    // anchor or bundle still delivers its facts, with the weaker evidence they have.
    // One that was set aside delivers what it holds all the same.
    const bool stop = classify(error) == Failure::transient || isEpochOver(error) ||
                      error.code == ErrorCode::unauthorized ||
                      (error.code == ErrorCode::forbidden && !isSetAside(error));
    if (stop) {
        finish(error);
        return false;
    }
    if (!m_report.note) m_report.note = error;
    return true;
}

void SyncRun::askForAnchor() {
    ask("POST", protocol::kChallengePath, "{}",
        [this](const HttpResponse& response) { answerChallenge(response); });
}

void SyncRun::answerChallenge(const HttpResponse& response) {
    if (!succeeded(response)) {
        const Error error = errorOf(response);
        if (!handsIn(error) && canGoOn(error)) askForSite();
        return;
    }
    auto challenge = protocol::decodeChallengeReply(response.body);
    if (!challenge) return finish(unreadable(challenge.error()));
    auto answer = m_tablet.answer(*challenge);
    if (!answer) return finish(answer.error());
    ask("POST", protocol::kAnchorPath, protocol::encode(*answer),
        [this, answered = *answer](const HttpResponse& anchored) {
            if (!succeeded(anchored)) {
                const Error error = errorOf(anchored);
                // Put back from a backup: the next challenge says where this tablet goes on.
                if (isEpochOver(error) && !std::exchange(m_movedOn, true)) return askForAnchor();
                if (!handsIn(error) && canGoOn(error)) askForSite();
                return;
            }
            auto anchor = protocol::decodeAnchorReply(anchored.body);
            if (!anchor) return finish(unreadable(anchor.error()));
            // A forged anchor is no reason to go on.
            auto kept = m_tablet.keepAnchor(answered, *anchor);
            if (kept) return askForSite();
            if (!handsIn(kept.error())) finish(kept.error());
        });
}

void SyncRun::askForSite() {
    if (!m_tablet.siteDue()) return push();
    if (m_tablet.isLocked()) return askForLocks();
    if (m_tablet.identity()->deliverToken.empty() && !std::exchange(m_introduced, true))
        return introduce([this](bool) { askForSite(); });
    ask("GET", protocol::kSitePath, "", [this](const HttpResponse& response) {
        if (!succeeded(response)) {
            if (canGoOn(errorOf(response))) push();
            return;
        }
        auto site = protocol::decodeSiteReply(response.body);
        if (!site) return finish(unreadable(site.error()));
        if (auto kept = m_tablet.keepSite(*site); !kept && !canGoOn(kept.error())) return;
        push();
    });
}

void SyncRun::askForLocks() {
    const auto request = m_tablet.askForLocks();
    if (!request) return finish(request.error());
    if (!*request) return push();
    ask("POST", protocol::kUnlockPath, protocol::encode(**request),
        [this](const HttpResponse& response) {
            if (!succeeded(response)) {
                if (canGoOn(errorOf(response))) push();
                return;
            }
            const auto reply = protocol::decodeUnlockReply(response.body);
            if (!reply) return finish(unreadable(reply.error()));
            if (auto kept = m_tablet.keepLocks(*reply); !kept && !canGoOn(kept.error())) return;
            push();
        });
}

void SyncRun::push() {
    auto next = m_tablet.nextPush();
    if (!next) return finish(next.error());
    if (!*next && m_tablet.isLocked()) return finish(std::nullopt);
    if (!*next) return pull(m_tablet.feedCursor());
    std::string body = protocol::encode(**next);
    ask("POST", protocol::kFactsPath, std::move(body),
        [this, sent = std::move(**next)](const HttpResponse& response) {
            keepPushed(sent, response);
        });
}

void SyncRun::keepPushed(const protocol::PushRequest& sent, const HttpResponse& response) {
    auto reply = protocol::decodePushReply(response.body);
    // 422 carries an answer to each fact where all were refused.
    const bool answered = succeeded(response) || (response.status == 422 && reply);
    if (!answered) {
        const Error error = errorOf(response);
        if (!handsIn(error)) finish(error);
        return;
    }
    if (!reply) return finish(unreadable(reply.error()));
    auto tally = m_tablet.keepReply(sent, *reply);
    if (!tally) {
        if (!handsIn(tally.error())) finish(tally.error());
        return;
    }
    m_report.sent += tally->received;
    m_report.refused += tally->refused;
    push();
}

void SyncRun::introduce(std::function<void(bool known)> next) {
    ask("POST", protocol::kEnrolPath, protocol::encode(m_tablet.introduction()),
        [this, next = std::move(next)](const HttpResponse& response) {
            const auto reply = protocol::decodeEnrolReply(response.body);
            const bool known = succeeded(response) && reply &&
                               reply->device == m_tablet.identity()->device &&
                               reply->serverKey == m_tablet.identity()->serverKey;
            if (known)
                if (auto kept = m_tablet.keepDeliverToken(reply->deliverToken); !kept)
                    return finish(kept.error());
            next(known);
        });
}

bool SyncRun::handsIn(const Error& error) {
    if (m_tablet.isLocked()) return false;
    if ((!isRecovering(error) && !isDisputed(error)) || std::exchange(m_handedIn, true))
        return false;
    // What the office has lost of its register it may have lost of the photos. Asking about one
    // that it has costs a question.
    if (auto offered = m_tablet.offerPhotosAgain(); !offered) m_report.note = offered.error();
    auto question = m_tablet.askAboutRegister();
    if (question)
        handIn(*question, error);
    else
        finish(question.error());
    return true;
}

void SyncRun::handIn(const protocol::RecoveryRequest& request, const Error& why) {
    ask("POST", protocol::kRecoveryPath, protocol::encode(request),
        [this, why](const HttpResponse& response) {
            // An older server does not know of it: then what was wrong is all there is to say.
            if (!succeeded(response))
                return finish(response.status == 404 ? why : errorOf(response));
            auto told = protocol::decodeRecoveryReply(response.body);
            if (!told) return finish(unreadable(told.error()));
            handedIn(*told, why);
        });
}

void SyncRun::handedIn(const protocol::RecoveryReply& told, const Error& why) {
    if (told.recovering && told.heard)
        return finish(Error{ErrorCode::unavailable, "recovery",
                            "the office puts its register together again"});
    if (told.recovering) {
        auto next = m_tablet.nextHandIn(told, m_handIn);
        if (!next) return finish(next.error());
        return handIn(*next, why);
    }
    if (!told.checkpoint.empty()) {
        auto gone = m_tablet.goOnFrom(told);
        if (!gone) return finish(gone.error());
    }
    // The register is whole again, or goes on without what was lost: so does this run.
    askForAnchor();
}

void SyncRun::pull(std::int64_t after) {
    const std::string path = std::string(protocol::kFeedPath) + "?after=" + std::to_string(after) +
                             "&limit=" + std::to_string(limits::kMaxFeedEntries);
    ask("GET", path, "", [this](const HttpResponse& response) { keepPulled(response); });
}

void SyncRun::keepPulled(const HttpResponse& response) {
    if (!succeeded(response)) return finish(errorOf(response));
    auto feed = protocol::decodeFeedReply(response.body);
    if (!feed) return finish(unreadable(feed.error()));
    const bool more = feed->more && feed->next > m_tablet.feedCursor();
    // The next page is on its way while this one is stored.
    if (more) pull(feed->next);
    auto learned = m_tablet.keepFeed(std::move(*feed));
    if (!learned) {
        m_transport.cancel();
        return finish(learned.error());
    }
    m_report.learned += *learned;
    if (more) return;
    if (auto kept = m_tablet.markSynced(); !kept) return finish(kept.error());
    sendPhoto();
}

void SyncRun::sendPhoto() {
    auto next = m_tablet.nextPhoto();
    if (!next) return finish(next.error());
    if (!*next) return finish(std::nullopt);
    m_piece = **next;
    // First the question how much of it has come in an earlier run; it may be all.
    ask("PUT", protocol::targetOf(m_piece), {},
        [this](const HttpResponse& response) { keepProgress(response, 0); });
}

void SyncRun::sendPiece() {
    auto bytes = m_tablet.photoBytes(m_piece);
    if (!bytes) return finish(bytes.error());
    ask("PUT", protocol::targetOf(m_piece), std::move(*bytes),
        [this, least = m_piece.offset + 1](const HttpResponse& response) {
            keepProgress(response, least);
        });
}

void SyncRun::keepProgress(const HttpResponse& response, std::int64_t least) {
    if (!succeeded(response)) return photoRefused(response);
    const auto state = protocol::decodeBlobState(response.body);
    if (!state) return finish(unreadable(state.error()));
    if (state->have < least || state->have > m_piece.size)
        return finish(unreadable({ErrorCode::outOfRange, "have", "leads nowhere"}));
    m_piece.offset = state->have;
    const bool whole = m_piece.offset == m_piece.size;
    if (whole) {
        if (auto settled = m_tablet.settlePhoto(m_piece.hash); !settled)
            return finish(settled.error());
        ++m_report.photos;
    }
    // What was recorded meanwhile goes first, and so does the clock; a piece has gone all the same.
    if (least > 0 && m_tablet.anchorDue()) {
        m_report.more = true;
        return finish(std::nullopt);
    }
    if (whole)
        sendPhoto();
    else
        sendPiece();
}

void SyncRun::photoRefused(const HttpResponse& response) {
    const Error error = errorOf(response);
    // These are about the photo itself. The rest may pass: a server that is busy, or older than
    // photos, or has had enough of them today.
    if (response.status != 413 && response.status != 422) {
        if (!m_report.note) m_report.note = error;
        return finish(std::nullopt);
    }
    if (auto settled = m_tablet.settlePhoto(m_piece.hash, error); !settled)
        return finish(settled.error());
    sendPhoto();
}

void SyncRun::finish(std::optional<Error> error) {
    m_report.error = std::move(error);
    // What somebody who signed in, or the lock, has interrupted is the next run's.
    if (m_tablet.isLocked() != m_locked) {
        m_report.error.reset();
        m_report.more = true;
    }
    // Moved out first: `done` may destroy this run.
    const Done done = std::move(m_done);
    assert(done);
    done(std::move(m_report));
}

} // namespace shoujie::client
