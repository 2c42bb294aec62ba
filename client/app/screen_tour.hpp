#pragma once

#include "client/app/app_options.hpp"
#include "client/transport/tablet_runner.hpp"
#include "client/viewmodels/app_models.hpp"

#include <QObject>
#include <QQuickItem>
#include <QQuickWindow>
#include <QString>

#include <functional>

namespace shoujie::client {

/// Walks through every page in every language and theme, and takes a picture of each where it was
/// asked for. The same store gives the same pictures.
class ScreenTour final : public QObject {
    Q_OBJECT
public:
    /// All outlive this.
    ScreenTour(const AppOptions& options, TabletRunner& runner, AppModels& models,
               QQuickWindow& window);

    /// Runs its own event loop. False if a page could not be shown or a picture not be written;
    /// says why on the error output.
    [[nodiscard]] bool run();

private:
    bool visit(const QString& page);
    bool open(const QString& page);
    bool type(const QString& field, const QString& text);
    bool signIn(const QString& staffId);
    bool fillForms();
    /// Lets everything that was asked of the tablet arrive on the screen.
    void settle();
    bool waitFor(const std::function<bool()>& reached);
    [[nodiscard]] QQuickItem* find(const QString& objectName) const;
    [[nodiscard]] QObject* shell() const;
    [[nodiscard]] QObject* shownPage() const;

    const AppOptions& m_options;
    TabletRunner& m_runner;
    AppModels& m_models;
    QQuickWindow& m_window;
};

} // namespace shoujie::client
