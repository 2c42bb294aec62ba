import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// What they look for, how they came here, and where they work or live.
AppCard {
    id: card

    required property ReceptionForm form

    readonly property real half: (width - 2 * padding - Theme.gapL) / 2

    spacing: Theme.gapL

    AppChipGroup {
        objectName: "intent"
        width: parent.width
        label: qsTr("Looks for")
        options: Words.options(Words.intents, Words.intent)
        current: card.form.intent
        onPicked: value => card.form.intent = value
    }
    AppChipGroup {
        objectName: "source"
        width: parent.width
        label: qsTr("Came through")
        options: Words.options(Words.sources, Words.source)
        current: card.form.source
        onPicked: value => card.form.source = value
    }
    Row {
        width: parent.width
        spacing: Theme.gapL

        AppTextField {
            objectName: "employer"
            width: card.half
            label: qsTr("Employer")
            text: card.form.employer
            onTextEdited: card.form.employer = text
        }
        AppTextField {
            objectName: "address"
            width: card.half
            label: qsTr("or address")
            text: card.form.address
            onTextEdited: card.form.address = text
        }
    }
    AppTextField {
        objectName: "note"
        width: parent.width
        label: qsTr("Note")
        text: card.form.note
        maximumLength: 1000
        onTextEdited: card.form.note = text
    }
}
