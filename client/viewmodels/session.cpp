#include "client/viewmodels/session.hpp"

#include "client/viewmodels/text.hpp"

#include <algorithm>
#include <utility>

namespace shoujie::client {

namespace {

constexpr std::chrono::minutes kLockAfter{10};

struct TabletFacts {
    bool enrolled = false;
    bool locked = false;
    std::string siteName;
    std::vector<StaffMember> staff;
};

} // namespace

Session::Session(TabletRunner& runner, QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_staff(new RowsModel({"staffId", "name", "role", "canSignIn"}, this)) {
    connect(&runner, &TabletRunner::opened, this, &Session::refresh);
    connect(&runner, &TabletRunner::changed, this, &Session::refresh);
    connect(this, &Session::signedInChanged, this, &Session::changed);
    connect(this, &Session::signedInChanged, this, &Session::watchIdleness);
    m_idle.setSingleShot(true);
    m_idle.setInterval(kLockAfter);
    connect(&m_idle, &QTimer::timeout, this, &Session::lock);
    connect(&runner, &TabletRunner::openFailed, this, [this](const QString& code) {
        m_storeError = code;
        emit changed();
    });
}

QString Session::staffId() const {
    return m_member ? toText(m_member->id.value) : QString();
}
QString Session::staffName() const {
    return m_member ? toText(m_member->name) : QString();
}
QString Session::role() const {
    return m_member ? toText(facts::toWord(m_member->role)) : QString();
}

const StaffMember* Session::find(const QString& staffId) const {
    const auto found = std::find_if(m_members.begin(), m_members.end(), [&](const auto& member) {
        return toText(member.id.value) == staffId;
    });
    return found == m_members.end() ? nullptr : &*found;
}

QString Session::nameOf(const QString& staffId) const {
    const auto* member = find(staffId);
    return member ? toText(member->name) : QString();
}

QVariantList Session::colleagues() const {
    QVariantList colleagues;
    for (const auto& member : m_members) {
        const bool sells =
            member.role == facts::Role::salesperson || member.role == facts::Role::salesManager;
        if (!sells || (m_member && member.id == m_member->id)) continue;
        colleagues.append(QVariantMap{{QStringLiteral("value"), toText(member.id.value)},
                                      {QStringLiteral("text"), toText(member.name)}});
    }
    return colleagues;
}

void Session::refresh() {
    m_runner
        .run([](Tablet& tablet) {
            return TabletFacts{tablet.workStatus().enrolled, tablet.isLocked(), tablet.siteName(),
                               tablet.staff()};
        })
        .then(this, [this](TabletFacts facts) {
            m_ready = true;
            m_enrolled = facts.enrolled;
            m_locked = facts.locked;
            m_siteName = toText(facts.siteName);
            m_members = std::move(facts.staff);
            QList<RowsModel::Row> rows;
            for (const auto& member : m_members)
                rows.append(RowsModel::Row{toText(member.id.value), toText(member.name),
                                           toText(facts::toWord(member.role)), member.canSignIn});
            m_staff->setRows(rows);
            watchIdleness();
            emit changed();
        });
}

void Session::finish(const QString& errorCode) {
    m_busy = false;
    m_errorCode = errorCode;
    emit busyChanged();
}

void Session::signIn(const QString& staffId, const QString& pin) {
    if (m_busy) return;
    m_busy = true;
    m_errorCode.clear();
    emit busyChanged();
    struct Checked {
        Result<void> pin;
        std::optional<std::chrono::seconds> wait;
    };
    m_runner
        .run([staff = StaffId(toBytes(staffId)), pin = toBytes(pin)](Tablet& tablet) {
            auto checked = tablet.checkPin(staff, pin);
            return Checked{std::move(checked), tablet.pinWait(staff)};
        })
        .then(this, [this, staffId](const Checked& checked) {
            const auto* member = find(staffId);
            if (!checked.pin) {
                // Also after the wrong one that makes the next one wait.
                m_waitSeconds = checked.wait ? static_cast<int>(checked.wait->count()) : 0;
                return finish(!checked.wait       ? QStringLiteral("pin_locked")
                              : m_waitSeconds > 0 ? QStringLiteral("pin_wait")
                                                  : toText(toString(checked.pin.error().code)));
            }
            if (!member) return finish(QStringLiteral("not_found"));
            m_member = *member;
            finish({});
            emit signedInChanged();
        });
}

bool Session::showAs(const QString& staffId) {
    const auto* member = find(staffId);
    if (!member || m_locked) return false;
    m_member = *member;
    emit signedInChanged();
    return true;
}

void Session::signOut() {
    m_member.reset();
    m_errorCode.clear();
    emit signedInChanged();
}

void Session::lockAfter(std::chrono::milliseconds idle) {
    m_idle.setInterval(idle);
}

void Session::watchIdleness() {
    if (m_member || m_locked)
        m_idle.stop();
    else if (!m_idle.isActive())
        m_idle.start();
}

void Session::lock() {
    // Somebody is typing the PIN right now: what it opens stays open.
    if (m_busy) return m_idle.start();
    m_runner.run([](Tablet& tablet) { tablet.lock(); }).then(this, [this] { refresh(); });
}

void Session::clearError() {
    m_errorCode.clear();
    emit busyChanged();
}

void Session::enrol(const QUrl& server, const QString& code) {
    if (m_busy) return;
    m_busy = true;
    m_errorCode.clear();
    emit busyChanged();
    m_runner.enrol(server, code.trimmed()).then(this, [this](const Result<void>& done) {
        finish(done ? QString() : toText(toString(done.error().code)));
        if (!done) return;
        m_runner.startSync();
        refresh();
    });
}

} // namespace shoujie::client
