#include "tests/properties/cast.hpp"

#include <array>
#include <string>
#include <vector>

namespace shoujie::properties {

using facts::Customer;

namespace {

struct Person {
    std::vector<const char*> names; ///< spellings of one name
    const char* surname;
    const char* titled; ///< no full name
    std::vector<const char*> phones;
    std::vector<const char*> otherPhones;
    std::vector<const char*> plates;
    std::vector<const char*> brands;
};

const std::array<Person, kPeople> kCast{{
    {{"郭晓岚", "郭曉嵐", "郭 晓岚"},
     "郭",
     "郭女士",
     {"13512340001", "+86 135 1234 0001", "135-1234-0001"},
     {"13912340001"},
     {"粤BA0001", "粤B·A0001"},
     {"BMW", "宝马"}},
    {{"何俊毅", "何 俊毅"},
     "何",
     "何总",
     {"13512340002", "+8613512340002"},
     {"13512340001", "13912340002"}, // the phone of the first one's household
     {"粤BA0002"},
     {"Audi"}},
    {{"冯秋月", "馮秋月"},
     "冯",
     "冯小姐",
     {"+852 6123 4567", "+85261234567"},
     {"61234567", "13912340003"}, // a number of CN only by mistake, of HK by region
     {"粤z1234港", "粤Z 1234港"},
     {"Tesla"}},
    {{"欧阳雨桐", "歐陽雨桐"},
     "欧阳",
     "欧阳先生",
     {"13512340004", "13512340004转2"},
     {"13912340004"},
     {"粤BA0004"},
     {"Volvo"}},
    {{"王伟", "王偉"},
     "王",
     "王先生",
     {"13512340005", "135 1234 0005"},
     {"13912340005"},
     {"粤BA0005"},
     {"BMW", "宝马"}},
    {{"王伟", "王·伟"}, "王", "王先生", {"13512340006"}, {"13912340006"}, {"粤BA0005"}, {"Audi"}},
}};

void name(Customer& customer, const Person& person, Dice& dice) {
    customer.name = dice.from(person.names);
}
void phone(Customer& customer, const Person& person, Dice& dice) {
    customer.phones.emplace_back(dice.from(person.phones));
}
void vehicle(Customer& customer, const Person& person, Dice& dice) {
    auto& added = customer.vehicles.emplace_back();
    added.plate = dice.from(person.plates);
    if (dice.percent(60)) added.brand = dice.from(person.brands);
}

} // namespace

Customer mention(int who, Dice& dice) {
    const auto& person = kCast[static_cast<std::size_t>(who)];
    Customer customer;
    const int how = dice.below(100);
    if (how < 45) {
        name(customer, person, dice);
        phone(customer, person, dice);
    } else if (how < 62) {
        name(customer, person, dice);
    } else if (how < 74) {
        phone(customer, person, dice);
    } else if (how < 80) {
        customer.name = person.titled;
        vehicle(customer, person, dice);
    } else if (how < 85) {
        customer.surname = person.surname;
        vehicle(customer, person, dice);
        if (dice.oneIn(2)) phone(customer, person, dice);
    } else if (how < 89) {
        name(customer, person, dice);
        vehicle(customer, person, dice);
    } else if (how < 92) {
        customer.name = person.titled; // no key at all
    } else if (how < 97) {
        name(customer, person, dice);
        phone(customer, person, dice);
        vehicle(customer, person, dice);
    } else {
        name(customer, person, dice);
        phone(customer, kCast[static_cast<std::size_t>(dice.below(kPeople))], dice);
    }
    if (dice.oneIn(12)) customer.phones.emplace_back(dice.from(person.otherPhones));
    if (dice.oneIn(40)) customer.phones.emplace_back("135****0001");
    if (dice.oneIn(15)) customer.source = "朋友";
    return customer;
}

Customer stranger(int who, Dice& dice) {
    // Near misses: surnames, ends of numbers and of plates are those of the cast.
    constexpr std::array<const char*, 4> kNames{"郭镜澄", "何宛若", "冯定远", "王如松"};
    Customer customer;
    const auto digit = std::to_string(1 + who % kPeople);
    if (dice.percent(70)) customer.name = kNames[static_cast<std::size_t>(who % 4)];
    if (dice.percent(60)) customer.phones.push_back("1361234000" + digit);
    if (dice.percent(20)) {
        customer.surname = "郭";
        customer.vehicles.push_back({std::nullopt, "粤CA000" + digit});
    }
    if (dice.oneIn(15)) customer.name = "王先生"; // as good as nobody
    return customer;
}

} // namespace shoujie::properties
