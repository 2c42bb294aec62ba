import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme

T.AbstractButton {
    id: root

    required property string iconName
    property bool current: false

    readonly property color ink: current ? Theme.colors.accentText : Theme.colors.textSoft

    implicitWidth: Theme.railWidth - 2 * Theme.gapS
    implicitHeight: Math.max(72, words.implicitHeight + 46)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.PageTab
    Accessible.name: text
    Accessible.selected: current

    contentItem: Item {
        AppIcon {
            id: symbol
            anchors.horizontalCenter: parent.horizontalCenter
            y: Theme.gapM
            name: root.iconName
            color: root.ink
            size: 26
        }
        AppText {
            id: words
            anchors.top: symbol.bottom
            anchors.topMargin: Theme.gapXs
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: root.text
            wrapMode: Text.WordWrap
            kind: AppText.Caption
            strong: root.current
            color: root.ink
        }
    }
    background: Rectangle {
        radius: Theme.radiusM
        color: root.current ? Theme.colors.accentSoft
                            : (root.down || root.hovered ? Theme.colors.sunken : "transparent")
        FocusRing { shown: root.visualFocus }
    }
}
