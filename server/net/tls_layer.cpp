#include "server/net/layers.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <openssl/ssl.h>

namespace shoujie::server::net {

namespace {

namespace ssl = asio::ssl;

class TlsLayer final : public Stream::Layer {
public:
    TlsLayer(asio::ip::tcp::socket socket, ssl::context& context)
        : m_tls(boost::beast::tcp_stream(std::move(socket)), context) {}

    boost::beast::tcp_stream& tcp() override { return m_tls.next_layer(); }
    void handshake(Stream::Done done) override {
        m_tls.async_handshake(
            ssl::stream_base::server,
            [done = std::move(done)](Stream::error_code failed) { done(failed, 0); });
    }
    void readSome(asio::mutable_buffer buffer, Stream::Done done) override {
        m_tls.async_read_some(buffer, std::move(done));
    }
    void writeSome(asio::const_buffer buffer, Stream::Done done) override {
        m_tls.async_write_some(buffer, std::move(done));
    }
    void sayGoodbye(Stream::Done done) override {
        // Waits for the peer's goodbye as well, if no longer than that.
        constexpr auto kPatience = std::chrono::seconds(1);
        tcp().expires_after(kPatience);
        m_tls.async_shutdown(
            [done = std::move(done)](Stream::error_code failed) { done(failed, 0); });
    }

private:
    ssl::stream<boost::beast::tcp_stream> m_tls;
};

/// The least that the protocol needs: no older version, nothing to resume, no buffers while idle.
Result<void> setUp(ssl::context& context, const TlsIdentity& identity) {
    SSL_CTX* native = context.native_handle();
    if (SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION) != 1 ||
        SSL_CTX_set_num_tickets(native, 0) != 1)
        return Error{ErrorCode::unsupported, "tls", "this OpenSSL does not speak TLS 1.3"};
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    Stream::error_code failed;
    context.use_certificate_chain(asio::buffer(identity.chain), failed);
    if (!failed) context.use_private_key(asio::buffer(identity.key), ssl::context::pem, failed);
    if (failed)
        return Error{ErrorCode::notAllowed, "certificate", "cannot be used: " + failed.message()};
    return {};
}

} // namespace

Result<MakeStream> tlsStreams(const TlsIdentity& identity) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    if (auto done = setUp(*context, identity); !done) return done.error();
    return MakeStream([context](asio::ip::tcp::socket socket) {
        return Stream(std::make_unique<TlsLayer>(std::move(socket), *context));
    });
}

} // namespace shoujie::server::net
