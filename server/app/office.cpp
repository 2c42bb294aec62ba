#include "server/app/office.hpp"

#include "server/tls/tls_folder.hpp"

#include <array>
#include <ostream>
#include <utility>
#include <vector>

namespace shoujie::server {

Office::Office(DataDir dir, sqlite::Database database, Clock& clock, Rng& rng)
    : m_dir(std::move(dir))
    , m_reads(m_dir.database())
    , m_writer(std::move(database), {})
    , m_administration(m_writer, clock, rng)
    , m_erasures(m_writer, m_reads, clock, rng) {}

Result<std::unique_ptr<Office>> Office::open(const std::string& dataDir, Clock& clock, Rng& rng) {
    auto dir = DataDir::open(dataDir);
    if (!dir) return dir.error();
    auto database = dir->openDatabase();
    if (!database) return database.error();
    return std::unique_ptr<Office>(new Office(std::move(*dir), std::move(*database), clock, rng));
}

namespace {

/// Invented people.
struct DemoPerson {
    const char* id;
    const char* name;
    facts::Role role;
    const char* pin;
};
constexpr std::array<DemoPerson, 4> kDemoStaff{{
    {"s1", "李娜", facts::Role::salesperson, "1111"},
    {"s2", "周航", facts::Role::salesperson, "2222"},
    {"s3", "孟菲", facts::Role::salesperson, "3333"},
    {"m1", "秦岚", facts::Role::salesManager, "9999"},
}};
constexpr int kDemoCodes = 3;

Result<void> setUpDemo(Administration& office, const SiteId& site) {
    if (auto added = office.addSite(site, "西堤国际", "[]"); !added) return added;
    std::vector<StaffId> order;
    for (const auto& person : kDemoStaff) {
        auto added =
            office.addStaff(site, StaffId(person.id), person.name, person.role, person.pin);
        if (!added) return added;
        if (person.role == facts::Role::salesperson) order.emplace_back(person.id);
    }
    return office.setRoster(site, order);
}

} // namespace

Result<void> runDemo(const std::string& dataDir, Clock& clock, Rng& rng, std::ostream& out) {
    const SiteId site("xidi");
    {
        auto created = DataDir::create(dataDir, rng);
        if (!created) return created.error();
        if (auto done = TlsFolder(dataDir).prepare({}, clock.now()); !done) return done;
    }
    const auto pin = TlsFolder(dataDir).authorityFingerprint();
    if (!pin) return pin.error();
    auto office = Office::open(dataDir, clock, rng);
    if (!office) return office.error();
    auto& administration = (*office)->administration();
    const auto exists = (*office)->writer().run<bool>(
        [&](Writes& writes) -> Result<bool> { return writes.site(site) != nullptr; });
    if (!exists) return exists.error();
    if (!*exists) {
        if (auto done = setUpDemo(administration, site); !done) return done;
    }
    out << "site " << site.value << " 西堤国际\n";
    for (const auto& person : kDemoStaff) {
        out << "staff " << person.id << " " << facts::toWord(person.role) << " " << person.name
            << " pin " << person.pin << "\n";
    }
    for (int i = 0; i < kDemoCodes; ++i) {
        auto code = administration.makeEnrolCode(site);
        if (!code) return code.error();
        out << "enrol-code " << *code << "." << toHex(*pin) << "\n";
    }
    return {};
}

} // namespace shoujie::server
