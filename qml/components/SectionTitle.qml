import QtQuick
import Shoujie.Theme

/// The heading of a card, with a softer line at its end.
Item {
    id: root

    required property string text
    property string note: ""

    implicitHeight: Math.max(heading.implicitHeight, tail.implicitHeight)
    implicitWidth: heading.implicitWidth + tail.implicitWidth + Theme.gapM

    AppText {
        id: heading
        width: Math.min(implicitWidth, root.width)
        text: root.text
        kind: AppText.Heading
    }
    AppText {
        id: tail
        anchors.right: parent.right
        anchors.left: heading.right
        anchors.leftMargin: Theme.gapM
        anchors.baseline: heading.baseline
        horizontalAlignment: Text.AlignRight
        text: root.note
        kind: AppText.Label
        soft: true
    }
}
