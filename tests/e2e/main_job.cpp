#include "tests/e2e/main_job.hpp"

#include <QDeadlineTimer>
#include <QDir>
#include <QJsonArray>
#include <QThread>

namespace shoujie::test {

namespace {

using Tell = std::function<void(const QString&)>;

/// Apart enough that no drift of either tablet's clock (1 in 1000) can swap the two entries.
constexpr std::chrono::seconds kBetweenEntries{2};

QJsonObject registration(const QString& visit, const QString& receiver, const QString& name,
                         const QString& phone) {
    const QJsonObject customer{{"name", name},
                               {"phones", QJsonArray{phone}},
                               {"address", "莲花北村6栋1204"},
                               {"intent", "三房两厅"},
                               {"source", "路过"}};
    return {{"do", "record"},
            {"by", receiver},
            {"kind", "visit.registered"},
            {"data", QJsonObject{{"visit", visit},
                                 {"receiver", receiver},
                                 {"customers", QJsonArray{customer}}}}};
}

void receive(TabletProcess& tablet, const QString& visit, const QString& receiver,
             const QString& name, const QString& phone, const Tell& tell) {
    tablet.demand({{"do", "record"},
                   {"by", receiver},
                   {"kind", "visit.started"},
                   {"data", QJsonObject{{"visit", visit}, {"receiver", receiver}}}});
    const auto saved = tablet.demand(registration(visit, receiver, name, phone));
    const auto status = tablet.demand({{"do", "status"}});
    tell(QStringLiteral("  saved on the tablet: proof code %1, %2 entries waiting for the network")
             .arg(saved["proof"].toString())
             .arg(status["pending"].toInt()));
}

void syncCompletely(TabletProcess& tablet, const QString& name, const Tell& tell) {
    const auto reply = tablet.demand({{"do", "sync"}});
    const auto status = tablet.demand({{"do", "status"}});
    if (status["pending"].toInt() != 0)
        throw ProcessError(name + QStringLiteral(" still has unsent entries after a sync"));
    tell(QStringLiteral("  tablet %1 is online: every entry has a signed receipt").arg(name));
    Q_UNUSED(reply)
}

/// Syncs until the office has decided both visits, as the tablet does by itself when it is poked.
QJsonObject officialWhy(TabletProcess& tablet, const QString& visit, bool expectMakeup) {
    QDeadlineTimer deadline(kPatience);
    for (;;) {
        tablet.demand({{"do", "sync"}});
        const auto why = tablet.demand({{"do", "why"}, {"visit", visit}});
        const auto outcome = why["outcome"].toObject();
        if (why["official"].toBool() && outcome["makeup"].toBool() == expectMakeup) return why;
        if (deadline.hasExpired())
            throw ProcessError(QStringLiteral("the office has not decided visit ") + visit);
        QThread::yieldCurrentThread();
    }
}

} // namespace

MainJobResult playMainJob(const QString& binaries, const QString& folder, SyncOrder order,
                          const Tell& tell) {
    QDir().mkpath(folder);
    MainJobResult result;
    result.storeA = folder + QStringLiteral("/tablet-a.db");
    result.storeB = folder + QStringLiteral("/tablet-b.db");

    ServerProcess server(binaries, folder + QStringLiteral("/server"), Line::tls);
    const QStringList codes = server.makeDemoSite();
    server.start();
    tell(QStringLiteral("The office's server runs on %1 with the demo site.")
             .arg(server.url().toString()));

    TabletProcess a(binaries, result.storeA);
    TabletProcess b(binaries, result.storeB);
    int code = 0;
    for (TabletProcess* tablet : {&a, &b}) {
        tablet->start();
        tablet->demand(
            {{"do", "enrol"}, {"server", server.url().toString()}, {"code", codes.at(code++)}});
        tablet->demand({{"do", "sync"}});
    }
    tell(QStringLiteral("Tablets A and B are enrolled, know the staff and the roster, and hold an "
                        "anchor of time."));

    if (server.stop() != 0) throw ProcessError(QStringLiteral("the server did not stop cleanly"));
    tell(QStringLiteral("\nThe network is gone (the server is stopped)."));
    tell(QStringLiteral("Tablet A: s1 receives 陈大文, 13800138000"));
    receive(a, QStringLiteral("visit-a"), QStringLiteral("s1"), QStringLiteral("陈大文"),
            QStringLiteral("13800138000"), tell);
    // Time itself is what is shown here, so it has to pass.
    QThread::sleep(static_cast<unsigned long>(kBetweenEntries.count()));
    tell(QStringLiteral("Two seconds later, tablet B: s2 receives 陳大文, +86 138 0013 8000"));
    receive(b, QStringLiteral("visit-b"), QStringLiteral("s2"), QStringLiteral("陳大文"),
            QStringLiteral("+86 138 0013 8000"), tell);
    const auto failed = b.ask({{"do", "sync"}});
    if (failed["ok"].toBool())
        throw ProcessError(QStringLiteral("a sync without a server succeeded"));

    server.start();
    tell(QStringLiteral("\nThe network is back."));
    if (order == SyncOrder::laterEntryFirst) {
        tell(QStringLiteral("B, with the later entry, comes online first:"));
        syncCompletely(b, QStringLiteral("B"), tell);
        syncCompletely(a, QStringLiteral("A"), tell);
    } else {
        tell(QStringLiteral("A, with the earlier entry, comes online first:"));
        syncCompletely(a, QStringLiteral("A"), tell);
        syncCompletely(b, QStringLiteral("B"), tell);
    }

    result.second = officialWhy(b, QStringLiteral("visit-b"), true);
    result.first = officialWhy(a, QStringLiteral("visit-a"), false);
    result.owner = result.second["outcome"].toObject()["owner"].toString();
    result.ownerName = result.second["owner_name"].toString();
    result.floorA = a.demand({{"do", "floor"}});
    result.floorB = b.demand({{"do", "floor"}});
    result.proofA = a.demand({{"do", "status"}})["proof"].toString();
    result.proofB = b.demand({{"do", "status"}})["proof"].toString();
    a.demand({{"do", "quit"}});
    b.demand({{"do", "quit"}});
    if (server.stop() != 0) throw ProcessError(QStringLiteral("the server did not stop cleanly"));
    result.registerText = server.command(QStringLiteral("explain"),
                                         {QStringLiteral("--site"), QStringLiteral("xidi")});
    return result;
}

} // namespace shoujie::test
