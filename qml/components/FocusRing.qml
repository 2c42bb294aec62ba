import QtQuick
import Shoujie.Theme

/// Shows where the keyboard is.
Rectangle {
    required property bool shown

    anchors.fill: parent
    anchors.margins: -3
    visible: shown
    color: "transparent"
    border.width: 2
    border.color: Theme.colors.accent
    radius: Theme.radiusM + 3
}
