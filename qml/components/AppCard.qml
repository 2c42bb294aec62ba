import QtQuick
import Shoujie.Theme

/// A surface that holds one thing. Its content stands in a column with even gaps.
Rectangle {
    id: root

    default property alias content: column.data
    property int padding: Theme.gapXl
    property alias spacing: column.spacing

    color: Theme.colors.surface
    radius: Theme.radiusL
    border.width: 1
    border.color: Theme.colors.line
    implicitHeight: column.implicitHeight + 2 * padding
    implicitWidth: column.implicitWidth + 2 * padding

    Column {
        id: column
        x: root.padding
        y: root.padding
        width: root.width - 2 * root.padding
        spacing: Theme.gapM
    }
}
