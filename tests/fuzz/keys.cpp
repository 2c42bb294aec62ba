// What people write of a customer: lines of name, surname, brand, plate, phone and phone, of which
// the matching makes keys.
#include "shared/core/limits.hpp"
#include "shared/rules/matching/customer_keys.hpp"
#include "shared/rules/matching/names.hpp"
#include "shared/rules/matching/phones.hpp"
#include "tests/fuzz/target.hpp"

#include <array>
#include <optional>
#include <string>

using namespace shoujie;
using fuzz::demand;

namespace {

std::optional<std::string> written(std::string_view line) {
    if (line.empty()) return std::nullopt;
    return std::string(line.substr(0, limits::kMaxShortText));
}

/// Keys have to do with what was written, not with who asked before.
const rules::Folding& folding() {
    static const rules::Folding one;
    return one;
}

bool isDigits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

void checkPhone(const std::string& phone, const std::string& region) {
    const auto key = rules::phoneKey(phone, region);
    if (const auto digits = rules::chineseMobileDigits(phone, region))
        demand(key && rules::plainDigits(*key) == digits, "the quick way reads the same phone");
    if (!key) return;
    const auto extension = key->find(";ext=");
    const auto digits = std::string_view(*key).substr(0, extension);
    demand(digits.starts_with('+') && isDigits(digits.substr(1)), "a phone's key is E.164");
    demand(extension == std::string::npos || isDigits(std::string_view(*key).substr(extension + 5)),
           "an extension is of digits");
}

void checkName(const std::string& name) {
    rules::PlainName plain;
    if (!rules::readPlainName(name, folding(), plain)) return;
    facts::Customer customer;
    customer.name = name;
    const auto full = rules::readName(customer, folding());
    demand(full.fullName == plain.text(), "the quick way reads the same name");
    demand(full.surname == plain.surname(), "the quick way reads the same surname");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input in(data, size);
    constexpr std::array kRegions{"CN", "TW", "HK", "US", "ZZ", ""};
    rules::Policy policy;
    policy.phoneRegion = kRegions[in.below(kRegions.size())];
    facts::Customer customer;
    customer.name = written(in.line());
    customer.surname = written(in.line());
    facts::Vehicle vehicle;
    vehicle.brand = written(in.line());
    vehicle.plate = written(in.line());
    if (vehicle.brand || vehicle.plate) customer.vehicles = {vehicle, vehicle};
    while (!in.empty() && customer.phones.size() < 2)
        customer.phones.emplace_back(in.line().substr(0, limits::kMaxShortText));

    if (customer.name) checkName(*customer.name);
    for (const auto& phone : customer.phones)
        checkPhone(phone, policy.phoneRegion);

    rules::KeyMaker maker;
    const auto keys = maker.keysOf(customer, policy);
    demand(maker.keysOf(customer, policy) == keys, "the same customer has the same keys");
    const auto shared = rules::sharedKey(keys, keys);
    demand((shared == rules::KeyKind::none) == keys.empty(), "who has a key is like themselves");
    demand(keys.phones.empty() || !rules::phonesDisagree(keys, keys),
           "phones agree with themselves");
    demand(rules::KeyMaker().keysOf(customer, policy).phones.size() == keys.phones.size(),
           "keys do not depend on who was known before");
    return 0;
}
