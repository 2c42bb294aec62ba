import QtQuick
import Shoujie.Theme

/// A small pill that names a state; never the only carrier of a meaning by its colour alone.
Rectangle {
    id: root

    enum Tone { Neutral, Accent, Success, Warning, Danger, Solid }

    required property string text
    property int tone: AppBadge.Neutral
    property bool large: false

    readonly property color ink: {
        switch (tone) {
        case AppBadge.Accent: return Theme.colors.accentText;
        case AppBadge.Success: return Theme.colors.success;
        case AppBadge.Warning: return Theme.colors.warning;
        case AppBadge.Danger: return Theme.colors.danger;
        case AppBadge.Solid: return Theme.colors.accentInk;
        default: return Theme.colors.textSoft;
        }
    }

    implicitHeight: label.implicitHeight + (large ? 2 * Theme.gapS : Theme.gapS)
    implicitWidth: label.implicitWidth + (large ? 2 * Theme.gapL : 2 * Theme.gapM)
    radius: height / 2
    color: {
        switch (tone) {
        case AppBadge.Accent: return Theme.colors.accentSoft;
        case AppBadge.Success: return Theme.colors.successSoft;
        case AppBadge.Warning: return Theme.colors.warningSoft;
        case AppBadge.Danger: return Theme.colors.dangerSoft;
        case AppBadge.Solid: return Theme.colors.accent;
        default: return Theme.colors.sunken;
        }
    }

    AppText {
        id: label
        anchors.centerIn: parent
        text: root.text
        wrapMode: Text.NoWrap
        kind: root.large ? AppText.Body : AppText.Caption
        strong: true
        color: root.ink
    }
}
