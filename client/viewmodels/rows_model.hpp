#pragma once

#include <QAbstractListModel>
#include <QByteArray>
#include <QList>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace shoujie::client {

/// A list for the screen: rows of values under fixed role names, replaced as a whole. Only what
/// differs is announced, so that a delegate that did not change keeps its state.
class RowsModel final : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the view models")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    using Row = QVariantList;

    explicit RowsModel(QList<QByteArray> roles, QObject* parent);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }

    /// Each row has one value per role, in their order.
    void setRows(const QList<Row>& rows);
    /// A value by the name of its role; not valid where there is no such row or role.
    Q_INVOKABLE [[nodiscard]] QVariant value(int row, const QString& role) const;

signals:
    void countChanged();

private:
    QList<QByteArray> m_roles;
    QList<Row> m_rows;
};

} // namespace shoujie::client
