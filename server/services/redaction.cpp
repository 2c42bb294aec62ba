#include "server/services/redaction.hpp"

#include "shared/core/boxed.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/json_text.hpp"
#include "shared/facts/fact_fields.hpp"
#include "shared/facts/fact_json.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace shoujie::server {

namespace {

using facts::Customer;
using nlohmann::json;

/// What stands where a text was that has to be there.
const std::string kRemoved = "-";

/// An `Io` of fact_fields.hpp to which most members say nothing.
struct Unmoved {
    template <class... Any>
    void id(Any&&...) {}
    template <class... Any>
    void ids(Any&&...) {}
    template <class... Any>
    void texts(Any&&...) {}
    template <class... Any>
    void word(Any&&...) {}
    template <class... Any>
    void boolean(Any&&...) {}
    template <class... Any>
    void integer(Any&&...) {}
    template <class... Any>
    void time(Any&&...) {}
    template <class... Any>
    void day(Any&&...) {}
    template <class... Any>
    void month(Any&&...) {}
    template <class... Any>
    void rawObject(Any&&...) {}
    template <class... Any>
    void distinct(Any&&...) {}
    template <class... Any>
    void shares(Any&&...) {}
    template <class... Any>
    void requires_(Any&&...) {}
};

/// Of a description, the members that are written in people's own words: what is long.
class FreeText : public Unmoved {
public:
    std::set<std::string, std::less<>> members;

    template <class T>
    void text(std::string_view member, T&, std::size_t most) {
        if (most == limits::kMaxLongText) members.emplace(member);
    }
    template <class T>
    void object(std::string_view member, T& value) {
        if constexpr (facts::fields::IsOptional<T>::value)
            object(member, value.emplace());
        else if constexpr (facts::fields::IsBoxed<T>::value)
            object(member, *value);
        else
            facts::fields::describe(*this, value);
    }
    template <class T>
    void objects(std::string_view member, std::vector<T>& values, std::size_t, std::size_t) {
        object(member, values.emplace_back());
    }
    template <class T>
    void objects(std::string_view member, std::optional<std::vector<T>>& values, std::size_t,
                 std::size_t) {
        object(member, values.emplace().emplace_back());
    }
};

template <class Alternative>
void describeInto(FreeText& all) {
    Alternative alternative{};
    facts::fields::describe(all, alternative);
}
template <std::size_t... I>
std::set<std::string, std::less<>> freeTextOf(std::index_sequence<I...>) {
    FreeText all;
    (describeInto<std::variant_alternative_t<I, facts::FactData>>(all), ...);
    return std::move(all.members);
}

/// Of all kinds.
const std::set<std::string, std::less<>>& freeText() {
    static const auto all =
        freeTextOf(std::make_index_sequence<std::variant_size_v<facts::FactData>>());
    return all;
}

/// Goes through a fact as its description says: an `Io` of fact_fields.hpp that reads and writes
/// nothing. What is to be done with a value is in the hooks.
class Walk : public Unmoved {
public:
    CustomerUse onCustomer = [](Customer&) {
    };
    std::function<void(std::string_view member, std::size_t most, std::string&)> onText =
        [](std::string_view, std::size_t, std::string&) {
        };
    std::function<void(const std::string&)> onId = [](const std::string&) {
    };

    void go(facts::FactData& data) {
        std::visit([this](auto& alternative) { facts::fields::describe(*this, alternative); },
                   data);
    }

    void text(std::string_view member, std::string& value, std::size_t most) {
        onText(member, most, value);
    }
    void text(std::string_view member, std::optional<std::string>& value, std::size_t most) {
        if (!value) return;
        auto changed = *value;
        onText(member, most, changed);
        if (changed == kRemoved && *value != kRemoved)
            value.reset();
        else
            value = std::move(changed);
    }
    template <class Tag>
    void id(std::string_view, Id<Tag>& value) {
        if constexpr (!std::is_same_v<Id<Tag>, StaffId>) onId(value.value);
    }
    template <class Tag>
    void id(std::string_view member, std::optional<Id<Tag>>& value) {
        if (value) id(member, *value);
    }
    template <class Tag>
    void ids(std::string_view member, std::vector<Id<Tag>>& values, std::size_t, std::size_t) {
        for (auto& value : values)
            id(member, value);
    }
    template <class T>
    void object(std::string_view member, T& value) {
        if constexpr (facts::fields::IsOptional<T>::value) {
            if (value) object(member, *value);
        } else if constexpr (facts::fields::IsBoxed<T>::value) {
            object(member, *value);
        } else if constexpr (std::is_same_v<T, Customer>) {
            onCustomer(value);
        } else {
            facts::fields::describe(*this, value);
        }
    }
    template <class T>
    void objects(std::string_view member, std::vector<T>& values, std::size_t, std::size_t) {
        for (auto& value : values)
            object(member, value);
    }
    template <class T>
    void objects(std::string_view member, std::optional<std::vector<T>>& values, std::size_t least,
                 std::size_t most) {
        if (values) objects(member, *values, least, most);
    }
    /// The members that an amendment sets, which its own kind describes.
    void rawObject(std::string_view, std::string& text) {
        auto members = json::parse(text);
        for (auto& [name, value] : members.items())
            amended(name, value);
        text = dumpJson(members);
    }

private:
    void amended(const std::string& member, json& value) {
        if (value.is_array()) {
            for (auto& item : value)
                amended(member, item);
        } else if (value.is_object()) {
            // An empty customer has nothing to hide, and needs are no customer.
            if (auto customer = facts::customerFromJson(value, ""); customer && !value.empty()) {
                onCustomer(*customer);
                value = facts::customerToJson(*customer);
                return;
            }
            for (auto& [name, inner] : value.items())
                amended(name, inner);
        } else if (auto* text = value.get_ptr<std::string*>()) {
            onText(member, freeText().contains(member) ? limits::kMaxLongText : 0, *text);
        }
    }
};

/// Looks only, so what it goes through stays as it is.
facts::FactData& looking(const facts::FactData& data) {
    return const_cast<facts::FactData&>(data);
}

} // namespace

void eachCustomer(facts::FactData& data, const CustomerUse& use) {
    Walk walk;
    walk.onCustomer = use;
    walk.go(data);
}

std::set<std::string> mentions(const facts::FactData& data) {
    std::set<std::string> all;
    Walk walk;
    walk.onId = [&](const std::string& id) {
        all.insert(id);
    };
    walk.go(looking(data));
    return all;
}

std::vector<std::string> blobsOf(const facts::FactData& data) {
    std::vector<std::string> all;
    Walk walk;
    walk.onText = [&](std::string_view member, std::size_t, std::string& text) {
        if (member == "signature") all.push_back(text);
    };
    walk.go(looking(data));
    return all;
}

void removeFreeText(facts::FactData& data) {
    Walk walk;
    walk.onText = [](std::string_view member, std::size_t most, std::string& text) {
        if (most == limits::kMaxLongText || member == "signed_by") text = kRemoved;
    };
    walk.go(data);
}

} // namespace shoujie::server
