import QtQuick
import Shoujie.Theme

/// A short word after something was done; it goes away by itself.
Rectangle {
    id: root

    property string text: ""
    property string action: ""
    property bool bad: false

    signal actionTriggered

    function show(text, action, bad) {
        root.text = text;
        root.action = action ?? "";
        root.bad = bad ?? false;
        hide.restart();
    }
    function dismiss() { root.text = ""; }

    visible: text !== ""
    radius: Theme.radiusM
    color: Theme.colors.text
    implicitHeight: Math.max(Theme.touch + Theme.gapS, message.implicitHeight + 2 * Theme.gapM)
    width: Math.min(row.implicitWidth + 2 * Theme.gapL, parent ? parent.width - 2 * Theme.gapXl : 0)

    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.gapL

        AppIcon {
            anchors.verticalCenter: parent.verticalCenter
            name: root.bad ? "alert" : "check"
            color: Theme.colors.surface
        }
        AppText {
            id: message
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, 720)
            text: root.text
            color: Theme.colors.surface
        }
        AppButton {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            objectName: "toastAction"
            text: root.action
            onClicked: {
                root.dismiss();
                root.actionTriggered();
            }
        }
    }
    Timer {
        id: hide
        interval: 6000
        onTriggered: root.dismiss()
    }
}
