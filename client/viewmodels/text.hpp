#pragma once

#include "shared/core/time.hpp"

#include <QDateTime>
#include <QString>

#include <optional>
#include <string>
#include <string_view>

namespace shoujie::client {

QString toText(std::string_view bytes);
std::string toBytes(const QString& text);
/// The trimmed text, or nothing where there is none: optional members are absent, never empty.
std::optional<std::string> optionalBytes(const QString& text);

/// What a clock on the wall of the site showed at that time. The result carries these fields as
/// local time, because QML prints every date in the zone of the machine.
QDateTime siteTime(const TimeZone& zone, Instant at);
/// Not valid where there is no time.
QDateTime siteTime(const TimeZone& zone, const std::optional<Instant>& at);
QDateTime siteDay(Day day);

} // namespace shoujie::client
