import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words

/// A place in the queue, large enough for the far side of the room. It never says whom somebody
/// receives (art. 11).
Rectangle {
    id: root

    required property int index
    required property string name
    required property string seatState
    required property bool next
    required property date since
    required property bool mine

    readonly property bool receiving: seatState === "receiving"

    implicitHeight: Math.max(76, who.implicitHeight + 2 * Theme.gapM)
    radius: Theme.radiusM
    color: next ? Theme.colors.accentSoft : "transparent"
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1, place %2, %3").arg(name).arg(index + 1).arg(what.text)

    AppText {
        id: place
        x: Theme.gapL
        anchors.verticalCenter: parent.verticalCenter
        width: 40
        text: root.index + 1
        kind: AppText.Title
        color: root.next ? Theme.colors.accentText : Theme.colors.textSoft
    }
    AppText {
        id: who
        anchors.left: place.right
        anchors.right: what.left
        anchors.rightMargin: Theme.gapM
        anchors.verticalCenter: parent.verticalCenter
        text: root.name
        kind: AppText.Board
        color: {
            if (root.next) return Theme.colors.accentText;
            return root.seatState === "waiting" ? Theme.colors.text : Theme.colors.textSoft;
        }
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
    }
    AppBadge {
        id: what
        anchors.right: parent.right
        anchors.rightMargin: Theme.gapL
        anchors.verticalCenter: parent.verticalCenter
        large: true
        text: {
            if (root.next) return root.mine ? qsTr("Next: you") : qsTr("Next");
            if (root.receiving) return qsTr("Busy since %1").arg(Words.time(root.since));
            return Words.seatState(root.seatState);
        }
        tone: {
            if (root.next) return AppBadge.Solid;
            return root.receiving ? AppBadge.Warning : AppBadge.Neutral;
        }
    }
}
