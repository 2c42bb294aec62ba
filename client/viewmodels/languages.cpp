#include "client/viewmodels/languages.hpp"

#include "client/viewmodels/app_settings.hpp"

#include <QCoreApplication>
#include <QLocale>
#include <QQmlEngine>

namespace shoujie::client {

Languages::Languages(AppSettings& settings, QQmlEngine& engine, QObject* parent)
    : QObject(parent), m_settings(settings), m_engine(engine) {
    connect(&settings, &AppSettings::languageChanged, this, &Languages::apply);
    apply();
}

Languages::~Languages() {
    QCoreApplication::removeTranslator(&m_translator);
}

const QStringList& Languages::offered() {
    static const QStringList languages{QStringLiteral("zh_CN"), QStringLiteral("zh_TW"),
                                       QStringLiteral("en")};
    return languages;
}

void Languages::apply() {
    const auto language = m_settings.language();
    QCoreApplication::removeTranslator(&m_translator);
    // Texts are written in English; its file only holds the plural forms.
    if (m_translator.load(QStringLiteral(":/i18n/shoujie_%1.qm").arg(language)))
        QCoreApplication::installTranslator(&m_translator);
    QLocale::setDefault(QLocale(language));
    m_engine.setUiLanguage(language);
    m_engine.retranslate();
}

} // namespace shoujie::client
