pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme

/// What the register says of the person at the desk, in words, with the ways on from here.
Rectangle {
    id: root

    required property string title
    property string message: ""
    property int tone: AppBadge.Neutral
    property string iconName: "info"
    /// [{value, text, hint}]: what to do; empty where nothing needs deciding.
    property var choices: []
    property string current: ""

    signal chosen(string value)

    readonly property color ink: {
        switch (tone) {
        case AppBadge.Success: return Theme.colors.success;
        case AppBadge.Warning: return Theme.colors.warning;
        case AppBadge.Danger: return Theme.colors.danger;
        case AppBadge.Accent: return Theme.colors.accentText;
        default: return Theme.colors.textSoft;
        }
    }

    radius: Theme.radiusL
    color: {
        switch (tone) {
        case AppBadge.Success: return Theme.colors.successSoft;
        case AppBadge.Warning: return Theme.colors.warningSoft;
        case AppBadge.Danger: return Theme.colors.dangerSoft;
        case AppBadge.Accent: return Theme.colors.accentSoft;
        default: return Theme.colors.sunken;
        }
    }
    implicitHeight: column.implicitHeight + 2 * Theme.gapL
    Accessible.role: Accessible.AlertMessage
    Accessible.name: title
    Accessible.description: message

    Column {
        id: column
        x: Theme.gapL
        y: Theme.gapL
        width: root.width - 2 * Theme.gapL
        spacing: Theme.gapM

        Item {
            width: parent.width
            height: Math.max(symbol.height, words.implicitHeight)

            AppIcon {
                id: symbol
                name: root.iconName
                color: root.ink
                size: 26
            }
            Column {
                id: words
                x: 38
                width: parent.width - x
                spacing: 3

                AppText {
                    width: parent.width
                    text: root.title
                    strong: true
                    color: root.ink
                }
                AppText {
                    width: parent.width
                    visible: text !== ""
                    text: root.message
                    kind: AppText.Label
                }
            }
        }
        Repeater {
            model: root.choices

            ChoiceRow {
                required property var modelData

                width: column.width
                objectName: root.objectName + "_" + modelData.value
                text: modelData.text
                hint: modelData.hint
                checked: modelData.value === root.current
                onClicked: root.chosen(modelData.value)
            }
        }
    }
}
