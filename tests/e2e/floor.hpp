#pragma once

#include "tests/support/cutting_proxy.hpp"
#include "tests/support/processes.hpp"

#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>

#include <memory>

namespace shoujie::test {

/// A demo site, its server, and tablets that speak to it through a proxy.
class Floor {
public:
    explicit Floor(const QString& binaries)
        : m_binaries(binaries), server(binaries, path(QStringLiteral("server"))) {
        m_codes = server.makeDemoSite();
        server.start();
        proxy = std::make_unique<CuttingProxy>(server.port());
    }

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] std::string registerPath() const {
        return path(QStringLiteral("server/shoujie.sqlite")).toStdString();
    }

    /// Starts a tablet and enrols it.
    std::unique_ptr<TabletProcess> enrol(const QString& name) {
        auto tablet = std::make_unique<TabletProcess>(m_binaries, path(name));
        tablet->start();
        const auto url = QStringLiteral("http://127.0.0.1:%1").arg(proxy->port());
        tablet->demand({{"do", "enrol"}, {"server", url}, {"code", m_codes.takeFirst()}});
        tablet->demand({{"do", "sync"}});
        return tablet;
    }

private:
    QString m_binaries;
    QTemporaryDir m_folder;
    QStringList m_codes;

public:
    ServerProcess server;
    std::unique_ptr<CuttingProxy> proxy;
};

/// The command that records a call of an invented customer.
inline QJsonObject callCommand(const QString& id, int number) {
    const QJsonObject customer{
        {"name", QStringLiteral("试%1号").arg(number)},
        {"phones", QJsonArray{QStringLiteral("139%1").arg(number, 8, 10, QLatin1Char('0'))}}};
    return {{"do", "record"},
            {"by", "s1"},
            {"kind", "call.registered"},
            {"data", QJsonObject{{"call", id}, {"answered_by", "s1"}, {"customer", customer}}}};
}

/// How many of the tablet's facts have no receipt.
inline int pendingOf(TabletProcess& tablet) {
    return tablet.demand({{"do", "status"}})["pending"].toInt();
}

} // namespace shoujie::test
