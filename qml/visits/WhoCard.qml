import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// Who it is: the three keys of art. 4. Each is checked while it is typed.
AppCard {
    id: card

    required property ReceptionForm form

    readonly property real half: (width - 2 * padding - Theme.gapL) / 2

    /// What is still being typed is not told off yet.
    function complaint(field, problem) {
        const unfinished = problem === "phone_short" || problem === "plate_short";
        return field.activeFocus && unfinished ? "" : Words.fieldProblem(problem);
    }
    function next(field) { field.nextItemInFocusChain().forceActiveFocus(Qt.TabFocusReason); }
    function begin() { nameField.forceActiveFocus(); }

    SectionTitle {
        width: parent.width
        text: qsTr("Who is it?")
        note: qsTr("Any one of name, phone or plate is enough")
    }
    Row {
        width: parent.width
        spacing: Theme.gapL

        AppTextField {
            id: nameField
            objectName: "name"
            width: card.half
            label: qsTr("Full name")
            text: card.form.name
            hint: Words.fieldProblem(card.form.nameProblem)
            onTextEdited: card.form.name = text
            onAccepted: card.next(field)
        }
        AppTextField {
            id: phoneField
            objectName: "phone"
            width: card.half
            label: qsTr("Phone")
            text: card.form.phone
            error: card.complaint(field, card.form.phoneProblem)
            inputMethodHints: Qt.ImhDialableCharactersOnly
            onTextEdited: card.form.phone = text
            onAccepted: card.next(field)
        }
    }
    Row {
        width: parent.width
        spacing: Theme.gapL

        AppTextField {
            id: plateField
            objectName: "plate"
            width: (card.half - Theme.gapL) / 2
            label: qsTr("Plate")
            text: card.form.plate
            error: card.form.plateProblem === "plate_no_surname"
                   ? "" : card.complaint(field, card.form.plateProblem)
            hint: card.form.plateProblem === "plate_no_surname"
                  ? Words.fieldProblem(card.form.plateProblem) : ""
            onTextEdited: card.form.plate = text
            onAccepted: card.next(field)
        }
        AppTextField {
            objectName: "brand"
            width: (card.half - Theme.gapL) / 2
            label: qsTr("Car brand")
            text: card.form.brand
            onTextEdited: card.form.brand = text
            onAccepted: card.next(field)
        }
        AppTextField {
            id: secondField
            objectName: "secondPhone"
            width: card.half
            label: qsTr("Second phone")
            text: card.form.secondPhone
            error: card.complaint(field, card.form.secondPhoneProblem)
            inputMethodHints: Qt.ImhDialableCharactersOnly
            onTextEdited: card.form.secondPhone = text
            onAccepted: card.next(field)
        }
    }
}
