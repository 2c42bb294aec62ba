#include "server/services/permissions.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/facts/fact_samples.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;
using protocol::PushStatus;

namespace {

/// What a device is to the server.
enum class Standing { none, stranger, good, setAside, shutOut };
constexpr std::array kStandings{Standing::none, Standing::stranger, Standing::good,
                                Standing::setAside, Standing::shutOut};
constexpr std::array kLocks{WhileLocked::no, WhileLocked::yes};

/// A site with somebody of each role, and tablets of each standing.
struct Floor {
    Floor() {
        for (std::size_t i = 0; i < facts::Words<facts::Role>::kAll.size(); ++i)
            QCOMPARE_OK(bench.office().addStaff(kSite, personOf(static_cast<facts::Role>(i)),
                                                "员工", static_cast<facts::Role>(i), {}));
        QCOMPARE_OK(
            bench.office().addStaff(kSite, StaffId("gone"), "员工", facts::Role::salesManager, {}));
        QCOMPARE_OK(bench.office().removeStaff(kSite, StaffId("gone")));
        bench.seams().clock.advance(std::chrono::hours(1));
        for (auto* tablet : {&good, &aside, &out})
            tablet->enrolled(bench
                                 .ask("POST", "/v1/enrol",
                                      tablet->enrolBody(*bench.office().makeEnrolCode(kSite)))
                                 .body);
        // With an anchor it is certain that what it writes now comes after somebody has left.
        const auto challenge = protocol::decodeChallengeReply(
            bench.ask("POST", "/v1/anchors/challenge", "{}", good.token).body);
        QCOMPARE(bench
                     .ask("POST", "/v1/anchors", protocol::encode(good.answer(challenge->nonce)),
                          good.token)
                     .status,
                 200);
        good.anchorNonce = challenge->nonce;
        // Two different pasts under one key: the tablet was copied.
        FakeTablet copy(2);
        copy.device = aside.device;
        copy.token = aside.token;
        aside.write("r0", visitOf("mine", "r0", "13800138000"));
        copy.write("r0", visitOf("other", "r0", "13800138001"));
        QCOMPARE(bench.ask("POST", "/v1/facts", aside.pushBody(1), aside.token).status, 200);
        (void)bench.ask("POST", "/v1/facts", copy.pushBody(1), copy.token);
        QCOMPARE_OK(bench.office().revokeDevice(out.device));
    }
    static StaffId personOf(facts::Role role) {
        return StaffId("r" + std::to_string(static_cast<int>(role)));
    }
    FakeTablet& tabletOf(Standing standing) {
        return standing == Standing::setAside ? aside : standing == Standing::shutOut ? out : good;
    }
    std::string tokenOf(Standing standing) {
        if (standing == Standing::none) return {};
        return standing == Standing::stranger ? std::string(64, '0') : tabletOf(standing).token;
    }
    /// As a tablet of that standing asks, locked or not.
    Response ask(std::string_view method, const std::string& path, Standing standing,
                 WhileLocked locked) {
        const std::string verb(method);
        if (locked == WhileLocked::no || standing == Standing::none)
            return bench.ask(verb, path, {}, tokenOf(standing));
        return bench.askLocked(verb, path, {},
                               standing == Standing::stranger
                                   ? good.device.value + "." + std::string(64, '0')
                                   : tabletOf(standing).deliverToken);
    }

    Bench bench;
    FakeTablet good{1};
    FakeTablet aside{2};
    FakeTablet out{3};
};

/// What a route's row lets in, as the status that keeps the others out; 0 for being let in.
int refusalOf(const Route& route, Standing standing, WhileLocked locked) {
    if (route.asker == Asker::anybody) return 0;
    if (standing == Standing::none || standing == Standing::stranger) return 401;
    if (locked == WhileLocked::yes && route.whileLocked == WhileLocked::no) return 403;
    return standing == Standing::good || route.asker == Asker::anyDevice ? 0 : 403;
}

/// An author and whether the register knows them as somebody who may write at all.
struct Author {
    StaffId id;
    std::optional<facts::Role> role; ///< nothing: nobody's
};
std::vector<Author> authors() {
    std::vector<Author> all;
    for (std::size_t i = 0; i < facts::Words<facts::Role>::kAll.size(); ++i) {
        const auto role = static_cast<facts::Role>(i);
        all.push_back({Floor::personOf(role), role});
    }
    for (const char* nobody : {"gone", "stranger", "system"})
        all.push_back({StaffId(nobody), std::nullopt});
    return all;
}

/// A full example of that kind, as the chain hashes it.
std::string canonicalSample(std::string_view kind) {
    return nlohmann::json::parse(shoujie::testing::sampleOf(kind).full).dump();
}

/// Of a fact: "" where it is let in as far as the author's role and the device go, else the member
/// that is refused.
std::string refusedMember(const protocol::PushResult& result) {
    if (result.status != PushStatus::refused || result.error->code != ErrorCode::forbidden)
        return {};
    const auto dot = result.error->path.find('.');
    return dot == std::string::npos ? result.error->path : result.error->path.substr(dot + 1);
}

} // namespace

/// The table of who may do what, cell by cell, against the whole server (`sync.md` 6).
class TestAccess : public QObject {
    Q_OBJECT

private slots:
    void every_route_stands_in_the_table() {
        constexpr auto kNo = WhileLocked::no;
        constexpr auto kYes = WhileLocked::yes;
        using Row = std::pair<Asker, WhileLocked>;
        const std::map<std::pair<std::string_view, std::string_view>, Row> expected{
            {{"GET", "/healthz"}, {Asker::anybody, kYes}},
            {{"POST", "/v1/enrol"}, {Asker::anybody, kYes}},
            {{"GET", "/v1/site"}, {Asker::device, kNo}},
            {{"POST", "/v1/unlock"}, {Asker::device, kYes}},
            {{"POST", "/v1/anchors/challenge"}, {Asker::device, kYes}},
            {{"POST", "/v1/anchors"}, {Asker::device, kYes}},
            {{"POST", "/v1/facts"}, {Asker::anyDevice, kYes}},
            {{"POST", "/v1/recovery"}, {Asker::anyDevice, kNo}},
            {{"GET", "/v1/feed"}, {Asker::device, kNo}},
            {{"GET", "/v1/live"}, {Asker::device, kNo}},
            {{"PUT", "/v1/blobs/"}, {Asker::device, kNo}},
            {{"GET", "/v1/blobs/"}, {Asker::device, kNo}}};
        std::map<std::pair<std::string_view, std::string_view>, Row> actual;
        for (const auto& route : Api::routes())
            QVERIFY(actual
                        .emplace(std::pair(route.method, route.path),
                                 Row(route.asker, route.whileLocked))
                        .second);
        QVERIFY(actual == expected);
    }

    void every_route_keeps_out_whom_its_row_does_not_name() {
        Floor floor;
        int cells = 0;
        for (const auto& route : Api::routes()) {
            std::string path(route.path);
            if (path.ends_with('/')) path.append(64, 'a');
            for (const auto standing : kStandings) {
                for (const auto locked : kLocks) {
                    const auto response = floor.ask(route.method, path, standing, locked);
                    const int expected = refusalOf(route, standing, locked);
                    const bool refused = response.status == 401 || response.status == 403;
                    const auto cell = path + " " + std::to_string(static_cast<int>(standing)) +
                                      (locked == WhileLocked::yes ? " locked" : "");
                    QVERIFY2(refused == (expected != 0), cell.c_str());
                    if (refused) QCOMPARE(response.status, expected);
                    ++cells;
                }
            }
        }
        QCOMPARE(cells, 12 * 5 * 2);
    }

    void what_stands_in_no_row_is_refused() {
        Floor floor;
        for (const char* path : {"/", "/v1", "/v1/", "/v1/facts/", "/v1/feeds", "/V1/feed",
                                 "/v1//feed", "/v1/./feed", "/v1/site/../feed", "/v1/blobs"})
            for (const char* method : {"GET", "POST", "PUT"})
                QVERIFY2(floor.bench.ask(method, path, {}, floor.good.token).status == 404, path);
        for (const char* method : {"DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "CONNECT"})
            QCOMPARE(floor.bench.ask(method, "/v1/feed", {}, floor.good.token).status, 405);
    }

    void every_kind_is_written_by_whom_its_row_names() {
        Floor floor;
        std::set<std::pair<std::string, std::string>> cells;
        std::int64_t first = 1;
        for (const auto& author : authors()) {
            for (const auto& kind : facts::kinds())
                floor.good.writeRaw(author.id.value, std::string(kind), canonicalSample(kind));
            const auto response =
                floor.bench.ask("POST", "/v1/facts", floor.good.pushBody(first), floor.good.token);
            if (response.status != 200) qWarning("%s", response.body.c_str());
            const auto reply = protocol::decodePushReply(response.body);
            QCOMPARE_OK(reply);
            QCOMPARE(reply->results.size(), facts::kinds().size());
            for (std::size_t i = 0; i < facts::kinds().size(); ++i) {
                const auto kind = facts::kinds()[i];
                const auto refused = refusedMember(reply->results[i]);
                const auto cell = author.id.value + " " + std::string(kind) + ": " + refused;
                if (!author.role)
                    QVERIFY2(refused == "by", cell.c_str());
                else
                    QVERIFY2((refused == "kind") != mayWrite(*author.role, kind), cell.c_str());
                cells.emplace(author.id.value, kind);
            }
            first += static_cast<std::int64_t>(facts::kinds().size());
        }
        QCOMPARE(cells.size(), facts::kinds().size() * authors().size());
    }

    void nothing_counts_that_a_device_writes_which_is_out_data() {
        QTest::addColumn<bool>("shutOut");
        QTest::newRow("set aside") << false;
        QTest::newRow("shut out") << true;
    }
    void nothing_counts_that_a_device_writes_which_is_out() {
        QFETCH(bool, shutOut);
        Floor floor;
        auto& tablet = floor.tabletOf(shutOut ? Standing::shutOut : Standing::setAside);
        const auto first = static_cast<std::int64_t>(tablet.facts().size()) + 1;
        for (const auto& kind : facts::kinds())
            for (const auto& author : authors())
                tablet.writeRaw(author.id.value, std::string(kind), canonicalSample(kind));
        const auto before = floor.bench.look([](Reads& reads) { return reads.site(kSite); });
        std::size_t cells = 0;
        const auto all = static_cast<std::int64_t>(tablet.facts().size());
        for (auto from = first; from <= all; from += 400) {
            const auto response =
                floor.bench.ask("POST", "/v1/facts", tablet.pushBody(from, 400), tablet.token);
            QCOMPARE(response.status, 422);
            const auto reply = protocol::decodePushReply(response.body);
            QCOMPARE_OK(reply);
            for (const auto& result : reply->results) {
                QCOMPARE(result.status, PushStatus::refused);
                QCOMPARE(refusedMember(result), std::string("device"));
                ++cells;
            }
        }
        QCOMPARE(cells, facts::kinds().size() * authors().size());
        const auto after = floor.bench.look([](Reads& reads) { return reads.site(kSite); });
        QCOMPARE((*after)->registerSize, (*before)->registerSize);
    }
};

QTEST_GUILESS_MAIN(TestAccess)
#include "tst_access.moc"
