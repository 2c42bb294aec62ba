#pragma once

#include "client/store/tablet.hpp"
#include "client/transport/tablet_runner.hpp"
#include "client/viewmodels/rows_model.hpp"

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <chrono>
#include <optional>

namespace shoujie::client {

/// Whose tablet this is, and who holds it now.
class Session final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppModels")
    /// The store has been opened and read once.
    Q_PROPERTY(bool ready READ ready NOTIFY changed)
    /// Word of the error that kept the store closed; empty while all is well.
    Q_PROPERTY(QString storeError READ storeError NOTIFY changed)
    Q_PROPERTY(bool enrolled READ enrolled NOTIFY changed)
    /// Until somebody signs in: nothing of the floor or of customers can be seen.
    Q_PROPERTY(bool locked READ locked NOTIFY changed)
    Q_PROPERTY(QString siteName READ siteName NOTIFY changed)
    Q_PROPERTY(bool signedIn READ signedIn NOTIFY signedInChanged)
    Q_PROPERTY(QString staffId READ staffId NOTIFY signedInChanged)
    Q_PROPERTY(QString staffName READ staffName NOTIFY signedInChanged)
    Q_PROPERTY(QString role READ role NOTIFY signedInChanged)
    /// Roles: staffId, name, role (word), canSignIn.
    Q_PROPERTY(shoujie::client::RowsModel* staff READ staff CONSTANT)
    /// Salespeople and managers other than whoever is signed in: [{value: id, text: name}].
    Q_PROPERTY(QVariantList colleagues READ colleagues NOTIFY changed)
    /// A PIN or an enrolment is being checked.
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    /// Why the last sign-in or enrolment failed, as a word.
    Q_PROPERTY(QString errorCode READ errorCode NOTIFY busyChanged)
    /// With "pin_wait": seconds until the next try.
    Q_PROPERTY(int waitSeconds READ waitSeconds NOTIFY busyChanged)

public:
    explicit Session(TabletRunner& runner, QObject* parent = nullptr);

    [[nodiscard]] bool ready() const { return m_ready; }
    [[nodiscard]] QString storeError() const { return m_storeError; }
    [[nodiscard]] bool enrolled() const { return m_enrolled; }
    [[nodiscard]] bool locked() const { return m_locked; }
    [[nodiscard]] QString siteName() const { return m_siteName; }
    [[nodiscard]] bool signedIn() const { return m_member.has_value(); }
    [[nodiscard]] QString staffId() const;
    [[nodiscard]] QString staffName() const;
    [[nodiscard]] QString role() const;
    [[nodiscard]] RowsModel* staff() const { return m_staff; }
    [[nodiscard]] QVariantList colleagues() const;
    [[nodiscard]] bool busy() const { return m_busy; }
    [[nodiscard]] QString errorCode() const { return m_errorCode; }
    [[nodiscard]] int waitSeconds() const { return m_waitSeconds; }

    /// Name of a colleague, empty where nobody has that id.
    Q_INVOKABLE [[nodiscard]] QString nameOf(const QString& staffId) const;
    Q_INVOKABLE void signIn(const QString& staffId, const QString& pin);
    Q_INVOKABLE void signOut();
    Q_INVOKABLE void enrol(const QUrl& server, const QString& code);
    Q_INVOKABLE void clearError();

    /// Takes somebody for signed in without a PIN. Not reachable from the screen: only for the
    /// pictures that `shoujie --screenshots` makes. False where the tablet does not know them, or
    /// is locked.
    [[nodiscard]] bool showAs(const QString& staffId);

    /// The tablet is locked when nobody has been signed in for so long; 10 minutes unless said.
    void lockAfter(std::chrono::milliseconds idle);

    [[nodiscard]] const std::vector<StaffMember>& members() const { return m_members; }

signals:
    void changed();
    void signedInChanged();
    void busyChanged();

private:
    void refresh();
    void finish(const QString& errorCode);
    /// Begins or ends the time after which the tablet is locked.
    void watchIdleness();
    void lock();
    [[nodiscard]] const StaffMember* find(const QString& staffId) const;

    TabletRunner& m_runner;
    RowsModel* m_staff;
    std::vector<StaffMember> m_members;
    std::optional<StaffMember> m_member;
    QString m_siteName;
    QString m_storeError;
    QString m_errorCode;
    int m_waitSeconds = 0;
    QTimer m_idle;
    bool m_ready = false;
    bool m_enrolled = false;
    bool m_locked = false;
    bool m_busy = false;
};

} // namespace shoujie::client
