import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words

/// One of my customers: who, what kind, how long it is mine, and where the record is.
ListRow {
    id: root

    required property string visit
    required property string name
    required property string phone
    required property string visitClass
    required property string status
    required property bool official
    required property date visitedAt
    required property date protectedUntil
    required property int daysUsed
    required property int daysLimit
    required property string recordState

    readonly property bool measured: daysLimit > 0
    readonly property bool soon: measured && daysLimit - daysUsed <= 7

    opens: true
    avatar: name !== "" ? name : "?"
    title: name !== "" ? name : qsTr("No name given")
    subtitle: (phone !== "" ? phone + "  ·  " : "")
              + qsTr("visited %1").arg(Words.day(visitedAt))

    AppBadge {
        anchors.verticalCenter: parent.verticalCenter
        visible: root.width > 760
        text: Words.visitClass(root.visitClass)
    }
    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: 190
        spacing: 6

        AppText {
            width: parent.width
            horizontalAlignment: Text.AlignRight
            kind: AppText.Label
            color: root.soon ? Theme.colors.warning : Theme.colors.text
            text: {
                if (root.status === "referred") return qsTr("The manager decides");
                if (!root.measured) return qsTr("No limit");
                return qsTr("Yours until %1").arg(Words.day(root.protectedUntil));
            }
        }
        Meter {
            visible: root.measured
            width: parent.width
            height: 6
            value: root.measured ? root.daysUsed / root.daysLimit : 0
            label: qsTr("%1 of %2 days").arg(root.daysUsed).arg(root.daysLimit)
            tone: root.soon ? AppBadge.Warning : AppBadge.Accent
        }
    }
    AppBadge {
        anchors.verticalCenter: parent.verticalCenter
        text: Words.recordState(root.recordState)
        tone: {
            switch (root.recordState) {
            case "received": return AppBadge.Success;
            case "refused": return AppBadge.Danger;
            case "disputed": return AppBadge.Warning;
            default: return AppBadge.Neutral;
            }
        }
    }
}
