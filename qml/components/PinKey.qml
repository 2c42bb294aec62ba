import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme

T.AbstractButton {
    id: root

    required property string key

    readonly property bool isDigit: key.length === 1
    readonly property bool isOk: key === "ok"

    implicitWidth: 96
    implicitHeight: Math.max(68, Theme.touch)
    focusPolicy: Qt.TabFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: isDigit ? key : (isOk ? qsTr("Sign in") : qsTr("Delete the last digit"))

    contentItem: Item {
        AppText {
            anchors.centerIn: parent
            visible: root.isDigit
            text: root.key
            kind: AppText.Title
        }
        AppIcon {
            anchors.centerIn: parent
            visible: !root.isDigit
            name: root.isOk ? "check" : "erase"
            size: 28
            weight: 2.2
            color: root.isOk && root.enabled ? Theme.colors.accentInk : Theme.colors.textSoft
        }
    }
    background: Rectangle {
        radius: Theme.radiusL
        color: {
            if (root.isOk) return root.enabled ? Theme.colors.accent : Theme.colors.sunken;
            return root.down || root.hovered ? Theme.colors.line : Theme.colors.sunken;
        }
        FocusRing {
            shown: root.visualFocus
            radius: Theme.radiusL + 3
        }
    }
}
