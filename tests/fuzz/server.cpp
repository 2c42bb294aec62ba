#include "tests/fuzz/server.hpp"

#include "server/api/api.hpp"
#include "server/net/http_session.hpp"
#include "server/net/live_session.hpp"
#include "server/services/administration.hpp"
#include "server/store/data_dir.hpp"
#include "tests/fuzz/target.hpp"

#include <boost/asio/error.hpp>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace shoujie::fuzz {

namespace {

namespace asio = boost::asio;
using namespace server;
using net::Stream;

class StillClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override {
        return Instant(std::chrono::seconds(1'772'000'000));
    }
};

class CountingRng final : public Rng {
public:
    void fill(std::span<std::byte> out) override {
        for (auto& byte : out)
            byte = static_cast<std::byte>(m_next++);
    }

private:
    unsigned m_next = 0;
};

/// No input may make a handler throw.
class WatchfulLog final : public Log {
public:
    void write(LogLevel, std::string_view event, std::initializer_list<Field>) override {
        demand(event != "handler_threw", "no handler throws");
    }
};

/// A peer that has said everything at once, and reads everything.
class MemoryLayer final : public Stream::Layer {
public:
    MemoryLayer(asio::io_context& io, std::string_view in, std::size_t piece, std::string& out)
        : m_tcp(io), m_in(in), m_piece(piece), m_out(out) {}

    /// Never connected: its timers are used, and closing it is harmless.
    boost::beast::tcp_stream& tcp() override { return m_tcp; }
    void handshake(Stream::Done done) override { finish(std::move(done), {}, 0); }
    void readSome(asio::mutable_buffer buffer, Stream::Done done) override {
        const auto size = std::min({buffer.size(), m_piece, m_in.size()});
        std::memcpy(buffer.data(), m_in.data(), size);
        const bool ended = m_in.empty() && buffer.size() > 0;
        m_in.remove_prefix(size);
        finish(std::move(done), ended ? Stream::error_code(asio::error::eof) : Stream::error_code(),
               size);
    }
    void writeSome(asio::const_buffer buffer, Stream::Done done) override {
        m_out.append(static_cast<const char*>(buffer.data()), buffer.size());
        finish(std::move(done), {}, buffer.size());
    }
    void sayGoodbye(Stream::Done done) override { finish(std::move(done), {}, 0); }

private:
    void finish(Stream::Done done, Stream::error_code failed, std::size_t size) {
        asio::post(m_tcp.get_executor(),
                   [done = std::move(done), failed, size] { done(failed, size); });
    }

    boost::beast::tcp_stream m_tcp;
    std::string_view m_in;
    std::size_t m_piece;
    std::string& m_out;
};

/// A folder of this process, gone with it.
class Folder {
public:
    Folder() {
        auto name = (std::filesystem::temp_directory_path() / "shoujie-fuzz-XXXXXX").string();
        demand(mkdtemp(name.data()) != nullptr, "there is room for the server's files");
        m_path = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string data() const { return (m_path / "data").string(); }

private:
    std::filesystem::path m_path;
};

Writer::Options inThisThread() {
    Writer::Options options;
    options.ownThread = false;
    return options;
}

} // namespace

struct QuietServer::Parts {
    Parts()
        : dir(std::move(*DataDir::create(folder.data(), rng)))
        , key(keyOf(dir))
        , reads(dir.database())
        , writer(std::move(*dir.openDatabase()), inThisThread())
        , context{clock, rng, log, writer, reads, workers, bell, key}
        , api(context)
        , hub({}, api, workers, clock, log) {
        demand(Administration(writer, clock, rng).addSite(SiteId("xidi"), "西堤国际", "[]").ok(),
               "the site is new");
    }
    static SigningKey keyOf(const DataDir& dir) {
        auto database = std::move(*dir.openDatabase());
        return *loadServerKey(database);
    }

    StillClock clock;
    CountingRng rng;
    WatchfulLog log;
    Folder folder;
    DataDir dir;
    SigningKey key;
    ReadPool reads;
    Writer writer;
    Workers workers{0};
    FeedBell bell;
    Context context;
    Api api;
    net::Hub hub;
};

QuietServer::QuietServer() : m_parts(std::make_unique<Parts>()) {}
QuietServer::~QuietServer() = default;

void QuietServer::runToEnd() {
    auto& hub = m_parts->hub;
    do {
        hub.io.restart();
        hub.io.poll();
    } while (m_parts->workers.runNext() || m_parts->writer.commitGroup());
    demand(hub.sessions.empty(), "a connection that has ended leaves nothing behind");
}

std::string QuietServer::serve(std::string_view bytes, std::size_t piece) {
    std::string out;
    auto& hub = m_parts->hub;
    net::startHttpSession(hub, Stream(std::make_unique<MemoryLayer>(hub.io, bytes, piece, out)));
    runToEnd();
    return out;
}

std::string QuietServer::live(const Upgrade& upgrade, std::string_view bytes, std::size_t piece) {
    std::string out;
    auto& hub = m_parts->hub;
    net::startLiveSession(hub, Stream(std::make_unique<MemoryLayer>(hub.io, bytes, piece, out)),
                          upgrade, {DeviceId("d1"), SiteId("xidi"), 41});
    runToEnd();
    return out;
}

QuietServer& quietServer() {
    static QuietServer one;
    return one;
}

} // namespace shoujie::fuzz
