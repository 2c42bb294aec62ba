pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Models

/// What the entry will prove, should somebody else claim this customer.
AppCard {
    id: card

    required property ReceptionForm form

    padding: Theme.gapL
    spacing: Theme.gapS

    Item {
        width: parent.width
        implicitHeight: Math.max(heading.implicitHeight, grade.implicitHeight)

        AppText {
            id: heading
            width: parent.width - grade.width - Theme.gapM
            text: qsTr("Evidence")
            strong: true
        }
        AppBadge {
            id: grade
            objectName: "strength"
            anchors.right: parent.right
            text: {
                if (card.form.strength === "strong") return qsTr("Strong");
                return card.form.strength === "fair" ? qsTr("Fair") : qsTr("Weak");
            }
            tone: {
                if (card.form.strength === "strong") return AppBadge.Success;
                return card.form.strength === "fair" ? AppBadge.Accent : AppBadge.Warning;
            }
        }
    }
    AppText {
        objectName: "evidenceWords"
        width: parent.width
        kind: AppText.Label
        soft: true
        text: {
            if (card.form.strength === "strong")
                return qsTr("This entry shows clearly who was received.");
            if (card.form.strength === "fair")
                return qsTr("A name can be shared. A phone or a plate makes the entry strong.");
            return qsTr("It can be saved like this, but without full name, phone or plate it wins "
                        + "no dispute.");
        }
    }
    Flow {
        width: parent.width
        spacing: Theme.gapL

        Repeater {
            model: [{ done: card.form.hasName, text: qsTr("Full name") },
                    { done: card.form.hasPhone, text: qsTr("Phone") },
                    { done: card.form.hasVehicle, text: qsTr("Plate and surname") }]

            Row {
                id: mark

                required property var modelData

                spacing: 6

                AppIcon {
                    name: mark.modelData.done ? "check" : "plus"
                    size: 18
                    weight: 2.4
                    color: mark.modelData.done ? Theme.colors.success : Theme.colors.textSoft
                }
                AppText {
                    text: mark.modelData.text
                    kind: AppText.Caption
                    soft: !mark.modelData.done
                    strong: mark.modelData.done
                }
            }
        }
    }
}
