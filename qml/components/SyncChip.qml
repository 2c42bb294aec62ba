import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme

/// Is my work safe? On every screen, computed from what the office has signed for.
T.AbstractButton {
    id: root

    required property int pending
    required property int refused
    required property bool online
    required property bool syncing
    /// The office shows another register than before, or has set this tablet aside, or the tablet's
    /// clock was set back.
    property bool disputed: false
    /// The time of what is written now will be certain only once this tablet connects.
    property bool uncertain: false

    /// There is hardly any room on the tablet.
    property bool full: false

    readonly property int tone: {
        if (disputed || full || refused > 0) return AppBadge.Danger;
        if (pending > 0 || uncertain) return AppBadge.Warning;
        return AppBadge.Success;
    }
    readonly property color ink: {
        switch (tone) {
        case AppBadge.Danger: return Theme.colors.danger;
        case AppBadge.Warning: return Theme.colors.warning;
        default: return Theme.colors.success;
        }
    }
    readonly property string symbol: {
        if (disputed || full || refused > 0) return "alert";
        if (uncertain) return "clock";
        if (pending > 0) return online ? "sync" : "clock";
        return "shield";
    }

    text: {
        if (disputed) return qsTr("Tell the manager");
        if (full) return qsTr("Tablet full: free some space");
        if (refused > 0) return qsTr("%n refused", "records refused by the office", refused);
        if (uncertain) return qsTr("Time uncertain: connect once");
        if (pending > 0) return qsTr("%n waiting", "records waiting to be sent", pending);
        return qsTr("All safe");
    }
    implicitHeight: Theme.touch
    implicitWidth: row.implicitWidth + 2 * Theme.gapL
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: online || disputed ? text : qsTr("%1, offline").arg(text)

    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.gapS

            AppIcon {
                anchors.verticalCenter: parent.verticalCenter
                name: root.symbol
                color: root.ink
                size: 22
            }
            AppText {
                anchors.verticalCenter: parent.verticalCenter
                text: root.text
                wrapMode: Text.NoWrap
                kind: AppText.Label
                strong: true
                color: root.ink
            }
            AppText {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.syncing || (!root.online && !root.disputed)
                text: root.syncing ? qsTr("syncing") : qsTr("offline")
                wrapMode: Text.NoWrap
                kind: AppText.Label
            }
        }
    }
    background: Rectangle {
        radius: height / 2
        color: {
            switch (root.tone) {
            case AppBadge.Danger: return Theme.colors.dangerSoft;
            case AppBadge.Warning: return Theme.colors.warningSoft;
            default: return Theme.colors.successSoft;
            }
        }
        FocusRing {
            shown: root.visualFocus
            radius: height / 2
        }
    }
}
