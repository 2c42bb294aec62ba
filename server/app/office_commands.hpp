#pragma once

#include "server/services/administration.hpp"
#include "server/services/erasures.hpp"
#include "shared/core/result.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoujie::server {

/// What the office asks for: a command with its options, as they were typed. Where an option names
/// a file, `values` has what stands in it, for the server may not see the office's files.
struct OfficeRequest {
    std::string command; ///< such as "staff add"
    std::map<std::string, std::string> values;
    std::vector<std::string> order; ///< of "roster set"
};

/// What a command may ask of whoever runs it.
struct OfficeDesk {
    Administration& administration;
    Erasures& erasures;
    std::string dataDir;
};

/// An act of the office, as the program's help and the running server know it.
struct OfficeCommand {
    struct Option {
        std::string_view name; ///< without dashes
        std::string_view help;
        bool required = true;
        enum class Kind { text, file, flag } kind = Kind::text;
    };
    std::string_view name; ///< one word, or two: a group and an act
    std::string_view help;
    std::vector<Option> options;
    bool takesOrder = false;
    std::function<Result<std::string>(const OfficeRequest&, const OfficeDesk&)> run;
};

/// All of them; nothing else can be asked for.
std::span<const OfficeCommand> officeCommands();

/// Runs one and gives what it prints. ErrorCode::notFound for an unknown command,
/// ErrorCode::unknownMember or ErrorCode::missingMember for a wrong option, or what the act says.
Result<std::string> runOfficeCommand(const OfficeRequest& request, const OfficeDesk& desk);

/// As JSON, and back; malformed where it is not one.
std::string encode(const OfficeRequest& request);
Result<OfficeRequest> decodeOfficeRequest(std::string_view text);

} // namespace shoujie::server
