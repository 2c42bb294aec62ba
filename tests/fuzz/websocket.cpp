// What a tablet may say on /v1/live: the server's own session (server/net/live_session.cpp, with
// its limits) behind an upgrade that was admitted. The first byte says in what pieces the bytes
// come; after the second, 0, there are frames, else the upgrade's head and then frames.
#include "shared/core/limits.hpp"
#include "tests/fuzz/server.hpp"
#include "tests/fuzz/target.hpp"

#include <boost/beast/http/parser.hpp>

using namespace shoujie;
using fuzz::demand;

namespace {

namespace http = boost::beast::http;

const fuzz::QuietServer::Upgrade& plainUpgrade() {
    static const auto one = [] {
        fuzz::QuietServer::Upgrade upgrade(http::verb::get, "/v1/live", 11);
        upgrade.set(http::field::host, "localhost");
        upgrade.set(http::field::upgrade, "websocket");
        upgrade.set(http::field::connection, "Upgrade");
        upgrade.set(http::field::sec_websocket_key, "dGhlIHNhbXBsZSBub25jZQ==");
        upgrade.set(http::field::sec_websocket_version, "13");
        return upgrade;
    }();
    return one;
}

/// What the server says are frames, unmasked and short: pokes, pongs and a close, nothing behind
/// it.
void areFrames(std::string_view out) {
    bool closed = false;
    while (!out.empty()) {
        demand(!closed, "nothing follows a close");
        demand(out.size() >= 2, "a frame has a head");
        const auto first = static_cast<unsigned char>(out[0]);
        const auto second = static_cast<unsigned char>(out[1]);
        const unsigned opcode = first & 0x0FU;
        demand((first & 0xF0U) == 0x80U, "a frame is final and has no extensions");
        demand(opcode == 1 || opcode == 8 || opcode == 9 || opcode == 10, "a frame is of a kind");
        demand(second <= 125, "a frame is short and not masked");
        demand(out.size() >= std::size_t{2} + second, "a frame is whole");
        out.remove_prefix(std::size_t{2} + second);
        closed = opcode == 8;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input in(data, size);
    const std::size_t piece = std::size_t{1} + in.number<std::uint8_t>();
    const bool asks = in.number<std::uint8_t>() != 0;
    const auto text = in.rest();
    std::size_t head = 0;
    http::request_parser<http::string_body> parser;
    if (asks) {
        boost::beast::error_code failed;
        parser.header_limit(limits::kMaxHeaderBytes);
        head = parser.put(boost::asio::buffer(text.data(), text.size()), failed);
        if (failed || !parser.is_header_done()) return 0;
    }
    const auto frames = text.substr(head);
    auto& server = fuzz::quietServer();
    const auto& upgrade = asks ? parser.get() : plainUpgrade();
    const auto out = server.live(upgrade, frames, SIZE_MAX);
    const auto end = out.find("\r\n\r\n");
    demand(out.empty() || out.starts_with("HTTP/1."), "an answer begins with its status");
    if (out.starts_with("HTTP/1.1 101")) areFrames(std::string_view(out).substr(end + 4));
    if (piece < 256) (void)server.live(upgrade, frames, piece);
    return 0;
}
