pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme

/// The places of the app at the left edge, and who holds the tablet at its foot.
Rectangle {
    id: root

    /// [{page, icon, text}]
    required property var places
    required property string current
    required property string person

    signal picked(string page)
    signal handOverRequested

    implicitWidth: Theme.railWidth
    color: Theme.colors.surface

    Rectangle {
        anchors.right: parent.right
        width: 1
        height: parent.height
        color: Theme.colors.line
    }
    Column {
        x: Theme.gapS
        y: Theme.gapM
        width: parent.width - 2 * Theme.gapS
        spacing: Theme.gapXs

        Repeater {
            model: root.places

            RailItem {
                required property var modelData

                objectName: "nav_" + modelData.page
                width: parent.width
                iconName: modelData.icon
                text: modelData.text
                current: modelData.page === root.current
                onClicked: root.picked(modelData.page)
            }
        }
    }
    Column {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gapM
        x: Theme.gapS
        width: parent.width - 2 * Theme.gapS
        spacing: Theme.gapS

        Avatar {
            anchors.horizontalCenter: parent.horizontalCenter
            name: root.person
            lit: true
            size: 44
        }
        AppText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: root.person
            kind: AppText.Caption
            strong: true
            maximumLineCount: 2
            elide: Text.ElideRight
        }
        RailItem {
            objectName: "handOver"
            width: parent.width
            iconName: "handover"
            text: qsTr("Hand over")
            Accessible.role: Accessible.Button
            onClicked: root.handOverRequested()
        }
    }
}
