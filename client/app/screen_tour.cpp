#include "client/app/screen_tour.hpp"

#include "client/viewmodels/languages.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QImage>
#include <QInputMethodEvent>
#include <QTimer>

#include <chrono>
#include <cstdio>

namespace shoujie::client {

namespace {

using namespace std::chrono_literals;

/// The tablet's thread answers in milliseconds; a tour that waits this long has failed.
constexpr auto kPatience = 10s;

void complain(const QString& message) {
    std::fprintf(stderr, "%s\n", qUtf8Printable(message));
}

QQuickItem* findBelow(QQuickItem* item, const QString& objectName) {
    if (item->objectName() == objectName) return item;
    const auto children = item->childItems();
    for (auto* child : children)
        if (auto* found = findBelow(child, objectName)) return found;
    return nullptr;
}

} // namespace

ScreenTour::ScreenTour(const AppOptions& options, TabletRunner& runner, AppModels& models,
                       QQuickWindow& window)
    : m_options(options), m_runner(runner), m_models(models), m_window(window) {}

QQuickItem* ScreenTour::find(const QString& objectName) const {
    return findBelow(m_window.contentItem(), objectName);
}

QObject* ScreenTour::shell() const {
    return find(QStringLiteral("shell"));
}

QObject* ScreenTour::shownPage() const {
    return find(QStringLiteral("stage"))->property("item").value<QObject*>();
}

bool ScreenTour::waitFor(const std::function<bool()>& reached) {
    bool patient = true;
    QTimer::singleShot(kPatience, this, [&patient] { patient = false; });
    while (!reached() && patient)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    return reached();
}

void ScreenTour::settle() {
    // What a page asks for when it opens may lead to one more question: two rounds.
    for (int round = 0; round < 2; ++round) {
        bool answered = false;
        m_runner.run([](Tablet&) { return true; }).then(this, [&answered](bool) {
            answered = true;
        });
        waitFor([&answered] { return answered; });
        QCoreApplication::processEvents();
        // There is no outer event loop that would delete the page before.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

bool ScreenTour::open(const QString& page) {
    if (page == QLatin1String("why")) {
        auto* rows = m_models.customers()->rows();
        return QMetaObject::invokeMethod(shell(), "showWhy",
                                         Q_ARG(QVariant, rows->value(0, QStringLiteral("visit"))),
                                         Q_ARG(QVariant, rows->value(0, QStringLiteral("name"))));
    }
    if (page == QLatin1String("pin")) {
        const auto first = m_models.session()->staff()->value(0, QStringLiteral("staffId"));
        return open(QStringLiteral("signin")) &&
               QMetaObject::invokeMethod(shownPage(), "choose", Q_ARG(QVariant, first));
    }
    if (page == QLatin1String("start"))
        return open(QStringLiteral("floor")) &&
               QMetaObject::invokeMethod(find(QStringLiteral("startReception")), "clicked");
    return QMetaObject::invokeMethod(shell(), "open", Q_ARG(QVariant, page));
}

bool ScreenTour::type(const QString& field, const QString& text) {
    auto* item = find(field + QStringLiteral("Input"));
    if (!item) return false;
    item->forceActiveFocus();
    QInputMethodEvent event;
    event.setCommitString(text);
    QCoreApplication::sendEvent(item, &event);
    return true;
}

bool ScreenTour::fillForms() {
    const auto expectField = [this](const QString& field, const QString& text) {
        if (type(field, text)) return true;
        complain(QStringLiteral("no field %1 to type into").arg(field));
        return false;
    };
    open(QStringLiteral("register"));
    settle();
    if (!expectField(QStringLiteral("name"), m_options.typedName) ||
        !expectField(QStringLiteral("phone"), m_options.typedPhone) ||
        !expectField(QStringLiteral("employer"), QStringLiteral("启明软件")))
        return false;
    m_models.reception()->setProperty("intent", QStringLiteral("bigger_home"));
    m_models.reception()->setProperty("source", QStringLiteral("friend"));
    if (!waitFor([this] { return !m_models.reception()->verdict().isEmpty(); })) {
        complain(QStringLiteral("the register did not answer the form"));
        return false;
    }
    if (m_models.reception()->colleagueReason() == QLatin1String("match"))
        m_models.reception()->setOriginal(QStringLiteral("absent"));
    open(QStringLiteral("call"));
    settle();
    if (!expectField(QStringLiteral("callName"), QStringLiteral("周敏")) ||
        !expectField(QStringLiteral("callPhone"), QStringLiteral("13912345678")))
        return false;
    m_models.call()->setProperty("intent", QStringLiteral("first_home"));
    m_models.call()->setProperty("callback", QStringLiteral("tomorrow"));
    return true;
}

bool ScreenTour::visit(const QString& page) {
    const auto name = QStringLiteral("%1-%2-%3")
                          .arg(page, m_models.settings()->language(), m_models.settings()->theme());
    const bool opened = open(page);
    settle();
    if (!opened || !shownPage()) {
        complain(QStringLiteral("%1 shows nothing").arg(name));
        return false;
    }
    const auto picture = m_window.grabWindow();
    if (page == QLatin1String("start"))
        QMetaObject::invokeMethod(find(QStringLiteral("startCancel")), "clicked");
    if (picture.isNull()) {
        complain(QStringLiteral("%1 cannot be drawn").arg(name));
        return false;
    }
    if (m_options.screenshots.isEmpty()) return true;
    const auto file = QDir(m_options.screenshots).filePath(name + QStringLiteral(".png"));
    if (picture.save(file)) return true;
    complain(QStringLiteral("%1 cannot be written").arg(file));
    return false;
}

bool ScreenTour::signIn(const QString& staffId) {
    auto& session = *m_models.session();
    if (!session.locked()) return session.showAs(staffId);
    session.signIn(staffId, m_options.pin);
    return waitFor([&] { return !session.busy(); }) && session.signedIn();
}

bool ScreenTour::run() {
    if (!m_options.screenshots.isEmpty() && !QDir().mkpath(m_options.screenshots)) {
        complain(QStringLiteral("the folder for the pictures cannot be made"));
        return false;
    }
    m_window.resize(m_options.width, m_options.height);
    m_models.settings()->setTextScale(m_options.textScale);
    if (!waitFor([this] { return m_models.session()->ready(); })) {
        complain(
            QStringLiteral("the store did not open: %1").arg(m_models.session()->storeError()));
        return false;
    }
    settle();
    const auto everywhere = [this](const QStringList& pages) {
        for (const auto& language : Languages::offered()) {
            m_models.settings()->setLanguage(language);
            for (const auto* theme : {"light", "dark"}) {
                m_models.settings()->setTheme(QString::fromLatin1(theme));
                for (const auto& page : pages)
                    if (!visit(page)) return false;
            }
        }
        return true;
    };
    if (!everywhere({QStringLiteral("enrol")})) return false;
    // Nobody is known to a tablet that belongs to no site: there is nothing behind its first page.
    if (m_models.session()->staff()->count() == 0) return true;
    if (!everywhere({QStringLiteral("signin"), QStringLiteral("pin")})) return false;

    auto as = m_options.as;
    if (as.isEmpty())
        as = m_models.session()->staff()->value(0, QStringLiteral("staffId")).toString();
    if (!signIn(as)) {
        complain(QStringLiteral("--as is nobody here, or the PIN does not open the tablet"));
        return false;
    }
    settle();
    if (!fillForms()) return false;
    QStringList pages{QStringLiteral("floor"), QStringLiteral("start"), QStringLiteral("register"),
                      QStringLiteral("call"), QStringLiteral("customers")};
    if (m_models.customers()->total() > 0) pages.append(QStringLiteral("why"));
    pages.append({QStringLiteral("sync"), QStringLiteral("gallery")});
    return everywhere(pages);
}

} // namespace shoujie::client
