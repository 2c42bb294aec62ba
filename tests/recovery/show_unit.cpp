#include "tests/recovery/show_unit.hpp"

#include "server/app/export.hpp"
#include "shared/audit/register_verifier.hpp"
#include "shared/core/limits.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/support/opened_store.hpp"

#include <QFile>
#include <QtGlobal>

#include <sstream>
#include <utility>

namespace shoujie::testing {

using server::testing::kSite;

namespace {

[[noreturn]] void fail(const std::string& why) {
    qFatal("%s", why.c_str());
}

} // namespace

ShowUnit::ShowUnit() {
    m_seams->clock.set(m_world.now);
    { const auto made = server::testing::makeDataDir(m_folder, *m_seams); }
    open();
}

ShowUnit::~ShowUnit() {
    close();
}

void ShowUnit::open() {
    auto dir = server::DataDir::open(server::testing::pathOf(m_folder));
    if (!dir) fail(describe(dir.error()));
    m_bench = std::make_unique<server::testing::Bench>(std::move(*dir), m_seams);
    m_adjudication = std::make_unique<server::Adjudication>(m_bench->context());
}

void ShowUnit::close() {
    m_adjudication.reset();
    m_bench.reset();
}

void ShowUnit::restart() {
    close();
    open();
}

void ShowUnit::pass(Duration time) {
    m_world.pass(time);
    m_seams->clock.set(m_world.now);
}

UnitTablet& ShowUnit::enrol(std::uint64_t seed) {
    const auto path = m_folder.filePath(QString("tablet%1.db").arg(seed)).toStdString();
    auto tablet = std::make_unique<UnitTablet>(m_world, path, seed);
    const auto code = m_bench->office().makeEnrolCode(kSite);
    const auto response =
        m_bench->ask("POST", std::string(protocol::kEnrolPath),
                     protocol::encode(protocol::EnrolRequest{*code, tablet->core().deviceKey()}));
    const auto reply = protocol::decodeEnrolReply(response.body);
    if (!reply || !tablet->core().adopt("https://register.example", *reply)) fail("not enrolled");
    return *m_tablets.emplace_back(std::move(tablet));
}

void ShowUnit::receive(UnitTablet& tablet, const std::string& visit, const std::string& staff,
                       const std::string& phone) {
    pass(std::chrono::seconds(20));
    auto data = server::testing::visitOf(visit, staff, phone);
    if (!tablet.core().record(StaffId(staff), std::move(data))) fail("not recorded: " + visit);
}

void ShowUnit::tryForbidden(UnitTablet& tablet) {
    pass(std::chrono::seconds(20));
    if (!tablet.core().record(StaffId("s1"), facts::DutyChanged{StaffId("s2"), facts::Duty::off}))
        fail("not recorded");
}

server::Response ShowUnit::ask(const UnitTablet& tablet, std::string_view path,
                               const std::string& body) {
    auto& core = const_cast<UnitTablet&>(tablet).core();
    return m_bench->ask("POST", std::string(path), body, core.identity()->token);
}

client::SyncReport ShowUnit::sync(UnitTablet& tablet, std::size_t cutAt) {
    pass(std::chrono::seconds(70));
    std::optional<client::SyncReport> report;
    client::SyncRun run(tablet.core(), tablet,
                        [&](client::SyncReport done) { report = std::move(done); });
    tablet.asked.clear();
    run.start();
    while (!report && tablet.pending) {
        const auto request = *std::exchange(tablet.pending, std::nullopt);
        const auto answer = std::exchange(tablet.answer, nullptr);
        const auto response = m_bench->ask(request.method, request.path, request.body,
                                           tablet.core().identity()->token);
        if (request.body.size() > limits::kMaxBodyBytes) fail("a body is too large");
        tablet.asked.push_back(request.path);
        if (tablet.asked.size() > cutAt)
            answer(Error{ErrorCode::unavailable, "", "the line is cut"});
        else
            answer(client::HttpResponse{response.status, response.body});
    }
    if (!report) fail("the run did not end");
    judge();
    return *report;
}

void ShowUnit::judge() {
    if (auto judged = m_adjudication->judge(kSite); !judged) fail(describe(judged.error()));
}

void ShowUnit::backUp() {
    auto database = sqlite::Database::open(m_bench->databasePath());
    const auto copy = m_folder.filePath(QString("copy%1").arg(++m_copies)).toStdString();
    if (auto done = database->backupTo(copy); !done) fail(describe(done.error()));
}

void ShowUnit::putBack(bool declared) {
    const QString path = QString::fromStdString(m_bench->databasePath());
    close();
    for (const char* tail : {"", "-wal", "-shm"})
        QFile::remove(path + tail);
    if (!QFile::copy(m_folder.filePath(QString("copy%1").arg(m_copies)), path))
        fail("the copy was not put back");
    open();
    if (declared && !m_bench->office().beginRecovery(kSite)) fail("not declared");
}

bool ShowUnit::isRecovering() {
    const auto site = m_bench->look([](server::Reads& reads) { return reads.site(kSite); });
    return (*site)->recoveringSince.has_value();
}

Result<server::Recovery> ShowUnit::stand() {
    return m_bench->look([](server::Reads& reads) { return server::standOf(reads, kSite); });
}

std::vector<std::string> ShowUnit::records() {
    const auto rows =
        m_bench->look([](server::Reads& reads) { return reads.factsAfter(kSite, 0, 1'000'000); });
    std::vector<std::string> bytes;
    for (const auto& row : *rows)
        bytes.push_back(registry::recordBytes(row.record));
    return bytes;
}

std::map<std::string, std::string> ShowUnit::outcomes() {
    const auto rows = m_bench->look([](server::Reads& reads) { return reads.outcomes(kSite); });
    std::map<std::string, std::string> all;
    for (const auto& row : *rows)
        all[row.subject.value] = row.json;
    return all;
}

std::string ShowUnit::verified() {
    std::stringstream exported;
    if (auto done = server::exportRegister(m_bench->context().reads, kSite, exported); !done)
        return describe(done.error());
    audit::RegisterVerifier verifier(m_bench->context().key.publicKey());
    for (std::string line; std::getline(exported, line);)
        if (auto taken = verifier.take(line); !taken) return describe(taken.error());
    const auto verdict = verifier.finish();
    return verdict ? std::string() : describe(verdict.error());
}

std::string ShowUnit::agrees(UnitTablet& tablet) {
    const auto status = tablet.core().workStatus();
    if (status.pending != 0) return std::to_string(status.pending) + " facts wait";
    const auto rows = records();
    const auto held = columnOf(tablet, "SELECT count(*) FROM replica");
    if (held.front() != std::to_string(rows.size()))
        return "it holds " + held.front() + " of " + std::to_string(rows.size()) + " facts";
    const auto lines = columnOf(tablet, "SELECT record FROM records ORDER BY register_seq");
    if (lines != rows) return "it has seen other records";
    auto database = test::openedStore(tablet.tablet.path());
    sqlite::Statement select(*database, "SELECT subject,"
                                        " unseal(outcome, 'outcome/' || kind || '/' || subject)"
                                        " FROM outcomes");
    std::map<std::string, std::string> told;
    while (select.step())
        told[select.text(0)] = select.text(1);
    if (told != outcomes()) return "it holds other outcomes";
    return {};
}

std::vector<std::string> columnOf(const UnitTablet& tablet, const std::string& sql) {
    auto database = test::openedStore(tablet.tablet.path());
    sqlite::Statement select(*database, sql);
    std::vector<std::string> values;
    while (select.step()) {
        const auto blob = select.blob(0);
        values.emplace_back(reinterpret_cast<const char*>(blob.data()), blob.size());
    }
    return values;
}

} // namespace shoujie::testing
