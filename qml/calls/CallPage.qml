import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// A call, logged while talking.
AppPage {
    id: page

    required property CallForm form
    required property Session session

    title: qsTr("Log a call")
    subtitle: qsTr("While you talk")

    Component.onCompleted: nameField.forceActiveFocus()

    Flickable {
        x: Theme.gapXl
        y: Theme.gapXl
        width: page.width - right.width - 3 * Theme.gapXl
        height: page.height - Theme.gapXl
        contentHeight: sections.height + Theme.gapXl
        clip: true

        Column {
            id: sections
            width: parent.width
            spacing: Theme.gapL

            AppCard {
                id: who
                width: parent.width

                SectionTitle {
                    width: parent.width
                    text: qsTr("Who is calling?")
                }
                Row {
                    width: parent.width
                    spacing: Theme.gapL

                    AppTextField {
                        id: nameField
                        objectName: "callName"
                        width: (parent.width - Theme.gapL) / 2
                        label: qsTr("Name")
                        text: page.form.name
                        onTextEdited: page.form.name = text
                        onAccepted: phoneField.forceActiveFocus()
                    }
                    AppTextField {
                        id: phoneField
                        objectName: "callPhone"
                        width: (parent.width - Theme.gapL) / 2
                        label: qsTr("Phone")
                        text: page.form.phone
                        error: field.activeFocus && page.form.phoneProblem === "phone_short"
                               ? "" : Words.fieldProblem(page.form.phoneProblem)
                        inputMethodHints: Qt.ImhDialableCharactersOnly
                        onTextEdited: page.form.phone = text
                        onAccepted: noteField.forceActiveFocus()
                    }
                }
                AppTextField {
                    id: noteField
                    objectName: "callNote"
                    width: parent.width
                    label: qsTr("Note")
                    text: page.form.note
                    maximumLength: 1000
                    onTextEdited: page.form.note = text
                }
            }
            CallWantsCard {
                width: parent.width
                form: page.form
                session: page.session
            }
        }
    }
    Column {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: Theme.gapXl
        y: Theme.gapXl
        width: Math.min(400, page.width * 0.38)
        spacing: Theme.gapL

        AppCard {
            width: parent.width

            AppText {
                width: parent.width
                text: qsTr("This call belongs to")
                kind: AppText.Label
                soft: true
            }
            Row {
                width: parent.width
                spacing: Theme.gapM

                Avatar {
                    name: page.form.belongsTo
                    size: 52
                    lit: page.form.askedFor === ""
                }
                AppText {
                    width: parent.width - 52 - Theme.gapM
                    height: 52
                    text: page.form.askedFor === "" ? qsTr("%1 (you)").arg(page.form.belongsTo)
                                                    : page.form.belongsTo
                    kind: AppText.Title
                }
            }
            AppText {
                width: parent.width
                text: Articles.text("5")
                kind: AppText.Label
                soft: true
            }
        }
    }
    AppButton {
        objectName: "saveCall"
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.gapXl
        width: right.width
        large: true
        kind: AppButton.Primary
        iconName: "check"
        text: page.form.saving ? qsTr("Saving…") : qsTr("Save the call")
        enabled: !page.form.saving && !page.form.empty
        onClicked: page.form.save()
    }
}
