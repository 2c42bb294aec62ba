#include "server/app/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>

namespace shoujie::server {

namespace {

class StderrLog final : public Log {
public:
    StderrLog() : m_logger("shoujie", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
        m_logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(
            "%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
    }

    void write(LogLevel level, std::string_view event,
               std::initializer_list<Field> fields) override {
        m_logger.log(levelOf(level), logLine(event, fields));
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
