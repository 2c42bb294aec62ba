#include "client/viewmodels/text.hpp"

#include <QTimeZone>

namespace shoujie::client {

QString toText(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::string toBytes(const QString& text) {
    return text.toStdString();
}

std::optional<std::string> optionalBytes(const QString& text) {
    const auto trimmed = text.trimmed();
    if (trimmed.isEmpty()) return std::nullopt;
    return trimmed.toStdString();
}

QDateTime siteTime(const TimeZone& zone, Instant at) {
    const auto there = QDateTime::fromString(toText(zone.format(at)), Qt::ISODateWithMs);
    return QDateTime(there.date(), there.time());
}

QDateTime siteTime(const TimeZone& zone, const std::optional<Instant>& at) {
    return at ? siteTime(zone, *at) : QDateTime();
}

QDateTime siteDay(Day day) {
    return QDateTime(QDate::fromString(toText(formatDay(day)), Qt::ISODate), QTime(0, 0));
}

} // namespace shoujie::client
