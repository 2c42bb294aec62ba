#include "server/app/export.hpp"
#include "server/services/adjudication.hpp"
#include "server/services/erasures.hpp"
#include "server/services/redaction.hpp"
#include "server/services/register_facts.hpp"
#include "shared/audit/register_verifier.hpp"
#include "shared/facts/fact_json.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/facts/fact_samples.hpp"
#include "tests/shared/verdict.hpp"
#include "tests/support/traces.hpp"

#include <QtTest>

#include <algorithm>
#include <sstream>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;
using namespace shoujie::testing;

namespace {

/// Of the one who wants to be forgotten: an invented customer.
const QStringList kTheirs{"陈大文",     "13800138000", "沪A12345", "陈大文太太",
                          "梅花路九号", "her knee",    "怕打雷",   "13800138111"};

facts::Customer them() {
    facts::Customer one;
    one.name = "陈大文";
    one.phones = {"13800138000"};
    one.vehicles = {{std::nullopt, "沪A12345"}};
    one.address = "梅花路九号";
    return one;
}
facts::Customer byPhone() {
    facts::Customer one;
    one.phones = {"+86 138-0013-8000"};
    return one;
}
facts::Customer somebodyElse() {
    facts::Customer one;
    one.name = "王小明";
    one.phones = {"13900139000"};
    return one;
}

/// A floor on which they have been twice, called, and bought.
struct Floor {
    Floor() : erasures(bench.writer(), bench.reads(), bench.seams().clock, bench.seams().rng) {
        tablet.enrolled(
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(kSite)))
                .body);
        facts::CallRegistered call;
        call.call.value = "c1";
        call.answeredBy.value = "s2";
        call.customer = them();
        tablet.write("s2", call);
        auto first = visitOf("v1", "s1", "");
        first.customers = {them(), somebodyElse()};
        first.needs = facts::Needs{"her knee", "-", "怕打雷"};
        facts::Customer wife;
        wife.name = "陈大文太太";
        wife.phones = {"13800138000", "13800138111"};
        first.relatives = {{facts::Relation::spouse, wife}};
        tablet.write("s1", first);
        // Known by the plate only, which leads on to nobody else.
        auto second = visitOf("v2", "s2", "");
        facts::Customer driver;
        driver.surname = "陈";
        driver.vehicles = {{std::nullopt, "沪A 12345"}};
        second.customers = {driver};
        tablet.write("s2", second);
        auto other = visitOf("v3", "s2", "");
        other.customers = {somebodyElse()};
        tablet.write("s2", other);
        facts::FollowUpPlanned plan;
        plan.followUp.value = "u1";
        plan.customer = them();
        plan.dueAt = bench.seams().clock.now();
        plan.purpose = "her knee";
        tablet.write("s1", plan);
        facts::FollowUpDone done;
        done.followUp.value = "u1";
        done.outcome = facts::FollowUpOutcome::reached;
        done.note = "怕打雷";
        tablet.write("s1", done);
        tablet.write("m1", facts::EntryAmended{tablet.facts()[1].id,
                                               "{\"needs\":{\"emotion\":\"怕打雷\"}}", "her knee"});
        tablet.write(
            "s1", facts::EntryAmended{tablet.facts()[5].id, "{\"note\":\"怕打雷\"}", "her knee"});
        tablet.write("nobody", first); // refused
        send(1);
        QCOMPARE_OK(adjudication.judge(kSite));
    }
    void send(std::int64_t first) {
        const auto response = bench.ask("POST", "/v1/facts", tablet.pushBody(first), tablet.token);
        QVERIFY2(response.status == 200, response.body.c_str());
    }
    /// All outcomes, as they are published.
    QStringList outcomes() {
        QStringList all;
        const auto rows = bench.look([](Reads& reads) { return reads.outcomes(kSite); });
        for (const auto& row : *rows)
            all.append(QString::fromStdString(row.subject.value + row.json));
        all.sort();
        return all;
    }
    std::string exported() {
        std::ostringstream out;
        const auto done = exportRegister(bench.dataDir(), kSite, out);
        return done ? out.str() : describe(done.error());
    }
    QString verdictOn(const std::string& text) {
        audit::RegisterVerifier verifier(bench.context().key.publicKey());
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
            if (auto taken = verifier.take(line); !taken) return verdict(taken);
        const auto end = verifier.finish();
        return end ? QString("%1 erased").arg(end->erased) : verdict(end);
    }
    /// Everything that is said in the database, opened with its key.
    std::string said() {
        const auto text = bench.look([](Reads& reads) {
            std::string all;
            for (const char* sql :
                 {"SELECT unseal(data, 'fact/' || site || '/' || id) FROM fact",
                  "SELECT unseal(restricted.data, 'fact/' || fact.site || '/' || fact.id) FROM "
                  "restricted JOIN fact USING (site, register_seq)",
                  "SELECT unseal(wire, 'quarantine') FROM quarantine",
                  "SELECT unseal(wire, 'set_aside') FROM set_aside", "SELECT json FROM outcome"}) {
                sqlite::Statement rows(reads.database(), sql);
                while (rows.step())
                    all += rows.text(0) + "\n";
            }
            return all;
        });
        return text ? *text : describe(text.error());
    }
    std::vector<protocol::FeedEntry> feedAfter(std::int64_t after) {
        auto reply = protocol::decodeFeedReply(
            bench
                .ask("GET", "/v1/feed?after=" + std::to_string(after) + "&limit=5000", {},
                     tablet.token)
                .body);
        if (!reply) qFatal("%s", describe(reply.error()).c_str());
        return std::move(reply->entries);
    }

    Bench bench;
    FakeTablet tablet{1};
    Erasures erasures;
    Adjudication adjudication{bench.context()};
};

} // namespace

/// A customer's wish to be forgotten (PIPL art. 47).
class TestErasure : public QObject {
    Q_OBJECT

private slots:
    void entries_that_name_or_concern_them_are_found() {
        Floor floor;
        const auto found = floor.erasures.find(kSite, byPhone());
        QCOMPARE_OK(found);
        QStringList named;
        QStringList related;
        for (const auto& entry : *found)
            (entry.named ? named : related).append(QString::fromStdString(entry.kind));
        // The plate is a key that only their entries tell.
        QCOMPARE(named, QStringList({"call.registered", "visit.registered", "visit.registered",
                                     "follow_up.planned"}));
        QCOMPARE(related, QStringList({"follow_up.done", "entry.amended", "entry.amended"}));
        QCOMPARE_FAILS(floor.erasures.find(kSite, {}), missingMember, "phone");
        QCOMPARE_FAILS(floor.erasures.find(SiteId("none"), byPhone()), notFound, "site");
        facts::Customer stranger;
        stranger.phones = {"13700137000"};
        QVERIFY(floor.erasures.find(kSite, stranger)->empty());
    }

    void restricted_and_shredded_nothing_of_them_is_left_and_the_register_verifies() {
        Floor floor;
        const auto before = floor.outcomes();
        QVERIFY(test::tracesIn(floor.said(), kTheirs, "").size() == kTheirs.size());
        const auto cursor = floor.feedAfter(0).back().seq;

        const auto erasure = floor.erasures.restrict(kSite, byPhone(), "by letter of 1 March");
        QCOMPARE_OK(erasure);
        QCOMPARE(erasure->number, std::int64_t(1));
        QCOMPARE(erasure->entries, std::int64_t(7));
        // Held back, and told to nobody.
        QVERIFY(!test::tracesIn(floor.said(), kTheirs, "").isEmpty());
        QCOMPARE(test::tracesIn(floor.exported(), kTheirs, "export"), QStringList());
        QCOMPARE(floor.verdictOn(floor.exported()), "7 erased");
        const auto told =
            floor.bench.ask("GET", "/v1/feed?after=0&limit=5000", {}, floor.tablet.token).body;
        QCOMPARE(test::tracesIn(told, kTheirs, "feed"), QStringList());
        int anew = 0;
        for (const auto& entry : floor.feedAfter(cursor))
            if (entry.erased) ++anew;
        QCOMPARE(anew, 7);

        const auto shredded = floor.erasures.shred(kSite, 1);
        QCOMPARE_OK(shredded);
        QCOMPARE(shredded->entries, std::int64_t(0));
        QCOMPARE(test::tracesIn(floor.said(), kTheirs, "database"), QStringList());
        QCOMPARE(floor.verdictOn(floor.exported()), "7 erased");
        // Who has said something else is untouched, and so are the verdicts.
        QVERIFY(floor.said().find("王小明") != std::string::npos);
        floor.adjudication.forget(kSite);
        QCOMPARE_OK(floor.adjudication.judge(kSite));
        QCOMPARE(floor.outcomes(), before);
        Adjudication fresh(floor.bench.context());
        QCOMPARE_OK(fresh.judge(kSite));
        QCOMPARE(floor.outcomes(), before);
        // The database's log was emptied: no page of before is left in it.
        QCOMPARE(QFile(QString::fromStdString(floor.bench.databasePath()) + "-wal").size(), 0);
    }

    void a_namesake_with_another_phone_is_somebody_else() {
        Floor floor;
        const auto next = static_cast<std::int64_t>(floor.tablet.facts().size()) + 1;
        auto namesake = visitOf("v8", "s2", "13600136000");
        namesake.customers[0].name = "陈大文";
        floor.tablet.write("s2", namesake);
        auto nameOnly = visitOf("v9", "s2", "");
        nameOnly.customers = {facts::Customer{}};
        nameOnly.customers[0].name = "陈大文";
        floor.tablet.write("s2", nameOnly);
        floor.send(next);
        facts::Customer both = byPhone();
        both.name = "陈大文";
        const auto found = floor.erasures.find(kSite, both);
        QCOMPARE_OK(found);
        const auto has = [&](std::size_t fact) {
            return std::ranges::any_of(*found, [&](const auto& entry) {
                return entry.id == floor.tablet.facts()[fact].id;
            });
        };
        const auto first = static_cast<std::size_t>(next) - 1;
        QVERIFY(!has(first));
        QVERIFY(has(first + 1));
    }

    void who_comes_again_is_somebody_new() {
        Floor floor;
        QCOMPARE_OK(floor.erasures.restrict(kSite, byPhone(), "asked"));
        floor.bench.seams().clock.advance(std::chrono::hours(1));
        const auto next = static_cast<std::int64_t>(floor.tablet.facts().size()) + 1;
        floor.tablet.write("s2", visitOf("v9", "s2", "13800138000"));
        floor.send(next);
        floor.adjudication.forget(kSite);
        QCOMPARE_OK(floor.adjudication.judge(kSite));
        const auto found = floor.erasures.find(kSite, byPhone());
        QCOMPARE_OK(found);
        QCOMPARE(found->size(), std::size_t(1));
        bool theirs = false;
        for (const auto& outcome : floor.outcomes())
            if (outcome.startsWith("v9")) theirs = outcome.contains("\"owner\":\"s2\"");
        QVERIFY(theirs);
    }

    void lifted_everything_is_as_it_was() {
        Floor floor;
        const auto before = floor.exported();
        QCOMPARE_OK(floor.erasures.restrict(kSite, byPhone(), "a mistake"));
        QCOMPARE_OK(floor.erasures.lift(kSite, 1));
        QCOMPARE(floor.verdictOn(floor.exported()), "0 erased");
        const auto after = QString::fromStdString(floor.exported()).split('\n');
        for (const auto& line : QString::fromStdString(before).split('\n'))
            QVERIFY2(line.startsWith("{\"checkpoint\"") || after.contains(line), qPrintable(line));
        QCOMPARE_FAILS(floor.erasures.lift(kSite, 1), conflict, "number");
        QCOMPARE_FAILS(floor.erasures.shred(kSite, 1), conflict, "number");
        QCOMPARE_FAILS(floor.erasures.shred(kSite, 2), notFound, "number");
    }

    void two_wishes_for_the_same_entries_come_one_after_the_other() {
        Floor floor;
        QCOMPARE_OK(floor.erasures.restrict(kSite, byPhone(), "first"));
        QCOMPARE_FAILS(floor.erasures.restrict(kSite, somebodyElse(), "second"), conflict,
                       "number");
        QCOMPARE_OK(floor.erasures.shred(kSite, 1));
        const auto second = floor.erasures.restrict(kSite, somebodyElse(), "second");
        QCOMPARE_OK(second);
        QVERIFY(floor.said().find("王小明") != std::string::npos);
        QCOMPARE_OK(floor.erasures.lift(kSite, second->number));
        // What the first one took away does not come back with it.
        QCOMPARE(test::tracesIn(floor.said(), kTheirs, ""), QStringList());
        QCOMPARE(floor.verdictOn(floor.exported()), "7 erased");
        QCOMPARE(floor.erasures.all(kSite)->size(), std::size_t(2));
    }

    void wrong_wishes_change_nothing() {
        Floor floor;
        const auto before = floor.exported();
        QCOMPARE_FAILS(floor.erasures.restrict(kSite, byPhone(), ""), tooShort, "reason");
        QCOMPARE_FAILS(floor.erasures.restrict(kSite, {}, "asked"), missingMember, "phone");
        facts::Customer stranger;
        stranger.phones = {"13700137000"};
        QCOMPARE_FAILS(floor.erasures.restrict(kSite, stranger, "asked"), notFound, "phone");
        QVERIFY(floor.erasures.all(kSite)->empty());
        QCOMPARE(floor.exported(), before);
    }

    void a_tablet_does_not_make_tokens() {
        Floor floor;
        const auto next = static_cast<std::int64_t>(floor.tablet.facts().size()) + 1;
        auto visit = visitOf("v9", "s1", "13800138000");
        visit.customers[0].erased = {"p00"};
        floor.tablet.write("s1", visit);
        const auto response =
            floor.bench.ask("POST", "/v1/facts", floor.tablet.pushBody(next), floor.tablet.token);
        const auto reply = protocol::decodePushReply(response.body);
        QCOMPARE_OK(reply);
        QCOMPARE(QString::fromStdString(reply->results[0].error->path), "facts[0].data");
        // ... but may speak of them.
        auto plain = visitOf("v10", "s1", "13800138000");
        plain.customers[0].note = "says \"erased\": is that so?";
        floor.tablet.write("s1", plain);
        floor.send(next + 1);
    }

    void an_erased_fact_that_no_entry_names_is_found_out() {
        Floor floor;
        QCOMPARE_OK(floor.erasures.restrict(kSite, byPhone(), "asked"));
        const auto text = QString::fromStdString(floor.exported());
        const auto id = QString::fromStdString(floor.tablet.facts()[0].id.value);
        QVERIFY(text.contains("\"id\":\"" + id));
        auto renamed = text;
        renamed.replace("\"id\":\"" + id, "\"id\":\"x" + id.mid(1));
        QCOMPARE(floor.verdictOn(renamed.toStdString()), said_(ErrorCode::corrupt, "erased"));
        auto other = text;
        const auto at = other.indexOf("\"body_hash\":\"") + 13;
        other[at] = other[at] == '0' ? '1' : '0';
        QCOMPARE(floor.verdictOn(other.toStdString()),
                 said_(ErrorCode::corrupt, "record.chain_hash"));
    }

    void every_kind_loses_its_customers_and_its_free_text() {
        for (const auto& sample : kSamples) {
            auto data =
                facts::dataFromJson(sample.kind, nlohmann::json::parse(sample.full), "", "");
            QVERIFY2(data.ok(), sample.kind.data());
            int customers = 0;
            eachCustomer(*data, [&](facts::Customer& one) {
                ++customers;
                one = {};
                one.erased = {"n1"};
            });
            removeFreeText(*data);
            const auto left = evidence::encodeData(*data);
            for (const char* word : {"张三", "13800138000", "粤B12345", "某路1号", "带孩子"})
                QVERIFY2(left.find(word) == std::string::npos, sample.kind.data());
            // What is left can be read and judged.
            const auto again =
                facts::dataFromJson(sample.kind, nlohmann::json::parse(left), "data", "kind");
            QVERIFY2(again.ok(), (std::string(sample.kind) + " " +
                                  (again ? "" : describe(again.error())) + left)
                                     .c_str());
            const bool names =
                std::string_view(sample.full).find("粤B12345") != std::string_view::npos;
            QVERIFY2((customers > 0) == names, sample.kind.data());
        }
    }

private:
    static QString said_(ErrorCode code, const char* path) { return said(code, path); }
};

QTEST_GUILESS_MAIN(TestErasure)
#include "tst_erasure.moc"
