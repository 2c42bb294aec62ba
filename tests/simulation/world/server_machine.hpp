#pragma once

#include "server/services/administration.hpp"
#include "server/store/read_pool.hpp"
#include "tests/simulation/disk/disk.hpp"
#include "tests/simulation/world/network.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::simulation {

inline const SiteId kSite{"xidi"};

/// The machine in the office with the server on it: the real routes, services, store and
/// adjudication, put together as server/app/instance.cpp does but driven by the event queue.
class ServerMachine final : public Host {
public:
    ServerMachine(Scene& scene);
    ~ServerMachine() override;

    // ---- Host ----
    [[nodiscard]] bool isUp() const override { return m_parts != nullptr; }
    void handle(const HttpRequest& request, ServerReply reply) override;

    /// The feed has grown: told to whoever listens, as the WebSocket does.
    void onPoke(std::function<void(std::int64_t)> poke) { m_poke = std::move(poke); }

    /// Starts the program. False if the disk does not let it; then it is tried again later.
    bool start();
    void stopProgram(); ///< in order
    void killProgram();
    void cutPower();
    /// Puts the disk back to what it was; at its next start the office says so.
    void restore(const DiskImage& image);
    void restartAfter(Duration delay);

    [[nodiscard]] server::Administration office();
    [[nodiscard]] server::ReadPool& reads();
    [[nodiscard]] const PublicKey& key() const { return m_key; }
    [[nodiscard]] Disk& disk() { return m_disk; }
    [[nodiscard]] ServerClock& clock() { return m_clock; }
    /// A round of the clock, as each minute: checkpoints, and what has become final.
    void round();
    /// Judges at once what there is; true if that went well.
    bool judgeNow();
    /// After each event: a program whose disk has stopped under it, or failed, is dead.
    void look();

private:
    struct Parts;
    struct Asked;
    void pump();
    void judge();
    void die(bool power);
    void breakOff();

    Scene& m_scene;
    Dice m_dice;
    SeededRng m_rng;
    ServerClock m_clock;
    Disk m_disk;
    PublicKey m_key{};
    std::unique_ptr<Parts> m_parts;
    std::vector<std::shared_ptr<Asked>> m_asked;
    std::function<void(std::int64_t)> m_poke;
    std::uint64_t m_life = 0; ///< counts the program's starts
    bool m_pumping = false;
    bool m_judging = false;
    bool m_restarting = false;
    bool m_putBack = false; ///< and not yet declared so
};

} // namespace shoujie::simulation
