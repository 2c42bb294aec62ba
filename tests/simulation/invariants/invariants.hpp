#pragma once

#include "server/store/rows.hpp"
#include "shared/register/receipt.hpp"
#include "tests/simulation/world/calamities.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

/// The guarantees of sync.md, section 1, as checks. Each file says which ones it holds.
namespace shoujie::simulation {

/// What holds at every moment, seen on the wire (witness.cpp).
class Witness final : public NetworkWatch {
public:
    Witness(Scene& scene, std::vector<std::unique_ptr<TabletMachine>>& tablets,
            const bool& serverDoubtful)
        : m_scene(scene), m_tablets(tablets), m_serverDoubtful(serverDoubtful) {}

    void answered(const HttpRequest& request, const HttpResponse& response) override;
    void delivered(int tablet, const HttpRequest& request, const HttpResponse& response) override;

    /// Records that were acknowledged, by register sequence.
    [[nodiscard]] const std::map<std::int64_t, std::string>& acknowledged() const {
        return m_acknowledged;
    }
    /// Outcomes that the feed has shown as final.
    struct Final {
        std::int64_t registerSeq = 0; ///< of the newest fact below it in the feed
        std::string kind;
        SubjectId subject;
        std::string json;
    };
    [[nodiscard]] const std::vector<Final>& finals() const { return m_finals; }
    /// The server was put back from a copy: what it has answered and no tablet has kept is no
    /// acknowledgement to anybody.
    /// Tablets whose holding is in doubt hold nothing.
    void forgetWhatNobodyHolds(const std::set<int>& doubtful);

private:
    void sawFeed(const HttpRequest& request, const HttpResponse& response);
    [[nodiscard]] std::int64_t newestBelow(std::int64_t feedSeq) const;
    void sawPush(const HttpResponse& response);
    void sawCheckpoint(const std::string& note);

    Scene& m_scene;
    std::vector<std::unique_ptr<TabletMachine>>& m_tablets;
    const bool& m_serverDoubtful;
    std::map<std::int64_t, std::string> m_rows; ///< of the feed, by sequence
    std::int64_t m_covered = 0;                 ///< everything up to here was delivered
    std::int64_t m_coveredByCopy = 0; ///< the same, when the server was put back from a copy
    std::map<std::uint64_t, std::string> m_checkpoints; ///< text above the signature, by size
    std::map<std::int64_t, std::string> m_acknowledged;
    std::map<std::int64_t, std::int64_t> m_facts; ///< places in the register, by row of the feed
    std::vector<Final> m_finals;
};

/// What is looked at when all is healed.
struct End {
    Scene& scene;
    const Ledger& ledger;
    ServerMachine& server;
    std::vector<std::unique_ptr<TabletMachine>>& tablets;
    const std::set<int>& doubtful;
    bool serverDoubtful;
    const Witness& witness;
    std::vector<server::FactRow> rows{}; ///< the register
};

void checkRegister(const End& end);
void checkTimes(const End& end);
void checkOutcomes(const End& end);
void checkTablets(const End& end);
/// All of them.
void checkAll(End end);

} // namespace shoujie::simulation
