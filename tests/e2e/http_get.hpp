#pragma once

#include <QByteArray>
#include <QTcpSocket>

#include <string>

namespace shoujie::test {

/// What a server on this machine answers to a GET, of a device where its token is given; status 0
/// for no answer.
struct Answer {
    int status = 0;
    QByteArray body;
};

inline Answer get(quint16 port, const QByteArray& path, const std::string& token = {}) {
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    if (!socket.waitForConnected()) return {};
    socket.write("GET " + path + " HTTP/1.1\r\nHost: office\r\nConnection: close\r\n");
    if (!token.empty())
        socket.write("Authorization: Bearer " + QByteArray::fromStdString(token) + "\r\n");
    socket.write("\r\n");
    QByteArray all;
    while (socket.waitForReadyRead())
        all += socket.readAll();
    all += socket.readAll();
    return {all.mid(9, 3).toInt(), all.mid(all.indexOf("\r\n\r\n") + 4)};
}

} // namespace shoujie::test
