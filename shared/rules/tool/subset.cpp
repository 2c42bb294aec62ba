#include "shared/rules/tool/subset.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

using nlohmann::json;

std::string differs(const std::string& path, const json& expected, const json& actual) {
    return path + ": expected " + expected.dump() + ", got " + actual.dump();
}

} // namespace

std::optional<std::string> firstDifference(const json& expected, const json& actual,
                                           const std::string& path) {
    if (expected.is_object() && actual.is_object()) {
        for (const auto& [member, value] : expected.items()) {
            const auto memberPath = path.empty() ? member : path + "." + member;
            const auto found = actual.find(member);
            if (found == actual.end())
                return memberPath + ": expected " + value.dump() + ", got nothing";
            if (member == "articles" && value.is_array() && found->is_array()) {
                for (const auto& article : value)
                    if (std::find(found->begin(), found->end(), article) == found->end())
                        return differs(memberPath, value, *found);
            } else if (auto difference = firstDifference(value, *found, memberPath)) {
                return difference;
            }
        }
        return std::nullopt;
    }
    if (expected.is_array() && actual.is_array()) {
        if (expected.size() != actual.size()) return differs(path, expected, actual);
        for (std::size_t i = 0; i < expected.size(); ++i)
            if (auto difference =
                    firstDifference(expected[i], actual[i], path + "[" + std::to_string(i) + "]"))
                return difference;
        return std::nullopt;
    }
    if (expected == actual) return std::nullopt;
    return differs(path, expected, actual);
}

} // namespace shoujie::rules
