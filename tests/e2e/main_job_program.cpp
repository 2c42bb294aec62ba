// Plays the main job for a person to read: `main_job --bin FOLDER --out FOLDER`.

#include "tests/e2e/main_job.hpp"
#include "tests/support/opened_store.hpp"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QProcess>

#include <cstdio>

using namespace shoujie::test;

namespace {

void say(const QString& line) {
    std::fputs((line + u'\n').toUtf8().constData(), stdout);
    std::fflush(stdout);
}

QString joined(const QJsonArray& array) {
    QStringList words;
    for (const auto& value : array)
        words.append(value.toString());
    return words.join(QStringLiteral(", "));
}

void sayWhy(const QString& title, const QJsonObject& why) {
    const auto outcome = why["outcome"].toObject();
    say(title);
    say(QStringLiteral("  owner %1 %2 (%3), class %4, turn: %5%6, %7")
            .arg(outcome["owner"].toString(), why["owner_name"].toString(),
                 why["official"].toBool() ? "official" : "provisional", outcome["class"].toString(),
                 outcome["slot"].toString(),
                 outcome["makeup"].toBool() ? ", earns a make-up turn" : "",
                 outcome["status"].toString()));
    say(QStringLiteral("  articles %1").arg(joined(outcome["articles"].toArray())));
    for (const auto& value : outcome["because"].toArray()) {
        const auto because = value.toObject();
        QString line = QStringLiteral("    art. %1").arg(because["article"].toString());
        if (const auto key = because["key"].toString(); !key.isEmpty())
            line += QStringLiteral(", matched by %1").arg(key);
        if (const auto window = because["window"].toObject(); !window.isEmpty())
            line += QStringLiteral(", %1 of %2 days")
                        .arg(window["days"].toInt())
                        .arg(window["limit"].toInt());
        say(line);
    }
    for (const auto& value : why["timeline"].toArray()) {
        const auto item = value.toObject();
        say(QStringLiteral("    %1 .. %2  %3 by %4")
                .arg(item["earliest"].toString(), item["latest"].toString(),
                     item["kind"].toString(), item["who"].toString()));
    }
}

void sayFloor(const QString& title, const QJsonObject& floor) {
    QStringList queue;
    for (const auto& value : floor["queue"].toArray()) {
        const auto seat = value.toObject();
        queue.append(seat["name"].toString() + QStringLiteral(" (") + seat["state"].toString() +
                     u')');
    }
    QStringList owed;
    for (const auto& value : floor["owed"].toArray()) {
        const auto turn = value.toObject();
        owed.append(turn["name"].toString() + QStringLiteral(", art. ") +
                    joined(turn["articles"].toArray()));
    }
    say(QStringLiteral("%1: queue %2; next %3; owed a turn: %4")
            .arg(title, queue.join(QStringLiteral(" > ")), floor["next"].toString(),
                 owed.isEmpty() ? QStringLiteral("nobody") : owed.join(QStringLiteral("; "))));
}

/// The app itself, on the tablet's own file, draws its pages into `folder`.
void takeScreenshots(const QString& binaries, const QString& store, const QString& folder) {
    QProcess app;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_QUICK_BACKEND"), QStringLiteral("software"));
    app.setProcessEnvironment(environment);
    app.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    app.start(binaries + QStringLiteral("/shoujie"),
              {QStringLiteral("--store"), store, QStringLiteral("--screenshots"), folder,
               QStringLiteral("--as"), QStringLiteral("s1"), QStringLiteral("--pin"),
               QString::fromLatin1(kDemoPin)});
    const int patience = static_cast<int>(std::chrono::milliseconds(2 * kPatience).count());
    if (!app.waitForFinished(patience) || app.exitStatus() != QProcess::NormalExit ||
        app.exitCode() != 0)
        throw ProcessError(QStringLiteral("the app could not draw its pages"));
}

void play(const QString& binaries, const QString& out) {
    say(QStringLiteral("\n--- First run: the later entry is synced first ---"));
    const auto late = playMainJob(binaries, out + QStringLiteral("/later-first"),
                                  SyncOrder::laterEntryFirst, say);
    say(QString());
    sayWhy(QStringLiteral("What tablet A shows of its visit:"), late.first);
    sayWhy(QStringLiteral("What tablet B shows of its visit:"), late.second);
    sayFloor(QStringLiteral("Floor board on A"), late.floorA);
    sayFloor(QStringLiteral("Floor board on B"), late.floorB);
    say(QStringLiteral("Proof codes: tablet A %1, tablet B %2").arg(late.proofA, late.proofB));
    say(QStringLiteral("\nThe office's register:\n") + late.registerText.trimmed());

    say(QStringLiteral("\n--- Second run: the earlier entry is synced first ---"));
    const auto early = playMainJob(binaries, out + QStringLiteral("/earlier-first"),
                                   SyncOrder::earlierEntryFirst, say);
    if (late.owner.isEmpty() || late.owner != early.owner)
        throw ProcessError(QStringLiteral("the owner depends on who syncs first: '%1', then '%2'")
                               .arg(late.owner, early.owner));
    say(QStringLiteral("\nOWNER: %1 %2, by articles %3, whichever tablet syncs first.")
            .arg(late.owner, late.ownerName,
                 joined(late.second["outcome"].toObject()["articles"].toArray())));

    takeScreenshots(binaries, late.storeA, out);
    const auto pictures = QDir(out).entryList({QStringLiteral("*.png")});
    if (pictures.isEmpty()) throw ProcessError(QStringLiteral("there are no screenshots"));
    say(QStringLiteral("%1 screenshots in %2").arg(pictures.size()).arg(out));
}

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("bin"), QStringLiteral("Folder of the programs."),
                      QStringLiteral("folder")});
    parser.addOption({QStringLiteral("out"), QStringLiteral("Folder for files and pictures."),
                      QStringLiteral("folder")});
    parser.addHelpOption();
    parser.process(app);
    try {
        play(parser.value(QStringLiteral("bin")), parser.value(QStringLiteral("out")));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "main job: %s\n", error.what());
        return 1;
    }
}
