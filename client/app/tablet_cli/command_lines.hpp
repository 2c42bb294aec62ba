#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

namespace shoujie::client {

/// Cuts a file descriptor's bytes into lines without blocking the event loop.
class CommandLines final : public QObject {
    Q_OBJECT
public:
    explicit CommandLines(int descriptor, QObject* parent = nullptr);

signals:
    /// One line without its end; one longer than limits::kMaxBodyBytes comes cut just above that.
    void line(const QByteArray& text);
    void ended();

private:
    void read();
    void take(const QByteArray& bytes);

    int m_descriptor;
    QSocketNotifier m_notifier;
    QByteArray m_line;
};

} // namespace shoujie::client
