#include "client/viewmodels/rows_model.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace shoujie::client {

RowsModel::RowsModel(QList<QByteArray> roles, QObject* parent)
    : QAbstractListModel(parent), m_roles(std::move(roles)) {}

int RowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RowsModel::data(const QModelIndex& index, int role) const {
    const auto column = role - Qt::UserRole;
    if (!index.isValid() || column < 0 || column >= m_roles.size()) return {};
    return m_rows.at(index.row()).at(column);
}

QHash<int, QByteArray> RowsModel::roleNames() const {
    QHash<int, QByteArray> names;
    for (int i = 0; i < static_cast<int>(m_roles.size()); ++i)
        names.insert(Qt::UserRole + i, m_roles.at(i));
    return names;
}

void RowsModel::setRows(const QList<Row>& rows) {
    assert(std::all_of(rows.begin(), rows.end(),
                       [this](const Row& row) { return row.size() == m_roles.size(); }));
    const auto before = count();
    const auto after = static_cast<int>(rows.size());
    const auto common = std::min(before, after);
    for (int i = 0; i < common; ++i) {
        if (m_rows.at(i) == rows.at(i)) continue;
        m_rows[i] = rows.at(i);
        emit dataChanged(index(i), index(i));
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_rows.append(rows.mid(before));
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_rows.resize(after);
        endRemoveRows();
    }
    if (before != after) emit countChanged();
}

QVariant RowsModel::value(int row, const QString& role) const {
    if (row < 0 || row >= count()) return {};
    const auto column = m_roles.indexOf(role.toUtf8());
    return column < 0 ? QVariant() : m_rows.at(row).at(column);
}

} // namespace shoujie::client
