pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick

/// The tokens of the design: the only place that knows a colour, a size or a font.
/// `dark` and `textScale` are what the window of the app was told to show; pages only read.
QtObject {
    id: theme

    property bool dark: false
    /// 1.0 to 1.3, what the person asked for.
    property real textScale: 1.0

    readonly property ThemeColors colors: dark ? darkColors : lightColors

    readonly property ThemeColors lightColors: ThemeColors {
        canvas: "#f4f5f7"
        surface: "#ffffff"
        sunken: "#f0f2f4"
        line: "#e4e7eb"
        outline: "#c3c9d1"
        text: "#12171d"
        textSoft: "#56606d"
        accent: "#0b6b62"
        accentText: "#0b6b62"
        accentInk: "#ffffff"
        accentSoft: "#ddf1ee"
        success: "#176b3a"
        successSoft: "#e1f4e8"
        warning: "#85500a"
        warningSoft: "#fcf0d6"
        danger: "#b3261e"
        dangerSoft: "#fce9e7"
        dangerInk: "#ffffff"
        shade: "#7312171d"
    }
    readonly property ThemeColors darkColors: ThemeColors {
        canvas: "#0e1114"
        surface: "#171b20"
        sunken: "#20262d"
        line: "#272e36"
        outline: "#46505c"
        text: "#eef2f6"
        textSoft: "#a4afbc"
        accent: "#4cc9b4"
        accentText: "#63d6c2"
        accentInk: "#04211d"
        accentSoft: "#143832"
        success: "#74d49a"
        successSoft: "#14301f"
        warning: "#f0c169"
        warningSoft: "#35290f"
        danger: "#ff958b"
        dangerSoft: "#3d1916"
        dangerInk: "#3d0905"
        shade: "#a6000000"
    }

    // ---- type: sizes in pixels, scaled by what the person asked for ----------------------------
    //: The font family of this language: Noto Sans CJK SC or TC; some characters differ
    readonly property string fontFamily: qsTr("Noto Sans CJK SC")
    readonly property string monoFamily: "Noto Sans Mono CJK SC"

    readonly property int displaySize: Math.round(40 * textScale)
    readonly property int titleSize: Math.round(26 * textScale)
    readonly property int headingSize: Math.round(20 * textScale)
    readonly property int bodySize: Math.round(17 * textScale)
    readonly property int labelSize: Math.round(15 * textScale)
    readonly property int captionSize: Math.round(14 * textScale)
    /// Names on the floor board, readable from three metres.
    readonly property int boardSize: Math.round(30 * textScale)

    // ---- space: one step is 4 px ---------------------------------------------------------------
    readonly property int gapXs: 4
    readonly property int gapS: 8
    readonly property int gapM: 12
    readonly property int gapL: 16
    readonly property int gapXl: 24
    readonly property int gapXxl: 32

    readonly property int radiusS: 8
    readonly property int radiusM: 12
    readonly property int radiusL: 18

    /// No control is lower or narrower than this.
    readonly property int touch: Math.round(48 * Math.max(1, textScale))
    readonly property int railWidth: Math.round(104 * textScale)
    readonly property int barHeight: 64

    readonly property int quick: 120  ///< milliseconds of a change of state
}
