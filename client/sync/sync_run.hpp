#pragma once

#include "client/store/tablet_core.hpp"
#include "client/sync/sync_report.hpp"
#include "client/sync/sync_transport.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace shoujie::client {

/// One synchronisation, from first request to last: an anchor, the site's bundle where due, push
/// until the outbox is empty, pull until the feed has no more, and then the photos, which delay
/// nothing else. It runs once and dies; wherever it is cut, a later run takes up the rest, because
/// each step is kept before the next is asked for.
///
/// Of a locked tablet it takes an anchor, asks for the key's locks where due, and pushes what waits
/// unread; the rest waits until somebody signs in.
class SyncRun {
public:
    using Done = std::function<void(SyncReport)>;

    /// `tablet` and `transport` outlive it. Destroying it cancels what is under way.
    SyncRun(TabletCore& tablet, SyncTransport& transport, Done done);
    ~SyncRun();
    SyncRun(const SyncRun&) = delete;
    SyncRun& operator=(const SyncRun&) = delete;

    /// Call once. `done` is called once, not before `start` has returned, perhaps destroying the
    /// run; ErrorCode::unauthorized at once (inside `start`) on a tablet that is not enrolled.
    void start();

private:
    /// A step's way on: gets the body of a 2xx response.
    using Next = std::function<void(const HttpResponse&)>;

    void ask(std::string_view method, std::string_view path, std::string body, Next next);
    void askForAnchor();
    void answerChallenge(const HttpResponse& response);
    void askForSite();
    void askForLocks();
    void push();
    void keepPushed(const protocol::PushRequest& sent, const HttpResponse& response);
    void pull(std::int64_t after);
    void keepPulled(const HttpResponse& response);
    void sendPhoto();
    void sendPiece();
    /// `least`: what the office must have of the photo now.
    void keepProgress(const HttpResponse& response, std::int64_t least);
    void photoRefused(const HttpResponse& response);
    void finish(std::optional<Error> error);
    /// Says who this tablet is, once in a run, to a server that does not know it or has not given
    /// it a token for when it is locked. `next` hears whether it is known now.
    void introduce(std::function<void(bool known)> next);
    /// The office's register is not the one that this tablet has seen, or is being put together
    /// again: says what was seen and hands in what is asked for, once in a run. False where it
    /// is about something else.
    bool handsIn(const Error& error);
    void handIn(const protocol::RecoveryRequest& request, const Error& why);
    void handedIn(const protocol::RecoveryReply& told, const Error& why);
    /// Goes on without what failed if that is safe; else ends the run. True if it goes on.
    bool canGoOn(const Error& error);

    TabletCore& m_tablet;
    SyncTransport& m_transport;
    Done m_done;
    SyncReport m_report;
    const bool m_locked;    ///< when it began
    bool m_movedOn = false; ///< into another epoch, in this run
    bool m_introduced = false;
    bool m_handedIn = false;
    HandIn m_handIn;
    protocol::BlobPiece m_piece; ///< of the photo that is on its way
};

} // namespace shoujie::client
