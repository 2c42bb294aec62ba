#include "shared/core/time.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace shoujie {

namespace {

using namespace std::chrono;

/// Reads exactly the digits of `text`; -1 where there is anything else.
int digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return text.empty() ? -1 : value;
}

Error badTime(const char* why) {
    return {ErrorCode::badTime, "", why};
}

struct ClockTime {
    microseconds sinceMidnight{};
    std::size_t length = 0; ///< characters read
};

/// "10:00:00" or "10:00:00.123456" at the start of `text`.
Result<ClockTime> parseClockTime(std::string_view text) {
    if (text.size() < 8 || text[2] != ':' || text[5] != ':')
        return badTime("is not an RFC 3339 time");
    const int hour = digits(text.substr(0, 2));
    const int minute = digits(text.substr(3, 2));
    const int second = digits(text.substr(6, 2));
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return badTime("has an hour, minute or second that does not exist");
    ClockTime result{hours(hour) + minutes(minute) + seconds(second), 8};
    if (text.size() <= 8 || text[8] != '.') return result;

    std::size_t end = 9;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9')
        ++end;
    const auto fraction = text.substr(9, end - 9);
    if (fraction.empty() || fraction.size() > 6)
        return badTime("has a fraction of no or more than six digits");
    int micros = digits(fraction);
    for (std::size_t i = fraction.size(); i < 6; ++i)
        micros *= 10;
    result.sinceMidnight += microseconds(micros);
    result.length = end;
    return result;
}

/// "Z", "+08:00" or "-05:30".
Result<minutes> parseOffset(std::string_view text) {
    if (text == "Z" || text == "z") return minutes(0);
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return badTime("has no offset such as Z or +08:00");
    const int hour = digits(text.substr(1, 2));
    const int minute = digits(text.substr(4, 2));
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return badTime("has an offset that does not exist");
    const auto offset = hours(hour) + minutes(minute);
    return text[0] == '-' ? minutes(-offset) : minutes(offset);
}

/// Date and time of day without offset; the fraction only where it is not 0.
std::string formatLocal(local_time<microseconds> at) {
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const hh_mm_ss clock(at - day);
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    std::string result = text;
    if (const auto micros = clock.subseconds().count(); micros != 0) {
        std::snprintf(text, sizeof text, ".%06d", static_cast<int>(micros));
        result += text;
        while (result.back() == '0')
            result.pop_back();
    }
    return result;
}

} // namespace

Result<Day> parseDay(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return badTime("is not a date such as 2026-03-01");
    const int y = digits(text.substr(0, 4));
    const int m = digits(text.substr(5, 2));
    const int d = digits(text.substr(8, 2));
    const year_month_day date{year(y), month(static_cast<unsigned>(m)),
                              day(static_cast<unsigned>(d))};
    if (y < 1970 || m < 0 || d < 0 || !date.ok()) return badTime("is a day that does not exist");
    return Day(local_days(date));
}

std::string formatDay(Day day) {
    return formatLocal(local_time<microseconds>(day)).substr(0, 10);
}

Result<Instant> parseRfc3339(std::string_view text) {
    if (text.size() < 20 || (text[10] != 'T' && text[10] != 't'))
        return badTime("is not an RFC 3339 time");
    const auto day = parseDay(text.substr(0, 10));
    if (!day) return day.error();
    const auto clock = parseClockTime(text.substr(11));
    if (!clock) return clock.error();
    const auto offset = parseOffset(text.substr(11 + clock->length));
    if (!offset) return offset.error();
    const auto local = day->time_since_epoch() + clock->sinceMidnight;
    const Instant at(duration_cast<microseconds>(local - *offset));
    // An offset can lead out of the years that formatUtc() could write and this could read again.
    if (at < sys_days(1970y / 1 / 1) || at >= sys_days(10000y / 1 / 1))
        return badTime("is before 1970 or after 9999 in UTC");
    return at;
}

std::string formatUtc(Instant at) {
    return formatLocal(local_time<microseconds>(at.time_since_epoch())) + "Z";
}

struct TimeZone::Data {
    std::string name;
    const date::time_zone* zone = nullptr;
};

TimeZone::TimeZone(std::shared_ptr<const Data> data) : m_data(std::move(data)) {}

Result<TimeZone> TimeZone::find(const std::string& ianaName) {
    try {
        return TimeZone(std::make_shared<const Data>(Data{ianaName, date::locate_zone(ianaName)}));
    } catch (const std::runtime_error&) {
        return Error{ErrorCode::notAllowed, "", "is not a time zone that this system knows"};
    }
}

Day TimeZone::dayOf(Instant at) const {
    // Asked for neighbouring times again and again: the offset in force stands for all of them.
    struct InForce {
        const date::time_zone* zone = nullptr;
        date::sys_seconds begin, end;
        seconds offset{};
    };
    thread_local InForce known;
    const auto second = date::sys_seconds(floor<seconds>(at).time_since_epoch());
    if (known.zone != m_data->zone || second < known.begin || second >= known.end) {
        const auto info = m_data->zone->get_info(second);
        known = {m_data->zone, info.begin, info.end, info.offset};
    }
    return Day(floor<days>(at.time_since_epoch() + known.offset));
}

Instant TimeZone::startOf(Day day) const {
    const date::local_days local(date::days(day.time_since_epoch().count()));
    // Where midnight is skipped by a clock change, the day starts at the change.
    const auto at = m_data->zone->to_sys(local, date::choose::earliest);
    return Instant(duration_cast<microseconds>(at.time_since_epoch()));
}

std::string TimeZone::format(Instant at) const {
    const auto info =
        m_data->zone->get_info(date::sys_seconds(floor<seconds>(at).time_since_epoch()));
    const auto offset = duration_cast<minutes>(info.offset).count();
    char text[8];
    std::snprintf(text, sizeof text, "%c%02d:%02d", offset < 0 ? '-' : '+',
                  static_cast<int>(std::abs(offset) / 60), static_cast<int>(std::abs(offset) % 60));
    // The offset as written: a few old ones had seconds, which RFC 3339 cannot say.
    return formatLocal(local_time<microseconds>(at.time_since_epoch() + minutes(offset))) + text;
}

const std::string& TimeZone::name() const {
    return m_data->name;
}

} // namespace shoujie
