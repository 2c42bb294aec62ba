#include "shared/rules/policy/schema.hpp"

#include "schema_text.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <regex>
#include <unordered_map>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_visitor.hpp>

namespace shoujie::rules {

namespace {

using nlohmann::json;
using valijson::Subschema;
using valijson::adapters::NlohmannJsonAdapter;
namespace constraints = valijson::constraints;
using constraints::Constraint;

/// Parsed once: the library's schemas can be neither copied nor moved.
struct ParsedSchema {
    ParsedSchema() {
        const auto text = json::parse(kPolicySchemaText);
        valijson::SchemaParser().populateSchema(NlohmannJsonAdapter(text), rules);
    }
    valijson::Schema rules;
};

template <class Kind>
const Kind* as(const Constraint& constraint) {
    return dynamic_cast<const Kind*>(&constraint);
}

ErrorCode codeOf(const Constraint& broken) {
    if (as<constraints::TypeConstraint>(broken)) return ErrorCode::wrongType;
    if (as<constraints::MinimumConstraint>(broken) || as<constraints::MaximumConstraint>(broken))
        return ErrorCode::outOfRange;
    if (as<constraints::MinLengthConstraint>(broken)) return ErrorCode::tooShort;
    if (as<constraints::MaxLengthConstraint>(broken)) return ErrorCode::tooLong;
    return ErrorCode::notAllowed;
}

/// The library says whether a rule of the schema holds; this finds which one does not, and where,
/// so that the error has a code, a path and the words that the schema has for it.
class Examination {
public:
    std::optional<Error> fault(const Subschema& rule, const json& value, const std::string& path) {
        const Constraint* broken = nullptr;
        Subschema::ApplyFunction look = [&](const Constraint& constraint) {
            auto library = visitor(value);
            if (constraint.accept(library)) return true;
            // A value of another type breaks more than one rule; its type says most.
            if (broken == nullptr || as<constraints::TypeConstraint>(constraint))
                broken = &constraint;
            return true;
        };
        rule.apply(look);
        if (broken == nullptr) return std::nullopt;
        if (auto inner = within(*broken, value, path)) return inner;
        return Error{codeOf(*broken), path, "must be " + rule.getDescription()};
    }

private:
    valijson::ValidationVisitor<NlohmannJsonAdapter> visitor(const json& value) {
        return {NlohmannJsonAdapter(value), {}, true, nullptr, m_regexes};
    }

    /// The fault of a member or an item, where the broken rule is about those.
    std::optional<Error> within(const Constraint& broken, const json& value,
                                const std::string& path) {
        if (const auto* choice = as<constraints::ConditionalConstraint>(broken))
            return fault(visitor(value).validateSchema(*choice->getIfSubschema())
                             ? *choice->getThenSubschema()
                             : *choice->getElseSubschema(),
                         value, path);
        if (const auto* members = as<constraints::PropertiesConstraint>(broken))
            return ofMembers(*members, value, path);
        if (const auto* required = as<constraints::RequiredConstraint>(broken))
            return ofAbsent(*required, value, path);
        if (const auto* items = as<constraints::SingularItemsConstraint>(broken))
            for (std::size_t i = 0; i < value.size(); ++i)
                if (auto found = fault(*items->getItemsSubschema(), value[i],
                                       path + "[" + std::to_string(i) + "]"))
                    return found;
        return std::nullopt;
    }

    std::optional<Error> ofMembers(const constraints::PropertiesConstraint& members,
                                   const json& value, const std::string& path) {
        for (const auto& item : value.items()) {
            const std::string& name = item.key();
            const auto* rule = members.getAdditionalPropertiesSubschema();
            members.applyToProperties([&](const auto& known, const Subschema* knownRule) {
                if (name == known.c_str()) rule = knownRule;
                return true;
            });
            const auto place = memberPath(path, name);
            if (rule == nullptr) return Error{ErrorCode::unknownMember, place, "is not known here"};
            if (auto found = fault(*rule, item.value(), place)) return found;
        }
        return std::nullopt;
    }

    static std::optional<Error> ofAbsent(const constraints::RequiredConstraint& required,
                                         const json& value, const std::string& path) {
        std::optional<Error> found;
        required.applyToRequiredProperties([&](const auto& name) {
            const std::string member(name.c_str());
            if (value.contains(member)) return true;
            found = Error{ErrorCode::missingMember, memberPath(path, member), "is missing"};
            return false;
        });
        return found;
    }

    std::unordered_map<std::string, std::regex> m_regexes; ///< the library's, kept for one policy
};

} // namespace

std::string memberPath(const std::string& path, const std::string& member) {
    return path.empty() ? member : path + "." + member;
}

Result<void> checkAgainstSchema(const json& policy, const std::string& path) {
    static const ParsedSchema schema;
    if (auto fault = Examination().fault(schema.rules, policy, path)) return *std::move(fault);
    return {};
}

} // namespace shoujie::rules
