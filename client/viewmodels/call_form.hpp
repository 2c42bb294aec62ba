#pragma once

#include "client/viewmodels/entry_checks.hpp"
#include "client/viewmodels/session.hpp"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace shoujie::client {

/// The entry of one telephone call (art. 5), written while talking.
class CallForm final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppModels")
    Q_PROPERTY(QString name MEMBER m_name NOTIFY edited)
    Q_PROPERTY(QString phone MEMBER m_phone NOTIFY edited)
    Q_PROPERTY(QString note MEMBER m_note NOTIFY edited)
    Q_PROPERTY(QString intent MEMBER m_intent NOTIFY edited)
    Q_PROPERTY(QString source MEMBER m_source NOTIFY edited)
    /// Staff id of the colleague the caller asked for.
    Q_PROPERTY(QString askedFor MEMBER m_askedFor NOTIFY edited)
    /// When to call back: "hour", "afternoon" (15:00, or an hour from now if that is later),
    /// "tomorrow" (10:00), in the site's time; empty: not at all.
    Q_PROPERTY(QString callback MEMBER m_callback NOTIFY edited)
    Q_PROPERTY(QString phoneProblem READ phoneProblem NOTIFY edited)
    Q_PROPERTY(bool empty READ empty NOTIFY edited)
    /// Name of the one to whom the call belongs as it stands: who was asked for, else who answered.
    Q_PROPERTY(QString belongsTo READ belongsTo NOTIFY edited)
    Q_PROPERTY(bool saving READ saving NOTIFY savingChanged)

public:
    CallForm(TabletRunner& runner, Session& session, QObject* parent = nullptr);

    [[nodiscard]] QString phoneProblem() const;
    [[nodiscard]] bool empty() const;
    [[nodiscard]] QString belongsTo() const;
    [[nodiscard]] bool saving() const { return m_saving; }

    Q_INVOKABLE void clear();
    /// Writes call.registered; `saved` or `failed` follows.
    Q_INVOKABLE void save();

signals:
    void edited();
    void savingChanged();
    void saved();
    void failed(const QString& errorCode);

private:
    [[nodiscard]] facts::CallRegistered entry() const;

    TabletRunner& m_runner;
    Session& m_session;
    EntryChecker m_checker;
    QString m_name, m_phone, m_note, m_intent, m_source, m_askedFor, m_callback;
    bool m_saving = false;
};

} // namespace shoujie::client
