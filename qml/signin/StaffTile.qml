import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme
import Shoujie.Components

/// Somebody who can take over the tablet.
T.AbstractButton {
    id: root

    required property string name
    property string job: ""
    property bool chosen: false

    implicitHeight: Math.max(96, words.implicitHeight + 2 * Theme.gapL)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.description: job

    contentItem: Item {
        Avatar {
            id: disc
            x: Theme.gapL
            anchors.verticalCenter: parent.verticalCenter
            name: root.name
            size: 56
            lit: root.chosen
        }
        Column {
            id: words
            anchors.left: disc.right
            anchors.leftMargin: Theme.gapL
            anchors.right: parent.right
            anchors.rightMargin: Theme.gapM
            anchors.verticalCenter: parent.verticalCenter

            AppText {
                width: parent.width
                text: root.name
                kind: AppText.Heading
                elide: Text.ElideRight
                maximumLineCount: 1
            }
            AppText {
                width: parent.width
                text: root.job
                kind: AppText.Label
                soft: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusL
        color: {
            if (root.chosen) return Theme.colors.accentSoft;
            return root.down || root.hovered ? Theme.colors.sunken : Theme.colors.surface;
        }
        border.width: root.chosen ? 2 : 1
        border.color: root.chosen ? Theme.colors.accent : Theme.colors.line
        FocusRing {
            shown: root.visualFocus
            radius: Theme.radiusL + 3
        }
    }
}
