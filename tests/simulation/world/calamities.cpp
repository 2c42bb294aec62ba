#include "tests/simulation/world/calamities.hpp"

#include "shared/protocol/messages.hpp"
#include "tests/support/opened_store.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace shoujie::simulation {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

/// Those that strike at a moment; the others are chances of the network or of starts.
constexpr std::array kStriking{
    Fault::offline,        Fault::forged,        Fault::replayed,       Fault::tabletKilled,
    Fault::tabletPowerCut, Fault::tabletStopped, Fault::tabletDisk,     Fault::tabletSuspended,
    Fault::tabletRebooted, Fault::serverKilled,  Fault::serverPowerCut, Fault::serverStopped,
    Fault::serverDisk,     Fault::serverStepped, Fault::wallJumps,      Fault::timeNamespace,
    Fault::sameCustomer,   Fault::staffLeaves,   Fault::tabletRestored, Fault::tabletCloned,
    Fault::serverRestored};

} // namespace

Calamities::Calamities(Cast cast)
    : m_cast(std::move(cast))
    , m_scene(m_cast.scene)
    , m_dice(m_scene.seed, kCalamities)
    , m_attacker(m_scene.seed, kAttacker) {}

TabletMachine& Calamities::anyTablet() {
    return *m_dice.from(m_cast.tablets);
}

Duration Calamities::aWhile(seconds most) {
    return m_dice.between(milliseconds(10), most);
}

void Calamities::strike() {
    std::vector<Fault> possible;
    for (const Fault fault : kStriking)
        if (m_scene.has(fault)) possible.push_back(fault);
    if (possible.empty()) return;
    const Fault fault = m_dice.from(possible);
    m_scene.note("fault", nameOf(fault));
    strike(fault);
}

void Calamities::strike(Fault fault) {
    switch (fault) {
    case Fault::forged:
        return m_attacker.oneIn(3) ? stealKey(anyTablet()) : forge();
    case Fault::replayed:
        return replay();
    case Fault::sameCustomer:
        return sameCustomer();
    case Fault::serverKilled:
    case Fault::serverPowerCut:
    case Fault::serverStopped:
    case Fault::serverDisk:
    case Fault::serverStepped:
    case Fault::serverRestored:
        return strikeServer(fault);
    default:
        return strikeTablet(fault, anyTablet());
    }
}

void Calamities::failDisk(Disk& disk) {
    constexpr std::array kSorts{Disk::Fault::readError, Disk::Fault::writeError,
                                Disk::Fault::syncError, Disk::Fault::full};
    disk.failOnce(m_dice.from(kSorts), static_cast<std::uint64_t>(m_dice.below(12)));
}

void Calamities::strikeServer(Fault fault) {
    ServerMachine& server = m_cast.server;
    const Duration pause = aWhile(seconds(40));
    switch (fault) {
    case Fault::serverKilled:
        server.killProgram();
        return server.restartAfter(pause);
    case Fault::serverPowerCut:
        server.cutPower();
        return server.restartAfter(pause);
    case Fault::serverStopped:
        return server.disk().stopAfter(static_cast<std::uint64_t>(m_dice.between(1, 120)));
    case Fault::serverDisk:
        return failDisk(server.disk());
    case Fault::serverStepped:
        return server.clock().step(m_dice.between(Duration(-minutes(20)), Duration(minutes(20))));
    default:
        break;
    }
    if (!m_serverImage || m_dice.oneIn(2)) {
        m_serverImage = server.disk().image();
        return;
    }
    server.killProgram();
    m_cast.serverPutBack();
    server.restore(*m_serverImage);
    server.restartAfter(pause);
}

void Calamities::strikeTablet(Fault fault, TabletMachine& tablet) {
    const Duration pause = aWhile(seconds(90));
    switch (fault) {
    case Fault::offline:
        tablet.link().setOnline(false);
        return m_scene.queue.after(m_dice.oneIn(4) ? aWhile(hours(40)) : pause,
                                   [&tablet] { tablet.link().setOnline(true); });
    case Fault::tabletKilled:
        tablet.killApp();
        return tablet.restartAfter(pause);
    case Fault::tabletPowerCut:
        tablet.cutPower();
        return tablet.restartAfter(pause);
    case Fault::tabletStopped:
        return tablet.disk().stopAfter(static_cast<std::uint64_t>(m_dice.between(1, 120)));
    case Fault::tabletDisk:
        return failDisk(tablet.disk());
    case Fault::tabletSuspended:
        tablet.suspend();
        return m_scene.queue.after(pause, [&tablet] { tablet.resume(); });
    case Fault::tabletRebooted:
        tablet.reboot();
        return tablet.restartAfter(pause);
    case Fault::wallJumps:
        return tablet.wall().jump(
            m_dice.between(Duration(-hours(20'000)), Duration(hours(20'000))));
    case Fault::timeNamespace:
        return tamper(tablet);
    case Fault::staffLeaves:
        if (tablet.isAwake() && tablet.isEnrolled()) m_cast.people.dismiss(tablet);
        return;
    case Fault::tabletRestored:
        return restore(tablet);
    case Fault::tabletCloned:
        return clone(tablet);
    default:
        return;
    }
}

void Calamities::tamper(TabletMachine& tablet) {
    tablet.stopApp();
    tablet.boot().shift(m_dice.between(Duration(-hours(10)), Duration(hours(10))));
    m_cast.ledger.cheatedBoots.insert(tablet.boot().bootTag());
    tablet.restartAfter(aWhile(seconds(5)));
}

void Calamities::sameCustomer() {
    const int customer = m_dice.below(5);
    for (const auto& tablet : m_cast.tablets) {
        m_scene.queue.after(aWhile(seconds(1)), [this, customer, tablet = tablet.get()] {
            if (tablet->isAwake() && tablet->isEnrolled()) m_cast.people.receive(*tablet, customer);
        });
    }
}

void Calamities::replay() {
    constexpr std::array kPaths{protocol::kFactsPath, protocol::kAnchorPath, protocol::kEnrolPath,
                                protocol::kChallengePath};
    if (auto old = m_cast.network.captured(m_attacker.from(kPaths)))
        m_cast.network.inject(std::move(*old));
}

/// A stranger alters what was once sent.
void Calamities::forge() {
    auto request =
        m_cast.network.captured(m_attacker.oneIn(2) ? protocol::kFactsPath : protocol::kAnchorPath);
    if (!request || request->body.empty()) return;
    for (int i = 0; i < 3; ++i) {
        auto& byte = request->body[static_cast<std::size_t>(
            m_attacker.below(static_cast<int>(request->body.size())))];
        byte = static_cast<char>(m_attacker.between(32, 126));
    }
    m_cast.network.inject(std::move(*request));
}

/// Somebody with the tablet's key and token, but without its chain, writes in its name. With the
/// chain they could: that is bounded by section 4 and found by the proof code.
void Calamities::stealKey(TabletMachine& tablet) {
    if (!tablet.isEnrolled()) return;
    auto stolen = test::openedStore(tablet.storePath());
    if (!stolen) return;
    protocol::PushRequest push;
    try {
        sqlite::Statement secret(*stolen, "SELECT seed FROM device_key");
        sqlite::Statement last(*stolen, "SELECT unseal(wire, 'log/' || fact_id) FROM log"
                                        " ORDER BY epoch DESC, seq DESC");
        if (!secret.step() || !last.step()) return;
        std::array<std::uint8_t, 32> seed{};
        std::ranges::copy(secret.blob(0), seed.begin());
        auto fact = protocol::decodeWireFact(last.text(0));
        if (!fact) return;
        fact->id = FactId("forged-" + std::to_string(m_attacker.number()));
        fact->seq += m_attacker.below(2);
        for (auto& byte : push.previous)
            byte = static_cast<std::uint8_t>(m_attacker.below(256));
        push.signature = SigningKey::fromSeed(seed).sign(
            evidence::headMessage(fact->device, push.epoch, fact->seq,
                                  evidence::extendChain(push.previous, evidence::bodyHash(*fact))));
        push.facts.push_back(std::move(*fact));
    } catch (const sqlite::SqliteError&) {
        return; // the disk fails the thief as well
    }
    // Two now write in its name: it is set aside, and what it writes from here on does not count.
    m_cast.doubtful.insert(tablet.number());
    HttpRequest request{"POST", std::string(protocol::kFactsPath), {}, protocol::encode(push)};
    request.headers.emplace_back("Authorization", "Bearer " + tablet.core().identity()->token);
    m_cast.network.inject(std::move(request));
}

void Calamities::restore(TabletMachine& tablet) {
    const auto image = m_images.find(tablet.number());
    if (image == m_images.end() || m_dice.oneIn(3)) {
        m_images[tablet.number()] = tablet.disk().image();
        return;
    }
    tablet.restore(image->second);
    m_cast.doubtful.insert(tablet.number());
    tablet.restartAfter(aWhile(seconds(20)));
}

void Calamities::clone(TabletMachine& tablet) {
    if (m_cast.tablets.size() > 6 || !tablet.isEnrolled()) return;
    const int number = static_cast<int>(m_cast.tablets.size());
    m_cast.doubtful.insert(tablet.number());
    m_cast.doubtful.insert(number);
    auto twin = std::make_unique<TabletMachine>(m_scene, m_cast.network, number);
    twin->restore(tablet.disk().image());
    twin->restartAfter(aWhile(seconds(20)));
    m_cast.tablets.push_back(std::move(twin));
}

void Calamities::heal() {
    const auto mend = [](Disk& disk) {
        disk.stopAfter(0);
        disk.failNoMore();
    };
    mend(m_cast.server.disk());
    for (const auto& tablet : m_cast.tablets) {
        mend(tablet->disk());
        tablet->link().setOnline(true);
    }
}

} // namespace shoujie::simulation
