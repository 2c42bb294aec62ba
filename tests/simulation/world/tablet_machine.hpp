#pragma once

#include "client/store/tablet_core.hpp"
#include "client/sync/enrolment.hpp"
#include "client/sync/sync_run.hpp"
#include "client/sync/sync_scheduler.hpp"
#include "tests/simulation/disk/disk.hpp"
#include "tests/simulation/world/network.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shoujie::simulation {

/// One tablet: its disk, clocks and network, and while the app runs the real core with the real
/// sync, put together as client/transport/tablet_worker.cpp does but driven by the event queue.
class TabletMachine {
public:
    TabletMachine(Scene& scene, Network& network, int number);
    ~TabletMachine();
    TabletMachine(const TabletMachine&) = delete;
    TabletMachine& operator=(const TabletMachine&) = delete;

    /// Starts the app. False if the disk does not let it.
    bool start();
    void stopApp(); ///< in order
    void killApp();
    void cutPower();
    void reboot();
    void suspend();
    void resume();
    /// Starts the app again and again from then on until it runs.
    void restartAfter(Duration delay);
    void restore(const DiskImage& image);

    [[nodiscard]] bool isUp() const { return m_app != nullptr; }
    [[nodiscard]] bool isAwake() const { return m_app != nullptr && !m_asleep; }
    [[nodiscard]] bool isEnrolled() const;
    /// Asks to be let in with a one-time code.
    void enrol(const std::string& code);
    /// Forgets an enrolment that did not come to an end.
    [[nodiscard]] bool isEnrolling() const;
    void poked(std::int64_t seq);
    /// After each event: an app whose disk has stopped under it is dead.
    void look();

    [[nodiscard]] client::TabletCore& core();
    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] Disk& disk() { return m_disk; }
    [[nodiscard]] WallClock& wall() { return m_wall; }
    [[nodiscard]] BootClock& boot() { return m_boot; }
    [[nodiscard]] Link& link() { return m_link; }
    [[nodiscard]] std::string storePath() const { return m_disk.path("tablet.db"); }
    /// Server time of the newest anchor that is certainly kept.
    [[nodiscard]] Instant anchoredAt() const { return m_anchoredAt; }
    void sawAnchor(Instant at) { m_seenAnchor = at; }
    /// What ended the last sync run; empty after a complete one.
    [[nodiscard]] const std::optional<Error>& lastError() const { return m_lastError; }

private:
    struct App;
    class AppTimer;
    void die(bool power);
    /// An event of the app's: forgotten when it dies, held up while the tablet sleeps.
    void later(Duration delay, std::function<void()> event);
    void tick();
    void beginRun();
    void runEnded(const client::SyncReport& report);
    void note(std::string_view what) { m_scene.note(m_name, what); }

    Scene& m_scene;
    const int m_number;
    std::string m_name;
    Dice m_dice;
    SeededRng m_rng;
    WallClock m_wall;
    BootClock m_boot;
    Disk m_disk;
    Link m_link;
    std::unique_ptr<App> m_app;
    std::uint64_t m_life = 0; ///< counts the app's starts
    bool m_asleep = false;
    bool m_restarting = false;
    std::vector<std::function<void()>> m_heldUp;
    Instant m_anchoredAt{};
    Instant m_seenAnchor{};
    std::optional<Error> m_lastError;
};

} // namespace shoujie::simulation
