import QtQuick
import Shoujie.Theme

/// Where one is, and at its end whatever belongs on every screen.
Rectangle {
    id: root

    required property string title
    property string subtitle: ""
    property bool canGoBack: false
    default property alias trailing: end.data

    signal backRequested

    implicitHeight: Math.max(Theme.barHeight, words.implicitHeight + 2 * Theme.gapS)
    color: Theme.colors.surface

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.colors.line
    }
    AppIconButton {
        id: back
        objectName: "back"
        visible: root.canGoBack
        x: Theme.gapS
        anchors.verticalCenter: parent.verticalCenter
        iconName: "back"
        text: qsTr("Back")
        onClicked: root.backRequested()
    }
    Column {
        id: words
        anchors.verticalCenter: parent.verticalCenter
        x: back.visible ? back.x + back.width + Theme.gapS : Theme.gapXl
        width: end.x - x - Theme.gapM

        AppText {
            width: parent.width
            text: root.title
            kind: AppText.Heading
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
        }
        AppText {
            width: parent.width
            visible: text !== ""
            text: root.subtitle
            kind: AppText.Caption
            soft: true
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
        }
    }
    Row {
        id: end
        anchors.right: parent.right
        anchors.rightMargin: Theme.gapL
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gapS
    }
}
