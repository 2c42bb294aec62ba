#include "server/app/instance.hpp"

#include "server/api/api.hpp"
#include "server/services/adjudication.hpp"
#include "server/services/checkpoints.hpp"
#include "server/services/context.hpp"
#include "server/services/register_facts.hpp"
#include "server/store/read_pool.hpp"

#include <utility>

namespace shoujie::server {

namespace {

/// What tablets wrote in a newer vocabulary, which this program may know by now.
Result<void> admitUpgraded(const Context& context) {
    const auto sites = context.reads.read(
        [](Reads& reads) -> Result<std::vector<SiteId>> { return reads.sites(); });
    if (!sites) return sites.error();
    for (const auto& site : *sites) {
        // Asked first, so that a server whose disk is full still starts, and is read.
        const auto waiting = context.reads.read(
            [&](Reads& reads) { return !reads.waitingForUpgrade(site).empty(); });
        if (!waiting) return waiting.error();
        if (!*waiting) continue;
        const auto admitted = context.writer.run<int>([&](Writes& writes) -> Result<int> {
            // Of what is put together again the next start takes care.
            if (writes.site(site)->recoveringSince) return 0;
            return admitSupported(writes, site);
        });
        if (!admitted) return admitted.error();
        if (*admitted > 0)
            context.log.write(LogLevel::info, "upgraded",
                              {{"site", site.value}, {"facts", std::int64_t{*admitted}}});
    }
    return {};
}

} // namespace

struct Instance::Impl {
    Impl(DataDir held, sqlite::Database database, SigningKey signing, const Options& options,
         const Seams& seams)
        : dataDir(held.path())
        , dir(std::move(held))
        , key(std::move(signing))
        , reads(dir.database())
        , writer(std::move(database), options.writer)
        , workers(options.workers)
        , context{seams.clock, seams.rng, seams.log, writer, reads, workers, bell, key}
        , api(context)
        , administration(writer, seams.clock, seams.rng)
        , erasures(writer, reads, seams.clock, seams.rng)
        , adjudication(context)
        , checkpoints(context) {
        // Pushes whose signatures are being checked come with the next transaction.
        writer.gather([this] { return workers.hasLight(); });
        workers.whenLightDone([this] { writer.lookAgain(); });
    }

    std::string dataDir;
    DataDir dir;
    SigningKey key;
    ReadPool reads;
    Writer writer;
    Workers workers;
    FeedBell bell;
    Context context;
    Api api;
    Administration administration;
    Erasures erasures;
    Adjudication adjudication;
    Checkpoints checkpoints;
    std::unique_ptr<Server> server;
};

Instance::Instance(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Instance::~Instance() {
    stop();
}

Result<std::unique_ptr<Instance>> Instance::start(DataDir dir, const Options& options,
                                                  const Seams& seams) {
    auto database = dir.openDatabase();
    if (!database) return database.error();
    auto key = loadServerKey(*database);
    if (!key) return key.error();
    auto impl = std::make_unique<Impl>(std::move(dir), std::move(*database), std::move(*key),
                                       options, seams);
    if (auto admitted = admitUpgraded(impl->context); !admitted) return admitted.error();
    auto server = Server::start(options.net, impl->api, impl->workers, seams.clock, seams.log);
    if (!server) return server.error();
    impl->server = std::move(*server);
    impl->bell.listen([running = impl.get()](const FeedGrowth& growth) {
        if (growth.cause == FeedGrowth::Cause::push) running->adjudication.wake(growth.site);
        running->server->poke(growth.site, growth.seq);
    });
    impl->adjudication.start([running = impl.get()](Instant now) {
        if (auto kept = running->checkpoints.keepDue(now); !kept)
            running->context.log.write(LogLevel::error, "checkpoint_failed",
                                       {{"error", describe(kept.error())}});
    });
    return std::unique_ptr<Instance>(new Instance(std::move(impl)));
}

std::uint16_t Instance::port() const {
    return m_impl->server->port();
}

Result<std::string> Instance::runOffice(const OfficeRequest& request) {
    // Both would change what is being judged and told under everybody's hands.
    if (request.values.contains("begin") || request.values.contains("give-up"))
        return Error{ErrorCode::unavailable, "--data", "stop the server first"};
    auto done =
        runOfficeCommand(request, {m_impl->administration, m_impl->erasures, m_impl->dataDir});
    if (!done) return done;
    m_impl->context.log.write(LogLevel::info, "office", {{"command", request.command}});
    if (const auto device = request.values.find("device"); request.command == "device revoke")
        m_impl->server->shutOut(DeviceId(device->second));
    if (const auto site = request.values.find("site");
        (request.command == "erase restrict" || request.command == "erase lift") &&
        site != request.values.end())
        m_impl->adjudication.forget(SiteId(site->second));
    // What it wrote to a site is to be judged and told like anything else.
    const auto named = request.values.find("site");
    if (named == request.values.end()) return done;
    const auto site =
        m_impl->reads.read([&](Reads& reads) { return reads.site(SiteId(named->second)); });
    // The act is on the disk, so it is no failure of its own: each minute all is looked at anyway.
    if (!site)
        m_impl->context.log.write(LogLevel::error, "office_not_told",
                                  {{"error", describe(site.error())}});
    else if (*site)
        m_impl->bell.ring({(*site)->id, (*site)->feedSeq, FeedGrowth::Cause::push});
    return done;
}

void Instance::stop() {
    m_impl->server->stop();
    m_impl->adjudication.stop();
    m_impl->workers.stop();
    m_impl->writer.stop();
}

} // namespace shoujie::server
