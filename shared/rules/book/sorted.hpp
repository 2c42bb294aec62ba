#pragma once

#include <algorithm>
#include <functional>

namespace shoujie::rules {

/// Inserts behind all that are not after it: at once where it belongs at the end.
template <class List, class Value, class Before>
void insertSorted(List& list, const Value& value, Before before) {
    if (list.empty() || !before(value, list.back()))
        list.push_back(value);
    else
        list.insert(std::upper_bound(list.begin(), list.end(), value, before), value);
}

template <class List, class Value>
void addOnce(List& list, const Value& value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

template <class List, class Value>
void takeOut(List& list, const Value& value) {
    if (const auto found = std::find(list.begin(), list.end(), value); found != list.end())
        list.erase(found);
}

} // namespace shoujie::rules
