#pragma once

#include "client/store/replica.hpp"
#include "client/store/tablet.hpp"
#include "client/store/visit_outcomes.hpp"

#include <functional>
#include <string>
#include <vector>

namespace shoujie::client {

/// What the views of customers are made from; all outlive the call.
struct CustomerSources {
    const Replica& replica;
    const VisitOutcomes& outcomes;
    const TimeZone& zone;
    Instant now;
    /// Whether a fact of this tablet has no receipt yet.
    std::function<bool(const FactId&)> waiting;
    DeviceId device;
};

/// The customers of `staff`: one card a person, for the newest visit, newest first; visits referred
/// to the manager that `staff` received or would own are among them, and those of `refused` that
/// `staff` received. A customer whose newest right is a colleague's is not.
std::vector<CustomerCard> makeCustomerCards(const CustomerSources& sources, const StaffId& staff,
                                            const std::vector<facts::Fact>& refused);

/// Why a visit has the owner it has. Fails with ErrorCode::notFound for a visit nobody registered.
Result<Why> explainVisit(const CustomerSources& sources, const VisitId& visit);

/// "138****8000": the first three and the last four digits, without the country code of China.
std::string maskedPhone(const facts::Customer& customer);

} // namespace shoujie::client
