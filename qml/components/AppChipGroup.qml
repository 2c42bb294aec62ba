pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme

/// One of several words, or none: touching the chosen one again takes it back.
Column {
    id: root

    property string label: ""
    /// [{value, text}]; values are never translated.
    required property var options
    property string current: ""
    property bool canClear: true

    signal picked(string value)

    spacing: Theme.gapS

    AppText {
        width: parent.width
        visible: text !== ""
        text: root.label
        kind: AppText.Label
        soft: true
    }
    Flow {
        width: root.width
        spacing: Theme.gapS

        Repeater {
            model: root.options

            AppChip {
                required property var modelData

                objectName: root.objectName + "_" + modelData.value
                text: modelData.text
                checked: modelData.value === root.current
                Accessible.description: root.label
                onClicked: root.picked(checked && root.canClear ? "" : modelData.value)
            }
        }
    }
}
