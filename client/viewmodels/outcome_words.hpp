#pragma once

#include "client/store/tablet.hpp"
#include "shared/rules/adjudicator.hpp"
#include "shared/rules/outcome.hpp"

#include <QString>

/// Stable words for the enumerators a page has to tell apart; qml/words turns them into language.
namespace shoujie::client {

QString wordOf(rules::VisitClass visitClass);
QString wordOf(rules::Slot slot);
QString wordOf(rules::Status status);
QString wordOf(rules::LookUp::Verdict verdict);
QString wordOf(SeatState state);

} // namespace shoujie::client
