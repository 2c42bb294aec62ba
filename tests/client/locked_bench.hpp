#pragma once

#include "client/sync/sync_run.hpp"
#include "tests/client/cheap_pin.hpp"
#include "tests/client/tablet_bench.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::client::test {

inline const StaffId kS2{"s2"};

/// A tablet of a site where s1 has the PIN 2468 and s2 the PIN 1357, synchronised and open, and its
/// line to the server.
struct LockedBench : Bench {
    explicit LockedBench(bool withPins = true) {
        server.state("joined-1", facts::StaffJoined{kS1, "李娜"});
        server.state("joined-2", facts::StaffJoined{kS2, "王强"});
        if (withPins) givePins({{kS1, cheapPin("2468")}, {kS2, cheapPin("1357")}});
        insistOn(sync());
    }

    void givePins(std::vector<protocol::Credential> credentials) {
        server.site.credentials = std::move(credentials);
    }
    void begin() {
        report.reset();
        run = std::make_unique<SyncRun>(core(), line,
                                        [this](SyncReport done) { report = std::move(done); });
        run->start();
    }
    SyncReport sync() {
        begin();
        line.run();
        if (!report) qFatal("the run did not end");
        return *report;
    }
    static void insistOn(const SyncReport& report) {
        if (report.error) qFatal("%s", describe(*report.error).c_str());
    }
    /// The program is ended and started again: if anybody can sign in, the tablet is locked.
    void restart() {
        run.reset();
        tablet.reopen();
    }
    Result<void> signIn(const std::string& pin = "2468", const StaffId& staff = kS1) {
        return core().checkPin(staff, pin);
    }
    void recordVisit(const std::string& id, const std::string& name, const std::string& phone) {
        const auto saved = core().record(kS1, visit(id, "s1", customer(name, phone)));
        if (!saved) qFatal("%s", describe(saved.error()).c_str());
    }
    [[nodiscard]] bool canSignIn(const StaffId& staff) {
        return std::ranges::any_of(core().staff(), [&](const StaffMember& one) {
            return one.id == staff && one.canSignIn;
        });
    }
    /// Method and path of what is asked from now on, and how the asker shows who it is.
    void listen() {
        server.intercept = [this](const HttpRequest& request) -> std::optional<HttpResponse> {
            std::string how;
            for (const auto& [name, value] : request.headers)
                if (name == "Authorization") how = value.substr(0, value.find(' '));
            asked.push_back(how + " " + request.method + " " +
                            request.path.substr(0, request.path.find('?')));
            return std::nullopt;
        };
    }

    ScriptedTransport line{server};
    std::optional<SyncReport> report;
    std::unique_ptr<SyncRun> run;
    std::vector<std::string> asked;
};

} // namespace shoujie::client::test
