#pragma once

#include "shared/sqlite/database.hpp"
#include "tests/client/enrolled_tablet.hpp"
#include "tests/client/sample_facts.hpp"

#include <QTemporaryDir>

#include <array>
#include <string>
#include <utility>

namespace shoujie::client::test {

inline const StaffId kS1{"s1"};

/// The key of the ScriptedServer: what a cheating office could sign.
inline SigningKey officeKey() {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(7);
    return SigningKey::fromSeed(seed);
}

struct Folder {
    QTemporaryDir folder;
};

/// An enrolled tablet in a folder of its own.
struct Bench : private Folder, public EnrolledTablet {
    Bench() : EnrolledTablet(folder.filePath("tablet.db")) {}

    FactId recordCall(const std::string& id) {
        auto saved = core().record(kS1, call(id, "s1", customer("陈大文", "13800138000")));
        if (!saved) qFatal("%s", describe(saved.error()).c_str());
        return *saved;
    }
    /// The next push and the server's honest answer to it.
    std::pair<protocol::PushRequest, protocol::PushReply> pushOnce() {
        auto next = core().nextPush();
        if (!next || !*next) qFatal("there is nothing to push");
        auto reply = server.push("d1", **next);
        return {std::move(**next), std::move(reply)};
    }
    [[nodiscard]] std::int64_t rows(const std::string& table) const {
        auto database = sqlite::Database::open(tablet.path(), sqlite::OpenMode::readOnly);
        sqlite::Statement count(*database, "SELECT count(*) FROM " + table);
        count.step();
        return count.integer(0);
    }
};

} // namespace shoujie::client::test
