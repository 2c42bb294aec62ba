#include "client/viewmodels/entry_checks.hpp"

#include "client/viewmodels/text.hpp"
#include "shared/rules/matching/names.hpp"
#include "shared/rules/matching/phones.hpp"

#include <algorithm>

namespace shoujie::client {

namespace {

constexpr qsizetype kShortestPhone = 7;
constexpr qsizetype kLongestPhone = 15; ///< E.164
constexpr qsizetype kShortestPlate = 2; ///< Hong Kong
constexpr qsizetype kLongestPlate = 10;

qsizetype countIf(const QString& text, bool (*wanted)(QChar)) {
    return std::count_if(text.begin(), text.end(), wanted);
}

} // namespace

QString EntryKeys::strength() const {
    if (phone || vehicle) return QStringLiteral("strong");
    return name ? QStringLiteral("fair") : QStringLiteral("weak");
}

EntryKeys EntryChecker::keysOf(const facts::Customer& customer) {
    const auto made = m_keys.keysOf(customer, m_policy);
    return {made.name >= 0, !made.phones.empty(), !made.vehicles.empty(),
            !rules::readName(customer, m_folding).surname.empty()};
}

QString EntryChecker::nameProblem(const facts::Customer& customer, const EntryKeys& keys) const {
    return customer.name && !keys.name ? QStringLiteral("name_title") : QString();
}

QString EntryChecker::phoneProblem(const QString& phone) const {
    const auto written = phone.trimmed();
    if (written.isEmpty() || rules::phoneKey(toBytes(written), m_policy.phoneRegion)) return {};
    if (written.contains(QLatin1Char('*'))) return QStringLiteral("phone_masked");
    if (countIf(written, [](QChar c) { return c.isLetter(); }) > 0)
        return QStringLiteral("phone_letters");
    const auto digits = countIf(written, [](QChar c) { return c.isDigit(); });
    if (digits < kShortestPhone) return QStringLiteral("phone_short");
    return digits > kLongestPhone ? QStringLiteral("phone_long")
                                  : QStringLiteral("phone_impossible");
}

QString EntryChecker::plateProblem(const QString& plate, const EntryKeys& keys) const {
    const auto written = plate.trimmed();
    if (written.isEmpty()) return {};
    const auto signs = countIf(written, [](QChar c) { return c.isLetterOrNumber(); });
    if (signs < kShortestPlate) return QStringLiteral("plate_short");
    if (signs > kLongestPlate) return QStringLiteral("plate_long");
    return keys.surname ? QString() : QStringLiteral("plate_no_surname");
}

} // namespace shoujie::client
