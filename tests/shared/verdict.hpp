#pragma once

#include "shared/core/result.hpp"

#include <QString>
#include <QtTest>

/// What the tests of shared/ compare: a Result as one line that a failed comparison can print.
namespace shoujie::testing {

inline QString said(ErrorCode code, const std::string& path) {
    return QString::fromLatin1(toString(code)) + " at '" + QString::fromStdString(path) + "'";
}

/// "ok", or the error's code and path.
template <class T>
QString verdict(const Result<T>& result) {
    return result.ok() ? QStringLiteral("ok") : said(result.error().code, result.error().path);
}

inline QString shown(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Seed of a property test: fixed, so that a run repeats; SHOUJIE_SEED replays another one.
inline unsigned int propertySeed(unsigned int fallback) {
    bool given = false;
    const int seed = qEnvironmentVariableIntValue("SHOUJIE_SEED", &given);
    return given ? static_cast<unsigned int>(seed) : fallback;
}

} // namespace shoujie::testing

#define QCOMPARE_OK(result) QCOMPARE(shoujie::testing::verdict(result), QStringLiteral("ok"))
#define QCOMPARE_FAILS(result, code, path)                                                         \
    QCOMPARE(shoujie::testing::verdict(result),                                                    \
             shoujie::testing::said(shoujie::ErrorCode::code, path))
