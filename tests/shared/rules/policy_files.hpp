#pragma once

#include <QDir>
#include <QFile>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

/// The files that the tests of policies compare with each other.
namespace shoujie::testing {

inline QString inSources(const QString& path) {
    return QStringLiteral(SHOUJIE_SOURCE_DIR) + '/' + path;
}

inline std::string textOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", qPrintable(path));
    return file.readAll().toStdString();
}

inline nlohmann::json jsonOf(const QString& path) {
    return nlohmann::json::parse(textOf(path));
}

/// Every member that the schema knows: "windows.returning_days", "owner_left".
inline std::vector<std::string> schemaMembers() {
    const auto schema = jsonOf(inSources("shared/rules/policy/policy.schema.json"));
    std::vector<std::string> members;
    const auto& properties = schema["definitions"]["policy"]["properties"];
    for (const auto& [name, rule] : properties.items()) {
        if (!rule.contains("properties"))
            members.push_back(name);
        else
            for (const auto& inner : rule["properties"].items())
                members.push_back(name + "." + inner.key());
    }
    return members;
}

/// "windows.returning_days" in a policy, or null.
inline nlohmann::json memberOf(const nlohmann::json& policy, std::string member) {
    std::replace(member.begin(), member.end(), '.', '/');
    return policy.value(nlohmann::json::json_pointer("/" + member), nlohmann::json());
}

} // namespace shoujie::testing
