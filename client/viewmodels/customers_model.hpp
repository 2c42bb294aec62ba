#pragma once

#include "client/viewmodels/rows_model.hpp"
#include "client/viewmodels/session.hpp"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace shoujie::client {

/// The customers of whoever is signed in: what is theirs and until when.
class CustomersModel final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppModels")
    /// Roles: visit, name, phone (masked), visitClass, status, official, visitedAt, protectedUntil,
    /// daysUsed, daysLimit, recordState (words where not said otherwise).
    Q_PROPERTY(shoujie::client::RowsModel* rows READ rows CONSTANT)
    /// All of them, whatever the filter shows.
    Q_PROPERTY(int total READ total NOTIFY changed)
    /// How many run out within a week.
    Q_PROPERTY(int expiring READ expiring NOTIFY changed)
    /// Part of a name, or of the digits of a phone that are shown.
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY changed)

public:
    CustomersModel(TabletRunner& runner, Session& session, QObject* parent = nullptr);

    [[nodiscard]] RowsModel* rows() const { return m_rows; }
    [[nodiscard]] int total() const { return static_cast<int>(m_all.size()); }
    [[nodiscard]] int expiring() const { return m_expiring; }
    [[nodiscard]] QString filter() const { return m_filter; }
    void setFilter(const QString& filter);

signals:
    void changed();

private:
    void refresh();
    void show();

    TabletRunner& m_runner;
    Session& m_session;
    RowsModel* m_rows;
    QList<RowsModel::Row> m_all;
    QString m_filter;
    int m_expiring = 0;
};

} // namespace shoujie::client
