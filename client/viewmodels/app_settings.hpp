#pragma once

#include <QObject>
#include <QSettings>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace shoujie::client {

/// What the person at this tablet likes to see. Kept in the settings of the app, not in the store.
class AppSettings final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppModels")
    /// "zh_CN", "zh_TW" or "en".
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
    /// "light" or "dark".
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged)
    /// 1.0 to 1.3.
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY textScaleChanged)

public:
    /// `settings` outlives this.
    explicit AppSettings(QSettings& settings, QObject* parent = nullptr);

    [[nodiscard]] QString language() const;
    [[nodiscard]] QString theme() const;
    [[nodiscard]] double textScale() const;
    /// Words that are not offered change nothing.
    void setLanguage(const QString& language);
    void setTheme(const QString& theme);
    void setTextScale(double scale);

signals:
    void languageChanged();
    void themeChanged();
    void textScaleChanged();

private:
    QSettings& m_settings;
};

} // namespace shoujie::client
