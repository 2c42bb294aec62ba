#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace shoujie::server {

enum class LogLevel { info, warning, error };

/// The structured log: an event's name and its fields. Never names, phones, payloads or tokens.
class Log {
public:
    struct Field {
        std::string_view name;
        std::variant<std::int64_t, std::string> value;
    };

    virtual ~Log() = default;
    /// Thread-safe.
    virtual void write(LogLevel level, std::string_view event,
                       std::initializer_list<Field> fields) = 0;
};

/// "event name=value name=\"two words\"".
std::string logLine(std::string_view event, std::initializer_list<Log::Field> fields);

} // namespace shoujie::server
