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
    : m_tablet(tablet), m_transport(transport), m_done(std::move(done)) {}

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
    m_transport.send(makeRequest(method, path, std::move(body), m_tablet.identity()->token),
                     [this, next = std::move(next)](const Result<HttpResponse>& response) {
                         if (!response) return finish(response.error());
                         next(*response);
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
        if (canGoOn(errorOf(response))) askForSite();
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
                if (canGoOn(error)) askForSite();
                return;
            }
            auto anchor = protocol::decodeAnchorReply(anchored.body);
            if (!anchor) return finish(unreadable(anchor.error()));
            // A forged anchor is no reason to go on.
            if (auto kept = m_tablet.keepAnchor(answered, *anchor); !kept)
                return finish(kept.error());
            askForSite();
        });
}

void SyncRun::askForSite() {
    if (!m_tablet.siteDue()) return push();
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

void SyncRun::push() {
    auto next = m_tablet.nextPush();
    if (!next) return finish(next.error());
    if (!*next) return pull();
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
    if (!answered) return finish(errorOf(response));
    if (!reply) return finish(unreadable(reply.error()));
    auto tally = m_tablet.keepReply(sent, *reply);
    if (!tally) return finish(tally.error());
    m_report.sent += tally->received;
    m_report.refused += tally->refused;
    push();
}

void SyncRun::pull() {
    const std::string path = std::string(protocol::kFeedPath) +
                             "?after=" + std::to_string(m_tablet.feedCursor()) +
                             "&limit=" + std::to_string(limits::kMaxFeedEntries);
    ask("GET", path, "", [this](const HttpResponse& response) { keepPulled(response); });
}

void SyncRun::keepPulled(const HttpResponse& response) {
    if (!succeeded(response)) return finish(errorOf(response));
    auto feed = protocol::decodeFeedReply(response.body);
    if (!feed) return finish(unreadable(feed.error()));
    auto learned = m_tablet.keepFeed(*feed);
    if (!learned) return finish(learned.error());
    m_report.learned += *learned;
    if (feed->more) return pull();
    auto kept = m_tablet.markSynced();
    finish(kept ? std::nullopt : std::optional(kept.error()));
}

void SyncRun::finish(std::optional<Error> error) {
    m_report.error = std::move(error);
    // Moved out first: `done` may destroy this run.
    const Done done = std::move(m_done);
    assert(done);
    done(std::move(m_report));
}

} // namespace shoujie::client
