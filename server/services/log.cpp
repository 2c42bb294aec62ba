#include "server/services/log.hpp"

#include <algorithm>

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

} // namespace

std::string logLine(std::string_view event, std::initializer_list<Log::Field> fields) {
    std::string line(event);
    for (const auto& field : fields) {
        line.append(" ").append(field.name).append("=");
        if (const auto* number = std::get_if<std::int64_t>(&field.value))
            line.append(std::to_string(*number));
        else
            line.append(quoted(std::get<std::string>(field.value)));
    }
    return line;
}

} // namespace shoujie::server
