import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// What changes whose customer it is: asked for somebody, brought by somebody, a public visitor.
AppCard {
    id: card

    required property ReceptionForm form
    required property Session session

    readonly property real half: (width - 2 * padding - Theme.gapL) / 2

    spacing: Theme.gapL

    SectionTitle {
        width: parent.width
        text: qsTr("Special cases")
        note: qsTr("Leave empty if none applies")
    }
    AppChipGroup {
        objectName: "askedFor"
        width: parent.width
        visible: card.session.colleagues.length > 0
        label: qsTr("Asked for a colleague")
        options: card.session.colleagues
        current: card.form.askedFor
        onPicked: value => card.form.askedFor = value
    }
    Row {
        width: parent.width
        spacing: Theme.gapL

        AppTextField {
            objectName: "companionName"
            width: card.half
            label: qsTr("Old customer along")
            text: card.form.companionName
            onTextEdited: card.form.companionName = text
        }
        AppTextField {
            objectName: "companionPhone"
            width: card.half
            label: qsTr("Their phone")
            text: card.form.companionPhone
            inputMethodHints: Qt.ImhDialableCharactersOnly
            onTextEdited: card.form.companionPhone = text
        }
    }
    AppChipGroup {
        objectName: "publicBasis"
        width: parent.width
        label: qsTr("Public visitor: everybody's, takes no turn")
        options: Words.options(Words.publicBases, Words.publicBasis)
        current: card.form.publicBasis
        onPicked: value => card.form.publicBasis = value
    }
    AppChip {
        objectName: "businessCard"
        visible: card.form.publicBasis === "developer_tour"
        text: qsTr("Handed over a business card")
        checked: card.form.businessCard
        onClicked: card.form.businessCard = !card.form.businessCard
    }
    AppChip {
        objectName: "groupPurchase"
        text: qsTr("Group purchase with the developer")
        checked: card.form.groupPurchase
        onClicked: card.form.groupPurchase = !card.form.groupPurchase
    }
}
