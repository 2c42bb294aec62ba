#include "tests/qml/sample_site.hpp"

#include "client/platform/elapsed_clock.hpp"
#include "client/store/tablet_core.hpp"
#include "shared/core/seams.hpp"
#include "tests/client/cheap_pin.hpp"

#include <QtGlobal>

#include <array>
#include <chrono>
#include <initializer_list>
#include <utility>
#include <vector>

namespace shoujie::client::test {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;

void insist(const Result<void>& done) {
    if (!done) qFatal("%s", describe(done.error()).c_str());
}

facts::Customer person(const std::string& name, const std::string& phone) {
    facts::Customer customer;
    customer.name = name;
    customer.phones.push_back(phone);
    return customer;
}

facts::VisitRegistered visit(const std::string& id, const std::string& receiver,
                             facts::Customer customer) {
    facts::VisitRegistered entry;
    entry.visit = VisitId(id);
    entry.receiver = StaffId(receiver);
    entry.customers.push_back(std::move(customer));
    return entry;
}

/// The register of the sample site as its feed brings it.
class Feed {
public:
    explicit Feed(Instant now) : m_now(now) {}

    void add(Duration ago, const std::string& by, facts::FactData data) {
        const auto seq = static_cast<std::int64_t>(m_reply.entries.size()) + 1;
        protocol::FeedEntry entry;
        entry.seq = seq;
        entry.registerSeq = seq;
        entry.grade = "A";
        facts::Fact fact{FactId("f" + std::to_string(seq)),
                         SiteId("xidi"),
                         StaffId(by),
                         {},
                         {},
                         std::move(data)};
        entry.fact = facts::TimedFact{std::move(fact), TimeInterval::exactly(m_now - ago)};
        m_reply.entries.push_back(std::move(entry));
        m_reply.next = seq;
    }
    [[nodiscard]] const protocol::FeedReply& reply() const { return m_reply; }

private:
    Instant m_now;
    protocol::FeedReply m_reply;
};

/// The office's word on the tablet's clock, as at a sync: without it every time would be vague.
void anchor(TabletCore& core, const SigningKey& office, const Clock& clock) {
    const protocol::ChallengeReply challenge{std::string(32, 'c'), clock.now()};
    auto answered = core.answer(challenge);
    if (!answered) qFatal("%s", describe(answered.error()).c_str());
    protocol::AnchorReply reply;
    reply.anchor.nonce = answered->nonce;
    reply.anchor.device = core.device();
    reply.anchor.epoch = answered->epoch;
    reply.anchor.bootTag = answered->bootTag;
    reply.anchor.tickedSince = answered->tickedSince;
    reply.anchor.elapsed = answered->elapsed;
    reply.anchor.headSeq = answered->headSeq;
    reply.anchor.headHash = answered->headHash;
    reply.anchor.challengedAt = challenge.challengedAt;
    reply.anchor.answeredAt = clock.now();
    reply.signature = office.sign(protocol::anchorText(reply.anchor));
    insist(core.keepAnchor(*answered, reply));
}

void addPeople(Feed& feed) {
    using facts::Role;
    const std::vector<std::pair<facts::StaffJoined, Duration>> people{
        {{StaffId("s1"), "王芳", Role::salesperson}, days(200)},
        {{StaffId("s2"), "李娜", Role::salesperson}, days(199)},
        {{StaffId("s3"), "张伟强", Role::salesperson}, days(198)},
        {{StaffId("s4"), "赵敏", Role::salesperson}, days(197)},
        {{StaffId("s5"), "欧阳静怡", Role::salesperson}, days(196)},
        {{StaffId("m1"), "刘洋", Role::salesManager}, days(195)}};
    for (const auto& [joined, ago] : people)
        feed.add(ago, "system", joined);
    feed.add(days(100), "m1",
             facts::RosterSet{
                 {StaffId("s1"), StaffId("s2"), StaffId("s3"), StaffId("s4"), StaffId("s5")}});
}

void addHistory(Feed& feed) {
    feed.add(days(75), "s2", visit("v0", "s2", person("罗家俊", "13511110000")));
    feed.add(days(55), "s1", visit("v1", "s1", person("黄志远", "13911112222")));
    feed.add(days(30), "s2", visit("v2", "s2", person("孙丽", "13822224444")));
    feed.add(days(20), "s1", visit("v3", "s1", person("林晓燕", "13722223333")));
    feed.add(days(12), "s2", visit("v4", "s2", person("陈大文", "13800138000")));
    facts::CallRegistered call{
        CallId("c1"), StaffId("s3"), {}, person("何俊", "13622221111"), {}, {}};
    feed.add(days(3), "s3", call);
    // Received by 王芳 without knowing that she was 李娜's: a make-up turn once that is known.
    feed.add(days(1), "s1", visit("v5", "s1", person("孙丽", "13822224444")));
    feed.add(
        days(1) - 1h, "system",
        facts::ConflictDiscovered{SubjectId("v5"), StaffId("s2"), {FactId("f10"), FactId("f14")}});
    feed.add(4h, "s4", facts::DutyChanged{StaffId("s4"), facts::Duty::leave});
    feed.add(30min, "s3", facts::VisitStarted{VisitId("v6"), StaffId("s3")});
}

} // namespace

void writeSampleStore(const std::string& path, Instant now) {
    SystemClock clock;
    SystemRng rng;
    auto elapsed = makeElapsedClock();
    if (!elapsed) qFatal("%s", describe(elapsed.error()).c_str());
    auto opened = TabletCore::open(path, {clock, **elapsed, rng});
    if (!opened) qFatal("%s", describe(opened.error()).c_str());
    auto& core = **opened;

    protocol::EnrolReply identity;
    identity.device = DeviceId("d1");
    identity.site = SiteId("xidi");
    identity.token = std::string(64, 'a');
    const auto office = SigningKey::fromSeed(std::array<std::uint8_t, 32>{1});
    identity.serverKey = office.publicKey();
    // Nobody listens there: the tablet stays offline.
    insist(core.adopt("http://127.0.0.1:9", identity));

    protocol::SiteReply site;
    site.site = SiteId("xidi");
    site.name = "西堤国际";
    site.policy = R"([{"from":"2020-01-01","policy":{}}])";
    const auto hash = cheapPin(kSamplePin);
    for (const auto* staff : {"s1", "s2", "s3", "s4", "s5", "m1"})
        site.credentials.push_back({StaffId(staff), hash});
    insist(core.keepSite(site));

    Feed feed(now);
    addPeople(feed);
    addHistory(feed);
    auto kept = core.keepFeed(feed.reply());
    if (!kept) qFatal("%s", describe(kept.error()).c_str());
    anchor(core, office, clock);
    insist(core.markSynced());
}

} // namespace shoujie::client::test
