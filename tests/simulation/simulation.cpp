#include "tests/simulation/simulation.hpp"

#include "tests/simulation/invariants/invariants.hpp"
#include "tests/simulation/world/calamities.hpp"

#include <algorithm>
#include <utility>

namespace shoujie::simulation {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant kMorning = parseRfc3339("2026-03-02T09:00:00+08:00").value();

class World {
public:
    World(std::uint64_t seed, const Options& options)
        : m_scene{seed, {}, EventQueue(kMorning), Trace(options.trace), {}, false, false}
        , m_dice(seed, kSwarm) {
        m_scene.faults = chooseFaults(m_dice);
        m_lies = options.plant == planted::Bug::lostFsync;
    }

    Run run() {
        Run run;
        run.faults = m_scene.faults;
        try {
            setUp();
            const int days = static_cast<int>(m_dice.between(3, 5));
            for (int i = 0; i < days; ++i)
                work();
            heal();
            check();
        } catch (const Violation& violation) {
            run.violation = violation.what();
        } catch (const std::exception& error) {
            run.violation = std::string("an exception got out: ") + error.what();
        }
        if (!m_scene.violation.empty()) run.violation = m_scene.violation;
        run.trace = m_scene.trace.hash();
        run.lines = m_scene.trace.lines();
        run.facts = m_ledger.saved.size();
        return run;
    }

private:
    /// Site, staff and tablets, before anything goes wrong.
    void setUp() {
        m_scene.healed = true;
        m_scene.note("seed", std::to_string(m_scene.seed) + ": " + describe(m_scene.faults));
        m_scene.queue.afterEach([this] {
            m_server.look();
            for (const auto& tablet : m_tablets)
                tablet->look();
            if (!m_scene.violation.empty()) throw Violation(m_scene.violation);
        });
        m_network.watch(m_watch);
        m_server.disk().lieAboutSync(m_lies);
        require(m_server.start());
        auto office = m_server.office();
        require(office.addSite(kSite, "西堤国际", "[]").ok());
        for (const auto& staff : People::salespeople())
            require(
                office.addStaff(kSite, staff, "员工" + staff.value, facts::Role::salesperson, {})
                    .ok());
        require(
            office.addStaff(kSite, People::manager(), "秦岚", facts::Role::salesManager, {}).ok());
        require(office.setRoster(kSite, People::salespeople()).ok());
        m_server.onPoke([this](std::int64_t seq) {
            for (const auto& tablet : m_tablets)
                tablet->poked(seq);
        });
        const auto count = static_cast<int>(m_dice.between(2, 5));
        for (int i = 0; i < count; ++i) {
            m_tablets.push_back(std::make_unique<TabletMachine>(m_scene, m_network, i));
            auto& tablet = *m_tablets.back();
            tablet.disk().lieAboutSync(m_lies);
            require(tablet.start());
            auto code = m_server.office().makeEnrolCode(kSite);
            require(code.ok());
            tablet.enrol(*code);
            m_scene.queue.runUntil(m_scene.queue.now() + seconds(5));
            require(tablet.isEnrolled());
        }
        m_scene.healed = false;
    }

    void require(bool so) {
        if (!so) m_scene.violated("the world could not be set up");
    }

    /// A few busy minutes, and then nothing for minutes or days.
    void work() {
        m_scene.quiet = false;
        for (const auto& tablet : m_tablets) {
            tablet->resume();
            if (!tablet->isUp()) tablet->restartAfter(m_dice.between(milliseconds(1), seconds(20)));
        }
        if (!m_server.isUp()) m_server.restartAfter(seconds(1));
        const Duration length = m_dice.between(Duration(seconds(60)), Duration(minutes(4)));
        const auto plan = [&](int times, const std::function<void()>& what) {
            for (int i = 0; i < times; ++i)
                m_scene.queue.after(m_dice.between(Duration(seconds(2)), length), what);
        };
        plan(static_cast<int>(m_dice.between(4, 24)), [this] { act(); });
        plan(static_cast<int>(m_dice.between(0, 7)), [this] { m_calamities.strike(); });
        const Instant end = m_scene.queue.now() + length;
        for (Instant at = m_scene.queue.now(); at < end; at += minutes(1))
            m_scene.queue.at(at, [this] { m_server.round(); });
        m_scene.queue.runUntil(end);
        rest(m_dice.oneIn(2) ? m_dice.between(Duration(minutes(2)), Duration(hours(2)))
                             : m_dice.between(Duration(hours(2)), Duration(hours(30))));
    }

    void act() {
        auto& tablet = *m_dice.from(m_tablets);
        if (tablet.isAwake() && tablet.isEnrolled()) m_people.act(tablet);
    }

    /// Tablets sleep or are closed, the server is alone.
    void rest(Duration length) {
        m_scene.quiet = true;
        for (const auto& tablet : m_tablets)
            m_dice.oneIn(3) ? tablet->stopApp() : tablet->suspend();
        const Instant end = m_scene.queue.now() + length;
        for (Instant at = m_scene.queue.now(); at < end; at += hours(3))
            m_scene.queue.at(at, [this] { m_server.round(); });
        m_scene.queue.runUntil(end);
    }

    /// Nothing goes wrong any more; what is still under way arrives; then everybody has to agree.
    void heal() {
        m_scene.healed = true;
        m_scene.note("world", "heals");
        m_calamities.heal();
        rest(std::max(Duration(seconds(1)),
                      m_network.lastArrival() + seconds(1) - m_scene.queue.now()));
        m_scene.quiet = false;
        if (!m_server.isUp()) m_server.restartAfter(seconds(1));
        m_scene.queue.runUntil(m_scene.queue.now() + seconds(30));
        for (const auto& tablet : m_tablets) {
            tablet->link().setOnline(true);
            tablet->resume();
            if (!tablet->isUp()) tablet->restartAfter(seconds(1));
        }
        for (int round = 0; round < 40; ++round) {
            m_scene.queue.runUntil(m_scene.queue.now() + seconds(15));
            if (round % 4 == 0) m_server.round();
            // Twice in a row: what was judged last has been fetched as well.
            if (round == 30) giveUp();
            if (round > 2 && m_server.isUp() && m_server.judgeNow() && isQuiet()) return;
        }
    }

    /// A tablet that was put back or copied may lack what only it and the server held: the office
    /// ends the recovery. With all others nothing may be missing.
    void giveUp() {
        if (!m_server.isUp() || m_doubtful.empty()) return;
        const auto stand = m_server.office().giveUp(kSite);
        if (!stand) return;
        m_scene.note("office", "gives up what is missing");
        m_serverDoubtful = true;
    }

    [[nodiscard]] bool isQuiet() {
        auto site = m_server.reads().read([](server::Reads& reads) { return reads.site(kSite); });
        if (!site || !*site || (*site)->recoveringSince) return false;
        return std::ranges::all_of(m_tablets, [&](const auto& tablet) {
            if (m_doubtful.contains(tablet->number()) || m_serverDoubtful) return true;
            return tablet->isEnrolled() && tablet->core().workStatus().pending == 0 &&
                   tablet->core().feedCursor() == (*site)->feedSeq;
        });
    }

    void check() {
        m_scene.note("world", "is checked");
        checkAll({m_scene, m_ledger, m_server, m_tablets, m_doubtful, m_serverDoubtful, m_watch});
    }

    Scene m_scene;
    Dice m_dice;
    Ledger m_ledger;
    bool m_lies = false;
    std::set<int> m_doubtful;
    bool m_serverDoubtful = false;
    ServerMachine m_server{m_scene};
    Network m_network{m_scene, m_server};
    std::vector<std::unique_ptr<TabletMachine>> m_tablets;
    Witness m_watch{m_scene, m_tablets, m_serverDoubtful};
    People m_people{m_scene, m_ledger};
    Calamities m_calamities{
        {m_scene, m_ledger, m_people, m_network, m_server, m_tablets, m_doubtful, [this] {
             m_watch.forgetWhatNobodyHolds(m_doubtful);
         }}};
};

} // namespace

Run simulate(std::uint64_t seed, const Options& options) {
    planted::active = options.plant;
    World world(seed, options);
    return world.run();
}

} // namespace shoujie::simulation
