#include "shared/rules/visits/discovery.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

/// What hangs on any of the persons, each once and in order.
std::vector<int> collect(const std::vector<int>& persons, std::vector<int> Person::*list,
                         const Book& book) {
    std::vector<int> found;
    for (const int person : persons) {
        const auto& own = book.person(person).*list;
        found.insert(found.end(), own.begin(), own.end());
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace

std::vector<int> countingDiscoveries(const std::vector<int>& persons, const Book& book) {
    return collect(persons, &Person::discoveries, book);
}

std::vector<int> countingNotices(const std::vector<int>& persons, const Book& book) {
    return collect(persons, &Person::notices, book);
}

std::optional<Moment> earlierOf(const std::optional<Moment>& a, const std::optional<Moment>& b) {
    if (!a || !b) return a ? a : b;
    return canonicallyBefore(*b, *a) ? b : a;
}

} // namespace shoujie::rules
