import QtQuick
import Shoujie.Theme
import Shoujie.Components

/// Whose turn it is, for the whole room.
Item {
    id: root

    required property string name
    required property bool byMakeUp

    implicitHeight: words.implicitHeight + 2 * Theme.gapM
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Next: %1").arg(who.text)

    Column {
        id: words
        x: Theme.gapL
        y: Theme.gapM
        width: parent.width - 2 * Theme.gapL

        AppText {
            width: parent.width
            text: qsTr("Next")
            soft: true
        }
        Item {
            width: parent.width
            implicitHeight: who.implicitHeight

            AppText {
                id: who
                width: Math.min(implicitWidth, parent.width - how.width - Theme.gapL)
                text: root.name !== "" ? root.name : qsTr("Nobody is free")
                kind: AppText.Display
                color: root.name !== "" ? Theme.colors.accentText : Theme.colors.textSoft
                font.pixelSize: Math.round(Theme.displaySize * 1.25)
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
            }
            AppBadge {
                id: how
                visible: root.name !== "" && root.byMakeUp
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Make-up turn")
                tone: AppBadge.Accent
                large: true
            }
        }
    }
}
