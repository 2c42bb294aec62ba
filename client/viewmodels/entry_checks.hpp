#pragma once

#include "shared/facts/customer.hpp"
#include "shared/rules/matching/customer_keys.hpp"
#include "shared/rules/matching/folding.hpp"
#include "shared/rules/policy.hpp"

#include <QString>

namespace shoujie::client {

/// Which of the three keys of art. 4 an entry makes: what it proves when two claim one customer.
struct EntryKeys {
    bool name = false;
    bool phone = false;
    bool vehicle = false;
    bool surname = false; ///< half of the vehicle key

    /// "strong" with a phone or a vehicle, "fair" with the full name alone, "weak" with none.
    [[nodiscard]] QString strength() const;
};

/// Checks fields while somebody types, by the same matching that the rules judge with. Problems are
/// words for qml/words, empty where nothing is wrong. None of them keeps an entry from being saved:
/// what a customer says may be incomplete (art. 4).
class EntryChecker {
public:
    EntryKeys keysOf(const facts::Customer& customer);
    [[nodiscard]] QString nameProblem(const facts::Customer& customer, const EntryKeys& keys) const;
    [[nodiscard]] QString phoneProblem(const QString& phone) const;
    [[nodiscard]] QString plateProblem(const QString& plate, const EntryKeys& keys) const;

private:
    rules::KeyMaker m_keys;
    rules::Folding m_folding;
    rules::Policy m_policy;
};

} // namespace shoujie::client
