import QtQuick
import Shoujie.Theme

/// How much of a span has been used, 0 to 1.
Rectangle {
    id: root

    required property real value
    required property string label
    property int tone: AppBadge.Accent

    implicitHeight: 8
    implicitWidth: 120
    radius: height / 2
    color: Theme.colors.sunken
    Accessible.role: Accessible.ProgressBar
    Accessible.name: label

    Rectangle {
        height: parent.height
        width: Math.max(parent.height, parent.width * Math.min(1, Math.max(0, root.value)))
        radius: height / 2
        color: {
            switch (root.tone) {
            case AppBadge.Warning: return Theme.colors.warning;
            case AppBadge.Danger: return Theme.colors.danger;
            case AppBadge.Success: return Theme.colors.success;
            default: return Theme.colors.accent;
            }
        }
    }
}
