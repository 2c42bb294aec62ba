#include "client/app/tablet_cli/command_lines.hpp"

#include "shared/core/limits.hpp"

#include <array>
#include <cerrno>
#include <unistd.h>

namespace shoujie::client {

CommandLines::CommandLines(int descriptor, QObject* parent)
    : QObject(parent), m_descriptor(descriptor), m_notifier(descriptor, QSocketNotifier::Read) {
    connect(&m_notifier, &QSocketNotifier::activated, this, &CommandLines::read);
}

void CommandLines::read() {
    std::array<char, 65'536> buffer{};
    const ssize_t size = ::read(m_descriptor, buffer.data(), buffer.size());
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (size > 0) return take(QByteArray(buffer.data(), static_cast<qsizetype>(size)));
    m_notifier.setEnabled(false);
    if (!m_line.isEmpty()) emit line(m_line);
    emit ended();
}

void CommandLines::take(const QByteArray& bytes) {
    static constexpr auto kLongest = static_cast<qsizetype>(limits::kMaxBodyBytes) + 1;
    for (const char c : bytes) {
        if (c == '\n') {
            emit line(m_line);
            m_line.clear();
        } else if (m_line.size() < kLongest) {
            m_line.append(c);
        }
    }
}

} // namespace shoujie::client
