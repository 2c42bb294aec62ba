#pragma once

// Boost 1.74's asio.hpp uses std::exchange without including it.
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace shoujie::server::net {

namespace asio = boost::asio;

/// The bytes of one connection, plain or inside TLS, behind one type: HTTP and WebSocket compile
/// once, and TLS in a file of its own. Its deadlines are the TCP stream's.
class Stream {
public:
    using error_code = boost::beast::error_code;
    using Done = std::function<void(error_code, std::size_t)>;
    using executor_type = boost::beast::tcp_stream::executor_type;

    /// What differs. Like all of Asio, `done` is never called before the function has returned.
    class Layer {
    public:
        virtual ~Layer() = default;
        virtual boost::beast::tcp_stream& tcp() = 0;
        virtual void handshake(Done done) = 0;
        virtual void readSome(asio::mutable_buffer buffer, Done done) = 0;
        virtual void writeSome(asio::const_buffer buffer, Done done) = 0;
        /// Tells the peer that nothing more will come.
        virtual void sayGoodbye(Done done) = 0;
    };

    explicit Stream(std::unique_ptr<Layer> layer) : m_layer(std::move(layer)) {}

    boost::beast::tcp_stream& tcp() { return m_layer->tcp(); }
    executor_type get_executor() { return tcp().get_executor(); }

    template <class Token>
    auto async_handshake(Token&& token) {
        return start(token, [layer = m_layer.get()](Done done) { layer->handshake(done); });
    }
    template <class Token>
    auto async_goodbye(Token&& token) {
        return start(token, [layer = m_layer.get()](Done done) { layer->sayGoodbye(done); });
    }
    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return start(token, [layer = m_layer.get(), buffer = first<asio::mutable_buffer>(buffers)](
                                Done done) { layer->readSome(buffer, std::move(done)); });
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return start(token, [layer = m_layer.get(), buffer = first<asio::const_buffer>(buffers)](
                                Done done) { layer->writeSome(buffer, std::move(done)); });
    }

private:
    /// "Some" may be less than all: the first buffer that is not empty.
    template <class Buffer, class Buffers>
    static Buffer first(const Buffers& buffers) {
        const auto end = asio::buffer_sequence_end(buffers);
        for (auto at = asio::buffer_sequence_begin(buffers); at != end; ++at) {
            const Buffer buffer(*at);
            if (buffer.size() > 0) return buffer;
        }
        return {};
    }

    template <class Token, class Start>
    static auto start(Token& token, Start begin) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [](auto handler, Start initiate) {
                // std::function wants to copy what it holds; a handler can only move.
                auto shared = std::make_shared<decltype(handler)>(std::move(handler));
                initiate(
                    [shared](error_code failed, std::size_t bytes) { (*shared)(failed, bytes); });
            },
            token, std::move(begin));
    }

    std::unique_ptr<Layer> m_layer;
};

// What Beast's WebSocket asks of a stream it does not know; found by argument.
inline void beast_close_socket(Stream& stream) {
    stream.tcp().close();
}
void teardown(boost::beast::role_type role, Stream& stream, Stream::error_code& failed);
template <class Handler>
void async_teardown(boost::beast::role_type, Stream& stream, Handler&& handler) {
    stream.async_goodbye([done = std::decay_t<Handler>(std::forward<Handler>(handler))](
                             Stream::error_code failed, std::size_t) mutable { done(failed); });
}

} // namespace shoujie::server::net
