import QtQuick
import Shoujie.Components

/// One fact about the sync: what it is, the figure, and what it means.
AppCard {
    id: root

    required property string label
    required property string figure
    property string note: ""
    property bool mono: false

    AppText {
        width: parent.width
        text: root.label
        kind: AppText.Label
        soft: true
    }
    AppText {
        width: parent.width
        text: root.figure
        kind: AppText.Title
        mono: root.mono
    }
    AppText {
        width: parent.width
        visible: text !== ""
        text: root.note
        kind: AppText.Label
        soft: true
    }
}
