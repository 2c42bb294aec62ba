#pragma once

#include "shared/core/bytes.hpp"
#include "tests/bench/tls_client.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::bench {

/// A tablet that has written its facts and signed its pushes before the clock runs.
class LoadTablet {
public:
    LoadTablet(const Trust& trust, std::uint16_t port, int number);

    /// Enrols, and takes an anchor as a tablet does before it writes.
    void join(const std::string& code);
    /// Writes facts and packs them into `pushes` of `batch` facts each.
    void prepare(std::size_t pushes, std::size_t batch);
    [[nodiscard]] bool hasMore() const { return m_next < m_pushes.size(); }
    /// Sends the next push, again while the server has too much to do, and checks the reply: every
    /// fact received. Gives the number of facts.
    std::size_t pushNext();
    [[nodiscard]] int retries() const { return m_retries; }
    [[nodiscard]] const std::string& token() const { return m_token; }

private:
    std::string write();

    TlsClient m_line;
    SigningKey m_key;
    std::string m_device;
    std::string m_token;
    std::optional<std::string> m_anchor;
    const int m_number;
    std::int64_t m_seq = 0;
    Hash m_head{};
    std::uint64_t m_treeSize = 0; ///< of the newest checkpoint it was shown
    struct Push {
        std::string body;
        std::size_t facts;
    };
    std::vector<Push> m_pushes;
    std::size_t m_next = 0;
    int m_retries = 0;
};

} // namespace shoujie::bench
