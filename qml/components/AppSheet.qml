pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme

/// A question in front of the page. Closes by Escape, by touching beside it, or by a choice.
T.Popup {
    id: root

    required property string title
    property string message: ""
    property string iconName: ""
    default property alias content: body.data

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    modal: true
    focus: true
    padding: Theme.gapXxl
    width: Math.min(560, (parent ? parent.width : 560) - 2 * Theme.gapXl)
    implicitHeight: contentItem.implicitHeight + 2 * padding

    T.Overlay.modal: Rectangle { color: Theme.colors.shade }

    background: Rectangle {
        radius: Theme.radiusL
        color: Theme.colors.surface
        border.width: 1
        border.color: Theme.colors.line
    }
    contentItem: Column {
        spacing: Theme.gapM

        Accessible.role: Accessible.Dialog
        Accessible.name: root.title

        AppIcon {
            visible: root.iconName !== ""
            name: root.iconName
            color: Theme.colors.accentText
            size: 36
        }
        AppText {
            width: parent.width
            text: root.title
            kind: AppText.Title
        }
        AppText {
            width: parent.width
            visible: text !== ""
            text: root.message
            soft: true
        }
        Item {
            width: 1
            height: Theme.gapXs
        }
        Column {
            id: body
            width: parent.width
            spacing: Theme.gapM
        }
    }
}
