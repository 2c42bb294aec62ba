import QtQuick
import Shoujie.Theme

/// Says why a list is empty and what would fill it.
Column {
    id: root

    required property string iconName
    required property string title
    property string message: ""
    property string action: ""

    signal actionTriggered

    spacing: Theme.gapM
    padding: Theme.gapXl

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        width: 72
        height: 72
        radius: 36
        color: Theme.colors.sunken

        AppIcon {
            anchors.centerIn: parent
            name: root.iconName
            size: 34
            color: Theme.colors.textSoft
        }
    }
    AppText {
        width: root.width - 2 * root.padding
        horizontalAlignment: Text.AlignHCenter
        text: root.title
        kind: AppText.Heading
    }
    AppText {
        width: root.width - 2 * root.padding
        visible: text !== ""
        horizontalAlignment: Text.AlignHCenter
        text: root.message
        soft: true
    }
    AppButton {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: text !== ""
        text: root.action
        kind: AppButton.Primary
        onClicked: root.actionTriggered()
    }
}
