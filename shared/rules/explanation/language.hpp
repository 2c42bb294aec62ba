#pragma once

#include "shared/core/result.hpp"

#include <string_view>

namespace shoujie::rules::explanation {

/// The languages in which a decision can be explained.
enum class Language { zhCn, zhTw, en };

/// "zh_CN", "zh_TW" or "en"; ErrorCode::notAllowed for any other.
Result<Language> languageOf(std::string_view tag);

} // namespace shoujie::rules::explanation
