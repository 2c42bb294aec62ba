#pragma once

#include "shared/facts/fact.hpp"

#include <optional>
#include <string>
#include <vector>

/// Invented people and what they do.
namespace shoujie::client::test {

inline facts::Customer customer(const std::string& name, const std::string& phone = {}) {
    facts::Customer person;
    person.name = name;
    if (!phone.empty()) person.phones.push_back(phone);
    return person;
}

inline facts::VisitRegistered visit(const std::string& id, const std::string& receiver,
                                    facts::Customer person) {
    facts::VisitRegistered data;
    data.visit = VisitId(id);
    data.receiver = StaffId(receiver);
    data.customers.push_back(std::move(person));
    return data;
}

inline facts::VisitStarted started(const std::string& id, const std::string& receiver) {
    return {VisitId(id), StaffId(receiver)};
}

inline facts::CallRegistered call(const std::string& id, const std::string& answeredBy,
                                  facts::Customer person) {
    facts::CallRegistered data;
    data.call = CallId(id);
    data.answeredBy = StaffId(answeredBy);
    data.customer = std::move(person);
    return data;
}

} // namespace shoujie::client::test
