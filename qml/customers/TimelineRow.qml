import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words

/// Something that happened, when (and how sure that is), who wrote it, and where it is.
Item {
    id: root

    required property int index
    property bool last: false
    required property string kind
    required property string who
    required property date earliest
    required property date latest
    required property bool exact
    required property bool own
    required property bool received

    readonly property real spanSeconds: (latest.getTime() - earliest.getTime()) / 1000

    implicitHeight: words.implicitHeight + Theme.gapL

    Rectangle {
        visible: !root.last
        x: 9
        y: 22
        width: 2
        height: parent.height - 18
        color: Theme.colors.line
    }
    Rectangle {
        x: 3
        y: 6
        width: 14
        height: 14
        radius: 7
        color: root.received ? Theme.colors.accent : Theme.colors.surface
        border.width: 2
        border.color: root.received ? Theme.colors.accent : Theme.colors.outline
    }
    Column {
        id: words
        x: 32
        width: parent.width - x
        spacing: 2

        AppText {
            width: parent.width
            text: Words.factKind(root.kind)
            strong: true
        }
        AppText {
            width: parent.width
            kind: AppText.Label
            text: {
                if (root.exact || root.spanSeconds < 1) return Words.dayAndTime(root.latest);
                if (root.spanSeconds < 60)
                    return qsTr("%1, sure to %n second(s)", "", Math.ceil(root.spanSeconds))
                            .arg(Words.timeToTheSecond(root.latest));
                return qsTr("between %1 and %2").arg(Words.dayAndTime(root.earliest))
                                                .arg(Words.dayAndTime(root.latest));
            }
        }
        AppText {
            width: parent.width
            kind: AppText.Caption
            soft: true
            text: {
                const where = root.received ? qsTr("in the register") : qsTr("waiting on this "
                                                                             + "tablet");
                return root.who !== "" ? qsTr("%1, %2").arg(root.who).arg(where) : where;
            }
        }
    }
}
