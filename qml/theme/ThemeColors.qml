import QtQuick

/// The colours of one theme. Every text colour reaches a contrast of 4.5:1 on the surfaces it is
/// used on; tst_theme.qml measures each pair.
QtObject {
    required property color canvas      ///< behind everything
    required property color surface     ///< cards, bars
    required property color sunken      ///< fields, wells, pressed rows
    required property color line        ///< hairlines between things
    required property color outline     ///< borders of things that can be touched
    required property color text
    required property color textSoft    ///< second voice: labels, hints
    required property color accent
    required property color accentText  ///< accent as text on a surface
    required property color accentInk
    required property color accentSoft  ///< selected chips and rows
    required property color success
    required property color successSoft
    required property color warning
    required property color warningSoft
    required property color danger
    required property color dangerSoft
    required property color dangerInk
    required property color shade       ///< over the page, under a dialog
}
