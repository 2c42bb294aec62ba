import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme

/// A button that shows only an icon; `text` is what a screen reader says.
T.Button {
    id: root

    required property string iconName
    property color ink: Theme.colors.text

    implicitWidth: Theme.touch
    implicitHeight: Theme.touch
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: text

    contentItem: Item {
        AppIcon {
            anchors.centerIn: parent
            name: root.iconName
            color: root.enabled ? root.ink : Theme.colors.outline
        }
    }
    background: Rectangle {
        radius: Theme.radiusM
        color: root.down || root.hovered ? Theme.colors.sunken : "transparent"
        FocusRing { shown: root.visualFocus }
    }
}
