#include "server/app/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <string>

namespace shoujie::server {

namespace {

/// Text that cannot be taken for another field or another line.
std::string quoted(const std::string& text) {
    const auto plain = [](char c) {
        return c > ' ' && c != '"' && c != '=' && c != '\\' && c != 0x7f;
    };
    if (!text.empty() && std::ranges::all_of(text, plain)) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return out + "\"";
}

class StderrLog final : public Log {
public:
    StderrLog() : m_logger("shoujie", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
        m_logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(
            "%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
    }

    void write(LogLevel level, std::string_view event,
               std::initializer_list<Field> fields) override {
        std::string line(event);
        for (const auto& field : fields) {
            line.append(" ").append(field.name).append("=");
            if (const auto* number = std::get_if<std::int64_t>(&field.value))
                line.append(std::to_string(*number));
            else
                line.append(quoted(std::get<std::string>(field.value)));
        }
        m_logger.log(levelOf(level), line);
    }

private:
    static spdlog::level::level_enum levelOf(LogLevel level) {
        switch (level) {
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
        }
        return spdlog::level::err;
    }

    spdlog::logger m_logger;
};

} // namespace

std::unique_ptr<Log> makeStderrLog() {
    return std::make_unique<StderrLog>();
}

} // namespace shoujie::server
