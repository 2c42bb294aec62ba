#pragma once

#include "shared/core/result.hpp"

#include <chrono>
#include <compare>
#include <memory>
#include <string>
#include <string_view>

namespace shoujie {

/// A point of true time (UTC), to the microsecond.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;
/// A calendar day of some site's time zone, counted from 1970-01-01.
using Day = std::chrono::local_days;

/// The closed interval in which something certainly happened; earliest <= latest.
struct TimeInterval {
    Instant earliest{};
    Instant latest{};

    static TimeInterval exactly(Instant at) { return {at, at}; }
    [[nodiscard]] bool isExact() const { return earliest == latest; }
    bool operator==(const TimeInterval&) const = default;
};

/// Reads an RFC 3339 time with an offset ("2026-03-01T10:00:00+08:00", at most six fraction digits;
/// further digits are an error). Years 1970 to 9999, in UTC too.
Result<Instant> parseRfc3339(std::string_view text);

/// Writes an RFC 3339 time in UTC ("2026-03-01T02:00:00Z"); fraction digits only where they are not
/// 0.
std::string formatUtc(Instant at);

/// The rules of one IANA time zone.
class TimeZone {
public:
    /// Fails with ErrorCode::notAllowed for a name that the system's zone data does not hold.
    static Result<TimeZone> find(const std::string& ianaName);

    /// The calendar day on which `at` falls here.
    [[nodiscard]] Day dayOf(Instant at) const;
    /// The first instant of a calendar day here.
    [[nodiscard]] Instant startOf(Day day) const;
    /// RFC 3339 with the offset in force here at that time.
    [[nodiscard]] std::string format(Instant at) const;
    [[nodiscard]] const std::string& name() const;

private:
    struct Data;
    explicit TimeZone(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> m_data;
};

/// "2026-03-01".
std::string formatDay(Day day);
Result<Day> parseDay(std::string_view text);

} // namespace shoujie
