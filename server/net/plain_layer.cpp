#include "server/net/layers.hpp"

#include <boost/asio/post.hpp>

namespace shoujie::server::net {

namespace {

class PlainLayer final : public Stream::Layer {
public:
    explicit PlainLayer(asio::ip::tcp::socket socket) : m_tcp(std::move(socket)) {}

    boost::beast::tcp_stream& tcp() override { return m_tcp; }
    void handshake(Stream::Done done) override {
        asio::post(m_tcp.get_executor(), [done = std::move(done)] { done({}, 0); });
    }
    void readSome(asio::mutable_buffer buffer, Stream::Done done) override {
        m_tcp.async_read_some(buffer, std::move(done));
    }
    void writeSome(asio::const_buffer buffer, Stream::Done done) override {
        m_tcp.async_write_some(buffer, std::move(done));
    }
    void sayGoodbye(Stream::Done done) override {
        Stream::error_code failed;
        m_tcp.socket().shutdown(asio::ip::tcp::socket::shutdown_send, failed);
        asio::post(m_tcp.get_executor(), [done = std::move(done), failed] { done(failed, 0); });
    }

private:
    boost::beast::tcp_stream m_tcp;
};

} // namespace

MakeStream plainStreams() {
    return [](asio::ip::tcp::socket socket) {
        return Stream(std::make_unique<PlainLayer>(std::move(socket)));
    };
}

void teardown(boost::beast::role_type, Stream& stream, Stream::error_code& failed) {
    stream.tcp().socket().shutdown(asio::ip::tcp::socket::shutdown_both, failed);
}

} // namespace shoujie::server::net
