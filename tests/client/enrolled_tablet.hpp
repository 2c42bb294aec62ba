#pragma once

#include "shared/protocol/messages.hpp"
#include "tests/client/fake_world.hpp"
#include "tests/client/scripted_server.hpp"

#include <QString>

#include <string>

namespace shoujie::client::test {

/// A tablet that belongs to a site, and the server it belongs to.
struct EnrolledTablet {
    World world;
    ScriptedServer server{world};
    TabletBench tablet;

    /// With a file that is enrolled already, the server gets to know its key again.
    explicit EnrolledTablet(const QString& path, const World& at = {},
                            std::int64_t reserveBytes = 0)
        : world(at), tablet(world, path.toStdString(), 1, reserveBytes) {
        protocol::EnrolRequest ask{server.code, tablet.core().deviceKey()};
        const HttpResponse response = server.handle(
            {"POST", "/v1/enrol", {{"Shoujie-Protocol", "1"}}, protocol::encode(ask)});
        if (tablet.core().identity()) return;
        const auto reply = protocol::decodeEnrolReply(response.body);
        if (!reply || !tablet.core().adopt("https://register.example", *reply))
            qFatal("the tablet was not enrolled");
    }
    TabletCore& core() { return tablet.core(); }

    /// The server's answer to one of the tablet's requests.
    HttpResponse ask(const std::string& path, const std::string& body) {
        return server.handle({"POST",
                              path,
                              {{"Shoujie-Protocol", "1"}, {"Authorization", "Bearer token-of-d1"}},
                              body});
    }
    /// Takes all the feed in.
    void pull() {
        for (bool more = true; more;) {
            const protocol::FeedReply feed = server.feed(core().feedCursor());
            if (!core().keepFeed(feed)) qFatal("the feed was refused");
            more = feed.more;
        }
    }
    /// Sends what waits and keeps the receipts.
    void push() {
        for (auto next = core().nextPush(); next && *next; next = core().nextPush())
            if (!core().keepReply(**next, server.push("d1", **next)))
                qFatal("the receipts were refused");
    }
    void anchor() {
        const auto challenge =
            protocol::decodeChallengeReply(ask("/v1/anchors/challenge", "{}").body);
        const auto answer = core().answer(*challenge);
        const auto anchored =
            protocol::decodeAnchorReply(ask("/v1/anchors", protocol::encode(*answer)).body);
        if (!core().keepAnchor(*answer, *anchored)) qFatal("the anchor was refused");
    }
};

} // namespace shoujie::client::test
