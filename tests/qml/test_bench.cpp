#include "tests/qml/test_bench.hpp"

#include "shared/core/seams.hpp"
#include "tests/qml/sample_site.hpp"

#include <QColor>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QQmlEngine>
#include <QQmlProperty>
#include <QtMath>

#include <algorithm>
#include <limits>

namespace shoujie::client::test {

namespace {

/// Relative luminance by WCAG 2.1.
double luminance(const QColor& color) {
    const auto channel = [](double value) {
        return value <= 0.03928 ? value / 12.92 : qPow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) +
           0.0722 * channel(color.blueF());
}

void collect(QQuickItem* item, QVariantList& into) {
    if (!item->isVisible()) return;
    into.append(QVariant::fromValue(item));
    const auto children = item->childItems();
    for (auto* child : children)
        collect(child, into);
}

} // namespace

TestBench::TestBench(QObject* parent) : QObject(parent) {}
TestBench::~TestBench() {
    stop();
}

void TestBench::start() {
    stop();
    m_folder = std::make_unique<QTemporaryDir>();
    const auto store = m_folder->filePath(QStringLiteral("tablet.db")).toStdString();
    writeSampleStore(store, SystemClock().now());
    open();
}

void TestBench::startUnenrolled() {
    stop();
    m_folder = std::make_unique<QTemporaryDir>();
    open();
}

void TestBench::restart() {
    auto folder = std::move(m_folder);
    stop();
    m_folder = std::move(folder);
    open();
}

void TestBench::restartFull() {
    auto folder = std::move(m_folder);
    stop();
    m_folder = std::move(folder);
    // No disk has room for that reserve.
    open(std::numeric_limits<std::int64_t>::max() / 4);
}

void TestBench::lockAfter(int milliseconds) {
    m_models->session()->lockAfter(std::chrono::milliseconds(milliseconds));
}

void TestBench::keepPhoto() {
    m_runner->run([](Tablet& tablet) { return tablet.keepPhoto("\xff\xd8\xff signature"); })
        .waitForFinished();
}

void TestBench::open(std::int64_t reserveBytes) {
    m_settings = std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("ui.ini")),
                                             QSettings::IniFormat);
    m_runner = std::make_unique<TabletRunner>(m_folder->filePath(QStringLiteral("tablet.db")),
                                              reserveBytes);
    m_models = std::make_unique<AppModels>(*m_runner, *m_settings);
    m_models->settings()->setLanguage(QStringLiteral("en"));
    QQmlEngine::setObjectOwnership(m_models.get(), QQmlEngine::CppOwnership);
    m_languages = std::make_unique<Languages>(*m_models->settings(), *qmlEngine(this));
    emit modelsChanged();
}

void TestBench::stop() {
    m_languages.reset();
    m_runner.reset();
    auto gone = std::move(m_models);
    if (gone) emit modelsChanged();
    gone.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestBench::type(QQuickItem* item, const QString& text) {
    QInputMethodEvent event;
    event.setCommitString(text);
    QCoreApplication::sendEvent(item, &event);
}

QQuickItem* TestBench::find(QQuickItem* root, const QString& objectName) const {
    if (root->objectName() == objectName) return root;
    const auto children = root->childItems();
    for (auto* child : children)
        if (auto* found = find(child, objectName)) return found;
    return nullptr;
}

QVariantList TestBench::visibleItems(QQuickItem* root) const {
    QVariantList items;
    collect(root, items);
    return items;
}

QString TestBench::accessibleName(QQuickItem* item) const {
    return QQmlProperty::read(item, QStringLiteral("Accessible.name"), qmlContext(item)).toString();
}

bool TestBench::isControl(QQuickItem* item) const {
    return item->inherits("QQuickAbstractButton") || item->inherits("QQuickTextInput");
}

QStringList TestBench::errorCodes() const {
    QStringList codes;
    for (int code = 0; code <= static_cast<int>(ErrorCode::corrupt); ++code)
        codes.append(QString::fromLatin1(toString(static_cast<ErrorCode>(code))));
    return codes;
}

double TestBench::contrast(const QColor& a, const QColor& b) const {
    const double one = luminance(a);
    const double other = luminance(b);
    const auto [dark, light] = std::minmax(one, other);
    return (light + 0.05) / (dark + 0.05);
}

} // namespace shoujie::client::test
