import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme

/// A choice that is on or off with one touch.
T.AbstractButton {
    id: root

    implicitHeight: Theme.touch
    implicitWidth: Math.max(Theme.touch, label.implicitWidth + 2 * Theme.gapL)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: checked

    contentItem: AppText {
        id: label
        text: root.text
        wrapMode: Text.NoWrap
        horizontalAlignment: Text.AlignHCenter
        kind: AppText.Label
        strong: root.checked
        color: root.checked ? Theme.colors.accentText : Theme.colors.text
    }
    background: Rectangle {
        radius: Theme.radiusM
        color: {
            if (root.checked) return Theme.colors.accentSoft;
            return root.down || root.hovered ? Theme.colors.sunken : Theme.colors.surface;
        }
        border.width: root.checked ? 2 : 1
        border.color: root.checked ? Theme.colors.accent : Theme.colors.outline
        FocusRing { shown: root.visualFocus }
    }
}
