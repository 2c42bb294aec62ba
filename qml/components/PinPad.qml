pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme

/// Twelve keys for a PIN of 4 to 8 digits. The digits leave it only by `submitted`.
FocusScope {
    id: root

    property string error: ""
    property bool busy: false
    readonly property int length: pin.length
    property string pin: ""

    signal submitted(string pin)

    function press(key) {
        if (busy) return;
        if (key === "erase") pin = pin.substring(0, pin.length - 1);
        else if (key === "ok") submit();
        else if (pin.length < 8) pin += key;
    }
    function submit() {
        if (pin.length < 4 || busy) return;
        const typed = pin;
        pin = "";
        root.submitted(typed);
    }

    implicitWidth: 3 * 96 + 2 * Theme.gapM
    implicitHeight: column.implicitHeight
    Keys.onPressed: event => {
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9) press(event.text);
        else if (event.key === Qt.Key_Backspace) press("erase");
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) press("ok");
        else return;
        event.accepted = true;
    }

    Column {
        id: column
        width: root.width
        spacing: Theme.gapL

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.gapM
            Accessible.role: Accessible.StaticText
            //: Read to somebody who cannot see the dots
            Accessible.name: qsTr("%n digit(s) typed", "", root.length)

            Repeater {
                model: Math.max(4, root.length)

                Rectangle {
                    required property int index

                    width: 16
                    height: 16
                    radius: 8
                    color: index < root.length ? Theme.colors.accent : "transparent"
                    border.width: 2
                    border.color: index < root.length ? Theme.colors.accent : Theme.colors.outline
                }
            }
        }
        AppText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: root.error
            kind: AppText.Label
            color: Theme.colors.danger
        }
        Grid {
            anchors.horizontalCenter: parent.horizontalCenter
            columns: 3
            spacing: Theme.gapM

            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "ok"]

                PinKey {
                    required property string modelData

                    objectName: "pin_" + modelData
                    key: modelData
                    enabled: !root.busy && (modelData !== "ok" || root.length >= 4)
                    onClicked: root.press(modelData)
                }
            }
        }
    }
}
