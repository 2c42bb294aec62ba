#include "client/app/app_options.hpp"
#include "client/app/screen_tour.hpp"
#include "client/viewmodels/app_models.hpp"
#include "client/viewmodels/languages.hpp"
#include "shared/core/core_dumps.hpp"

#include <QDir>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleHints>
#include <QTemporaryDir>

#include <cstdio>
#include <memory>

/// The composition root of the tablet: real clocks, real store, real network, and the window.
namespace shoujie::client {

namespace {

int complaints = 0; // of QML, counted by the handler, which has no other way to report
QtMessageHandler printMessage = nullptr;

void countComplaints(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    const auto category = QLatin1String(context.category);
    const bool ofQml =
        category.startsWith(QLatin1String("qml")) || category.startsWith(QLatin1String("qt.qml")) ||
        category.startsWith(QLatin1String("qt.quick")) || message.contains(QLatin1String("qrc:/"));
    if (ofQml && type != QtDebugMsg && type != QtInfoMsg) ++complaints;
    printMessage(type, context, message);
}

/// Pictures and the self-test need no screen, and draw the same everywhere.
void drawWithoutScreen() {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    if (!qEnvironmentVariableIsSet("QT_QUICK_BACKEND")) qputenv("QT_QUICK_BACKEND", "software");
}

QString storePath(const AppOptions& options) {
    if (!options.store.isEmpty()) return options.store;
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    folder.mkpath(QStringLiteral("."));
    return folder.filePath(QStringLiteral("tablet.db"));
}

std::unique_ptr<QSettings> openSettings(const AppOptions& options, const QTemporaryDir& scratch) {
    auto settings = options.tours()
                        ? std::make_unique<QSettings>(scratch.filePath(QStringLiteral("ui.ini")),
                                                      QSettings::IniFormat)
                        : std::make_unique<QSettings>();
    return settings;
}

/// Joins the site or syncs, as soon as the store says what this tablet is.
void connectToOffice(const AppOptions& options, TabletRunner& runner, Session& session) {
    QObject::connect(&session, &Session::changed, &runner,
                     [&options, &runner, &session, begun = false]() mutable {
                         if (begun || !session.ready()) return;
                         begun = true;
                         if (session.enrolled())
                             runner.startSync();
                         else if (!options.enrolCode.isEmpty())
                             session.enrol(QUrl(options.server), options.enrolCode);
                     });
}

int runWindow(QGuiApplication& app, const AppOptions& options) {
    const QTemporaryDir scratch;
    const auto settings = openSettings(options, scratch);
    auto runner = std::make_unique<TabletRunner>(storePath(options), kReserveBytes);
    AppModels models(*runner, *settings);
    if (!options.language.isEmpty()) models.settings()->setLanguage(options.language);
    if (!options.theme.isEmpty()) models.settings()->setTheme(options.theme);
    if (!options.tours()) connectToOffice(options, *runner, *models.session());

    int exitCode = 1;
    {
        QQmlApplicationEngine engine;
        engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
        const Languages languages(*models.settings(), engine);
        engine.setInitialProperties({{QStringLiteral("models"), QVariant::fromValue(&models)}});
        engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Shoujie/App/Main.qml")));
        auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().value(0));
        if (window && options.tours())
            exitCode =
                ScreenTour(options, *runner, models, *window).run() && complaints == 0 ? 0 : 1;
        else if (window)
            exitCode = app.exec();
    }
    runner.reset(); // before the models it answers to
    return exitCode;
}

} // namespace

} // namespace shoujie::client

int main(int argc, char* argv[]) {
    using namespace shoujie::client;
    shoujie::forbidCoreDumps();
    const auto parsed = parseOptions(argc, argv);
    if (!parsed.options) return parsed.exitCode;
    if (parsed.options->tours()) drawWithoutScreen();

    QGuiApplication app(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("shoujie"));
    QGuiApplication::setOrganizationName(QStringLiteral("shoujie"));
    if (parsed.options->tours()) {
        QGuiApplication::styleHints()->setCursorFlashTime(0);
        printMessage = qInstallMessageHandler(countComplaints);
    }
    return runWindow(app, *parsed.options);
}
