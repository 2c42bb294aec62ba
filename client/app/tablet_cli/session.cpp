#include "client/app/tablet_cli/session.hpp"

#include "client/app/tablet_cli/replies.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/facts/fact_json.hpp"
#include "shared/protocol/blobs.hpp"

#include <QFile>
#include <nlohmann/json.hpp>

#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace shoujie::client {

using nlohmann::json;

struct Session::Command {
    std::string_view name;
    Result<void> (Session::*run)(ObjectReader& in);
};

const std::deque<Session::Command>& Session::commands() {
    static const std::deque<Command> kCommands{
        {"enrol", &Session::enrol},    {"record", &Session::record},
        {"photo", &Session::photo},    {"sync", &Session::sync},
        {"auto", &Session::automatic}, {"offline", &Session::offline},
        {"status", &Session::status},  {"floor", &Session::floor},
        {"staff", &Session::staff},    {"customers", &Session::customers},
        {"why", &Session::why},        {"lookup", &Session::lookUp},
        {"pin", &Session::pin},        {"lock", &Session::lock},
        {"newid", &Session::newId},    {"quit", &Session::quit}};
    return kCommands;
}

Session::Session(TabletRunner& tablet, std::ostream& out, QObject* parent)
    : QObject(parent), m_tablet(tablet), m_out(out) {}

void Session::begin() {
    m_begun = true;
    next();
}

void Session::beginAs(const StaffId& staff, const std::string& pin) {
    m_tablet
        .run([staff, pin](Tablet& tablet) {
            return tablet.isLocked() ? tablet.checkPin(staff, pin) : Result<void>();
        })
        .then(this, [this](const Result<void>& checked) {
            if (checked) return begin();
            m_out << errorReply(checked.error()).dump() << std::endl;
            emit refused();
        });
}

void Session::take(const QByteArray& line) {
    if (m_ending) return;
    m_lines.push_back(line);
    next();
}

void Session::end() {
    m_ending = true;
    next();
}

void Session::next() {
    if (!m_begun || m_busy) return;
    if (m_lines.empty()) {
        if (m_ending) emit finished();
        return;
    }
    m_busy = true;
    const QByteArray line = std::move(m_lines.front());
    m_lines.pop_front();
    runLine(line);
}

void Session::reply(const json& reply) {
    m_out << reply.dump() << std::endl;
    m_busy = false;
    // Queued: a long list of bad lines must not nest.
    QMetaObject::invokeMethod(this, &Session::next, Qt::QueuedConnection);
}

void Session::runLine(const QByteArray& line) {
    auto command = parseJson(std::string_view(line.data(), static_cast<std::size_t>(line.size())));
    if (!command) return reply(errorReply(command.error()));
    ObjectReader in(*command, "");
    std::string name;
    in.text("do", name, limits::kMaxShortText);
    if (in.failed()) return reply(errorReply(in.finish().error()));
    for (const Command& one : commands()) {
        if (one.name != name) continue;
        if (auto begun = (this->*one.run)(in); !begun) reply(errorReply(begun.error()));
        return;
    }
    reply(errorReply({ErrorCode::notAllowed, "do", "is not a command"}));
}

void Session::ask(std::function<json(Tablet&)> question) {
    m_tablet.run(std::move(question))
        .then(this, [this](const json& answer) { reply(answer); })
        .onCanceled(this, [this] {
            reply(errorReply({ErrorCode::unavailable, "", "the tablet is shutting down"}));
        });
}

Result<void> Session::enrol(ObjectReader& in) {
    std::string server;
    std::string code;
    in.text("server", server, limits::kMaxShortText);
    in.text("code", code, limits::kMaxShortText);
    if (auto done = in.finish(); !done) return done;
    m_tablet.enrol(QUrl(QString::fromStdString(server)), QString::fromStdString(code))
        .then(this, [this](const Result<void>& enrolled) {
            if (!enrolled) return reply(errorReply(enrolled.error()));
            ask([](Tablet& tablet) { return statusReply(tablet); });
        });
    return {};
}

Result<void> Session::record(ObjectReader& in) {
    StaffId by;
    std::string kind;
    in.id("by", by);
    in.text("kind", kind, limits::kMaxShortText);
    const json* data = in.take("data", true);
    if (auto done = in.finish(); !done) return done;
    auto read = facts::dataFromJson(kind, *data, "data", "kind");
    if (!read) return read.error();
    ask([by, data = std::move(*read)](Tablet& tablet) {
        auto fact = tablet.record(by, data);
        return fact ? recordReply(tablet, *fact) : errorReply(fact.error());
    });
    return {};
}

Result<void> Session::photo(ObjectReader& in) {
    std::string path;
    in.text("file", path, limits::kMaxLongText);
    if (auto done = in.finish(); !done) return done;
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::notFound, "file", "cannot be read"};
    // One byte more than is allowed tells that it is too large.
    const auto content = file.read(static_cast<qint64>(protocol::kMaxBlobBytes) + 1);
    ask([content = content.toStdString()](Tablet& tablet) {
        auto kept = tablet.keepPhoto(content);
        return kept ? json{{"ok", true}, {"photo", *kept}} : errorReply(kept.error());
    });
    return {};
}

Result<void> Session::sync(ObjectReader& in) {
    if (auto done = in.finish(); !done) return done;
    m_tablet.syncOnce().then(this, [this](const SyncReport& report) { reply(syncReply(report)); });
    return {};
}

Result<void> Session::automatic(ObjectReader& in) {
    if (auto done = in.finish(); !done) return done;
    m_tablet.startSync();
    reply({{"ok", true}});
    return {};
}

Result<void> Session::offline(ObjectReader& in) {
    if (auto done = in.finish(); !done) return done;
    m_tablet.stopSync();
    reply({{"ok", true}});
    return {};
}

Result<void> Session::status(ObjectReader& in) {
    if (auto done = in.finish(); !done) return done;
    ask([](Tablet& tablet) { return statusReply(tablet); });
    return {};
}

Result<void> Session::floor(ObjectReader& in) {
    if (auto done = in.finish(); !done) return done;
    ask([](Tablet& tablet) { return floorReply(tablet); });
    return {};
}

Result<void> Session::staff(ObjectReader& in) {
    if (auto done = in.finish(); !done) return done;
    ask([](Tablet& tablet) { return staffReply(tablet); });
    return {};
}

Result<void> Session::customers(ObjectReader& in) {
    StaffId staff;
    in.id("staff", staff);
    if (auto done = in.finish(); !done) return done;
    ask([staff](Tablet& tablet) { return customersReply(tablet, staff); });
    return {};
}

Result<void> Session::why(ObjectReader& in) {
    VisitId visit;
    in.id("visit", visit);
    if (auto done = in.finish(); !done) return done;
    ask([visit](Tablet& tablet) { return whyReply(tablet, visit); });
    return {};
}

Result<void> Session::lookUp(ObjectReader& in) {
    StaffId receiver;
    in.id("receiver", receiver);
    const json* customer = in.take("customer", true);
    if (auto done = in.finish(); !done) return done;
    auto read = facts::customerFromJson(*customer, "customer");
    if (!read) return read.error();
    ask([receiver, customer = std::move(*read)](Tablet& tablet) {
        return lookUpReply(tablet, customer, receiver);
    });
    return {};
}

Result<void> Session::pin(ObjectReader& in) {
    StaffId staff;
    std::string pin;
    in.id("staff", staff);
    in.text("pin", pin, limits::kMaxShortText);
    if (auto done = in.finish(); !done) return done;
    ask([staff, pin](Tablet& tablet) {
        auto checked = tablet.checkPin(staff, pin);
        return checked ? json{{"ok", true}} : errorReply(checked.error());
    });
    return {};
}

Result<void> Session::lock(ObjectReader& in) {
    if (auto done = in.finish(); !done) return done;
    ask([](Tablet& tablet) {
        tablet.lock();
        return statusReply(tablet);
    });
    return {};
}

Result<void> Session::newId(ObjectReader& in) {
    if (auto done = in.finish(); !done) return done;
    ask([](Tablet& tablet) { return json{{"ok", true}, {"id", tablet.newId()}}; });
    return {};
}

Result<void> Session::quit(ObjectReader& in) {
    if (auto done = in.finish(); !done) return done;
    m_lines.clear();
    m_ending = true;
    reply({{"ok", true}});
    return {};
}

} // namespace shoujie::client
