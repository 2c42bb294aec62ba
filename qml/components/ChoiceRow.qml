import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme

/// One of several ways on, with a line that says what it leads to.
T.AbstractButton {
    id: root

    property string hint: ""

    implicitHeight: Math.max(Theme.touch + Theme.gapS, words.implicitHeight + 2 * Theme.gapS)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.description: hint
    Accessible.checkable: true
    Accessible.checked: checked

    contentItem: Item {
        Rectangle {
            x: Theme.gapM
            anchors.verticalCenter: parent.verticalCenter
            width: 22
            height: 22
            radius: 11
            color: root.checked ? Theme.colors.accent : "transparent"
            border.width: 2
            border.color: root.checked ? Theme.colors.accent : Theme.colors.outline

            Rectangle {
                anchors.centerIn: parent
                visible: root.checked
                width: 8
                height: 8
                radius: 4
                color: Theme.colors.accentInk
            }
        }
        Column {
            id: words
            anchors.verticalCenter: parent.verticalCenter
            x: 48
            width: parent.width - x - Theme.gapM

            AppText {
                width: parent.width
                text: root.text
                strong: true
                kind: AppText.Label
            }
            AppText {
                width: parent.width
                visible: text !== ""
                text: root.hint
                kind: AppText.Caption
                soft: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusM
        color: root.down || root.hovered ? Theme.colors.sunken : Theme.colors.surface
        border.width: root.checked ? 2 : 1
        border.color: root.checked ? Theme.colors.accent : Theme.colors.line
        FocusRing { shown: root.visualFocus }
    }
}
