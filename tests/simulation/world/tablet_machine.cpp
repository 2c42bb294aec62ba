#include "tests/simulation/world/tablet_machine.hpp"

#include "client/sync/exchange.hpp"

#include <cassert>
#include <utility>

namespace shoujie::simulation {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr const char* kServerAddress = "https://register.example";

std::int64_t driftOf(const Scene& scene, int number) {
    Dice dice(scene.seed, kTablets + 20 + static_cast<std::uint64_t>(number));
    return scene.faults[static_cast<std::size_t>(Fault::drift)] ? dice.between(-990, 990)
                                                                : dice.between(-50, 50);
}

} // namespace

class TabletMachine::AppTimer final : public client::Timer {
public:
    explicit AppTimer(TabletMachine& tablet) : m_tablet(tablet) {}
    void start(milliseconds delay, std::function<void()> expired) override {
        m_tablet.later(delay, [this, start = ++m_starts, expired = std::move(expired)] {
            if (start == m_starts) expired();
        });
    }
    void stop() override { ++m_starts; }

private:
    TabletMachine& m_tablet;
    std::uint64_t m_starts = 0;
};

struct TabletMachine::App {
    App(TabletMachine& tablet, std::unique_ptr<client::TabletCore> opened)
        : core(std::move(opened))
        , timer(tablet)
        , scheduler(timer, tablet.m_rng, [&tablet] { tablet.beginRun(); }) {}

    std::unique_ptr<client::TabletCore> core;
    AppTimer timer;
    client::SyncScheduler scheduler;
    std::unique_ptr<client::SyncRun> run;
    std::unique_ptr<client::Enrolment> enrolment;
    bool runAgain = false;
};

TabletMachine::TabletMachine(Scene& scene, Network& network, int number)
    : m_scene(scene)
    , m_number(number)
    , m_name("tablet" + std::to_string(number))
    , m_dice(scene.seed, kTablets + static_cast<std::uint64_t>(number))
    , m_rng(scene.seed, kTablets + 40 + static_cast<std::uint64_t>(number))
    , m_wall(scene.queue)
    , m_boot(scene.queue, Dice(scene.seed, kTablets + 60 + static_cast<std::uint64_t>(number)),
             driftOf(scene, number))
    , m_disk(m_name, scene.seed * 31 + 100 + static_cast<std::uint64_t>(number))
    , m_link(network, number) {}

TabletMachine::~TabletMachine() {
    m_disk.killProcess();
}

bool TabletMachine::start() {
    assert(!m_app);
    auto opened = client::TabletCore::open(storePath(), {m_wall, m_boot, m_rng});
    if (!opened) {
        note("does not open: " + describe(opened.error()));
        if (opened.error().code == ErrorCode::corrupt)
            m_scene.violated(m_name + " does not open: " + describe(opened.error()));
        return false;
    }
    ++m_life;
    m_asleep = false;
    m_heldUp.clear();
    m_app = std::make_unique<App>(*this, std::move(*opened));
    m_app->core->onChange([this](bool recorded) {
        if (recorded) later({}, [this] { m_app->scheduler.wanted(); });
    });
    note("runs");
    later(evidence::kTickEvery, [this] { tick(); });
    if (m_app->core->identity()) later({}, [this] { m_app->scheduler.start(); });
    return true;
}

void TabletMachine::tick() {
    // A note that the disk refuses is missing, and the times of what follows are graded so.
    (void)m_app->core->tick();
    later(evidence::kTickEvery, [this] { tick(); });
}

void TabletMachine::stopApp() {
    if (!m_app) return;
    m_link.cancel();
    m_app.reset();
    note("is closed");
}

void TabletMachine::die(bool power) {
    note(power ? "loses its power" : "is killed");
    m_link.cancel();
    power ? m_disk.cutPower() : m_disk.killProcess();
    m_app.reset();
}

void TabletMachine::killApp() {
    if (m_app) die(false);
}
void TabletMachine::cutPower() {
    die(true);
    m_boot.reboot();
}
void TabletMachine::reboot() {
    stopApp();
    m_boot.reboot();
    note("reboots");
}

void TabletMachine::restore(const DiskImage& image) {
    if (m_app) die(false);
    m_disk.restore(image);
    note("is put back to an old image");
}

void TabletMachine::suspend() {
    if (!isAwake()) return;
    m_asleep = true;
    note("sleeps");
}

void TabletMachine::resume() {
    if (!m_app || !m_asleep) return;
    m_asleep = false;
    note("wakes");
    for (auto& event : std::exchange(m_heldUp, {}))
        later({}, std::move(event));
    // Connections do not survive sleep.
    later({}, [this] { m_link.breakOff(); });
}

void TabletMachine::restartAfter(Duration delay) {
    if (m_restarting) return;
    m_restarting = true;
    m_scene.queue.after(delay, [this] {
        m_restarting = false;
        if (m_app) return;
        if (m_scene.has(Fault::tabletStopped) && m_dice.oneIn(3))
            m_disk.stopAfter(static_cast<std::uint64_t>(m_dice.between(1, 40)));
        if (!start()) {
            const bool power = m_disk.isStopped() && m_dice.oneIn(2);
            power ? m_disk.cutPower() : m_disk.killProcess();
            if (power) m_boot.reboot();
            restartAfter(m_dice.between(seconds(1), seconds(20)));
        } else if (m_scene.quiet) {
            suspend();
        }
    });
}

void TabletMachine::later(Duration delay, std::function<void()> event) {
    m_scene.queue.after(delay, [this, life = m_life, event = std::move(event)] {
        if (life != m_life || !m_app) return;
        if (m_asleep)
            m_heldUp.push_back(event);
        else
            event();
    });
}

bool TabletMachine::isEnrolled() const {
    return m_app && m_app->core->identity();
}

bool TabletMachine::isEnrolling() const {
    return m_app && m_app->enrolment;
}

void TabletMachine::enrol(const std::string& code) {
    m_app->enrolment = std::make_unique<client::Enrolment>(
        *m_app->core, m_link, kServerAddress, std::vector<std::uint8_t>(),
        [this](const Result<void>& result) {
            note(result ? "is enrolled" : "is not enrolled: " + describe(result.error()));
            later({}, [this, ok = result.ok()] {
                m_app->enrolment.reset();
                if (ok) m_app->scheduler.start();
            });
        });
    m_app->enrolment->start(code);
}

void TabletMachine::poked(std::int64_t seq) {
    later(m_dice.between(milliseconds(5), milliseconds(300)), [this, seq] {
        if (m_link.isOnline() && seq > m_app->core->feedCursor()) m_app->scheduler.wanted();
    });
}

void TabletMachine::beginRun() {
    if (m_app->run) {
        m_app->runAgain = true;
        return;
    }
    m_app->runAgain = false;
    m_app->run = std::make_unique<client::SyncRun>(
        *m_app->core, m_link, [this](const client::SyncReport& report) {
            // Not at once: the run must not be destroyed in its own callback.
            later({}, [this, report] { runEnded(report); });
        });
    m_app->run->start();
}

void TabletMachine::runEnded(const client::SyncReport& report) {
    m_app->run.reset();
    m_lastError = report.error;
    if (report.error)
        note("syncs not: " + describe(*report.error));
    else
        note("has synced: " + std::to_string(report.sent) + " sent, " +
             std::to_string(report.learned) + " learned");
    if (!report.error && !report.note) m_anchoredAt = m_seenAnchor;
    if (m_app->runAgain) return beginRun();
    if (m_app->scheduler.isRunning()) m_app->scheduler.finished(report.error, report.more);
}

void TabletMachine::look() {
    if (!m_app || !m_disk.isStopped()) return;
    const bool power = m_dice.oneIn(2);
    die(power);
    if (power) m_boot.reboot();
    restartAfter(m_dice.between(seconds(1), seconds(60)));
}

client::TabletCore& TabletMachine::core() {
    assert(m_app);
    return *m_app->core;
}

} // namespace shoujie::simulation
