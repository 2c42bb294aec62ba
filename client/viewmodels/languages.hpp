#pragma once

#include <QObject>
#include <QStringList>
#include <QTranslator>

class QQmlEngine;

namespace shoujie::client {

class AppSettings;

/// Puts the language of the settings on an engine's screens, at once and whenever it changes.
class Languages final : public QObject {
    Q_OBJECT
public:
    /// Both outlive this.
    Languages(AppSettings& settings, QQmlEngine& engine, QObject* parent = nullptr);
    ~Languages() override;

    /// "zh_CN", "zh_TW", "en"; the first is the one a new tablet starts with.
    static const QStringList& offered();

private:
    void apply();

    AppSettings& m_settings;
    QQmlEngine& m_engine;
    QTranslator m_translator;
};

} // namespace shoujie::client
