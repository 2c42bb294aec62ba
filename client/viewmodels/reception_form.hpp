#pragma once

#include "client/viewmodels/entry_checks.hpp"
#include "client/viewmodels/session.hpp"
#include "shared/rules/adjudicator.hpp"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <cstdint>
#include <optional>

namespace shoujie::client {

/// The register's entry of one visit (art. 4), filled in and saved by whoever is signed in. While
/// it is typed, the register is asked who this is; a colleague's living right is shown before
/// saving.
class ReceptionForm final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppModels")
    Q_PROPERTY(QString name MEMBER m_name NOTIFY edited)
    Q_PROPERTY(QString phone MEMBER m_phone NOTIFY edited)
    Q_PROPERTY(QString secondPhone MEMBER m_secondPhone NOTIFY edited)
    Q_PROPERTY(QString brand MEMBER m_brand NOTIFY edited)
    Q_PROPERTY(QString plate MEMBER m_plate NOTIFY edited)
    Q_PROPERTY(QString employer MEMBER m_employer NOTIFY edited)
    Q_PROPERTY(QString address MEMBER m_address NOTIFY edited)
    Q_PROPERTY(QString note MEMBER m_note NOTIFY edited)
    /// Words of qml/words; empty where nothing was chosen.
    Q_PROPERTY(QString intent MEMBER m_intent NOTIFY edited)
    Q_PROPERTY(QString source MEMBER m_source NOTIFY edited)
    /// Staff id of the colleague the customer asked for.
    Q_PROPERTY(QString askedFor MEMBER m_askedFor NOTIFY edited)
    /// The old customer who came along.
    Q_PROPERTY(QString companionName MEMBER m_companionName NOTIFY edited)
    Q_PROPERTY(QString companionPhone MEMBER m_companionPhone NOTIFY edited)
    /// Word of facts::PublicBasis, empty for a customer.
    Q_PROPERTY(QString publicBasis MEMBER m_publicBasis NOTIFY edited)
    Q_PROPERTY(bool businessCard MEMBER m_businessCard NOTIFY edited)
    Q_PROPERTY(bool groupPurchase MEMBER m_groupPurchase NOTIFY edited)

    // ---- checks while typing
    Q_PROPERTY(QString nameProblem READ nameProblem NOTIFY edited)
    Q_PROPERTY(QString phoneProblem READ phoneProblem NOTIFY edited)
    Q_PROPERTY(QString secondPhoneProblem READ secondPhoneProblem NOTIFY edited)
    Q_PROPERTY(QString plateProblem READ plateProblem NOTIFY edited)
    Q_PROPERTY(bool hasName READ hasName NOTIFY edited)
    Q_PROPERTY(bool hasPhone READ hasPhone NOTIFY edited)
    Q_PROPERTY(bool hasVehicle READ hasVehicle NOTIFY edited)
    /// "strong", "fair" or "weak": what the entry proves in a dispute.
    Q_PROPERTY(QString strength READ strength NOTIFY edited)
    Q_PROPERTY(bool empty READ empty NOTIFY edited)

    // ---- what the register says
    /// Word of rules::LookUp::Verdict; empty before anything was asked.
    Q_PROPERTY(QString verdict READ verdict NOTIFY matchChanged)
    Q_PROPERTY(QString matchOwner READ matchOwner NOTIFY matchChanged)
    Q_PROPERTY(QString matchKey READ matchKey NOTIFY matchChanged)
    Q_PROPERTY(QDateTime matchSince READ matchSince NOTIFY matchChanged)
    Q_PROPERTY(int matchDays READ matchDays NOTIFY matchChanged)
    /// 0 where no window is measured.
    Q_PROPERTY(int matchLimit READ matchLimit NOTIFY matchChanged)
    /// Who has to be reckoned with, by name, and why: "match", "asked_for", "companion".
    Q_PROPERTY(QString colleague READ colleague NOTIFY matchChanged)
    Q_PROPERTY(QString colleagueReason READ colleagueReason NOTIFY matchChanged)
    /// How that colleague stands, word of facts::OriginalState; empty until chosen.
    Q_PROPERTY(QString original READ original WRITE setOriginal NOTIFY matchChanged)

    /// The reception this entry belongs to; empty: it was not started on the floor board.
    Q_PROPERTY(QString visit READ visit NOTIFY visitChanged)
    Q_PROPERTY(bool saving READ saving NOTIFY savingChanged)

public:
    ReceptionForm(TabletRunner& runner, Session& session, QObject* parent = nullptr);

    [[nodiscard]] QString nameProblem() const;
    [[nodiscard]] QString phoneProblem() const;
    [[nodiscard]] QString secondPhoneProblem() const;
    [[nodiscard]] QString plateProblem() const;
    [[nodiscard]] bool hasName() const { return m_keys.name; }
    [[nodiscard]] bool hasPhone() const { return m_keys.phone; }
    [[nodiscard]] bool hasVehicle() const { return m_keys.vehicle; }
    [[nodiscard]] QString strength() const { return m_keys.strength(); }
    [[nodiscard]] bool empty() const;
    [[nodiscard]] QString verdict() const;
    [[nodiscard]] QString matchOwner() const;
    [[nodiscard]] QString matchKey() const;
    [[nodiscard]] QDateTime matchSince() const;
    [[nodiscard]] int matchDays() const;
    [[nodiscard]] int matchLimit() const;
    [[nodiscard]] QString colleague() const;
    [[nodiscard]] QString colleagueReason() const;
    [[nodiscard]] QString original() const { return m_original; }
    void setOriginal(const QString& word);
    [[nodiscard]] QString visit() const { return m_visit; }
    [[nodiscard]] bool saving() const { return m_saving; }

    /// Which running reception the entry is for. Keeps what has been typed.
    void useVisit(const QString& visit);
    Q_INVOKABLE void clear();
    /// Writes visit.registered. A look-up still on its way is waited for; if it shows a colleague's
    /// living right for the first time, nothing is written and `noticeRaised` follows. Else `saved`
    /// or `failed`.
    Q_INVOKABLE void save();

signals:
    void edited();
    void matchChanged();
    void visitChanged();
    void savingChanged();
    void noticeRaised();
    void saved(const QString& visit);
    void failed(const QString& errorCode);

private:
    /// What the register said of the customer and of who came along.
    struct Match {
        rules::LookUp customer;
        rules::LookUp companion;
        QDateTime since;
    };

    void onEdited();
    void lookUp();
    void takeMatch(const Match& match);
    void write();
    [[nodiscard]] bool rightLives() const;
    [[nodiscard]] facts::Customer customer() const;
    [[nodiscard]] facts::Customer companion() const;
    [[nodiscard]] facts::VisitRegistered entry(const VisitId& visit) const;
    [[nodiscard]] std::optional<StaffId> colleagueId() const;
    void setSaving(bool saving);

    TabletRunner& m_runner;
    Session& m_session;
    QTimer m_pause; ///< asks when the typing rests
    QString m_name, m_phone, m_secondPhone, m_brand, m_plate, m_employer, m_address, m_note;
    QString m_intent, m_source, m_askedFor, m_companionName, m_companionPhone, m_publicBasis;
    bool m_businessCard = false;
    bool m_groupPurchase = false;
    EntryChecker m_checker;
    EntryKeys m_keys;
    std::optional<Match> m_match;
    QString m_original;
    QString m_visit;
    facts::Customer m_asked; ///< for whom the last look-up was made
    facts::Customer m_askedCompanion;
    std::uint64_t m_question = 0; ///< number of the newest look-up; older answers are dropped
    bool m_waiting = false;       ///< an answer is on its way
    bool m_saveWaits = false;
    bool m_saving = false;
};

} // namespace shoujie::client
