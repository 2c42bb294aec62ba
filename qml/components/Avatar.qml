import QtQuick
import Shoujie.Theme

/// The first character of somebody's name in a disc.
Rectangle {
    id: root

    required property string name
    property int size: 48
    property bool lit: false

    implicitWidth: size
    implicitHeight: size
    radius: size / 2
    color: lit ? Theme.colors.accent : Theme.colors.accentSoft
    Accessible.ignored: true

    AppText {
        anchors.centerIn: parent
        text: root.name.substring(0, 1).toUpperCase()
        font.pixelSize: Math.round(root.size * 0.44)
        font.bold: true
        color: root.lit ? Theme.colors.accentInk : Theme.colors.accentText
    }
}
