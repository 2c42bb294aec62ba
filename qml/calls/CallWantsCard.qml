import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// What the caller wants, whom they ask for, and when to call back.
AppCard {
    id: card

    required property CallForm form
    required property Session session

    spacing: Theme.gapL

    AppChipGroup {
        objectName: "callIntent"
        width: parent.width
        label: qsTr("Looks for")
        options: Words.options(Words.intents, Words.intent)
        current: card.form.intent
        onPicked: value => card.form.intent = value
    }
    AppChipGroup {
        objectName: "callSource"
        width: parent.width
        label: qsTr("Heard of us through")
        options: Words.options(Words.sources.filter(s => s !== "call" && s !== "passing_by"),
                               Words.source)
        current: card.form.source
        onPicked: value => card.form.source = value
    }
    AppChipGroup {
        objectName: "callAskedFor"
        width: parent.width
        visible: card.session.colleagues.length > 0
        label: qsTr("Asks for a colleague")
        options: card.session.colleagues
        current: card.form.askedFor
        onPicked: value => card.form.askedFor = value
    }
    AppChipGroup {
        objectName: "callback"
        width: parent.width
        label: qsTr("Call back")
        options: [{ value: "hour", text: qsTr("In an hour") },
                  { value: "afternoon", text: qsTr("This afternoon") },
                  { value: "tomorrow", text: qsTr("Tomorrow morning") }]
        current: card.form.callback
        onPicked: value => card.form.callback = value
    }
}
