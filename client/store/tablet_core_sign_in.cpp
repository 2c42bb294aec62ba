// Who may sign in, and what their PINs open.
#include "client/store/pin.hpp"
#include "client/store/store_values.hpp"
#include "client/store/tablet_core.hpp"

#include <algorithm>
#include <utility>

namespace shoujie::client {
namespace {

bool sameMember(const StaffMember& a, const StaffMember& b) {
    return a.id == b.id && a.name == b.name && a.role == b.role;
}

} // namespace

std::vector<StaffMember> TabletCore::staff() const {
    std::vector<StaffMember> staff = isLocked() ? m_shown : m_replica.staff();
    for (StaffMember& member : staff)
        member.canSignIn = std::ranges::any_of(
            m_locks, [&](const auto& one) { return one.credential.staff == member.id; });
    return staff;
}

Result<void> TabletCore::loadLocks() {
    auto locks = m_store.locks();
    if (!locks) return locks.error();
    m_locks = std::move(*locks);
    auto known = m_store.staff();
    if (!known) return known.error();
    m_shown.clear();
    for (const auto& [member, hasLeft] : *known)
        if (!hasLeft) m_shown.push_back(member);
    // Who has come since, and has a PIN, opens the tablet before it has heard their name.
    for (const auto& [credential, box] : m_locks)
        if (std::ranges::none_of(
                *known, [&](const auto& one) { return one.member.id == credential.staff; }))
            m_shown.push_back({credential.staff, credential.staff.value});
    return {};
}

Result<void> TabletCore::noteStaff() {
    auto known = m_store.staff();
    if (!known) return known.error();
    std::vector<KnownStaff> staff;
    for (auto& member : m_replica.staff())
        staff.push_back({std::move(member), false});
    const auto isHere = [&](const StaffId& id) {
        return std::ranges::any_of(staff, [&](const auto& one) { return one.member.id == id; });
    };
    for (const FactId& id : m_replica.ofKind<facts::StaffLeft>()) {
        const auto& who = std::get<facts::StaffLeft>(m_replica.find(id)->fact.data).staff;
        if (!isHere(who)) staff.push_back({{who, {}}, true});
    }
    std::ranges::sort(staff, {}, [](const auto& one) { return one.member.id; });
    const bool same = std::ranges::equal(*known, staff, [](const auto& a, const auto& b) {
        return a.hasLeft == b.hasLeft &&
               (a.hasLeft ? a.member.id == b.member.id : sameMember(a.member, b.member));
    });
    if (same) return {};
    // A full disk can still be read: what is shown is then older.
    (void)m_store.keepStaff(staff);
    return {};
}

const protocol::UnlockReply::Lock* TabletCore::lockOf(const StaffId& staff) const {
    const auto members = this->staff();
    const auto member = std::ranges::find(members, staff, &StaffMember::id);
    if (member == members.end()) return nullptr;
    const auto lock = std::ranges::find_if(
        m_locks, [&](const auto& one) { return one.credential.staff == staff; });
    return lock == m_locks.end() ? nullptr : &*lock;
}

Result<void> TabletCore::checkPin(const StaffId& staff, const std::string& pin) {
    const auto* held = lockOf(staff);
    if (held == nullptr) return Error{ErrorCode::notFound, "staff", "has no PIN on this tablet"};
    const auto lock = PinLock::read(held->credential.pinHash);
    if (!lock) return lock.error();
    const auto now = m_seams.elapsed.elapsed();
    const auto boot = m_seams.elapsed.bootTag();
    auto attempts = attemptsOf(staff, held->credential.pinHash);
    if (!attempts) return attempts.error();
    if (const auto wait = client::pinWait(*attempts, boot, now); !wait)
        return Error{ErrorCode::tooMany, "pin", "was wrong too often: the office gives a new one"};
    else if (wait->count() > 0)
        return Error{ErrorCode::tooMany, "pin",
                     "was wrong: the next try in " + std::to_string(wait->count()) + " s"};
    // Counted before it is tried, or ending the program in between would make tries free.
    *attempts = {held->credential.pinHash, attempts->failures + 1, boot, now};
    if (auto counted = countAttempt(staff, *attempts); !counted) return counted;
    const auto opened = lock->open(pin);
    if (!opened) return opened.error();
    if (auto forgot = forgetAttempts(staff); !forgot || !isLocked()) return forgot;
    const auto key = opened->unbox(held->box);
    if (!key) return key.error();
    return unlock(*key);
}

/// On a disk without any room it is counted here only: a full tablet can still be read.
Result<void> TabletCore::countAttempt(const StaffId& staff, const PinAttempts& attempts) {
    auto kept = m_store.keepPinAttempts(staff, attempts);
    if (kept) {
        m_uncounted.erase(staff);
        return kept;
    }
    if (!m_store.isFull()) return kept;
    m_uncounted[staff] = attempts;
    return {};
}

Result<void> TabletCore::forgetAttempts(const StaffId& staff) {
    m_uncounted.erase(staff);
    auto forgot = m_store.forgetPinAttempts(staff);
    return !forgot && m_store.isFull() ? Result<void>() : forgot;
}

Result<void> TabletCore::unlock(const SecretKey& key) {
    m_store.unlock(key);
    if (auto loaded = loadSealed(); !loaded) {
        lock();
        return loaded;
    }
    m_siteFetchedAt.reset(); // the PINs' locks are all that has been asked for
    tell(true);
    return {};
}

void TabletCore::lock() {
    if (!m_store.lock()) return;
    m_shown = m_replica.staff();
    m_identity->token.clear();
    m_outcomes = {};
    m_replica = Replica(m_policy);
    m_unsettled.clear();
    tell(false);
}

std::optional<std::chrono::seconds> TabletCore::pinWait(const StaffId& staff) const {
    const auto* lock = lockOf(staff);
    if (lock == nullptr) return std::chrono::seconds(0);
    const auto attempts = attemptsOf(staff, lock->credential.pinHash);
    if (!attempts) return std::chrono::seconds(0); // the next try says what is wrong
    return client::pinWait(*attempts, m_seams.elapsed.bootTag(), m_seams.elapsed.elapsed());
}

Result<PinAttempts> TabletCore::attemptsOf(const StaffId& staff, const std::string& hash) const {
    const auto here = m_uncounted.find(staff);
    if (here != m_uncounted.end() && here->second.pinHash == hash) return here->second;
    auto kept = m_store.pinAttempts(staff);
    if (!kept) return kept.error();
    return *kept && (*kept)->pinHash == hash ? std::move(**kept) : PinAttempts();
}

Result<std::optional<protocol::UnlockRequest>> TabletCore::askForLocks() {
    using Asked = std::optional<protocol::UnlockRequest>;
    auto escrow = m_store.escrow();
    if (!escrow) return escrow.error();
    if (escrow->empty()) return Asked();
    return Asked(protocol::UnlockRequest{std::move(*escrow)});
}

Result<void> TabletCore::keepLocks(const protocol::UnlockReply& reply) {
    for (const auto& [credential, box] : reply.locks)
        if (auto lock = PinLock::read(credential.pinHash); !lock) return lock.error();
    if (!reply.locks.empty()) {
        if (auto kept = m_store.keepLocks(reply.locks); !kept) return kept;
        if (auto site = loadSite(); !site) return site;
        if (auto loaded = loadLocks(); !loaded) return loaded;
        tell(false);
    }
    m_siteFetchedAt = m_seams.elapsed.elapsed();
    return {};
}

} // namespace shoujie::client
