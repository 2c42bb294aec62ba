// Wrong PINs, so that ending the program gives nobody another try.
#include "client/store/own_rows.hpp"
#include "client/store/store_values.hpp"
#include "client/store/tablet_store.hpp"

namespace shoujie::client {

using sqlite::Statement;
using sqlite::Transaction;

Result<std::optional<PinAttempts>> TabletStore::pinAttempts(const StaffId& staff) {
    return guarded([&]() -> Result<std::optional<PinAttempts>> {
        Statement select(m_database, "SELECT pin_hash, failures, boot_tag, failed_at"
                                     " FROM pin_attempts WHERE staff = ?");
        select.bind(1, staff.value);
        if (!select.step()) return std::optional<PinAttempts>();
        return std::optional(PinAttempts{select.text(0), static_cast<int>(select.integer(1)),
                                         select.text(2),
                                         std::chrono::nanoseconds(select.integer(3))});
    });
}

Result<void> TabletStore::keepPinAttempts(const StaffId& staff, const PinAttempts& attempts) {
    return written([&]() -> Result<void> {
        Transaction transaction(m_database);
        Statement put(m_database, "INSERT OR REPLACE INTO pin_attempts VALUES (?, ?, ?, ?, ?)");
        put.bind(1, staff.value).bind(2, attempts.pinHash).bind(3, attempts.failures);
        put.bind(4, attempts.bootTag).bind(5, attempts.failedAt.count()).run();
        transaction.commit();
        return {};
    });
}

Result<void> TabletStore::forgetPinAttempts(const StaffId& staff) {
    return written([&]() -> Result<void> {
        Transaction transaction(m_database);
        Statement remove(m_database, "DELETE FROM pin_attempts WHERE staff = ?");
        remove.bind(1, staff.value).run();
        transaction.commit();
        return {};
    });
}

} // namespace shoujie::client
