pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme

/// A row of a list: who or what, a softer line below, and whatever stands at its end.
T.ItemDelegate {
    id: root

    property string title: ""
    property string subtitle: ""
    property string avatar: ""
    property string iconName: ""
    property bool opens: false
    default property alias trailing: end.data

    implicitHeight: Math.max(Theme.touch + Theme.gapL, texts.implicitHeight + 2 * Theme.gapM)
    implicitWidth: 320
    leftPadding: Theme.gapL
    rightPadding: Theme.gapL
    hoverEnabled: opens
    focusPolicy: opens ? Qt.StrongFocus : Qt.NoFocus
    Accessible.role: opens ? Accessible.Button : Accessible.ListItem
    Accessible.name: title
    Accessible.description: subtitle

    contentItem: Item {
        Avatar {
            id: disc
            visible: root.avatar !== ""
            anchors.verticalCenter: parent.verticalCenter
            name: root.avatar
            size: 44
        }
        AppIcon {
            id: symbol
            visible: root.iconName !== ""
            anchors.verticalCenter: parent.verticalCenter
            name: root.iconName
            color: Theme.colors.textSoft
        }
        Column {
            id: texts
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: parent.left
            anchors.leftMargin: disc.visible ? 58 : (symbol.visible ? 38 : 0)
            anchors.right: end.left
            anchors.rightMargin: Theme.gapM
            spacing: 2

            AppText {
                width: parent.width
                text: root.title
                strong: true
            }
            AppText {
                width: parent.width
                visible: text !== ""
                text: root.subtitle
                kind: AppText.Label
                soft: true
            }
        }
        Row {
            id: end
            anchors.right: arrow.visible ? arrow.left : parent.right
            anchors.rightMargin: arrow.visible ? Theme.gapS : 0
            height: parent.height
            spacing: Theme.gapM
        }
        AppIcon {
            id: arrow
            visible: root.opens
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            name: "forward"
            size: 20
            color: Theme.colors.textSoft
        }
    }
    background: Rectangle {
        radius: Theme.radiusM
        color: root.opens && (root.down || root.hovered) ? Theme.colors.sunken : "transparent"
        FocusRing { shown: root.visualFocus }
    }
}
