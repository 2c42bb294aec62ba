import QtQuick
import Shoujie.Theme

/// Text in one of the sizes of the type scale. Wraps instead of being cut.
Text {
    id: root

    enum Kind { Display, Board, Title, Heading, Body, Label, Caption }

    property int kind: AppText.Body
    property bool strong: kind === AppText.Display || kind === AppText.Title
                          || kind === AppText.Heading || kind === AppText.Board
    property bool soft: false
    property bool mono: false

    function sizeOf(kind) {
        switch (kind) {
        case AppText.Display: return Theme.displaySize;
        case AppText.Board: return Theme.boardSize;
        case AppText.Title: return Theme.titleSize;
        case AppText.Heading: return Theme.headingSize;
        case AppText.Label: return Theme.labelSize;
        case AppText.Caption: return Theme.captionSize;
        default: return Theme.bodySize;
        }
    }

    color: soft ? Theme.colors.textSoft : Theme.colors.text
    font.family: mono ? Theme.monoFamily : Theme.fontFamily
    font.pixelSize: root.sizeOf(kind)
    font.bold: strong
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    lineHeight: 1.12
    verticalAlignment: Text.AlignVCenter
}
