#include "tests/server/bench.hpp"

#include "server/app/instance.hpp"

#include <cassert>
#include <future>
#include <utility>

namespace shoujie::server::testing {

void KeptLog::write(LogLevel, std::string_view event, std::initializer_list<Field> fields) {
    const std::lock_guard lock(m_mutex);
    m_text.append(logLine(event, fields)).append("\n");
}

std::string KeptLog::text() const {
    const std::lock_guard lock(m_mutex);
    return m_text;
}

std::string pathOf(const QTemporaryDir& folder) {
    return folder.filePath("data").toStdString();
}

DataDir makeDataDir(const QTemporaryDir& folder, Seams& seams) {
    auto dir = DataDir::create(pathOf(folder), seams.rng);
    assert(dir);
    Writer writer(std::move(*dir->openDatabase()), {});
    Administration office(writer, seams.clock, seams.rng);
    const auto join = [&](const char* id, const char* name, facts::Role role) {
        const auto joined = office.addStaff(kSite, StaffId(id), name, role, std::nullopt);
        assert(joined);
        (void)joined;
    };
    const auto added = office.addSite(kSite, "西堤国际", "[]");
    assert(added);
    (void)added;
    using facts::Role;
    join("s1", "李娜", Role::salesperson);
    join("s2", "周航", Role::salesperson);
    join("m1", "秦岚", Role::salesManager);
    join("a1", "何静", Role::serviceAssistant);
    join("v1", "罗敏", Role::serviceSupervisor);
    join("x1", "唐宁", Role::admin);
    return std::move(*dir);
}

Bench::Parts::Parts(DataDir held, sqlite::Database database, SigningKey signing, Seams& seams)
    : dir(std::move(held))
    , key(std::move(signing))
    , reads(dir.database())
    , writer(std::move(database), {})
    , workers(2)
    , context{seams.clock, seams.rng, seams.log, writer, reads, workers, bell, key}
    , api(context) {}

Bench::Bench() : m_seams(std::make_shared<Seams>()) {
    DataDir dir = makeDataDir(m_folder, *m_seams);
    auto database = std::move(*dir.openDatabase());
    auto key = *loadServerKey(database);
    m_parts = std::make_unique<Parts>(std::move(dir), std::move(database), key, *m_seams);
}

Bench::Bench(DataDir dir, std::shared_ptr<Seams> seams) : m_seams(std::move(seams)) {
    auto database = std::move(*dir.openDatabase());
    auto key = *loadServerKey(database);
    m_parts = std::make_unique<Parts>(std::move(dir), std::move(database), key, *m_seams);
}

Bench::~Bench() {
    m_parts->workers.stop();
    m_parts->writer.stop();
}

Response Bench::ask(const std::string& method, const std::string& target, const std::string& body,
                    const std::string& token) {
    return send(method, target, body, token.empty() ? "" : "Bearer " + token);
}

Response Bench::askLocked(const std::string& method, const std::string& target,
                          const std::string& body, const std::string& deliverToken) {
    return send(method, target, body, "Deliver " + deliverToken);
}

Response Bench::send(const std::string& method, const std::string& target, const std::string& body,
                     const std::string& authorization) {
    Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    request.receivedAt = m_seams->clock.now();
    request.authorization = authorization;
    std::promise<Response> promise;
    m_parts->api.handle(request,
                        [&](Response response) { promise.set_value(std::move(response)); });
    return promise.get_future().get();
}

Administration Bench::office() {
    return {m_parts->writer, m_seams->clock, m_seams->rng};
}

} // namespace shoujie::server::testing
