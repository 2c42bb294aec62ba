#pragma once

#include "client/transport/tablet_runner.hpp"
#include "shared/core/object_reader.hpp"

#include <QByteArray>
#include <QObject>
#include <nlohmann/json_fwd.hpp>

#include <deque>
#include <functional>
#include <iosfwd>

namespace shoujie::client {

/// Takes commands one after another and answers each with one line.
class Session final : public QObject {
    Q_OBJECT
public:
    /// All outlive it.
    Session(TabletRunner& tablet, std::ostream& out, QObject* parent = nullptr);

    /// The store is open: commands may run now.
    void begin();
    /// As `begin`, once the PIN has opened the tablet, where it is locked; else the error is the
    /// only reply.
    void beginAs(const StaffId& staff, const std::string& pin);
    void take(const QByteArray& line);
    /// No more commands: finish those there are.
    void end();

signals:
    void finished();
    /// The PIN did not open the tablet: there will be no reply to any command.
    void refused();

private:
    struct Command;
    static const std::deque<Command>& commands();

    void next();
    void runLine(const QByteArray& line);
    void reply(const nlohmann::json& reply);
    /// Asks the tablet in its thread; the JSON it makes is the reply.
    void ask(std::function<nlohmann::json(Tablet&)> question);

    Result<void> enrol(ObjectReader& in);
    Result<void> record(ObjectReader& in);
    Result<void> photo(ObjectReader& in);
    Result<void> sync(ObjectReader& in);
    Result<void> automatic(ObjectReader& in);
    Result<void> offline(ObjectReader& in);
    Result<void> status(ObjectReader& in);
    Result<void> floor(ObjectReader& in);
    Result<void> staff(ObjectReader& in);
    Result<void> customers(ObjectReader& in);
    Result<void> why(ObjectReader& in);
    Result<void> lookUp(ObjectReader& in);
    Result<void> pin(ObjectReader& in);
    Result<void> lock(ObjectReader& in);
    Result<void> newId(ObjectReader& in);
    Result<void> quit(ObjectReader& in);

    TabletRunner& m_tablet;
    std::ostream& m_out;
    std::deque<QByteArray> m_lines;
    bool m_begun = false;
    bool m_busy = false;
    bool m_ending = false;
};

} // namespace shoujie::client
