pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Components
import Shoujie.Models

/// On duty or not, and what each means for the turn.
AppSheet {
    id: sheet

    required property FloorModel floor

    readonly property bool working: floor.myState === "waiting" || floor.myState === "receiving"
    readonly property string current: working ? "on" : floor.myState

    title: qsTr("My duty")

    Repeater {
        model: [
            { value: "on", text: qsTr("On duty"),
              hint: qsTr("Coming back, you join at the end of the turn list") },
            { value: "assigned", text: qsTr("On other work"),
              hint: qsTr("Assigned by the manager; you keep your place") },
            { value: "off", text: qsTr("Day off"), hint: qsTr("Out of the list, nothing is made "
                                                              + "up") },
            { value: "leave", text: qsTr("On leave"),
              hint: qsTr("Out of the list, nothing is made up") },
            { value: "sick", text: qsTr("Sick"), hint: qsTr("Out of the list, nothing is made up") }
        ]

        ChoiceRow {
            required property var modelData

            objectName: "duty_" + modelData.value
            width: parent.width
            text: modelData.text
            hint: modelData.hint
            checked: modelData.value === sheet.current
            onClicked: {
                sheet.close();
                if (!checked) sheet.floor.setDuty(modelData.value);
            }
        }
    }
}
