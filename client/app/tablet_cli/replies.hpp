#pragma once

#include "client/store/tablet.hpp"
#include "client/sync/sync_report.hpp"

#include <nlohmann/json_fwd.hpp>

/// What the command line answers: each reply one JSON object with "ok".
namespace shoujie::client {

nlohmann::json errorReply(const Error& error);
nlohmann::json syncReply(const SyncReport& report);

nlohmann::json recordReply(const Tablet& tablet, const FactId& fact);
nlohmann::json statusReply(const Tablet& tablet);
nlohmann::json staffReply(const Tablet& tablet);
nlohmann::json floorReply(const Tablet& tablet);
nlohmann::json customersReply(const Tablet& tablet, const StaffId& staff);
nlohmann::json whyReply(const Tablet& tablet, const VisitId& visit);
nlohmann::json lookUpReply(const Tablet& tablet, const facts::Customer& customer,
                           const StaffId& receiver);

} // namespace shoujie::client
