pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Shoujie.Theme

/// A labelled field. What is wrong with the input stands below it, in words.
FocusScope {
    id: root

    required property string label
    property alias text: input.text
    property string placeholder: ""
    property string error: ""
    property string hint: ""
    property alias inputMethodHints: input.inputMethodHints
    property alias maximumLength: input.maximumLength
    property alias field: input
    property bool mono: false

    signal textEdited
    signal accepted

    implicitWidth: 240
    implicitHeight: column.implicitHeight

    Column {
        id: column
        width: root.width
        spacing: 6

        AppText {
            width: parent.width
            text: root.label
            kind: AppText.Label
            soft: true
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
        }
        T.TextField {
            id: input
            objectName: root.objectName + "Input"
            width: parent.width
            implicitHeight: Theme.touch
            leftPadding: Theme.gapM
            rightPadding: Theme.gapM
            verticalAlignment: TextInput.AlignVCenter
            focus: true
            activeFocusOnTab: true
            selectByMouse: true
            color: Theme.colors.text
            selectionColor: Theme.colors.accent
            selectedTextColor: Theme.colors.accentInk
            placeholderTextColor: Theme.colors.textSoft
            font.family: root.mono ? Theme.monoFamily : Theme.fontFamily
            font.pixelSize: Theme.bodySize
            maximumLength: 200
            onTextEdited: root.textEdited()
            onAccepted: root.accepted()

            Accessible.role: Accessible.EditableText
            Accessible.name: root.label
            Accessible.description: root.error !== "" ? root.error : root.hint

            AppText {
                anchors.fill: parent
                anchors.leftMargin: Theme.gapM
                anchors.rightMargin: Theme.gapM
                visible: input.text === "" && input.preeditText === ""
                text: root.placeholder
                soft: true
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
            }
            background: Rectangle {
                radius: Theme.radiusM
                color: input.activeFocus ? Theme.colors.surface : Theme.colors.sunken
                border.width: input.activeFocus || root.error !== "" ? 2 : 1
                border.color: {
                    if (root.error !== "") return Theme.colors.danger;
                    return input.activeFocus ? Theme.colors.accent : Theme.colors.line;
                }
            }
        }
        AppText {
            width: parent.width
            visible: text !== ""
            text: root.error !== "" ? root.error : root.hint
            kind: AppText.Caption
            color: root.error !== "" ? Theme.colors.danger : Theme.colors.textSoft
        }
    }
}
