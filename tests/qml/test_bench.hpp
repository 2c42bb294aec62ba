#pragma once

#include "client/transport/tablet_runner.hpp"
#include "client/viewmodels/app_models.hpp"
#include "client/viewmodels/languages.hpp"

#include <QObject>
#include <QQuickItem>
#include <QSettings>
#include <QTemporaryDir>
#include <QtQml/qqmlregistration.h>

#include <cstdint>
#include <memory>

namespace shoujie::client::test {

/// What a Quick Test stands on: the real view models on a real store in a worker thread. No server
/// listens, so the tablet is offline, which is the normal case.
class TestBench : public QObject {
    Q_OBJECT
    Q_PROPERTY(shoujie::client::AppModels* models READ models NOTIFY modelsChanged)

public:
    explicit TestBench(QObject* parent = nullptr);
    ~TestBench() override;

    [[nodiscard]] AppModels* models() const { return m_models.get(); }

    /// A fresh store of the sample site, and models on it.
    Q_INVOKABLE void start();
    /// The store of a tablet that belongs to no site yet.
    Q_INVOKABLE void startUnenrolled();
    /// The store again, as after a restart of the app.
    Q_INVOKABLE void restart();
    Q_INVOKABLE void stop();
    /// ... on a tablet whose disk is full.
    Q_INVOKABLE void restartFull();
    /// The tablet is locked when nobody has been signed in for so long.
    Q_INVOKABLE void lockAfter(int milliseconds);
    /// Keeps an invented signature.
    Q_INVOKABLE void keepPhoto();

    /// Types as an input method does, Chinese too, into whatever has the focus.
    Q_INVOKABLE void type(QQuickItem* item, const QString& text);
    /// The item of that name below `root`, also in lists and sheets; null if there is none.
    Q_INVOKABLE QQuickItem* find(QQuickItem* root, const QString& objectName) const;
    /// All visible items below `root`.
    Q_INVOKABLE QVariantList visibleItems(QQuickItem* root) const;
    /// `Accessible.name` that was set, `Accessible.ignored` aside; empty if there is none.
    Q_INVOKABLE QString accessibleName(QQuickItem* item) const;
    /// Somebody can touch or type into it.
    Q_INVOKABLE bool isControl(QQuickItem* item) const;
    /// WCAG 2.1 contrast of two colours, 1 to 21.
    Q_INVOKABLE double contrast(const QColor& a, const QColor& b) const;
    /// Every ErrorCode there is, as its word.
    Q_INVOKABLE QStringList errorCodes() const;

signals:
    void modelsChanged();

private:
    void open(std::int64_t reserveBytes = 0);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<TabletRunner> m_runner;
    std::unique_ptr<AppModels> m_models;
    std::unique_ptr<Languages> m_languages;
};

} // namespace shoujie::client::test
