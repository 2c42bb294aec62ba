// Requests as they come over a connection, one behind the other. Driven are the server's own
// session (server/net/http_session.cpp: limits, body, keep-alive, refusals), the routes up to the
// device's token, what needs none (/healthz, /v1/enrol) with the store behind it, and the readers
// of queries. Behind the token the bodies are read by what the target "messages" drives. TLS, the
// socket and its deadlines are not here.
//
// The first byte says in what pieces the bytes come, which must change no answer.
#include "server/api/query.hpp"
#include "tests/fuzz/server.hpp"
#include "tests/fuzz/target.hpp"

#include <string>

using namespace shoujie;
using fuzz::demand;

namespace {

/// The second word of the first line, where a path begins.
std::string_view targetOf(std::string_view text) {
    const auto line = text.substr(0, text.find('\r'));
    const auto begin = line.find(" /");
    if (begin == std::string_view::npos) return {};
    return line.substr(begin + 1, line.find(' ', begin + 1) - begin - 1);
}

void readQueries(std::string_view target) {
    if (const auto feed = server::readFeedQuery(target))
        demand(feed->after >= 0 && feed->limit >= 1, "a page of the feed is asked for sensibly");
    if (!target.starts_with(protocol::kBlobsPath)) return;
    if (const auto query = server::readBlobQuery(target))
        demand(query->offset >= 0, "a photo is asked for from a place in it");
    if (const auto piece = server::readBlobPiece(target)) {
        const auto again = server::readBlobPiece(protocol::targetOf(*piece));
        demand(again && again->hash == piece->hash && again->offset == piece->offset &&
                   again->size == piece->size,
               "a piece is named and read the same");
    }
}

/// Answers are whole, and of the statuses that docs/protocol.md knows without a token.
void areAnswers(std::string_view out) {
    while (!out.empty()) {
        demand(out.starts_with("HTTP/1.1 "), "an answer begins with its status");
        const auto status = std::stoi(std::string(out.substr(9, 3)));
        const auto head = out.find("\r\n\r\n");
        demand(head != std::string_view::npos, "an answer's head is whole");
        const auto fields = out.substr(0, head);
        out.remove_prefix(head + 4);
        if (status == 100) continue;
        demand(status != 500 && status != 503, "no input makes the server fail");
        constexpr std::string_view kLength = "\r\nContent-Length: ";
        const auto length = fields.find(kLength);
        demand(length != std::string_view::npos, "an answer says its length");
        const auto size = std::stoul(std::string(fields.substr(length + kLength.size(), 9)));
        demand(size <= out.size(), "an answer's body is whole");
        out.remove_prefix(size);
    }
}

/// Whether garbage at the end is refused, or is only the beginning of something, depends on how
/// much of it has come when the peer has gone.
bool differOnlyAtTheEnd(std::string_view one, std::string_view other) {
    return one.starts_with(other) || other.starts_with(one);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input in(data, size);
    const std::size_t piece = std::size_t{1} + in.number<std::uint8_t>();
    const auto text = in.rest();
    readQueries(targetOf(text));
    auto& server = fuzz::quietServer();
    const auto out = server.serve(text, SIZE_MAX);
    areAnswers(out);
    if (piece < 256)
        demand(differOnlyAtTheEnd(out, server.serve(text, piece)), "pieces change nothing");
    return 0;
}
