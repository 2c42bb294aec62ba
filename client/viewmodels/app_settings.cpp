#include "client/viewmodels/app_settings.hpp"

#include "client/viewmodels/languages.hpp"

#include <algorithm>

namespace shoujie::client {

namespace {

const QString kLanguage = QStringLiteral("ui/language");
const QString kTheme = QStringLiteral("ui/theme");
const QString kTextScale = QStringLiteral("ui/textScale");
const QStringList kThemes{QStringLiteral("light"), QStringLiteral("dark")};

} // namespace

AppSettings::AppSettings(QSettings& settings, QObject* parent)
    : QObject(parent), m_settings(settings) {}

QString AppSettings::language() const {
    const auto kept = m_settings.value(kLanguage).toString();
    return Languages::offered().contains(kept) ? kept : Languages::offered().first();
}

QString AppSettings::theme() const {
    const auto kept = m_settings.value(kTheme).toString();
    return kThemes.contains(kept) ? kept : kThemes.first();
}

double AppSettings::textScale() const {
    return std::clamp(m_settings.value(kTextScale, 1.0).toDouble(), 1.0, 1.3);
}

void AppSettings::setLanguage(const QString& language) {
    if (language == this->language() || !Languages::offered().contains(language)) return;
    m_settings.setValue(kLanguage, language);
    emit languageChanged();
}

void AppSettings::setTheme(const QString& theme) {
    if (theme == this->theme() || !kThemes.contains(theme)) return;
    m_settings.setValue(kTheme, theme);
    emit themeChanged();
}

void AppSettings::setTextScale(double scale) {
    if (qFuzzyCompare(scale, textScale()) || scale < 1.0 || scale > 1.3) return;
    m_settings.setValue(kTextScale, scale);
    emit textScaleChanged();
}

} // namespace shoujie::client
