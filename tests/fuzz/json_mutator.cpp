#include "tests/fuzz/json_mutator.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace shoujie::fuzz {

namespace {

using Json = nlohmann::json;

/// Values at which something may change.
const std::vector<Json>& interesting() {
    static const std::vector<Json> all{
        nullptr,
        true,
        false,
        0,
        1,
        -1,
        2,
        10'000,
        INT64_MAX,
        INT64_MIN,
        "",
        "s1",
        "v1",
        "system",
        "2026-03-01T10:00:00+08:00",
        "1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "2026-03-01",
        "2026-03",
        "13800138000",
        "王小明",
        "\n",
        std::string("\0", 1),
        std::string(64, 'a'),
        std::string(200, 'b'),
        Json::array(),
        Json::object(),
        Json{{"name", "李娜"}, {"phones", {"13800138001"}}},
        Json{{"earliest", "2026-03-01T00:00:00Z"}, {"latest", "2026-03-02T00:00:00Z"}},
    };
    return all;
}

class Mutation {
public:
    explicit Mutation(unsigned seed) : m_random(seed) {}

    std::size_t below(std::size_t count) { return count == 0 ? 0 : m_random() % count; }

    void change(Json& root) {
        m_nodes.clear();
        collect(root, 0);
        Json& node = *m_nodes[below(m_nodes.size())];
        switch (below(6)) {
        case 0:
            node = interesting()[below(interesting().size())];
            break;
        case 1: { // by way of a copy: the other may lie in it, or it in the other
            const Json copy = *m_nodes[below(m_nodes.size())];
            node = copy;
            break;
        }
        case 2:
            shrink(node);
            break;
        case 3:
            grow(node);
            break;
        default:
            bend(node);
        }
    }

private:
    void collect(Json& json, int depth) {
        constexpr int kDeepest = 32;
        m_nodes.push_back(&json);
        if (!json.is_structured() || depth >= kDeepest) return;
        for (auto& inner : json)
            collect(inner, depth + 1);
    }

    Json::iterator any(Json& json) {
        return std::next(json.begin(), static_cast<std::ptrdiff_t>(below(json.size())));
    }

    void shrink(Json& node) {
        if (node.is_structured() && !node.empty())
            node.erase(any(node));
        else
            node = nullptr;
    }

    void grow(Json& node) {
        const Json value = below(2) == 0 ? interesting()[below(interesting().size())]
                                         : Json(*m_nodes[below(m_nodes.size())]);
        if (node.is_array()) {
            node.insert(any(node), value);
        } else if (node.is_object()) {
            // Under a name that something else in the document has.
            const Json& other = *m_nodes[below(m_nodes.size())];
            if (other.is_object() && !other.empty()) {
                auto at = other.begin();
                std::advance(at, static_cast<std::ptrdiff_t>(below(other.size())));
                node[std::string(at.key())] = value;
            }
        } else {
            node = Json::array({node, value});
        }
    }

    void bend(Json& node) {
        if (node.is_string()) {
            auto text = node.get<std::string>();
            const auto size = text.size();
            text.resize(size + 16);
            text.resize(
                LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, text.size()));
            node = std::move(text);
        } else if (node.is_number_integer()) {
            const auto value = static_cast<std::uint64_t>(node.get<std::int64_t>());
            const auto by = below(2) == 0 ? below(5) : std::uint64_t{1} << below(64);
            node = static_cast<std::int64_t>(below(2) == 0 ? value + by : value - by);
        } else if (node.is_structured() && !node.empty()) {
            bend(*any(node));
        } else {
            node = interesting()[below(interesting().size())];
        }
    }

    std::minstd_rand m_random;
    std::vector<Json*> m_nodes;
};

struct Line {
    std::size_t at = 0;
    std::size_t size = 0;
};

/// Lines that look like JSON documents; or the whole, where it is one over many lines.
std::vector<Line> documents(std::string_view text) {
    std::vector<Line> found;
    if (Json::accept(text)) return {{0, text.size()}};
    for (std::size_t at = 0; at < text.size();) {
        const auto size = std::min(text.find('\n', at), text.size()) - at;
        if (size > 1 && (text[at] == '{' || text[at] == '[')) found.push_back({at, size});
        at += size + 1;
    }
    return found;
}

} // namespace

std::size_t mutateLines(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
    Mutation mutation(seed);
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto lines = documents(text);
    if (lines.empty() || mutation.below(5) == 0) return LLVMFuzzerMutate(data, size, most);
    const auto line = lines[mutation.below(lines.size())];
    auto json = Json::parse(text.substr(line.at, line.size), nullptr, false);
    if (json.is_discarded()) return LLVMFuzzerMutate(data, size, most);
    for (auto times = 1 + mutation.below(3); times > 0; --times)
        mutation.change(json);
    std::string changed(text.substr(0, line.at));
    changed += json.dump(-1, ' ', false, Json::error_handler_t::replace);
    changed += text.substr(line.at + line.size);
    if (changed.size() > most) return LLVMFuzzerMutate(data, size, most);
    std::memcpy(data, changed.data(), changed.size());
    return changed.size();
}

} // namespace shoujie::fuzz
