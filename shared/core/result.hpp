#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace shoujie {

/// What went wrong, as a stable word that programs compare and the user interface translates.
enum class ErrorCode {
    malformed,       ///< not JSON at all, or not the bytes the format asks for
    invalidUtf8,     ///< text that is not valid UTF-8
    tooDeep,         ///< JSON nested deeper than the limit
    duplicateMember, ///< a JSON object names a member twice
    notAnInteger,    ///< a number with fraction or exponent, or outside the integer's range
    missingMember,   ///< a required member is absent
    unknownMember,   ///< a member that the vocabulary does not know
    unknownKind,     ///< a fact kind that the vocabulary does not know
    wrongType,       ///< a member of another JSON type
    notAllowed,      ///< a word outside the list of allowed ones
    tooLong,         ///< text or list above its maximum
    tooShort,        ///< text or list below its minimum
    outOfRange,      ///< a number or time outside its range
    badTime,         ///< not an RFC 3339 time
    conflict,        ///< contradicts what is already recorded
    notFound,
    unauthorized, ///< who asks is not known
    forbidden,    ///< who asks is known and may not
    untrusted,    ///< what answers is not the server that was pinned, or cannot prove it
    unsupported,  ///< a version this program does not speak
    tooMany,      ///< a limit on rate or number
    unavailable,  ///< cannot be reached now; trying again later may work
    storage,      ///< the disk or the database refused
    corrupt,      ///< stored or received data contradicts itself
};

/// The word of a code on the wire and in logs, snake_case: "unknown_member".
const char* toString(ErrorCode code);
/// The code of that word; nothing for a word of a newer program.
std::optional<ErrorCode> errorCodeOf(std::string_view word);

/// A failure that can happen in normal life.
/// `path` names the member ("data.customers[0].phones[1]"), empty where there is none; `message` is
/// one English sentence without personal data: it never repeats the offending value.
struct [[nodiscard]] Error {
    ErrorCode code = ErrorCode::malformed;
    std::string path;
    std::string message;

    bool operator==(const Error&) const = default;
};

/// "data.visit: is missing" — for logs and command lines.
std::string describe(const Error& error);

/// A value or the reason why there is none.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] T& value() & {
        assert(ok());
        return std::get<0>(m_state);
    }
    [[nodiscard]] const T& value() const& {
        assert(ok());
        return std::get<0>(m_state);
    }
    [[nodiscard]] T&& value() && {
        assert(ok());
        return std::get<0>(std::move(m_state));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const& {
        assert(!ok());
        return std::get<1>(m_state);
    }
    [[nodiscard]] Error&& error() && {
        assert(!ok());
        return std::get<1>(std::move(m_state));
    }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or the reason of the failure.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)), m_ok(false) {}

    [[nodiscard]] bool ok() const { return m_ok; }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const Error& error() const {
        assert(!m_ok);
        return m_error;
    }

private:
    Error m_error;
    bool m_ok = true;
};

} // namespace shoujie
