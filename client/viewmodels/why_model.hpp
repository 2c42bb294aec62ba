#pragma once

#include "client/transport/tablet_runner.hpp"
#include "client/viewmodels/rows_model.hpp"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace shoujie::client {

/// Whose a visit is, and why: articles, keys, days, and what happened when.
class WhyModel final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppModels")
    Q_PROPERTY(QString visit READ visit NOTIFY changed)
    Q_PROPERTY(bool loaded READ loaded NOTIFY changed)
    /// Word of the error where the visit is not known.
    Q_PROPERTY(QString errorCode READ errorCode NOTIFY changed)
    /// A staff id, "pool", "developer", or empty where the manager has to decide.
    Q_PROPERTY(QString ownerId READ ownerId NOTIFY changed)
    Q_PROPERTY(QString ownerName READ ownerName NOTIFY changed)
    Q_PROPERTY(QString visitClass READ visitClass NOTIFY changed)
    Q_PROPERTY(QString status READ status NOTIFY changed)
    Q_PROPERTY(QString slot READ slot NOTIFY changed)
    Q_PROPERTY(bool makeup READ makeup NOTIFY changed)
    Q_PROPERTY(bool official READ official NOTIFY changed)
    Q_PROPERTY(bool ruled READ ruled NOTIFY changed)
    Q_PROPERTY(bool treatedAsNew READ treatedAsNew NOTIFY changed)
    /// Roles: article, key (word), days, limit (0 where none is measured), from, to.
    Q_PROPERTY(shoujie::client::RowsModel* reasons READ reasons CONSTANT)
    /// Roles: kind, who, earliest, latest, exact, own, received.
    Q_PROPERTY(shoujie::client::RowsModel* timeline READ timeline CONSTANT)

public:
    explicit WhyModel(TabletRunner& runner, QObject* parent = nullptr);

    [[nodiscard]] QString visit() const { return m_visit; }
    [[nodiscard]] bool loaded() const { return m_loaded; }
    [[nodiscard]] QString errorCode() const { return m_errorCode; }
    [[nodiscard]] QString ownerId() const;
    [[nodiscard]] QString ownerName() const;
    [[nodiscard]] QString visitClass() const;
    [[nodiscard]] QString status() const;
    [[nodiscard]] QString slot() const;
    [[nodiscard]] bool makeup() const { return m_why.outcome.decision.makeup; }
    [[nodiscard]] bool official() const { return m_why.official; }
    [[nodiscard]] bool ruled() const { return m_why.outcome.ruled; }
    [[nodiscard]] bool treatedAsNew() const { return m_why.outcome.treatedAsNew; }
    [[nodiscard]] RowsModel* reasons() const { return m_reasons; }
    [[nodiscard]] RowsModel* timeline() const { return m_timeline; }

    /// Shows this visit from now on, also when it changes.
    Q_INVOKABLE void open(const QString& visit);

signals:
    void changed();

private:
    struct Answer;
    void refresh();
    void take(Answer answer);

    TabletRunner& m_runner;
    RowsModel* m_reasons;
    RowsModel* m_timeline;
    QString m_visit;
    QString m_errorCode;
    Why m_why;
    bool m_loaded = false;
};

} // namespace shoujie::client
