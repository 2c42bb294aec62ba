pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme

T.Button {
    id: root

    enum Kind { Primary, Secondary, Quiet, Danger }

    property int kind: AppButton.Secondary
    property bool large: false
    property string iconName: ""
    /// A second, softer line below the text.
    property string hint: ""

    readonly property color ink: {
        if (!enabled) return Theme.colors.textSoft;
        if (kind === AppButton.Primary) return Theme.colors.accentInk;
        if (kind === AppButton.Danger) return Theme.colors.dangerInk;
        return kind === AppButton.Quiet ? Theme.colors.accentText : Theme.colors.text;
    }
    readonly property color fill: {
        if (kind === AppButton.Quiet) return "transparent";
        if (!enabled) return Theme.colors.sunken;
        if (kind === AppButton.Primary) return Theme.colors.accent;
        return kind === AppButton.Danger ? Theme.colors.danger : Theme.colors.surface;
    }

    implicitHeight: Math.max(large ? Theme.touch * 1.35 : Theme.touch,
                             contentItem.implicitHeight + 2 * Theme.gapS)
    implicitWidth: Math.max(Theme.touch, contentItem.implicitWidth + leftPadding + rightPadding)
    leftPadding: kind === AppButton.Quiet ? Theme.gapM : Theme.gapXl
    rightPadding: leftPadding
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true

    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: hint

    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.gapS

            AppIcon {
                visible: root.iconName !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: root.iconName
                color: root.ink
                size: root.large ? 28 : 22
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter

                AppText {
                    text: root.text
                    wrapMode: Text.NoWrap
                    kind: root.large ? AppText.Heading : AppText.Body
                    strong: root.kind !== AppButton.Quiet || root.large
                    color: root.ink
                }
                AppText {
                    visible: text !== ""
                    text: root.hint
                    wrapMode: Text.NoWrap
                    kind: AppText.Caption
                    color: root.ink
                }
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusM
        color: root.fill
        border.width: root.kind === AppButton.Secondary ? 1 : 0
        border.color: Theme.colors.outline

        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: Theme.colors.text
            opacity: root.down ? 0.14 : (root.hovered ? 0.05 : 0)
        }
        FocusRing { shown: root.visualFocus }
    }
}
